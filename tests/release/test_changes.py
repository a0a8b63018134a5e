"""What became of every paper from one release to another."""

import json
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from flows.release.changes import compare
from flows.release.changes_text import render_changes
from schemas.frames import check_frame
from schemas.judgements import Changes
from schemas.tables import TABLES
from schemas.vocabulary import CHANGES

Frames = dict[str, pl.DataFrame]


def paper_id(number: int) -> str:
    return f"p{number:016x}"


def release(members: dict[int, list[int]], merged: dict[int, int] | None = None) -> Frames:
    """The tables of a release in which each paper has these records, and these papers became others."""
    papers = [
        {"paper_id": paper_id(paper), "title": f"Paper {paper}", "n_records": len(members[paper])} for paper in members
    ]
    records = [
        {"record_id": f"r{number:020x}", "paper_id": paper_id(paper)}
        for paper, held in members.items()
        for number in held
    ]
    ids = [{"paper_id": paper_id(paper), "status": "live", "redirect": None} for paper in members]
    ids += [
        {"paper_id": paper_id(paper), "status": "merged", "redirect": paper_id(into)}
        for paper, into in (merged or {}).items()
    ]
    types = {"paper_id": pl.String, "status": pl.String, "redirect": pl.String}
    return {"papers": pl.DataFrame(papers), "records": pl.DataFrame(records), "ids": pl.DataFrame(ids, schema=types)}


def rows(changes: pl.DataFrame) -> list[tuple[str, ...]]:
    """Whole-paper changes as (paper, change) or (paper, change, other paper), papers by their number."""
    whole = check_frame(changes, Changes).filter(pl.col("field").is_null())
    return [
        (str(int(paper[1:], 16)), change, *([] if new is None else [str(int(new[1:], 16))]))
        for paper, change, _, _, new in whole.iter_rows()
    ]


def test_before_the_first_release_every_paper_is_added() -> None:
    assert rows(compare(None, release({1: [1], 2: [2]}))) == [("1", "added"), ("2", "added")]


def test_nothing_changed() -> None:
    same = release({1: [1], 2: [2]})
    assert compare(same, same).is_empty()
    assert compare(same, same).schema == compare(None, same).schema


def test_papers_come_and_go() -> None:
    changes = compare(release({1: [1], 2: [2]}), release({1: [1], 3: [3]}))
    assert rows(changes) == [("2", "removed"), ("3", "added")]


def test_a_merged_paper_names_the_one_it_became() -> None:
    changes = compare(release({1: [1], 2: [2]}), release({1: [1, 2]}, merged={2: 1}))
    assert rows(changes) == [("2", "merged", "1")]


def test_a_merger_two_releases_ago_is_a_merger_still() -> None:
    changes = compare(release({1: [1], 2: [2]}), release({3: [1, 2, 3]}, merged={1: 3, 2: 3}))
    assert rows(changes) == [("1", "merged", "3"), ("2", "merged", "3"), ("3", "added")]


def test_a_split_paper_names_the_new_one() -> None:
    changes = compare(release({1: [1, 2]}), release({1: [1], 2: [2]}))
    assert rows(changes) == [("1", "split", "2"), ("2", "added")]


def test_a_record_that_moves_to_a_known_paper_is_a_split_too() -> None:
    changes = compare(release({1: [1, 2], 2: [3]}), release({1: [1], 2: [2, 3]}))
    assert rows(changes) == [("1", "split", "2")]


def test_a_paper_may_merge_into_one_and_leave_records_to_another() -> None:
    changes = compare(release({1: [1], 2: [2], 3: [3, 4]}), release({1: [1, 3], 2: [2, 4]}, merged={3: 1}))
    assert rows(changes) == [("3", "merged", "1"), ("3", "split", "2")]


def test_going_back_in_time_a_split_is_a_merger() -> None:
    changes = compare(release({1: [1], 2: [2]}), release({1: [1, 2]}))
    assert rows(changes) == [("2", "merged", "1")]


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("title", "Other", "Other"),
        ("title", None, None),
        ("authors", ["Zoë “Z” Å", "B"], '["Zoë “Z” Å","B"]'),
        ("authors", [], "[]"),
        ("authors_complete", False, "false"),
        ("year", 2024, "2024"),
        ("date", date(2024, 5, 6), "2024-05-06"),
    ],
)
def test_a_changed_field_gives_both_values(frames: Frames, field: str, value: object, text: str | None) -> None:
    first = pl.col("paper_id") == paper_id(1)
    before = frames["papers"].with_columns(year=pl.lit(1999, pl.Int32), date=pl.lit(date(1999, 1, 1)))
    dtype = before.schema[field]
    papers = before.with_columns(pl.when(first).then(pl.lit(value, dtype)).otherwise(field).alias(field))
    changes = check_frame(compare({**frames, "papers": before}, {**frames, "papers": papers}), Changes)
    assert changes.select("paper_id", "change", "field", "new").rows() == [(paper_id(1), "changed", field, text)]
    assert changes["old"][0] is not None
    assert compare({**frames, "papers": papers}, {**frames, "papers": before})["old"][0] == text


def test_every_column_of_papers_is_compared(frames: Frames) -> None:
    """A paper whose every value changes has a row for every column but its id."""
    types = TABLES["papers"].columns
    other = frames["papers"].with_columns(
        pl.col(name).shift(1) if name != "paper_id" else pl.col(name) for name in types
    )
    before = frames["papers"].filter(pl.col("paper_id") == paper_id(1))
    after = other.filter(pl.col("paper_id") == paper_id(1))
    fields = compare({**frames, "papers": before}, {**frames, "papers": after})["field"].to_list()
    assert set(fields) == {name for name in types if name != "paper_id" and before[name][0] is not None}


def test_lists_are_json(frames: Frames) -> None:
    papers = frames["papers"].with_columns(pl.Series("authors", [['"', "\\", "\n"]] * 4))
    new = compare(frames, {**frames, "papers": papers}).filter(pl.col("field") == "authors")["new"][0]
    assert json.loads(new) == ['"', "\\", "\n"]


def test_a_column_that_only_one_release_has_is_no_change(frames: Frames) -> None:
    older = {**frames, "papers": frames["papers"].drop("comment")}
    assert compare(older, frames).is_empty()
    assert compare(frames, older).is_empty()


def titles_of(*releases: Frames) -> Callable[[pl.Series], pl.DataFrame]:
    """Gives the titles of papers, those of the first of the releases first; no more than two of each kind are asked."""

    def find(papers: pl.Series) -> pl.DataFrame:
        assert len(papers) <= 2 * 2 * len(CHANGES)
        every = pl.concat([frames["papers"].select("paper_id", "title") for frames in releases])
        return every.filter(pl.col("paper_id").is_in(papers.implode()))

    return find


def test_the_text_counts_and_shows_the_first_of_each_kind() -> None:
    old = release({number: [number] for number in range(1, 7)})
    new = release({1: [1], 2: [2, 3], 9: [9]}, merged={3: 2})
    text = render_changes(compare(old, new), titles_of(new, old), first=False, shown=2)
    assert "| added | 1 | The paper is new in this release. |" in text
    assert "| removed | 3 |" in text
    assert f"## Merged: 1 paper\n\n- Paper 3 (`{paper_id(3)}`) → Paper 2 (`{paper_id(2)}`)\n" in text
    assert f"## Changed: 1 paper\n\n- Paper 2 (`{paper_id(2)}`): n\\_records\n" in text
    assert f"- Paper 4 (`{paper_id(4)}`)\n- Paper 5 (`{paper_id(5)}`)\n- and 1 more\n" in text


def test_the_text_of_a_first_release_and_of_none_of_the_changes() -> None:
    same = release({1: [1]})
    titles = titles_of(same)
    assert "first release: all of its 1 paper are new" in render_changes(compare(None, same), titles, first=True)
    assert "Nothing differs" in render_changes(compare(same, same), titles, first=False)


def test_a_hostile_title_stays_text() -> None:
    new = release({1: [1]})
    new["papers"] = new["papers"].with_columns(title=pl.lit("\x1b[2J<script>\n# [x](y) |"))
    text = render_changes(compare(None, new), titles_of(new), first=True)
    assert "\x1b" not in text
    assert r"- \[2J\<script\> \# \[x\](y) \|" in text
