"""The command line: one command a verb. It imports what a command needs when it runs, and decides nothing."""

import json
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final, Literal

from cyclopts import App, CycloptsError, Parameter
from rich.console import Console

from flows import __version__
from flows.commands import check, releases, report
from flows.commands.faults import fault_of
from flows.commands.terminal import (
    BUG,
    FINE,
    REFUSED,
    STOPPED,
    UNHEARD,
    UNREADABLE,
    WRONG_USAGE,
    AsJson,
    OutFolder,
    RawFolder,
    UsageError,
    Which,
    complain,
    open_streams,
    read_settings,
    show,
)
from flows.work.process import keep_memory

HELP: Final = """\
Turn scraped paper listings into one clean, deduplicated, versioned dataset, and prove every value in it.

Exit status: 0 fine, 1 refused or different, 2 wrong usage, 3 unreadable or unknown input, 4 a bug.
"""

app = App(name="litsieve", help=HELP, help_format="plaintext", version=__version__, suppress_keyboard_interrupt=False)

Runner = Literal["processes", "dask"]
for command in (
    check.check,
    releases.verify,
    releases.diff,
    releases.history,
    releases.releases,
    releases.rollback,
    releases.prune,
    report.report,
):
    app.command(command)


@app.command
def build(
    *,
    raw: RawFolder = Path("raw"),
    out: OutFolder = Path("output"),
    runner: Annotated[Runner | None, Parameter(help="Where the work is done; setting work.runner.")] = None,
    address: Annotated[str | None, Parameter(help="The Dask scheduler, as tcp://HOST:8786; setting work.address.")]
    = None,
    again: Annotated[bool, Parameter(negative="", help="Publish even what was rolled back.")] = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Make a release of all dumps below a folder, if they hold anything new.

    Settings come from the environment (LITSIEVE_...) and from litsieve.toml in the working folder.
    """
    # The display tells the run's story here; Prefect's own page still gets every log line.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    settings = read_settings().on(runner, address)
    if address is not None and settings.work.runner != "dask":
        raise UsageError("--address is that of a Dask scheduler and needs --runner dask.")
    if not raw.is_dir():
        raise UsageError(f"{raw} is not a folder of raw dumps.")
    from flows import progress
    from flows.runners import run_build

    with progress.shown_on(Console(stderr=True)):
        state = run_build(raw, out, settings, again=again)
    # Not above: until `run_build` starts a server that takes seconds to answer, as little as can be is imported.
    from flows.release.summary import BuildSummary

    summary = state.result(raise_on_failure=False)
    if isinstance(summary, BaseException):
        raise summary
    if not isinstance(summary, BuildSummary):
        raise TypeError(f"the build ended {state.name}: {state.message}")
    show(json.dumps(summary.as_dict(), indent=1) if as_json else "\n".join(summary.lines()))
    if summary.release is None:
        return REFUSED
    return UNREADABLE if summary.refused else FINE


@app.command
def explain(
    paper_or_record: Annotated[
        str,
        Parameter(help="A paper_id, record_id or input's own id, a DOI, arXiv id or PubMed id, or words of a title."),
    ],
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
    show(json.dumps(asdict(explanation), indent=1) if as_json else render_explanation(explanation))
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
        show(json.dumps(known, indent=1))
        return FINE
    for layout in known:
        example = "\n".join(f"    {line}" for line in layout["example"].splitlines())
        show(f"{layout['name']}: {layout['description']}\n\n{example}\n")
    return FINE


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status; a person gets one clear line, a bug its traceback."""
    open_streams()
    keep_memory()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status."""
    try:
        status = app(
            list(arguments), exit_on_error=False, print_error=False, result_action="return_value", verbose=False
        )
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone, as `head` does; what is still in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNHEARD
    except KeyboardInterrupt:
        complain("Stopped. The latest release is what it was; the next build cleans up.")
        return STOPPED
    except Exception as error:  # noqa: BLE001 - the last resort, which tells a bug from everything that has a message
        told = _told(error)
        if told is not None:
            complain(told)
            return WRONG_USAGE
        traceback.print_exc()
        complain("This is a bug in litsieve; please report it with the lines above.")
        return BUG
    return status if isinstance(status, int) else FINE


def _told(error: Exception) -> str | None:
    """The line for a person whom the error tells something, None where it is a bug."""
    from flows.prefect_faults import PrefectSettingsError
    from flows.release.errors import OutputError
    from flows.server import NoServerError
    from flows.work.pool import NoWorkersError, WorkerLostError

    if isinstance(error, CycloptsError):
        return f"{' '.join(str(error).split())} Try: litsieve --help"
    if isinstance(
        error, UsageError | OutputError | NoServerError | PrefectSettingsError | NoWorkersError | WorkerLostError
    ):
        return str(error)
    return fault_of(error)


if __name__ == "__main__":
    main()
