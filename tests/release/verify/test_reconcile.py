"""Tables and counts of a release that do not add up."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.release.manifest import BuildFacts
from flows.release.verify import verify_release

Frames = dict[str, pl.DataFrame]
Write = Callable[..., None]

FIRST_PAPER = "p0000000000000001"
OTHER_PAPER = "paaaaaaaaaaaaaaaa"

Break = Callable[[Frames], tuple[str, pl.DataFrame]]


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (
            lambda tables: ("papers", tables["papers"].with_columns(n_records=pl.lit(1, pl.Int32))),
            [("broken_ids", "papers.parquet")],
        ),
        (
            lambda tables: ("papers", tables["papers"].head(3)),
            [("broken_ids", "records.parquet"), ("broken_ids", "ids.parquet")],
        ),
        (
            lambda tables: ("records", tables["records"].head(4)),
            [
                ("lost_records", "records.parquet"),
                ("broken_ids", "papers.parquet"),
            ],
        ),
        (
            lambda tables: ("records", tables["records"].with_columns(reference=pl.col("position") == 0)),
            [("broken_ids", "papers.parquet")],
        ),
        (lambda tables: ("rejects", tables["rejects"].tail(1)), [("lost_records", "records.parquet")]),
        (
            lambda tables: ("records", tables["records"].with_columns(byte_end=pl.lit(331, pl.Int64))),
            [("broken_ids", "records.parquet")],
        ),
        (
            lambda tables: ("records", tables["records"].with_columns(dump_sha256=pl.lit("f" * 64))),
            [("broken_ids", "records.parquet")],
        ),
        (
            lambda tables: ("matches", tables["matches"].with_columns(record_b=pl.lit("r" + "f" * 20))),
            [("broken_ids", "matches.parquet")],
        ),
        (
            lambda tables: ("ids", tables["ids"].filter(pl.col("redirect").is_null()).tail(4)),
            [("broken_ids", "ids.parquet")] * 2,
        ),
        (
            lambda tables: (
                "ids",
                tables["ids"].with_columns(pl.col("redirect").replace(FIRST_PAPER, OTHER_PAPER)),
            ),
            [("broken_ids", "ids.parquet")],
        ),
        (
            lambda tables: ("ids", tables["ids"].with_columns(redirect=pl.lit(FIRST_PAPER))),
            [("broken_ids", "ids.parquet")],
        ),
        (
            lambda tables: ("ids", tables["ids"].with_columns(status=pl.lit("live"), redirect=pl.lit(None, pl.String))),
            [("broken_ids", "ids.parquet")] * 2,
        ),
        (
            lambda tables: (
                "ids",
                tables["ids"].with_columns(
                    record_ids=pl.concat_list("record_ids", pl.lit(tables["records"]["record_id"][0])).list.unique()
                ),
            ),
            [("broken_ids", "ids.parquet")],
        ),
        (
            lambda tables: ("ids", tables["ids"].with_columns(pl.col("record_ids").list.head(1))),
            [("broken_ids", "ids.parquet")],
        ),
    ],
)
def test_tables_that_do_not_agree(
    broken: Path, frames: Frames, harm: Break, expected: list[tuple[str, str]], republish: Write
) -> None:
    name, frame = harm(frames)
    republish(broken, name, frame)
    assert [(problem.code, problem.file) for problem in verify_release(broken)] == expected


def test_bytes_that_are_not_accounted_for(broken: Path, facts: BuildFacts, sign: Write) -> None:
    sign(broken, inputs=[{**source.model_dump(), "content_bytes": 400, "packed": True} for source in facts.inputs])
    first, second = verify_release(broken)
    assert first.code == second.code == "lost_bytes"
    assert first.message == "first.txt: fields, furniture and rejects are 330 bytes of 400."


def test_bytes_of_an_unpacked_dump_that_were_not_read(broken: Path, facts: BuildFacts, sign: Write) -> None:
    sign(broken, inputs=[{**source.model_dump(), "bytes": 400} for source in facts.inputs])
    assert [problem.message for problem in verify_release(broken)] == [
        "first.txt: 330 bytes were read of 400.",
        "second.txt: 190 bytes were read of 400.",
    ]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"normalize": {"records_rejected": 9}}, "normalize: 5 records in, 5 out, 9 refused, 0 unused."),
        ({"dedup": {"records_unused": 2}}, "dedup: 5 records in, 5 out, 0 refused, 2 unused."),
        ({"validate": {"records_in": 9}}, "dedup gave 5 records, validate took 9."),
    ],
)
def test_steps_that_lose_records(
    broken: Path, facts: BuildFacts, changed: dict[str, dict[str, int]], message: str, sign: Write
) -> None:
    sign(broken, counts={step: {**dict(count), **changed.get(step, {})} for step, count in facts.counts.items()})
    assert message in [problem.message for problem in verify_release(broken)]


def with_unused(facts: BuildFacts, unused: int) -> dict[str, object]:
    """The facts of a build that met two more records in the second dump and left `unused` of a reference aside."""
    first, second = facts.inputs
    more = {"records_in": 7, "records_out": 7}
    counts = {step: dict(count) for step, count in facts.counts.items()}
    counts["extract"] |= {"records_in": 8, "records_out": 7}
    counts["normalize"] |= more
    counts["dedup"] |= {"records_in": 7, "records_unused": unused}
    inputs = [first.model_dump(), {**second.model_dump(), "entries": second.entries + 2}]
    return {"counts": counts, "inputs": inputs}


def test_records_of_references_that_nothing_needs_are_counted_for(broken: Path, facts: BuildFacts, sign: Write) -> None:
    sign(broken, **with_unused(facts, 2))
    assert verify_release(broken) == []


def test_a_lost_record_is_not_taken_for_an_unused_one(broken: Path, facts: BuildFacts, sign: Write) -> None:
    sign(broken, **with_unused(facts, 1))
    assert [problem.message for problem in verify_release(broken)] == [
        "dedup: 7 records in, 5 out, 0 refused, 1 unused.",
        "second.txt: 4 records found, 2 published, 0 refused; of references 1 unused in all dumps.",
    ]
