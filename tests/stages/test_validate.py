"""What stops a release, and what becomes of broken rows just before it."""

import polars as pl
import pytest

from flows.settings import GateSettings
from flows.stages.validate import WATCHED, Emptiness, check_papers, check_records, judge, judge_dumps, retire_ids
from schemas.dumps import DumpFacts
from schemas.frames import polars_schema
from schemas.judgements import Ids
from schemas.papers import Papers
from schemas.records import Records

LIMITS = GateSettings()


def emptiness(papers: int, **empty: int) -> Emptiness:
    """So many papers, of which so many are empty in these columns."""
    return Emptiness(papers, dict.fromkeys(WATCHED, 0) | empty)


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


NOBODY = pl.DataFrame(schema={"paper_id": pl.String, "reason": pl.String})


def records_of(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(Records))


def papers_of(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(Papers))


def test_sound_rows_pass_as_they_are() -> None:
    records, papers = records_of(record(1, 1), record(2, 1)), papers_of(paper(1, 2), paper(3, 1))
    checked = check_records(records, NOBODY)
    assert checked.valid.equals(records)
    assert checked.rejects.is_empty()
    assert checked.broken.is_empty()
    valid, broken = check_papers(papers)
    assert valid.equals(papers)
    assert broken.is_empty()


def test_a_broken_record_goes_to_the_rejects_and_takes_its_paper_along_but_no_other() -> None:
    records = records_of(record(1, 1, doi="no doi"), record(2, 1), record(3, 3))
    first = check_records(records, NOBODY)
    assert first.broken.to_list() == [f"p{1:016x}"]
    gone = pl.DataFrame({"paper_id": first.broken}).with_columns(reason=pl.lit(None, pl.String))
    checked = check_records(records, gone)
    assert checked.valid["position"].to_list() == [3]
    assert checked.rejects.select("position", "stage", "code").rows() == [
        (1, "validate", "invalid_record"),
        (2, "validate", "invalid_paper"),
    ]
    assert "doi" in checked.rejects["message"][0]


def test_a_broken_paper_takes_its_records_along_and_no_id_leads_to_it() -> None:
    valid, broken = check_papers(papers_of(paper(1, 0), paper(3, 1)))
    assert valid["title"].to_list() == ["Title 3"]
    checked = check_records(records_of(record(1, 1), record(3, 3)), broken)
    assert checked.rejects.select("position", "code").rows() == [(1, "invalid_paper")]
    assert "n_records" in checked.rejects["message"][0]
    known: list[tuple[object, ...]] = [
        (f"p{1:016x}", "live", None, [], []),
        (f"p{3:016x}", "live", None, [], []),
        ("p" + "f" * 16, "merged", f"p{1:016x}", [], []),
    ]
    ids = retire_ids(pl.DataFrame(known, schema=polars_schema(Ids), orient="row"), broken["paper_id"])
    assert ids["status"].to_list() == ["removed", "live", "removed"]
    assert ids["redirect"].null_count() == 3


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
        ({"layout": "jsonl", "entries": 3, "records": 2, "reject_bytes": 34}, []),
        ({"layout": "bare", "entries": 3, "records": 2, "reject_bytes": 34}, ["max_reject_bytes_share"]),
        ({"layout": "jsonl", "entries": 11, "records": 10, "reject_bytes": 24}, ["max_reject_bytes_share"]),
        ({"layout": "jsonl", "entries": 2, "records": 1, "reject_bytes": 80}, ["max_reject_bytes_share"]),
        ({"layout": None, "records": 0, "code": "unknown_layout", "reject_bytes": 100}, []),
    ],
)
def test_a_dump_passes_up_to_its_limits_and_one_nobody_could_read_is_judged_elsewhere(
    values: dict[str, object], failing: list[str]
) -> None:
    assert [gate.name for gate in judge_dumps(facts(**values), LIMITS) if not gate.passed] == failing


@pytest.mark.parametrize(
    ("entries", "refused", "passes"), [(100, 0, True), (100, 5, True), (100, 6, False), (3, 2, True), (4, 3, False)]
)
def test_the_share_of_refused_records_has_a_limit_unless_they_are_a_few(
    entries: int, refused: int, passes: bool
) -> None:
    gates = judge(facts(entries=entries), refused, emptiness(0), None, LIMITS)
    assert [gate.passed for gate in gates if gate.name == "max_reject_share"] == [passes]


@pytest.mark.parametrize(("papers", "least", "passes"), [(0, 1, False), (1, 1, True), (9, 10, False), (0, 0, True)])
def test_a_release_has_as_many_papers_as_it_must(papers: int, least: int, passes: bool) -> None:
    gates = judge(facts(), 0, emptiness(papers), None, GateSettings(min_papers=least))
    assert [gate.passed for gate in gates if gate.name == "min_papers"] == [passes]


def test_a_column_may_not_become_much_emptier_and_the_gate_tells_the_figures() -> None:
    full, emptier = emptiness(10), emptiness(10, title=2)
    gates = judge(facts(), 0, emptier, full, LIMITS)
    failed = [gate for gate in gates if not gate.passed]
    assert [str(gate) for gate in failed] == ["max_null_share_rise for title: 0.2, limit 0.1"]
    assert {gate.subject for gate in gates if gate.name == "max_null_share_rise"} >= {"title", "authors", "date"}
    assert all(gate.passed for gate in judge(facts(), 0, emptier, emptier, LIMITS))
    gates = judge(facts(), 0, emptiness(10, authors=10), full, LIMITS)
    assert [gate.subject for gate in gates if not gate.passed] == ["authors"]
