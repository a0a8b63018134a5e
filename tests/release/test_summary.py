"""What a build came to, in figures that add up."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from flows.release.examples import name_changed, name_pieces
from flows.release.manifest import BuildFacts
from flows.release.publish import Published
from flows.release.summary import Came, Refused, count_steps, summarize_refusal, summarize_release
from flows.release.summary_text import render_markdown

Frames = dict[str, pl.DataFrame]


CAME = Came(
    entries=8, extracted=7, normalized=7, unused=2, records=5, papers=4, refused={"extract": 1}, verdicts={"same": 1}
)


def test_records_of_references_that_nothing_needs_are_counted_by_themselves() -> None:
    found = {name: tuple(dict(count).values())[:4] for name, count in count_steps(CAME).items()}
    assert found == {
        "extract": (8, 7, 1, 0),
        "normalize": (7, 7, 0, 0),
        "dedup": (7, 5, 0, 2),
        "validate": (5, 5, 0, 0),
    }


def test_a_record_that_is_lost_on_the_way_is_seen() -> None:
    count = count_steps(CAME._replace(records=4))["validate"]
    assert count.records_in > count.records_out + count.records_rejected + count.records_unused


def test_the_summary_tells_of_unused_records_where_there_are_some(
    publish_frames: Callable[..., Published], out: Path, frames: Frames, facts: BuildFacts
) -> None:
    release = publish_frames(out, frames)
    summary = summarize_release(release.path, created=True)
    assert summary.sentence() == "Published 2026-11-20.001: 2 dumps, 5 records, 4 papers, 2 rejects."
    told = summary._replace(unused=3)
    assert "4 papers, 3 unused records of references, 2 rejects." in told.sentence()
    assert "| unused records of references | 3 |" in render_markdown(told)
    assert told.as_dict()["unused"] == 3
    unread = summary._replace(refused=[Refused("new_page.html", "unknown_layout")])
    assert unread.sentence().endswith(", 2 rejects. 1 dump could not be read.")
    assert "\n- new\\_page.html: No layout claims this page." in render_markdown(unread)
    refused = summarize_refusal(facts.inputs, CAME, {"empty_record": 1, "binary_dump": 2}, ["a limit"])
    assert any("`litsieve check` tells what is wrong" in line for line in refused.lines())
    assert (refused.unused, list(refused.rejects)) == (2, ["binary_dump", "empty_record"])


def test_the_summary_names_what_changed_and_what_was_refused_where_they_are_few(both: Path) -> None:
    summary = summarize_release(both / "latest", created=True)
    assert summary.lines()[1:-1] == [
        "  papers changed: 1",
        "    p0000000000000002 Second paper, revised",
        "  rejects empty_record: 1. The record has neither a title nor an abstract.",
        "    first.txt, byte 300: Nothing in it.",
        "  rejects unclaimed_text: 1. No record of this page's layout holds this text.",
        "    first.txt, byte 310: Nobody's.",
    ]
    assert summary.as_dict()["changed"] == [
        {"change": "changed", "paper_id": "p0000000000000002", "title": "Second paper, revised"}
    ]


def test_a_build_that_published_nothing_changed_no_paper(both: Path) -> None:
    told = summarize_release(both / "latest", created=False).as_dict()
    assert (told["changes"], told["changed"]) == ({}, [])


def test_many_papers_and_pieces_are_counted_and_not_named(release: Path) -> None:
    added = pl.DataFrame({"paper_id": [f"p{at}" for at in range(11)], "change": "added"})
    assert name_changed(release, added, {"added": 11}) == []
    assert len(name_changed(release, added[:10], {"added": 10})) == 10
    rejects = pl.read_parquet(release / "rejects.parquet")
    assert [piece.code for piece in name_pieces(pl.concat([rejects] * 9), [])] == [
        *["empty_record"] * 3,
        *["unclaimed_text"] * 3,
    ]
    assert name_pieces(rejects, ["first.txt"]) == []
