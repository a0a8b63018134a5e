"""The report of a release: what it says, that it holds what it is given, and that nothing in it can do harm."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from flows.release.manifest import BuildFacts, read_manifest
from flows.release.publish import Published
from flows.release.report.page import render_report
from flows.release.report.search import index_papers

Frames = dict[str, pl.DataFrame]
Publish = Callable[..., Published]

NASTY = '</script><script>alert(1)</script><img src=x onerror=alert(2)> & "quotes" <!-- \u202e\u2028 {{ 7 * 7 }}'


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and the text of the scripts."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the element."""
        self.elements.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        """Text from here on is outside."""
        self._inside = "" if tag in {"script", "style"} else self._inside

    def handle_data(self, data: str) -> None:
        """Tell scripts from what is shown."""
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.text += " " + data

    def shown(self) -> str:
        """The text that a person sees, white space collapsed."""
        return " ".join(self.text.split())


@pytest.fixture
def report(release: Path) -> str:
    """report.html of the sample release."""
    return (release / "report.html").read_text(encoding="utf-8")


def rewrite(path: Path, frame: pl.DataFrame) -> None:
    path.unlink()
    frame.write_parquet(path)


def test_the_report_tells_what_the_release_holds_and_how_it_came_about(report: str) -> None:
    shown = Page(report).shown()
    assert "4 papers Made of 5 records that stood in 2 dumps" in shown
    for said in (
        "first.txt 4 records",
        "papers of several records 2 records → 1 paper",
        "refused: empty_record",
        "unclaimed_text 1 0 No record of this page's layout holds this text.",
        "520 bytes of dumps",
        "2023: 1 paper",
        "min_records_per_dump first.txt 3 1 ✓ passed",
        "no_title 1 No title is known.",
        "same_abstract Their abstracts are equal",
        "unsure 0.40 Second paper",
        "titles are alike years differ",
        "This is the first release: all of its 4 papers are new.",
    ):
        assert said in shown


def test_every_chart_has_its_numbers_as_a_table(report: str) -> None:
    charts = re.findall(r'role="img" aria-labelledby="([\w-]+)"', report)
    assert {"flow-picture", "years", "authors", "title-lengths", "abstract-lengths", "confidence", "sizes"} == set(
        charts
    )
    for chart in charts:
        title = re.search(rf'<figcaption id="{chart}">([^<]+)<', report)
        assert title is not None
        assert f"<summary>Numbers: {title[1]}</summary>" in report


def test_fields_are_told_by_the_layout_that_gave_them(report: str) -> None:
    rows = dict(re.findall(r'<th scope="row">(\w+)</th><td class="n">\d+</td>((?:<td class="n">\d+</td>)+)', report))
    assert re.findall(r"\d+", rows["title"]) == ["3", "0"]
    assert re.findall(r"\d+", rows["abstract"]) == ["1", "1"]


def test_changes_since_the_last_release_are_told(
    out: Path, publish_frames: Publish, frames: Frames, retitled: Frames
) -> None:
    publish_frames(out, frames)
    second = publish_frames(out, retitled).path
    shown = Page((second / "report.html").read_text(encoding="utf-8")).shown()
    assert "changed 1 A field has another value" in shown
    assert "title Second paper Second paper, revised" in shown


def test_text_of_dumps_is_shown_and_never_obeyed(release: Path, facts: BuildFacts) -> None:
    for name, columns in {"papers": ["title"], "records": ["title", "comment"], "rejects": ["message"]}.items():
        path = release / f"{name}.parquet"
        rewrite(path, pl.read_parquet(path).with_columns(pl.lit(NASTY).alias(column) for column in columns))
    inputs = tuple(source.model_copy(update={"layout": NASTY}) for source in facts.inputs)
    text = render_report(release, facts.model_copy(update={"inputs": inputs}), first=True)
    page = Page(text)
    assert [tag for tag, _ in page.elements].count("script") == 2
    assert not any(tag in {"img", "iframe", "object", "embed"} for tag, _ in page.elements)
    assert not any(name.startswith("on") or name == "style" for _, given in page.elements for name in given)
    assert "{{ 7 * 7 }}" in page.shown()
    assert "49" not in re.sub(r"\d{3,}", "", page.shown())
    assert "\u202e" not in text
    papers = json.loads(page.scripts[0])
    assert papers[0][1].startswith("</script><script>alert(1)</script>")
    assert "<" not in page.scripts[0]


def test_the_page_may_load_nothing(report: str) -> None:
    page = Page(report)
    policy = next(
        given["content"] for tag, given in page.elements if given.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    addresses = [given[name] for _, given in page.elements for name in ("src", "href", "action") if name in given]
    assert all(address is not None and address.startswith(("#", "data:,")) for address in addresses)


def test_the_same_release_gives_the_same_report(release: Path, report: str) -> None:
    assert render_report(release, read_manifest(release), first=True) == report


def test_a_release_of_nothing_has_a_report_too(release: Path, facts: BuildFacts) -> None:
    for path in release.glob("*.parquet"):
        rewrite(path, pl.read_parquet(path).clear())
    nothing = facts.model_copy(update={"inputs": (), "gates": (), "counts": {}})
    shown = Page(render_report(release, nothing, first=False)).shown()
    assert "0 papers Made of 0 records" in shown
    assert "Nothing differs from the previous release." in shown


def test_papers_are_searched_by_title_author_and_year(release: Path) -> None:
    lines = index_papers(release).lines
    assert lines is not None
    assert json.loads(lines)[0][1:] == ["Second paper", "", 2023]
    assert ["Mixing | *stars* & <b>tags</b>", "Ann Lee", None] in [row[1:] for row in json.loads(lines)]


@pytest.mark.parametrize(
    ("limit", "said"), [("SEARCHED_PAPERS", "4 papers are more than"), ("SEARCHED_BYTES", "bytes")]
)
def test_too_many_papers_to_search_have_no_box_and_say_why(
    release: Path, facts: BuildFacts, monkeypatch: pytest.MonkeyPatch, limit: str, said: str
) -> None:
    monkeypatch.setattr(f"flows.release.report.search.{limit}", 3)
    page = Page(render_report(release, facts, first=True))
    assert "There is no search box here" in page.shown()
    assert said in page.shown()
    assert not any(tag == "input" for tag, _ in page.elements)


def test_fields_of_merged_papers_are_told_from_a_sample_where_there_are_many(
    release: Path, facts: BuildFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = pl.col("paper_id") == pl.col("paper_id").sort().get(1)
    papers = pl.read_parquet(release / "papers.parquet")
    renamed = papers.with_columns(
        paper_id=pl.when(second).then(pl.lit("pffffffffffffffff")).otherwise("paper_id"),
        n_records=pl.when(second).then(2).otherwise("n_records").cast(pl.Int32),
    )
    rewrite(release / "papers.parquet", renamed)
    monkeypatch.setattr("flows.release.report.origins.MERGED_RECORDS", 2)
    text = render_report(release, facts, first=True)
    assert "a sample of 50.0 % stands for all" in Page(text).shown()


def test_many_dumps_are_shown_by_layout(release: Path, facts: BuildFacts) -> None:
    more = tuple(facts.inputs[0].model_copy(update={"path": f"more/{at}.txt", "layout": "cards"}) for at in range(300))
    shown = Page(
        render_report(release, facts.model_copy(update={"inputs": (*facts.inputs, *more)}), first=True)
    ).shown()
    assert "layout cards" in shown
    assert "200 of 302; the other 102 stand under inputs in manifest.json." in shown
