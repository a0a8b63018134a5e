"""Finding, reading and unpacking dumps."""

import errno
import gzip
import os
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Never

import pyarrow as pa
import pytest
import zstandard
from pyarrow import parquet

from flows.dumps.chunks import MOST_DUMPS, plan_chunks
from flows.dumps.files import DumpReader, dump_name, find_dumps, hash_dump
from flows.dumps.unreadable import UnreadableDumpError

LIMIT = 10_000
PAGE = b"Abstract:One sentence.\n"


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def read_whole(path: Path, raw: Path, limit: int = LIMIT) -> bytes:
    with DumpReader(path, raw, limit) as reader:
        content = reader.window(limit + 1)
        assert reader.sha256() == hash_dump(path)
        return content


@pytest.mark.parametrize(
    "packed",
    [
        PAGE,
        gzip.compress(PAGE),
        zstandard.compress(PAGE),
        zstandard.compress(PAGE[:9]) + zstandard.compress(b"") + zstandard.compress(PAGE[9:]),
        b"\x50\x2a\x4d\x18\x02\0\0\0hi".join([zstandard.compress(PAGE), b""]),
    ],
    ids=["plain", "gzip", "zstandard", "zstandard in three frames", "zstandard with a frame to skip"],
)
def test_what_a_dump_holds_is_told_by_its_bytes_and_not_by_its_name(tmp_path: Path, packed: bytes) -> None:
    raw = write(tmp_path, {"page.txt": packed})
    assert read_whole(raw / "page.txt", raw) == PAGE


@pytest.mark.parametrize(
    ("packed", "code"),
    [
        (b"", "empty_dump"),
        (gzip.compress(b""), "empty_dump"),
        (gzip.compress(PAGE)[:-6], "corrupt_archive"),
        (gzip.compress(PAGE)[:12] + b"\0\0\0\0", "corrupt_archive"),
        (zstandard.compress(PAGE)[:6] + b"\xff" * 20, "corrupt_archive"),
        (zstandard.compress(PAGE)[:4], "corrupt_archive"),
        (zstandard.compress(PAGE)[:-1], "corrupt_archive"),
        (zstandard.compress(PAGE) * 2 + zstandard.compress(PAGE)[:-1], "corrupt_archive"),
        (gzip.compress(b"x" * (LIMIT + 1)), "oversized_dump"),
        (zstandard.compress(b"x" * (LIMIT + 1)), "oversized_dump"),
    ],
    ids=[
        "nothing",
        "gzip of nothing",
        "gzip cut off",
        "gzip broken",
        "zstandard broken",
        "zstandard cut off in its head",
        "zstandard cut off",
        "zstandard cut off in its third frame",
        "gzip bomb",
        "zstandard bomb",
    ],
)
def test_a_broken_archive_and_one_without_end_are_refused_by_code(tmp_path: Path, packed: bytes, code: str) -> None:
    raw = write(tmp_path, {"page.txt": packed})
    with pytest.raises(UnreadableDumpError) as refusal:
        read_whole(raw / "page.txt", raw)
    assert refusal.value.code == code


def test_exactly_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    raw = write(tmp_path, {"fits.txt": b"x" * LIMIT, "large.txt": b"x" * (LIMIT + 1)})
    assert len(read_whole(raw / "fits.txt", raw)) == LIMIT
    with pytest.raises(UnreadableDumpError, match="more than 10,000 bytes"):
        read_whole(raw / "large.txt", raw)


def test_a_window_moves_on_through_the_content_and_holds_no_more_than_it(tmp_path: Path) -> None:
    content = bytes(range(256)) * 20
    raw = write(tmp_path, {"page.txt": gzip.compress(content)})
    with DumpReader(raw / "page.txt", raw, LIMIT) as reader:
        pieces: list[bytes] = []
        while piece := reader.window(1000):
            assert reader.offset == len(b"".join(pieces))
            assert reader.is_last(1000) == (reader.offset + 1000 >= len(content))
            pieces.append(piece[:700])
            reader.consume(len(pieces[-1]))
    assert b"".join(pieces) == content


def write_table(path: Path, rows: list[dict[str, object]], **options: object) -> bytes:
    parquet.write_table(pa.Table.from_pylist(rows), path, **options)
    return path.read_bytes()


def test_a_parquet_file_unpacks_to_its_rows_as_json_lines(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"title": 'Größe "A"', "authors": ["X", "Y"], "year": 2010.0, "day": date(2020, 1, 2), "raw": b"\xff"},
        {"title": None, "authors": [], "year": float("nan"), "day": None, "raw": b"abc"},
    ]
    table = write_table(tmp_path / "t.parquet", rows, row_group_size=1)
    (tmp_path / "t.gz").write_bytes(gzip.compress(table))
    lines = (
        '{"title":"Größe \\"A\\"","authors":["X","Y"],"year":2010.0,"day":"2020-01-02","raw":"/w=="}\n'
        '{"title":null,"authors":[],"year":null,"day":null,"raw":"abc"}\n'
    )
    assert read_whole(tmp_path / "t.parquet", tmp_path).decode() == lines
    assert read_whole(tmp_path / "t.gz", tmp_path).decode() == lines
    with DumpReader(tmp_path / "t.parquet", tmp_path, LIMIT) as reader:
        assert (reader.packed, reader.is_table, reader.size_bytes) == (True, True, len(table))


def test_times_finer_than_python_has_them_are_cut_to_microseconds(tmp_path: Path) -> None:
    table = pa.table({"at": pa.array([1_577_934_245_123_456_789], pa.timestamp("ns", "UTC"))})
    parquet.write_table(table, tmp_path / "t.parquet")
    assert read_whole(tmp_path / "t.parquet", tmp_path) == b'{"at":"2020-01-02T03:04:05.123456+00:00"}\n'


def test_a_time_that_python_has_no_year_for_refuses_no_table(tmp_path: Path) -> None:
    seconds = pa.array([0, 253_402_300_800, 2**62], pa.timestamp("s"))
    days = pa.array([0, None, 2**30], pa.date32())
    parquet.write_table(pa.table({"at": seconds.cast(pa.timestamp("us"), safe=False), "day": days}), tmp_path / "t")
    lines = read_whole(tmp_path / "t", tmp_path).decode().splitlines()
    assert lines[:2] == [
        '{"at":"1970-01-01T00:00:00","day":"1970-01-01"}',
        '{"at":"10000-01-01 00:00:00.000000","day":null}',
    ]
    assert lines[2].endswith('"day":"<value out of range: 1073741824>"}')


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda table: table[:-20], "corrupt_archive"),
        (lambda table: table[:40] + bytes(40) + table[80:], "corrupt_archive"),
        (lambda table: table + b"x" * LIMIT, "oversized_dump"),
    ],
    ids=["cut off", "broken", "too large"],
)
def test_a_damaged_parquet_file_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes], code: str) -> None:
    table = write_table(tmp_path / "t.parquet", [{"title": f"Paper {number}"} for number in range(20)])
    (tmp_path / "t.parquet").write_bytes(damage(table))
    with pytest.raises(UnreadableDumpError) as refusal:
        read_whole(tmp_path / "t.parquet", tmp_path)
    assert refusal.value.code == code


def test_a_parquet_file_without_rows_is_empty(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"title": pa.array([], pa.string())}), tmp_path / "t.parquet")
    with pytest.raises(UnreadableDumpError) as refusal:
        read_whole(tmp_path / "t.parquet", tmp_path)
    assert refusal.value.code == "empty_dump"


def test_a_file_that_vanished_is_refused_and_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDumpError) as refusal:
        read_whole(tmp_path / "gone.txt", tmp_path)
    assert refusal.value.code == "unreadable_dump"
    assert hash_dump(tmp_path / "gone.txt") is None


def test_a_link_within_the_raw_folder_is_read_and_one_that_leads_out_is_not(tmp_path: Path) -> None:
    raw = write(tmp_path, {"raw/page.txt": PAGE, "secret.txt": b"secret"}) / "raw"
    (raw / "inside.txt").symlink_to("page.txt")
    (raw / "outside.txt").symlink_to("../secret.txt")
    assert read_whole(raw / "inside.txt", raw) == PAGE
    with pytest.raises(UnreadableDumpError) as refusal:
        read_whole(raw / "outside.txt", raw)
    assert refusal.value.code == "link_outside"


def test_a_name_that_is_no_utf8_is_written_with_escapes(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/odd\xff.txt"))
    odd.write_bytes(PAGE)
    assert [dump_name(path, tmp_path) for path in find_dumps(tmp_path)] == ["odd\\xff.txt"]


def test_chunks_hold_about_the_wanted_bytes_in_order_and_a_large_file_stands_alone(tmp_path: Path) -> None:
    sizes = {"a": 4, "b": 4, "c": 4, "d": 20, "e": 1}
    raw = write(tmp_path, {name: b"x" * size for name, size in sizes.items()})
    chunks = plan_chunks(find_dumps(raw), 10)
    assert [[path.name for path in chunk] for chunk in chunks] == [["a", "b"], ["c"], ["d"], ["e"]]
    assert plan_chunks([], 10) == []


def test_a_link_that_cannot_be_followed_stops_no_chunk(tmp_path: Path) -> None:
    raw = write(tmp_path, {"page.txt": PAGE})
    (raw / "link.txt").symlink_to("x" * 300)
    assert plan_chunks(find_dumps(raw), 1000) == [[raw / "link.txt", raw / "page.txt"]]
    with pytest.raises(UnreadableDumpError) as refused, DumpReader(raw / "link.txt", raw, LIMIT):
        pass
    assert refused.value.code == "link_outside"


def test_a_chunk_holds_no_more_dumps_than_can_be_read_in_its_time(tmp_path: Path) -> None:
    raw = write(tmp_path, {f"{number:02}": b"x" for number in range(12)})
    paths = find_dumps(raw)
    assert [len(chunk) for chunk in plan_chunks(paths, 5 * MOST_DUMPS)] == [12]
    assert [len(chunk) for chunk in plan_chunks(paths * 200, 5 * MOST_DUMPS)] == [1024, 1024, 352]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk without room is /dev/full")
def test_a_disk_without_room_for_temporary_files_says_nothing_against_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_table(tmp_path / "t.parquet", [{"title": "A" * LIMIT}], compression="none")
    monkeypatch.setattr(tempfile, "TemporaryFile", partial(open, "/dev/full", "wb"))
    with pytest.raises(OSError, match="No space left on device: 'temporary files, TMPDIR'"):
        read_whole(tmp_path / "t.parquet", tmp_path, 10 * LIMIT)


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOMEM])
def test_a_machine_that_can_open_no_file_refuses_no_dump(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(*_: object) -> Never:
        raise OSError(number, os.strerror(number))

    raw = write(tmp_path, {"page.txt": PAGE})
    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(OSError, match=os.strerror(number)):
        read_whole(raw / "page.txt", raw)
