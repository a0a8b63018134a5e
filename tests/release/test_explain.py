"""Where the values of a paper come from."""

import json
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

FIRST, SECOND, THIRD, MERGED, REMOVED = (f"p{number:016x}" for number in (1, 2, 3, 9, 10))
R1, R2, R3, R4, R5, GONE = (f"r{number:020x}" for number in (1, 2, 3, 4, 5, 77))


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
    first, second = explain_paper(release, FIRST), explain_paper(release, SECOND)
    (same,) = first.judgements
    assert (same.rule, same.verdict, same.evidence) == ("same_abstract", "same", ("abstracts are equal",))
    (unsure,) = second.near
    assert (unsure.record_a, unsure.paper_a, unsure.record_b, unsure.paper_b) == (R3, SECOND, R4, THIRD)
    assert first.near == second.judgements == ()


@pytest.fixture
def told_twice(publish_frames: Callable[..., Published], out: Path, frames: Frames) -> Path:
    """The sample, with an export of its own ids and a reference as its second dump, and a pair that was told apart."""
    second = pl.col("dump") == "second.txt"
    doi = pl.lit([{"field": "doi", "start": 70, "end": 88}], dtype=frames["records"].schema["spans"])
    records = frames["records"].with_columns(
        reference=pl.col("record_id") == R2,
        source_id=pl.when(second).then(pl.format("id_{}", "position")),
        doi=pl.when(pl.col("record_id") == R2).then(pl.lit("10.1000/mixing")),
        authors=pl.when(second).then(pl.lit([], dtype=pl.List(pl.String))).otherwise("authors"),
        spans=pl.when(pl.col("record_id") == R2).then(pl.concat_list("spans", doi)).otherwise("spans"),
    )
    doi_of = pl.when(pl.col("paper_id") == FIRST).then(pl.lit("10.1000/mixing"))
    apart = {"rule": "other_authors", "score": 0.01, "verdict": "different", "evidence": ["nobody in common"]}
    pairs = [
        {"record_a": R1, "record_b": R5, **apart},
        {"record_a": R2, "record_b": R3, **apart, "verdict": "unsure", "score": 0.6, "rule": "similar_abstract"},
    ]
    more = pl.DataFrame(pairs, schema=frames["matches"].schema)
    return publish_frames(
        out,
        {
            **frames,
            "records": records,
            "papers": frames["papers"].with_columns(doi=doi_of),
            "matches": pl.concat([frames["matches"], more]),
        },
    ).path


def test_the_text_says_it_all(told_twice: Path) -> None:
    assert (
        render_explanation(explain_paper(told_twice, "id_0"))
        == f"""\
id_0 is the id that an input gives to {R2}.
Merged into {FIRST}: {MERGED}

Paper {FIRST}: 2 records
  {R1}
    first.txt, record 0, bytes 0–90
    layout profile, confidence 0.990
  {R2}
    second.txt, record 0 of a reference, bytes 0–90, id id_0
    layout bare, confidence 0.990

Values
  title: Mixing | *stars* & <b>tags</b>
    from {R1}, first.txt, bytes 0–30 (title)
  authors: ["Ann Lee"]
    from {R1}, first.txt, bytes 0–90 (record)
  authors_complete: true
    from {R1}, first.txt, bytes 0–90 (record)
  abstract: Über μP and “quotes”. Two lines.
    from {R1}, first.txt, bytes 40–90 (abstract)
  doi: 10.1000/mixing
    from {R2}, second.txt, bytes 70–88 (doi)

Judged pairs of its records
  {R1} and {R2}: same
    rule same_abstract, score 0.980
    abstracts are equal

Nearly merged: pairs with records of other papers, the most alike first
  {R2} and {R3}: unsure
    rule similar_abstract, score 0.600
    {R3} is of {SECOND}: Second paper
    nobody in common
  {R1} and {R5}: different
    rule other_authors, score 0.010
    {R5} is of p0000000000000004: no title
    nobody in common
"""
    )


def test_an_id_that_an_input_gives_leads_to_the_paper_of_its_record(told_twice: Path) -> None:
    told = explain_paper(told_twice, "id_1")
    assert (told.asked, told.status, told.paper_id) == ("id_1", "live", "p0000000000000004")


def test_an_id_that_inputs_give_to_several_papers_is_asked_back(
    publish_frames: Callable[..., Published], out: Path, frames: Frames
) -> None:
    records = frames["records"].with_columns(source_id=pl.lit("1"))
    release = publish_frames(out, {**frames, "records": records}).path
    with pytest.raises(UnknownIdError, match=rf"several papers have the id 1; ask for one of them: {R1} \(first.txt\)"):
        explain_paper(release, "1")


@pytest.mark.parametrize(("asked", "paper"), [("Second paper", SECOND), ("  SECOND\n paper", SECOND), ("third", THIRD)])
def test_words_of_a_title_lead_to_its_paper(release: Path, asked: str, paper: str) -> None:
    told = explain_paper(release, asked)
    assert told.paper_id == paper
    assert f"leads to {paper}" in render_explanation(told)


@pytest.mark.parametrize("asked", ["", " \n"])
def test_nothing_leads_to_no_paper(release: Path, asked: str) -> None:
    with pytest.raises(UnknownIdError, match="Nothing is named"):
        explain_paper(release, asked)


@pytest.mark.parametrize("column", ["doi", "arxiv_id", "pmid"])
def test_an_id_by_which_others_know_a_paper_leads_to_it(
    publish_frames: Callable[..., Published], out: Path, frames: Frames, column: str
) -> None:
    known = pl.when(pl.col("paper_id") == THIRD).then(pl.lit("hep-th/9901001")).alias(column)
    release = publish_frames(out, {**frames, "papers": frames["papers"].with_columns(known)}).path
    assert explain_paper(release, "HEP-TH/9901001").paper_id == THIRD


def test_words_of_several_titles_are_asked_back_unless_one_title_is_just_that(
    publish_frames: Callable[..., Published], out: Path, frames: Frames
) -> None:
    titles = {FIRST: "On Boats", SECOND: "On Boats and Kites", THIRD: "On Boats, Again"}
    title = pl.col("paper_id").replace_strict(titles, default=None).alias("title")
    release = publish_frames(out, {**frames, "papers": frames["papers"].with_columns(title)}).path
    assert explain_paper(release, "on boats").paper_id == FIRST
    with pytest.raises(UnknownIdError, match=rf"called on; ask for one of them: {FIRST} \(On Boats\), {SECOND} \("):
        explain_paper(release, "on")
    with pytest.raises(UnknownIdError, match="no title holds it"):
        explain_paper(release, "on trains")


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
    told = json.loads(json.dumps(asdict(explain_paper(release, SECOND))))
    assert told["origins"][0]["sources"][0]["record_id"] == R3
    assert [(pair["verdict"], pair["paper_b"], pair["title_b"]) for pair in told["near"]] == [
        ("unsure", THIRD, "Third paper")
    ]


def test_a_damaged_table_is_told(release: Path) -> None:
    (release / "records.parquet").chmod(0o644)
    (release / "records.parquet").write_bytes(b"PAR1")
    with pytest.raises(ReleaseDamagedError, match=r"records\.parquet is not what was published"):
        explain_paper(release, FIRST)
