"""What stops a release, and what becomes of broken rows just before it."""

import polars as pl
import pytest

from flows.settings import GateSettings
from flows.stages.validate import check_tables, judge, judge_dumps
from schemas.dumps import DumpFacts
from schemas.frames import empty_frame, polars_schema
from schemas.judgements import Ids, Matches, Rejects
from schemas.papers import Papers
from schemas.records import Records

LIMITS = GateSettings()


def record(number: int, paper: int, **values: object) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(polars_schema(Records))
    row |= {
        name: [] for name in ("authors_raw", "authors", "subjects", "links", "code_urls", "named_ids", "flags", "spans")
    }
    row |= {"record_id": f"r{number:020x}", "paper_id": f"p{paper:016x}", "dump": "a.txt", "dump_sha256": "0" * 64}
    row |= {"layout": "bare", "position": number, "byte_start": number, "byte_end": number + 1, "confidence": 1.0}
    row |= {"reference": False, "extra": []}
    return {**row, "authors_complete": False, "abstract_raw": f"Text {number}.", **values}


def paper(number: int, n_records: int, **values: object) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(polars_schema(Papers))
    row |= {name: [] for name in ("authors", "subjects", "links", "code_urls", "named_ids", "flags")}
    row |= {"paper_id": f"p{number:016x}", "authors_complete": False, "n_records": n_records, "dumps": ["a.txt"]}
    return {**row, "title": f"Title {number}", **values}


def tables(records: list[dict[str, object]], papers: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    pairs = [(f"r{1:020x}", f"r{2:020x}", "same_title", 1.0, "same", ["titles are equal"])]
    ids: list[tuple[object, ...]] = [(row["paper_id"], "live", None, [], []) for row in papers] + [
        ("p" + "f" * 16, "merged", f"p{1:016x}", [], [])
    ]
    return {
        "records": pl.DataFrame(records, schema=polars_schema(Records)),
        "papers": pl.DataFrame(papers, schema=polars_schema(Papers)),
        "matches": pl.DataFrame(pairs, schema=polars_schema(Matches), orient="row"),
        "ids": pl.DataFrame(ids, schema=polars_schema(Ids), orient="row"),
        "rejects": empty_frame(Rejects),
    }


def test_sound_tables_pass_as_they_are() -> None:
    given = tables([record(1, 1), record(2, 1), record(3, 3)], [paper(1, 2), paper(3, 1)])
    checked = check_tables(given)
    assert all(checked[name].equals(frame) for name, frame in given.items())


def test_a_broken_record_goes_to_the_rejects_and_takes_its_paper_along_but_no_other() -> None:
    broken = record(1, 1, doi="no doi")
    checked = check_tables(tables([broken, record(2, 1), record(3, 3)], [paper(1, 2), paper(3, 1)]))
    assert checked["records"]["position"].to_list() == [3]
    assert checked["papers"]["title"].to_list() == ["Title 3"]
    assert checked["matches"].is_empty()
    assert checked["rejects"].select("position", "stage", "code").rows() == [
        (1, "validate", "invalid_record"),
        (2, "validate", "invalid_paper"),
    ]
    assert "doi" in checked["rejects"]["message"][0]


def test_a_broken_paper_takes_its_records_along_and_no_id_leads_to_it() -> None:
    broken = paper(1, 0)
    checked = check_tables(tables([record(1, 1), record(3, 3)], [broken, paper(3, 1)]))
    assert checked["papers"]["title"].to_list() == ["Title 3"]
    assert checked["rejects"].select("position", "code").rows() == [(1, "invalid_paper")]
    assert "n_records" in checked["rejects"]["message"][0]
    assert dict(checked["ids"].select("paper_id", "status").iter_rows()) == {
        f"p{1:016x}": "removed",
        f"p{3:016x}": "live",
        "p" + "f" * 16: "removed",
    }
    assert checked["ids"]["redirect"].null_count() == 3


def facts(**values: object) -> pl.DataFrame:
    row = {
        "dump": "a.txt",
        "dump_sha256": "0" * 64,
        "size_bytes": 100,
        "packed": False,
        "content_bytes": 100,
        "encoding": "utf-8",
    }
    row |= {"layout": "bare", "code": None, "entries": 10, "records": 10, "field_bytes": 100, "furniture": []}
    return pl.DataFrame([{**row, "reject_bytes": 0, **values}], schema=polars_schema(DumpFacts))


@pytest.mark.parametrize(
    ("values", "failing"),
    [
        ({}, []),
        ({"records": 0}, ["min_records_per_dump"]),
        ({"reject_bytes": 5}, []),
        ({"reject_bytes": 6}, ["max_reject_bytes_share"]),
        ({"layout": None, "records": 0, "code": "unknown_layout", "reject_bytes": 100}, []),
    ],
)
def test_a_dump_passes_up_to_its_limits_and_one_nobody_could_read_is_judged_elsewhere(
    values: dict[str, object], failing: list[str]
) -> None:
    assert [gate.name for gate in judge_dumps(facts(**values), LIMITS) if not gate.passed] == failing


@pytest.mark.parametrize(("refused", "passes"), [(0, True), (5, True), (6, False)])
def test_the_share_of_refused_records_has_a_limit(refused: int, passes: bool) -> None:
    rows = [("a.txt", "bare", n, 0, 1, "extract", "empty_record", "Why.", None) for n in range(refused)]
    pieces = [("a.txt", "bare", None, 0, 1, "extract", "unclaimed_text", "Why.", None)] * 50
    rejects = pl.DataFrame(rows + pieces, schema=polars_schema(Rejects), orient="row")
    gates = judge(facts(entries=100), rejects, empty_frame(Papers), None, LIMITS)
    assert [gate.passed for gate in gates if gate.name == "max_reject_share"] == [passes]


def test_a_column_may_not_become_much_emptier_and_the_gate_tells_the_figures() -> None:
    full = pl.DataFrame([paper(n, 1, authors=["Li Wei"]) for n in range(10)], schema=polars_schema(Papers))
    emptier = full.with_columns(title=pl.when(pl.int_range(10) < 2).then(None).otherwise("title"))
    gates = judge(facts(), empty_frame(Rejects), emptier, full, LIMITS)
    failed = [gate for gate in gates if not gate.passed]
    assert [str(gate) for gate in failed] == ["max_null_share_rise for title: 0.2, limit 0.1"]
    assert {gate.subject for gate in gates if gate.name == "max_null_share_rise"} >= {"title", "authors", "date"}
    assert all(gate.passed for gate in judge(facts(), empty_frame(Rejects), emptier, emptier, LIMITS))
    without_authors = full.with_columns(authors=pl.lit([], pl.List(pl.String)))
    gates = judge(facts(), empty_frame(Rejects), without_authors, full, LIMITS)
    assert [gate.subject for gate in gates if not gate.passed] == ["authors"]
