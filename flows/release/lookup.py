"""From an id that somebody has, or words of a title, to the paper that they lead to."""

from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.release.errors import UnknownIdError
from flows.release.tables import load_rows

SHOWN: Final = 5
"""Records or papers named of those that share an id or words; the message is one line."""

WORLD_IDS: Final = ("doi", "arxiv_id", "pmid")
"""Columns of papers that hold an id by which others know the paper."""


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
    found = _by_id(release, asked)
    if found is None:
        raise UnknownIdError(f"{release} has no paper and no record of id {asked}, and no input calls a record so.")
    return found


def look_for(release: Path, asked: str) -> Found:
    """As `look_up`; else the paper whose DOI, arXiv id or PubMed id `asked` is, or whose title holds it, in any case.

    Raises UnknownIdError where there is none, or where there are several and no title is just that.
    """
    if not asked.strip():
        raise UnknownIdError("Nothing is named: give an id, or words of a title.")
    found = _by_id(release, asked)
    return look_up(release, _paper_of(release, asked)) if found is None else found


def _by_id(release: Path, asked: str) -> Found | None:
    known = (pl.col("paper_id") == asked) | pl.col("record_ids").list.contains(asked)
    found = load_rows(release, "ids", known)
    if found.is_empty():
        record = _record_of(release, asked)
        return None if record is None else _by_id(release, record)
    # A record that came back under another paper is also named by the id that it left: the live one counts.
    order = pl.col("status").replace_strict({"live": 0, "merged": 1, "removed": 2})
    row = found.sort(pl.col("paper_id") != asked, order, "paper_id").row(0, named=True)
    paper = row["redirect"] or row["paper_id"]
    former = load_rows(release, "ids", pl.col("redirect") == paper)["paper_id"].sort()
    return Found(row["status"], paper, tuple(row["record_ids"]), tuple(former))


def _record_of(release: Path, asked: str) -> str | None:
    """A record that an input calls `asked`, where all such records are of one paper; None where there is none."""
    called = load_rows(release, "records", pl.col("source_id") == asked).sort("dump", "position")
    if called.is_empty():
        return None
    if called["paper_id"].n_unique() > 1:
        named = _some([f"{record_id} ({dump})" for record_id, dump in called.select("record_id", "dump").iter_rows()])
        raise UnknownIdError(f"Records of several papers have the id {asked}; ask for one of them: {named}.")
    return str(called["record_id"][0])


def _paper_of(release: Path, asked: str) -> str:
    """The paper that has `asked` as an id in the world, or in its title."""
    words = " ".join(asked.lower().split())
    title = pl.col("title").str.to_lowercase()
    named = pl.any_horizontal(title == words, *(pl.col(name).str.to_lowercase() == words for name in WORLD_IDS))
    found = load_rows(release, "papers", named | title.str.contains(words, literal=True)).sort("paper_id")
    exact = found.filter(named)
    papers = found if exact.is_empty() else exact
    if papers.is_empty():
        raise UnknownIdError(
            f"{release} has no paper and no record of id {asked}, no input calls a record so, and no title holds it."
        )
    if papers.height > 1:
        shown = _some([f"{paper_id} ({name})" for paper_id, name in papers.select("paper_id", "title").iter_rows()])
        raise UnknownIdError(f"Several papers are called {asked}; ask for one of them: {shown}.")
    return str(papers["paper_id"][0])


def _some(names: list[str]) -> str:
    """The first of these, and how many more there are."""
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
