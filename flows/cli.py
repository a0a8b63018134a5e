"""The command line: one command a verb. It imports what a command needs when it runs, and decides nothing."""

import gc
import json
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import App, CycloptsError, Parameter
from rich.console import Console

from flows import __version__

if TYPE_CHECKING:
    from flows.settings import Settings

FINE: Final = 0
REFUSED: Final = 1
WRONG_USAGE: Final = 2
UNREADABLE: Final = 3
BUG: Final = 4

HELP: Final = """\
Turn scraped paper listings into one clean, deduplicated, versioned dataset, and prove every value in it.

Exit status: 0 fine, 1 refused or different, 2 wrong usage, 3 unreadable or unknown input, 4 a bug.
"""

app = App(name="litsieve", help=HELP, help_format="plaintext", version=__version__)

RawFolder = Annotated[Path, Parameter(help="The folder of raw dumps.")]
OutFolder = Annotated[Path, Parameter(help="The folder that holds the releases.")]
Which = Annotated[str, Parameter(help="A version, 'latest', or the folder of a release.")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON for programs instead of text.")]


class UsageError(Exception):
    """What the user asked for cannot be done; the message says why in one line."""


@app.command
def build(*, raw: RawFolder = Path("raw"), out: OutFolder = Path("output"), as_json: AsJson = False) -> int:
    """Make a release of all dumps below a folder, if they hold anything new.

    Settings come from the environment (LITSIEVE_...) and from litsieve.toml in the working folder.
    """
    # The display tells the run's story here; Prefect's own page still gets every log line.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    settings = _settings()
    if not raw.is_dir():
        raise UsageError(f"{raw} is not a folder of raw dumps.")
    from flows import progress
    from flows.build import build as run_build
    from flows.release.summary import BuildSummary

    with progress.shown_on(Console(stderr=True)):
        state = run_build(raw, out, settings, return_state=True)
    summary = state.result(raise_on_failure=False)
    if isinstance(summary, BaseException):
        raise summary
    if not isinstance(summary, BuildSummary):
        raise TypeError(f"the build ended {state.name}: {state.message}")
    _print(json.dumps(summary.as_dict(), indent=1) if as_json else "\n".join(summary.lines()))
    if summary.release is None:
        return REFUSED
    return UNREADABLE if summary.refused else FINE


@app.command
def check(*files: Annotated[Path, Parameter(help="Dumps.")], as_json: AsJson = False) -> int:
    """Accept or refuse dumps, each by itself; no server is needed and nothing is written."""
    if not files:
        raise UsageError("check needs at least one file.")
    settings = _settings()
    from flows.check import check_dumps

    wrong = [path for path in files if not path.is_file()]
    for path in wrong:
        _complain(f"{path} is a folder; name the files in it." if path.is_dir() else f"{path} does not exist.")
    told, statuses = [], [FINE]
    for verdict in check_dumps([path for path in files if path.is_file()], settings):
        told.append(verdict.as_dict())
        statuses.append(FINE if verdict.accepted else REFUSED if verdict.readable else UNREADABLE)
        if not as_json:
            _print("\n".join(verdict.lines()))
    if as_json:
        _print(json.dumps(told, indent=1))
    return WRONG_USAGE if wrong else max(statuses)


@app.command
def verify(which: Which = "latest", *, out: OutFolder = Path("output"), as_json: AsJson = False) -> int:
    """Hold a release against its checksums, its schemas and its own counts."""
    from flows.release.catalogue import find_release
    from flows.release.verify import verify_release

    release = find_release(out, which)
    problems = verify_release(release)
    if as_json:
        _print(json.dumps({"release": str(release), "problems": [p._asdict() for p in problems]}, indent=1))
    else:
        lines = [f"{problem.file}: {problem.message} [{problem.code}]" for problem in problems]
        _print("\n".join(lines or [f"{release}: sound"]))
    return REFUSED if problems else FINE


@app.command
def explain(
    paper_or_record: Annotated[str, Parameter(help="A paper_id, a record_id or an input's own id.")],
    *,
    release: Which = "latest",
    out: OutFolder = Path("output"),
    as_json: AsJson = False,
) -> int:
    """Tell where each value of a paper came from, and why its records were held to be one paper."""
    from flows.release.catalogue import find_release
    from flows.release.explain import explain_paper
    from flows.release.explain_text import render_explanation

    explanation = explain_paper(find_release(out, release), paper_or_record)
    _print(json.dumps(asdict(explanation), indent=1) if as_json else render_explanation(explanation))
    return FINE


@app.command
def diff(old: Which, new: Which = "latest", *, out: OutFolder = Path("output"), as_json: AsJson = False) -> int:
    """Tell what changed between two releases; exit status 1 if anything did."""
    from flows.release.catalogue import find_release
    from flows.release.difference import compare_releases

    found = compare_releases(find_release(out, old), find_release(out, new))
    _print(found.as_json() if as_json else found.text)
    return FINE if found.changes.is_empty() else REFUSED


@app.command
def releases(*, out: OutFolder = Path("output"), as_json: AsJson = False) -> int:
    """List all releases, oldest first."""
    from flows.release.catalogue import read_catalogue

    catalogue = read_catalogue(out)
    if as_json:
        _print(catalogue.index().model_dump_json(indent=1))
        return FINE
    for entry in catalogue.releases:
        mark = "  latest" if entry.version == catalogue.latest else ""
        _print(f"{entry.version}  {entry.papers:>9,} papers  {entry.records:>9,} records{mark}")
    if not catalogue.releases:
        _print(f"There is no release in {out} yet.")
    for note in catalogue.notes:
        _complain(note)
    return FINE


@app.command
def layouts(*, as_json: AsJson = False) -> int:
    """List the page layouts and export formats that litsieve can read, each with an example."""
    from flows.formats.registry import formats
    from flows.layouts.registry import layouts as known_layouts

    known = [
        {"kind": kind, "name": one.name, "description": one.description, "example": one.example}
        for kind, readers in (("layout", known_layouts()), ("format", formats()))
        for one in readers
    ]
    if as_json:
        _print(json.dumps(known, indent=1))
        return FINE
    for layout in known:
        example = "\n".join(f"    {line}" for line in layout["example"].splitlines())
        _print(f"{layout['name']}: {layout['description']}\n\n{example}\n")
    return FINE


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status; a person gets one clear line, a bug its traceback."""
    # Imports and rows make many objects that stay; looking them over for cycles took a tenth of a short command.
    gc.set_threshold(200_000, 20, 20)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status."""
    from flows.release.errors import OutputError

    try:
        status = app(
            list(arguments), exit_on_error=False, print_error=False, result_action="return_value", verbose=False
        )
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone, as `head` does; what is still in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except CycloptsError as error:
        _complain(f"{' '.join(str(error).split())} Try: litsieve --help")
        return WRONG_USAGE
    except (UsageError, OutputError, FileNotFoundError, NotADirectoryError, PermissionError) as error:
        _complain(str(error))
        return WRONG_USAGE
    except KeyboardInterrupt:
        _complain("Stopped. The latest release is what it was; the next build cleans up.")
        return REFUSED
    except Exception:  # noqa: BLE001 - the last resort, which tells a bug from everything that has a message
        traceback.print_exc()
        _complain("This is a bug in litsieve; please report it with the lines above.")
        return BUG
    return status if isinstance(status, int) else FINE


def _settings() -> "Settings":
    """All settings. Raises UsageError with the first thing that is wrong with them."""
    from pydantic import ValidationError

    from flows.settings import Settings

    try:
        return Settings()
    except (ValidationError, ValueError) as error:
        raise UsageError(f"Settings: {' '.join(str(error).split())}") from error


def _print(text: str) -> None:
    """Print for whoever asked, without the characters that a terminal would obey."""
    from flows.release.text import harmless

    sys.stdout.write(harmless(text) + "\n")


def _complain(text: str) -> None:
    """Print for the person at the terminal, wherever the output goes."""
    from flows.release.text import harmless

    sys.stderr.write(harmless(f"litsieve: {text}") + "\n")


if __name__ == "__main__":
    main()
