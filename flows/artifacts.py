"""What a run shows on its page in Prefect: counts, what changed since the last release, what was refused and why."""

from typing import Final

from prefect.artifacts import create_markdown_artifact, create_table_artifact

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
