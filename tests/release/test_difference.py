"""Two releases told apart: as data, as text, as JSON and as a page."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from flows.release.changes import compare
from flows.release.difference import ColumnChange, Difference, Side, compare_releases
from flows.release.difference_html import render_html
from flows.release.difference_text import render_json, render_text
from flows.release.publish import Published

Frames = dict[str, pl.DataFrame]
Publish = Callable[..., Published]

FIRST = "2026-11-20.001"
SECOND = "2026-11-21.001"
HOSTILE = "</li><script>alert(1)</script> \x1b[31m{{ 7 * 7 }} \" onload=x ' & ]]>"


def paper_id(number: int) -> str:
    return f"p{number:016x}"


@pytest.fixture
def found(publish_frames: Publish, out: Path, frames: Frames) -> Difference:
    """The third paper got a hostile title, the fourth was merged into the second."""
    old = publish_frames(out, frames).path
    third, fourth = (pl.col("paper_id") == paper_id(number) for number in (3, 4))
    into = pl.lit(paper_id(2))
    title = pl.when(third).then(pl.lit(HOSTILE)).otherwise("title")
    merged = {
        **frames,
        "papers": frames["papers"].filter(~fourth).with_columns(title=title),
        "records": frames["records"].with_columns(paper_id=pl.when(fourth).then(into).otherwise("paper_id")),
        "ids": frames["ids"].with_columns(
            status=pl.when(fourth).then(pl.lit("merged")).otherwise("status"),
            redirect=pl.when(fourth).then(into).otherwise("redirect"),
        ),
    }
    new = publish_frames(out, merged, datetime(2026, 11, 21, tzinfo=UTC)).path
    return compare_releases(old, new)


def test_it_tells_papers_redirects_and_that_the_schema_stayed(found: Difference) -> None:
    assert (found.old, found.new) == (Side(FIRST, "1"), Side(SECOND, "1"))
    assert found.columns == []
    assert found.changes.select("paper_id", "change", "field").rows() == [
        (paper_id(3), "changed", "title"),
        (paper_id(4), "merged", None),
    ]
    assert found.redirects.rows() == [(paper_id(4), None, paper_id(2))]
    assert not found.is_empty()


def test_backwards_the_redirect_is_taken_back(found: Difference, out: Path) -> None:
    back = compare_releases(out / "releases" / SECOND, out / "releases" / FIRST)
    assert back.redirects.rows() == [(paper_id(4), paper_id(2), None)]
    assert f"- {paper_id(4)} redirects no more; it led to {paper_id(2)}" in render_text(back)
    kinds = [set(difference.changes["change"]) for difference in (found, back)]
    assert kinds == [{"changed", "merged"}, {"changed", "added", "split"}]


def test_a_release_does_not_differ_from_itself(release: Path) -> None:
    same = compare_releases(release, release)
    assert same.is_empty()
    assert "Nothing differs." in render_text(same)
    assert json.loads(render_json(same))["papers"] == {}


def test_columns_that_came_went_or_changed_their_type_are_told(found: Difference) -> None:
    columns = [
        ColumnChange("papers", "score", None, "Float64"),
        ColumnChange("papers", "venue", "String", None),
        ColumnChange("records", "year", "Int32", "Int64"),
    ]
    other = found._replace(columns=columns, new=Side(SECOND, "2"))
    text = render_text(other).replace("\\", "")
    assert "The schemas are of version 2; they were of version 1. Columns that differ:" in text
    assert "- papers.score is new: Float64\n- papers.venue is gone; it was String\n" in text
    assert "- records.year is Int64; it was Int32" in text
    assert json.loads(render_json(other))["columns"][0] == columns[0]._asdict()
    assert "papers.score is new: Float64" in render_html(other)
    empty = other._replace(changes=found.changes.clear(), redirects=found.redirects.clear())
    assert not empty.is_empty()


def test_programs_get_everything(found: Difference) -> None:
    told = json.loads(render_json(found))
    assert told["old"] == {"version": FIRST, "schema_version": "1"}
    assert told["papers"] == {"changed": 1, "merged": 1}
    assert told["redirects"] == [{"paper_id": paper_id(4), "old": None, "new": paper_id(2)}]
    assert told["changes"][0] == {
        "paper_id": paper_id(3),
        "change": "changed",
        "field": "title",
        "old": "Third paper",
        "new": HOSTILE,
    }


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        """Read the whole page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep what stands between tags."""
        self.text += data


def test_a_page_shows_what_others_wrote_as_text_and_needs_nothing_else(found: Difference) -> None:
    source = render_html(found)
    page = Page(source)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "form"}
    attributes = {name for _, given in page.tags for name in given}
    assert attributes <= {"lang", "charset", "http-equiv", "content", "name", "href", "id", "class"}
    assert all(str(given.get("href", "#")).startswith("#") for _, given in page.tags)
    assert "alert(1)</script> [31m{{ 7 * 7 }} \" onload=x ' & ]]>" in page.text
    assert "\x1b" not in source
    assert f"From {FIRST} to {SECOND}" in page.text
    assert f"{paper_id(4)} redirects to {paper_id(2)}" in page.text


def test_a_long_list_is_cut_and_says_so(found: Difference) -> None:
    many = pl.concat([found.changes.filter(change="changed").with_columns(paper_id=pl.lit(f"p{n}")) for n in range(7)])
    page = Page(render_html(found._replace(changes=many), shown=3))
    assert "And 4 more." in page.text
    assert len(re.findall(r"Third paper", page.text)) == 3


def test_a_column_of_another_type_is_compared_as_text(frames: Frames) -> None:
    papers = frames["papers"].with_columns(pl.col("year").cast(pl.String), pl.col("n_records").cast(pl.Int64))
    assert compare(frames, {**frames, "papers": papers}).is_empty()
