"""What a run shows on its page in Prefect: counts, what changed since the last release, what was refused and why."""

from collections.abc import Callable
from typing import Final, cast
from uuid import UUID

from httpx import TransportError
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.progress import Figures
from flows.release.problems import Problem
from flows.release.summary import BuildSummary
from flows.release.summary_text import reject_rows, render_markdown
from flows.release.tables import read_table
from flows.release.text import printable, shortened

SHOWN_REJECTS: Final = 200
"""A page that a person reads; all are in rejects.parquet."""

SHOWN_CHARS: Final = 60_000
"""Of the changes: as much as a page takes without becoming slow."""

Rows = list[dict[str, str | int | None]]


EVERY_S: Final = 5.0
"""Seconds between two updates of a bar on Prefect's page: each is a request to its server."""


class Pages:
    """Where a run shows things: the pages of Prefect's server. When that goes away, the run goes on without."""

    def __init__(self) -> None:
        """The server is there."""
        self._is_gone = False

    def put(self, show: Callable[[], None]) -> None:
        """Show something, unless the server has gone: each try to reach it takes a minute."""
        if self._is_gone:
            return
        try:
            show()
        except TransportError:
            self._is_gone = True


class ProgressArtifacts:
    """A progress artifact a stage, with the figures that the terminal shows."""

    def __init__(self, pages: Pages) -> None:
        """Nothing is shown yet."""
        self._pages = pages
        self._bars: dict[str, UUID] = {}
        self._shown_s: dict[str, float] = {}

    def show(self, figures: Figures) -> None:
        """Move the stage's bar, at most every few seconds; a short stage gets its bar when it is done."""
        if figures.took_s - self._shown_s.get(figures.stage, 0.0) < EVERY_S:
            return
        self._shown_s[figures.stage] = figures.took_s
        counted = f"{figures.done:,} of {figures.total:,}" if figures.total else "begun"
        told = f"{counted} {figures.rate}".strip()
        self._pages.put(lambda: self._set(figures.stage, figures.done / max(figures.total, 1), told))

    def finish(self, figures: Figures, told: str) -> None:
        """Fill the bar and say what came of the stage."""
        told = f"{told} ({figures.rate})" if figures.rate else told
        self._pages.put(lambda: self._set(figures.stage, 1.0, told))

    def _set(self, stage: str, share: float, told: str) -> None:
        percent, told = 100 * share, f"{stage}: {printable(told)}"
        if stage in self._bars:
            update_progress_artifact(self._bars[stage], percent, told)
        else:
            # Outside of async code Prefect's dispatcher gives the id itself.
            made = create_progress_artifact(percent, f"litsieve-progress-{stage}", told)
            self._bars[stage] = cast("UUID", made)


def show_build(summary: BuildSummary) -> None:
    """Show what a build came to, on the run's page and under keys that keep the history of all runs."""
    create_markdown_artifact(render_markdown(summary), key="litsieve-build", description="What the build came to.")
    create_table_artifact(reject_rows(summary), key="litsieve-rejects", description="Why pieces were refused.")
    if summary.release is None:
        return
    changes = (summary.release / "CHANGES.md").read_text(encoding="utf-8")
    if len(changes) > SHOWN_CHARS:
        changes = f"{changes[:SHOWN_CHARS].rpartition(chr(10))[0]}\n\nThe rest is in CHANGES.md of the release.\n"
    create_markdown_artifact(changes, key="litsieve-changes", description="Since the release before.")
    pieces = refused_pieces(summary)
    if pieces:
        told = f"The first {SHOWN_REJECTS:,} pieces that were refused; all are in rejects.parquet."
        create_table_artifact(pieces, key="litsieve-refused-pieces", description=told)


def refused_pieces(summary: BuildSummary) -> Rows:
    """The first rejects of a release, a row each: where, code, message and the beginning of the text."""
    if summary.release is None or not summary.rejects:
        return []
    rejects = read_table(summary.release, "rejects").head(SHOWN_REJECTS)
    return [
        {
            "dump": printable(row["dump"]),
            "bytes": f"{row['byte_start']:,}–{row['byte_end']:,}",
            "code": row["code"],
            "message": printable(row["message"]),
            "text": None if row["text"] is None else printable(shortened(row["text"])),
        }
        for row in rejects.iter_rows(named=True)
    ]


def show_problems(problems: dict[str, list[Problem]]) -> None:
    """Show what is wrong with each release, a row a problem; a sound one has a row that says so."""
    rows: Rows = []
    for release, found in problems.items():
        rows += [{"release": release, **one._asdict()} for one in found]
        if not found:
            rows.append({"release": release, "code": "sound", "file": "", "message": "It is what was published."})
    create_table_artifact(rows, key="litsieve-verify", description="Every release against what it says of itself.")
