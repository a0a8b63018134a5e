"""Parquet files of the row groups of others: whoever reads one finds the rows of all pieces, page by page."""

from io import BytesIO
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.release.splicing import Splicer
from flows.release.thrift import BINARY, FALSE, I32, I64, LIST, STRUCT, TRUE, Reader, Struct, write_struct

ROWS = pl.DataFrame(
    {
        "id": [f"r{number:05}" for number in range(9_000)],
        "word": ["moss", None, "fern"] * 3_000,
        "names": [["Ada", "Bo"], [], ["Mei"]] * 3_000,
        "spans": [[{"field": "title", "start": number}] for number in range(9_000)],
        "score": [number / 7 for number in range(9_000)],
    }
)


def as_parquet(rows: pl.DataFrame) -> bytes:
    file = BytesIO()
    # Small pages, so that there are several to be told of.
    rows.write_parquet(file, compression="zstd", statistics=True, row_group_size=2_000, data_page_size=4_000)
    return file.getvalue()


def splice(path: Path, pieces: list[bytes]) -> None:
    with path.open("wb") as file:
        splicer = Splicer(file)
        for piece in pieces:
            splicer.add(piece)
        splicer.finish()


@pytest.fixture
def spliced(tmp_path: Path) -> Path:
    path = tmp_path / "whole.parquet"
    splice(path, [as_parquet(ROWS[:5_000]), as_parquet(ROWS[5_000:5_001]), as_parquet(ROWS[5_001:])])
    return path


def test_every_reader_finds_all_rows(spliced: Path) -> None:
    assert pl.read_parquet(spliced).equals(ROWS)
    assert pl.DataFrame(pl.from_arrow(pq.read_table(spliced))).equals(ROWS)


def test_single_rows_are_found_by_what_is_told_of_pages(spliced: Path) -> None:
    for at in (0, 1_999, 2_000, 5_000, 5_001, 8_999):
        wanted = ROWS[at]
        assert pl.scan_parquet(spliced).filter(pl.col("id") == wanted["id"][0]).collect().equals(wanted)
        found = pq.read_table(spliced, filters=[("id", "=", wanted["id"][0])])
        assert pl.DataFrame(pl.from_arrow(found)).equals(wanted)
    column = pq.read_metadata(spliced).row_group(3).column(0)
    assert column.has_offset_index
    assert column.has_column_index
    assert column.statistics.min == "r05000"


def test_one_piece_stays_as_it_is(tmp_path: Path) -> None:
    piece = as_parquet(ROWS[:2_000])
    splice(tmp_path / "one.parquet", [piece])
    assert (tmp_path / "one.parquet").read_bytes() == piece


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"PAR1 and no footer behind it PAR1", as_parquet(ROWS)[:-1]])
def test_what_is_no_parquet_file_is_refused(tmp_path: Path, damage: bytes) -> None:
    with pytest.raises(ValueError, match="no Parquet file"):
        splice(tmp_path / "x.parquet", [damage])
    with pytest.raises(ValueError, match="no pieces"):
        splice(tmp_path / "x.parquet", [])


def values(depth: int = 2) -> st.SearchStrategy[tuple[int, object]]:
    plain = st.one_of(
        st.tuples(st.sampled_from([I32, I64]), st.integers(-(2**62), 2**62)),
        st.tuples(st.just(BINARY), st.binary(max_size=200)),
        st.sampled_from([(TRUE, True), (FALSE, False)]),
    )
    if depth == 0:
        return plain
    lists = st.lists(st.integers(-9, 9), max_size=40).map(lambda found: (LIST, (I32, found)))
    structs = structs_of(depth - 1)
    return st.one_of(
        plain,
        lists,
        structs.map(lambda found: (STRUCT, found)),
        st.lists(structs, max_size=3).map(lambda found: (LIST, (STRUCT, found))),
    )


def structs_of(depth: int) -> st.SearchStrategy[Struct]:
    fields = st.dictionaries(st.integers(1, 400), values(depth), max_size=6)
    return fields.map(lambda found: dict(sorted(found.items())))


@settings(deadline=None, derandomize=True)
@given(structs_of(2))
def test_structs_come_back_as_they_were_written(struct: Struct) -> None:
    assert Reader(write_struct(struct)).struct() == struct
