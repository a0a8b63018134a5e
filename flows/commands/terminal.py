"""What the commands share: exit statuses, options, settings, and printing that no terminal obeys."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

if TYPE_CHECKING:
    from flows.settings import Settings

FINE: Final = 0
REFUSED: Final = 1
WRONG_USAGE: Final = 2
UNREADABLE: Final = 3
BUG: Final = 4

RawFolder = Annotated[Path, Parameter(help="The folder of raw dumps.")]
OutFolder = Annotated[Path, Parameter(help="The folder that holds the releases.")]
Which = Annotated[str, Parameter(help="A version, 'latest', or the folder of a release.")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON for programs instead of text.")]
Reason = Annotated[str | None, Parameter(help="Why; releases.json keeps it.")]


class UsageError(Exception):
    """What the user asked for cannot be done; the message says why in one line."""


def read_settings() -> "Settings":
    """All settings. Raises UsageError with the first thing that is wrong with them."""
    from pydantic import ValidationError

    from flows.settings import Settings

    try:
        return Settings()
    except (ValidationError, ValueError) as error:
        raise UsageError(f"Settings: {' '.join(str(error).split())}") from error


def show(text: str) -> None:
    """Print for whoever asked, without the characters that a terminal would obey."""
    from flows.release.text import harmless

    sys.stdout.write(harmless(text) + "\n")


def complain(text: str) -> None:
    """Print for the person at the terminal, wherever the output goes."""
    from flows.release.text import harmless

    sys.stderr.write(harmless(f"litsieve: {text}") + "\n")
