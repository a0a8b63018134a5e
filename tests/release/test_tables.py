"""The tables of a release as files."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.release.errors import ReleaseDamagedError
from flows.release.tables import ROW_ORDER, load_table, parse_lines, read_batches, read_table, write_table, write_tables
from flows.settings import ReleaseSettings
from schemas.frames import empty_frame, polars_schema
from schemas.tables import TABLES

Frames = dict[str, pl.DataFrame]


def load_lines(folder: Path, name: str) -> pl.DataFrame:
    """The table as its JSON Lines tell it."""
    path = folder / f"{name}.jsonl"
    return parse_lines(path, io.BytesIO(path.read_bytes()), name)


@pytest.fixture
def whole(frames: Frames) -> Frames:
    """All tables of a release."""
    return {**frames, "changes": empty_frame(TABLES["changes"])}


def test_tables_come_back_as_they_were(tmp_path: Path, whole: Frames) -> None:
    write_tables(tmp_path, whole, ReleaseSettings())
    for name, frame in whole.items():
        assert load_table(tmp_path, name).equals(frame.sort(ROW_ORDER[name]))


def test_empty_tables_keep_their_types(tmp_path: Path) -> None:
    write_tables(tmp_path, {name: empty_frame(schema) for name, schema in TABLES.items()}, ReleaseSettings())
    for name, schema in TABLES.items():
        assert dict(load_table(tmp_path, name).schema) == polars_schema(schema)
    assert load_lines(tmp_path, "papers").equals(load_table(tmp_path, "papers"))


def test_the_order_of_rows_does_not_change_a_byte(tmp_path: Path, whole: Frames) -> None:
    for folder, rows in (("first", whole), ("second", {name: frame.reverse() for name, frame in whole.items()})):
        (tmp_path / folder).mkdir()
        write_tables(tmp_path / folder, rows, ReleaseSettings())
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_lines_are_objects_with_all_columns_in_order(tmp_path: Path, whole: Frames) -> None:
    write_tables(tmp_path, whole, ReleaseSettings())
    lines = (tmp_path / "papers.jsonl").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    first, second, *_ = (json.loads(line) for line in lines)
    assert list(first) == whole["papers"].columns
    assert first["date"] is None
    assert "Über μP and “quotes”" in lines[0]
    assert second["date"] == "2023-02-02"
    assert second["updated_at"] == "2023-02-02T18:44:11+00:00"


def test_lines_say_what_the_table_says(tmp_path: Path, whole: Frames) -> None:
    write_tables(tmp_path, whole, ReleaseSettings())
    for name in ("papers", "rejects"):
        assert load_lines(tmp_path, name).equals(load_table(tmp_path, name))


def test_parquet_is_zstd_with_statistics_and_row_groups_as_set(tmp_path: Path, whole: Frames) -> None:
    write_tables(tmp_path, whole, ReleaseSettings(row_group_rows=3))
    metadata = pq.read_metadata(tmp_path / "papers.parquet")
    chunk = metadata.row_group(0).column(0)
    assert [metadata.row_group(at).num_rows for at in range(metadata.num_row_groups)] == [3, 1]
    assert chunk.compression == "ZSTD"
    assert chunk.statistics.min == whole["papers"]["paper_id"].min()


def test_columns_that_are_not_the_schemas_are_refused(tmp_path: Path, whole: Frames) -> None:
    mistyped = {**whole, "papers": whole["papers"].cast({"n_records": pl.Int64})}
    with pytest.raises(ValueError, match="columns of papers are not those of its schema"):
        write_tables(tmp_path, mistyped, ReleaseSettings())
    with pytest.raises(ValueError, match="a release has the tables"):
        write_tables(tmp_path, {"papers": whole["papers"]}, ReleaseSettings())


@pytest.mark.parametrize("sizes", [[1, 1, 1, 1], [3, 1], [0, 4]])
def test_how_rows_are_cut_into_frames_does_not_change_a_byte(tmp_path: Path, whole: Frames, sizes: list[int]) -> None:
    papers, settings = whole["papers"], ReleaseSettings(row_group_rows=3)
    told = write_tables(tmp_path, whole, settings)
    wanted = (tmp_path / "papers.parquet").read_bytes()
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    frames = (papers[start : start + size] for start, size in zip(starts, sizes, strict=True))
    assert write_table(tmp_path, "papers", frames, settings) == told["papers"]
    assert (tmp_path / "papers.parquet").read_bytes() == wanted
    assert pl.concat(read_batches(tmp_path, "papers", 3)).equals(papers)


def test_rows_out_of_order_are_refused(tmp_path: Path, whole: Frames) -> None:
    papers = whole["papers"]
    with pytest.raises(ValueError, match="the rows of papers are out of order"):
        write_table(tmp_path, "papers", [papers[2:], papers[:2]], ReleaseSettings())


def test_what_goes_wrong_in_making_a_frame_is_told_as_it_is(tmp_path: Path, whole: Frames) -> None:
    def frames() -> Iterator[pl.DataFrame]:
        yield whole["papers"]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        write_table(tmp_path, "papers", frames(), ReleaseSettings())


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no table at all" * 100])
def test_a_broken_table_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "papers.parquet").write_bytes(content)
    with pytest.raises(ReleaseDamagedError, match=r"papers\.parquet cannot be read: .* Restore it from a copy"):
        load_table(tmp_path, "papers")


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReleaseDamagedError, match=r"papers\.parquet cannot be read"):
        load_table(tmp_path, "papers")


def test_a_published_table_is_read_only_if_it_is_what_was_published(release: Path) -> None:
    path = release / "papers.parquet"
    assert read_table(release, "papers").height == 4
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
    with pytest.raises(ReleaseDamagedError, match=r"papers\.parquet is not what was published"):
        read_table(release, "papers")
    path.unlink()
    with pytest.raises(ReleaseDamagedError, match=r"papers\.parquet cannot be read: .*No such file"):
        read_table(release, "papers")


def test_brackets_in_the_path_mean_nothing(tmp_path: Path, whole: Frames) -> None:
    folder = tmp_path / "out[1]*"
    folder.mkdir()
    write_tables(folder, whole, ReleaseSettings())
    assert load_table(folder, "papers").height == 4
