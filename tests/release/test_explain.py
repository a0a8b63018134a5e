"""Where the values of a paper come from."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import polars as pl
import pytest

from flows.release.errors import ReleaseDamagedError, UnknownIdError
from flows.release.explain import Explanation, explain_paper
from flows.release.explain_text import render_explanation
from flows.release.publish import Published

Frames = dict[str, pl.DataFrame]

FIRST, SECOND, MERGED, REMOVED = (f"p{number:016x}" for number in (1, 2, 9, 10))
R1, R2, R3, R4, GONE = (f"r{number:020x}" for number in (1, 2, 3, 4, 77))


def sources(explanation: Explanation, field: str) -> list[tuple[str, str, list[tuple[str, int, int]]]]:
    (origin,) = (origin for origin in explanation.origins if origin.field == field)
    return [
        (source.record_id, source.dump, [(span.field, span.start, span.end) for span in source.spans])
        for source in origin.sources
    ]


def test_a_paper_is_made_of_its_records(release: Path) -> None:
    told = explain_paper(release, FIRST)
    assert (told.status, told.paper_id) == ("live", FIRST)
    places = [(one.record_id, one.dump, one.position, one.byte_start, one.byte_end, one.layout) for one in told.members]
    assert places == [(R1, "first.txt", 0, 0, 90, "profile"), (R2, "second.txt", 0, 0, 90, "bare")]


def test_every_value_leads_to_the_bytes_it_came_from(release: Path) -> None:
    told = explain_paper(release, FIRST)
    assert sources(told, "title") == [(R1, "first.txt", [("title", 0, 30)])]
    (abstract,) = sources(told, "abstract")
    assert abstract[2] == [("abstract", 40, 90)]
    assert sources(explain_paper(release, f"p{3:016x}"), "links") == [(R4, "first.txt", [("abstract", 240, 290)])]


def test_values_are_told_as_the_release_has_them(release: Path) -> None:
    values = {origin.field: origin.value for origin in explain_paper(release, SECOND).origins}
    assert values["title"] == "Second paper"
    assert values["authors"] == "[]"
    assert values["updated_at"] == "2023-02-02T18:44:11+00:00"
    assert values["doi"] is None


def test_a_value_has_a_source_and_an_empty_one_has_none(release: Path) -> None:
    for paper in (FIRST, SECOND, f"p{3:016x}", f"p{4:016x}"):
        for origin in explain_paper(release, paper).origins:
            if origin.field != "authors_complete":
                assert bool(origin.sources) == (origin.value not in {None, "[]"}), origin


def test_a_record_is_explained_by_its_paper(release: Path) -> None:
    told = explain_paper(release, R2)
    assert (told.asked, told.status, told.paper_id) == (R2, "live", FIRST)
    assert told.members == explain_paper(release, FIRST).members


def test_a_merged_paper_leads_to_the_one_it_became(release: Path) -> None:
    told = explain_paper(release, MERGED)
    assert (told.status, told.paper_id) == ("merged", FIRST)
    assert [member.record_id for member in told.members] == [R1, R2]
    assert f"{MERGED} was merged into {FIRST}" in render_explanation(told)


@pytest.mark.parametrize("asked", [REMOVED, GONE])
def test_of_a_removed_paper_its_last_records_are_known(release: Path, asked: str) -> None:
    told = explain_paper(release, asked)
    assert (told.status, told.paper_id, told.record_ids, told.members) == ("removed", REMOVED, (GONE,), ())
    assert f"It last had 1 record: {GONE}" in render_explanation(told)


def test_an_id_that_nothing_has(release: Path) -> None:
    with pytest.raises(UnknownIdError, match="has no paper and no record of id p0"):
        explain_paper(release, "p0")


def test_judged_pairs_say_what_was_compared_and_where_the_other_belongs(release: Path) -> None:
    (same,) = explain_paper(release, FIRST).judgements
    assert (same.rule, same.verdict, same.evidence) == ("same_abstract", "same", ("abstracts are equal",))
    (unsure,) = explain_paper(release, SECOND).judgements
    assert (unsure.record_a, unsure.paper_a, unsure.record_b, unsure.paper_b) == (R3, SECOND, R4, f"p{3:016x}")
    assert f"the other record belongs to p{3:016x}" in render_explanation(explain_paper(release, SECOND))


def test_the_text_says_it_all(release: Path) -> None:
    assert (
        render_explanation(explain_paper(release, FIRST))
        == f"""\
{FIRST} is in this release.

Paper {FIRST}: 2 records
  {R1}
    first.txt, record 0, bytes 0–90
    layout profile, confidence 0.990
  {R2}
    second.txt, record 0, bytes 0–90
    layout bare, confidence 0.990

Values
  title: Mixing | *stars* & <b>tags</b>
    from {R1}, first.txt, bytes 0–30 (title)
  authors: ["Ann Lee"]
    from {R1}, first.txt, of no bytes of its own
  authors_complete: true
    from {R1}, first.txt, of no bytes of its own
  abstract: Über μP and “quotes”. Two lines.
    from {R1}, first.txt, bytes 40–90 (abstract)

Judged pairs
  {R1} and {R2}: same
    rule same_abstract, score 0.980
    abstracts are equal
"""
    )


def test_no_control_character_reaches_the_terminal(
    publish_frames: Callable[..., Published], out: Path, frames: Frames
) -> None:
    hostile = pl.lit("\x1b[2J\x9bevil\u202e\r\ntext")
    papers = frames["papers"].with_columns(title=hostile)
    matches = frames["matches"].with_columns(evidence=pl.concat_list(hostile))
    release = publish_frames(out, {**frames, "papers": papers, "matches": matches}).path
    text = render_explanation(explain_paper(release, FIRST))
    assert "title: [2J evil text" in text
    assert all(character == "\n" or character.isprintable() for character in text)


def test_the_data_is_plain_enough_for_json(release: Path) -> None:
    assert asdict(explain_paper(release, FIRST))["origins"][0]["sources"][0]["record_id"] == R1


def test_a_damaged_table_is_told(release: Path) -> None:
    (release / "records.parquet").chmod(0o644)
    (release / "records.parquet").write_bytes(b"PAR1")
    with pytest.raises(ReleaseDamagedError, match=r"records\.parquet is not what was published"):
        explain_paper(release, FIRST)
