"""From an id that somebody has to the paper that it leads to."""

from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.release.errors import UnknownIdError
from flows.release.tables import load_rows

SHOWN: Final = 5
"""Records named of those that share an id; the message is one line."""


class Found(NamedTuple):
    """What an id leads to.

    `status` is that of the id itself: live, merged (then `paper_id` is the paper that took it over) or removed;
    `record_ids` are those that the id has or last had, and `former_ids` the ids that now redirect to `paper_id`.
    """

    status: str
    paper_id: str
    record_ids: tuple[str, ...]
    former_ids: tuple[str, ...]


def look_up(release: Path, asked: str) -> Found:
    """What `asked` leads to: the id of a paper or of a record, today's or an old one, or an input's own id.

    Raises UnknownIdError where the release knows no such id, or where records of several papers have it as their
    input's own.
    """
    known = (pl.col("paper_id") == asked) | pl.col("record_ids").list.contains(asked)
    found = load_rows(release, "ids", known)
    if found.is_empty():
        return look_up(release, _record_of(release, asked))
    # A record that came back under another paper is also named by the id that it left: the live one counts.
    order = pl.col("status").replace_strict({"live": 0, "merged": 1, "removed": 2})
    row = found.sort(pl.col("paper_id") != asked, order, "paper_id").row(0, named=True)
    paper = row["redirect"] or row["paper_id"]
    former = load_rows(release, "ids", pl.col("redirect") == paper)["paper_id"].sort()
    return Found(row["status"], paper, tuple(row["record_ids"]), tuple(former))


def _record_of(release: Path, asked: str) -> str:
    """A record that an input calls `asked`, where all such records are of one paper."""
    called = load_rows(release, "records", pl.col("source_id") == asked).sort("dump", "position")
    if called.is_empty():
        raise UnknownIdError(f"{release} has no paper and no record of id {asked}, and no input calls a record so.")
    if called["paper_id"].n_unique() > 1:
        shown = called.head(SHOWN).select("record_id", "dump").iter_rows()
        named = ", ".join(f"{record_id} ({dump})" for record_id, dump in shown)
        more = f" and {called.height - SHOWN:,} more" if called.height > SHOWN else ""
        raise UnknownIdError(f"Records of several papers have the id {asked}; ask for one of them: {named}{more}.")
    return str(called["record_id"][0])
