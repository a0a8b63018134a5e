"""What the commands share: exit statuses, options, settings, and printing that no terminal obeys."""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
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
STOPPED: Final = 128 + signal.SIGINT
UNHEARD: Final = 128 + signal.SIGPIPE
"""As shells tell of programs that a signal ended: neither says anything of a dump or a release."""

RawFolder = Annotated[Path, Parameter(help="The folder of raw dumps.")]
OutFolder = Annotated[Path, Parameter(help="The folder that holds the releases.")]
Which = Annotated[str, Parameter(help="A version, 'latest', or the folder of a release.")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON for programs instead of text.")]
Reason = Annotated[str | None, Parameter(help="Why; releases.json keeps it.")]


class UsageError(Exception):
    """What the user asked for cannot be done; the message says why in one line."""


def open_streams() -> None:
    """Put nothing in the place of standard streams that are closed; what stdout cannot encode is written as escapes.

    To be called first: else a file that is opened later has the number of a closed stream, and takes what is printed.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # noqa: FBT003 - it takes no name
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8")  # noqa: SIM115 - open as long as the process runs
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8")  # noqa: SIM115 - as above
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def read_settings() -> "Settings":
    """All settings. Raises UsageError with the first thing that is wrong with them."""
    from tomllib import TOMLDecodeError

    from pydantic import ValidationError

    from flows.settings import SETTINGS_FILE, Settings

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"Settings: {_told(first['type'], first['loc'], first['msg'], first['input'])}.") from error
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        wanted = "It must be TOML in UTF-8, without a byte order mark."
        raise UsageError(f"Settings: {SETTINGS_FILE} cannot be read: {error}. {wanted}") from error
    except ValueError as error:
        raise UsageError(f"Settings: {error}") from error


def _told(kind: str, place: Sequence[int | str], message: str, given: object) -> str:
    """What pydantic finds wrong with a setting, in words for a person."""
    name = ".".join(map(str, place))
    if kind == "extra_forbidden":
        return f"{name} is no setting; docs/settings.md lists them"
    return f"{name}: {message}, not {given!r}" if name else message.removeprefix("Value error, ").rstrip(".")


def show(text: str) -> None:
    """Print for whoever asked, without the characters that a terminal would obey."""
    from flows.release.text import harmless

    sys.stdout.write(harmless(text) + "\n")


def complain(text: str) -> None:
    """Print for the person at the terminal, wherever the output goes; where nothing can be written, nowhere."""
    from flows.release.text import harmless

    # As where the disk of a log is full: the exit status still tells.
    with suppress(OSError):
        sys.stderr.write(harmless(f"litsieve: {text}") + "\n")
