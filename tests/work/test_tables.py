"""The tables of a build: the same bytes however the work is cut up, and nothing lost on the way."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.matching import counted
from flows.settings import Settings
from flows.work import numbers
from flows.work.parts import HASHES, NUMBERS, PRINTS, RECORDS, VALUES, share_out
from flows.work.tables import Written
from schemas.frames import split_valid
from schemas.papers import Papers
from schemas.tables import TABLES

Make = Callable[..., tuple[Path, Written]]


@pytest.fixture(scope="module")
def dumps(sample_raw: Path) -> list[str]:
    """The names of the sample dumps, in their order."""
    return sorted(path.name for path in sample_raw.iterdir())


@pytest.fixture(scope="module")
def together(make: Make, dumps: list[str]) -> tuple[Path, Written]:
    """The tables of the sample dumps, made in one piece; for reading only."""
    return make([dumps])


def title_of(number: int) -> str:
    """A title that is like no other: to tell whether like ones are one paper takes longest."""
    return f"{sha256(str(number).encode()).hexdigest()} in moss"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("ranges", [1, 3, 16])
def test_chunks_and_ranges_do_not_change_a_byte(
    make: Make, dumps: list[str], together: tuple[Path, Written], ranges: int
) -> None:
    whole, told = together
    apart, told_again = make([[name] for name in dumps], ranges=ranges)
    assert files_of(apart) == files_of(whole)
    assert told_again == told
    assert set(files_of(whole)) == {f"{name}.parquet" for name in TABLES} | {"papers.jsonl", "rejects.jsonl"}


def test_a_large_dump_in_pieces_gives_the_same_tables(make: Make, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    rows = [{"title": title_of(n), "authors": ["Mei Tanaka"], "year": 1990 + n % 30} for n in range(60)]
    (raw / "all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [*rows, *rows]), encoding="utf-8")
    whole, _ = make([["all.jsonl"]], raw=raw)
    small = Settings.model_validate({"extract": {"piece_bytes": 2_000}})
    pieces, told = make([["all.jsonl"]], raw=raw, settings=small, ranges=4)
    assert files_of(pieces) == files_of(whole)
    assert told.records == 120
    assert pl.read_parquet(whole / "records.parquet")["record_id"].str.ends_with("-2").sum() == 60


def test_columns_and_pairs_taken_a_few_at_a_time_give_the_same_tables(
    make: Make, dumps: list[str], together: tuple[Path, Written], monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = []

    def spy(work: Callable[[Any], Any], todo: Iterable[Any], /) -> Iterator[Any]:
        held = list(todo)
        pieces.extend(held)
        return map(work, held)

    monkeypatch.setattr(numbers, "VALUES_AT_A_TIME", 1)
    monkeypatch.setattr(counted, "COUNTED_AT", 10)
    apart, _ = make([dumps], run=spy)
    assert {len(piece.names) for piece in pieces if isinstance(piece, numbers.Columns)} == {1}
    assert files_of(apart) == files_of(together[0])


def test_compressed_records_give_the_same_tables_and_take_less_of_the_disk(make: Make, dumps: list[str]) -> None:
    plain, told = make([dumps])
    compressed, told_again = make([dumps], settings=Settings.model_validate({"work": {"compress": True}}))
    assert files_of(compressed) == files_of(plain)
    assert told_again == told
    sizes = [next(staging.parent.rglob(RECORDS)).stat().st_size for staging in (plain, compressed)]
    assert sizes[1] < 0.8 * sizes[0]


def test_what_only_dedup_looks_at_is_off_the_disk_when_tables_are_written(make: Make, dumps: list[str]) -> None:
    staging, _ = make([dumps[:2], dumps[2:]], ranges=3)
    left = {path.name for path in staging.parent.rglob("*") if path.is_file() and staging not in path.parents}
    assert left.isdisjoint({VALUES, NUMBERS, "papers.arrow", "papers.jsonl", "rank.arrow"})
    assert {RECORDS, PRINTS, HASHES} <= left


@pytest.mark.parametrize("extra", ["", "\n", "no object\n", '{"title": "Two"} {"title": "Three"}\n'])
def test_a_large_dump_shared_out_gives_the_same_tables(make: Make, tmp_path: Path, extra: str) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    # The format of a dump is told by its first quarter of a million characters, so that no piece is smaller.
    lines = [json.dumps({"title": title_of(n), "note": f"{n} " * 4_000, "year": 2020}) for n in range(80)]
    path = raw / "all.jsonl"
    path.write_text("\n".join(lines[:40]) + "\n" + extra + "\n".join(lines[40:]) + "\n", encoding="utf-8")
    whole, told = make([["all.jsonl"]], raw=raw)
    small = Settings.model_validate({"extract": {"piece_bytes": 300_000, "chunk_bytes": 400_000}})
    shares = share_out([path], raw, small.extract)
    assert len(shares) > 2
    pieces, told_again = make(shares, raw=raw, settings=small, ranges=2)
    assert files_of(pieces) == files_of(whole)
    assert told_again == told


def test_ranges_tell_the_changes_since_the_last_release(make: Make, dumps: list[str]) -> None:
    first, _ = make([dumps[1:]])
    expected, _ = make([dumps], latest=first)
    found, _ = make([[name] for name in dumps], latest=first, ranges=7)
    assert files_of(found) == files_of(expected)
    changes = pl.read_parquet(found / "changes.parquet")
    assert {"added", "changed"} <= set(changes["change"])
    back, _ = make([dumps[1:]], latest=found, ranges=3)
    assert "removed" in pl.read_parquet(back / "changes.parquet")["change"]
    ids = pl.read_parquet(back / "ids.parquet")
    assert set(ids["status"]) >= {"live", "removed"}
    assert ids["paper_id"].is_sorted()


def test_a_paper_that_breaks_its_schema_leaves_all_tables(
    make: Make, dumps: list[str], together: tuple[Path, Written], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound, before = together
    broken = pl.read_parquet(sound / "papers.parquet").filter(pl.col("n_records") > 1)["paper_id"][0]

    def refuse(papers: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        count = pl.when(pl.col("paper_id") == broken).then(0).otherwise("n_records").alias("n_records")
        split = split_valid(papers.with_columns(count.cast(pl.Int32)), Papers)
        return split.valid, split.invalid.select("paper_id", "reason")

    monkeypatch.setattr("flows.work.ranges.check_papers", refuse)
    without, after = make([dumps], ranges=3)
    tables = {name: pl.read_parquet(without / f"{name}.parquet") for name in TABLES}
    lost = pl.read_parquet(sound / "records.parquet").filter(pl.col("paper_id") == broken)
    assert after.records == before.records - lost.height
    assert set(tables["rejects"]["code"]) == {"invalid_paper"}
    assert after.refused == {"validate": lost.height}
    assert broken not in tables["papers"]["paper_id"]
    assert broken not in tables["records"]["paper_id"]
    assert tables["matches"].filter(pl.col("record_a").is_in(lost["record_id"].implode())).is_empty()
    assert tables["ids"].filter(pl.col("paper_id") == broken)["status"].to_list() == ["removed"]


def test_brackets_in_the_path_mean_nothing(make: Make, sample_raw: Path, tmp_path: Path, dumps: list[str]) -> None:
    raw = Path(shutil.copytree(sample_raw, tmp_path / "raw[1]*"))
    assert make([dumps], raw=raw)[1].records > 0
