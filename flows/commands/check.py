"""The command that accepts or refuses dumps."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from flows.commands.terminal import (
    FINE,
    REFUSED,
    UNREADABLE,
    WRONG_USAGE,
    RawFolder,
    UsageError,
    complain,
    read_settings,
    show,
)

if TYPE_CHECKING:
    from flows.checks.findings import Verdict
    from flows.settings import Settings

STDIN: Final = Path("-")

CheckForm = Literal["text", "json", "junit", "sarif", "github"]


def check(
    *files: Annotated[Path, Parameter(help="Dumps.")],
    form: Annotated[CheckForm, Parameter(name="--format", help="How to answer.")] = "text",
    as_json: Annotated[bool, Parameter(name="--json", negative="", help="Short for --format json.")] = False,
    against: Annotated[Path | None, Parameter(help="An output folder, to hold the dumps against its latest release.")]
    = None,
    raw: RawFolder = Path("raw"),
    files_from: Annotated[
        Path | None,
        Parameter(
            help="A file that names more dumps, as `git diff --name-only -z` does; `-`: standard input.",
            allow_leading_hyphen=True,
        ),
    ] = None,
) -> int:  # fmt: skip
    """Accept or refuse dumps; no server is needed and nothing is written.

    By themselves, or against a release: what they would bring, contradict or take away, and whether they are as dumps
    of their layout were. A dump below the raw folder is taken for a new version of the one that the release has.
    """
    if not files and files_from is None:
        raise UsageError("check needs at least one file, or --files-from.")
    named = [*files, *([] if files_from is None else _named_in(files_from))]
    if against is not None and not raw.is_dir():
        # Without it no dump would be known for a new version of one, and what that loses would pass.
        raise UsageError(f"--against needs the raw folder, and {raw} is no folder. Name it with --raw.")
    settings = read_settings()
    from flows.checks.forms import render

    wrong = [path for path in named if not path.is_file()]
    for path in wrong:
        complain(f"{path} {_no_file(path)}")
    paths = _read_by_builds([path for path in named if path.is_file()], raw)
    if not paths and not wrong:
        complain("No dump is left to check.")
    statuses = [FINE]
    verdicts = _judge(paths, raw, against, settings)
    for told in render(_noted(verdicts, statuses), "json" if as_json else form):
        show(told)
    return WRONG_USAGE if wrong else max(statuses)


def _named_in(names: Path) -> list[Path]:
    """The files that a list names: one between two NULs, or a line where it has none. Raises UsageError."""
    try:
        # Not sys.stdin, which is None where standard input was closed.
        with open(0 if names == STDIN else names, "rb", closefd=names != STDIN) as source:
            content = source.read()
    except OSError as error:
        raise UsageError(f"The list {names} cannot be read ({error.strerror}).") from error
    return [Path(os.fsdecode(name)) for name in content.split(b"\0" if b"\0" in content else b"\n") if name]


def _no_file(path: Path) -> str:
    """What is wrong with a path that is none of a file."""
    if path.is_dir():
        return "is a folder; name the files in it."
    if os.path.lexists(path):
        return "is no plain file, but a pipe, a device or a link that leads nowhere. Write the dump to a file."
    return "does not exist."


def _read_by_builds(paths: Sequence[Path], raw: Path) -> list[Path]:
    """The paths without hidden files of the raw folder, as lists of what was added have them; these are named."""
    from flows.checks.asked import asked_for

    read = []
    for path in paths:
        if asked_for(path, raw).is_hidden:
            complain(f"{path} is hidden, so that no build reads it: left out.")
        else:
            read.append(path)
    return read


def _judge(paths: Sequence[Path], raw: Path, against: Path | None, settings: "Settings") -> "Iterable[Verdict]":
    """The verdicts on dumps, by themselves or against the latest release in the folder `against`."""
    if against is None:
        from flows.check import check_dumps

        return check_dumps(paths, raw, settings)
    from flows.check_against import check_against
    from flows.release.catalogue import find_release

    return check_against(paths, raw, find_release(against, "latest"), settings)


def _noted(verdicts: "Iterable[Verdict]", statuses: list[int]) -> "Iterator[Verdict]":
    """The verdicts, the exit status of each added to `statuses` when it is asked for."""
    for verdict in verdicts:
        statuses.append(FINE if verdict.accepted else REFUSED if verdict.readable else UNREADABLE)
        yield verdict
