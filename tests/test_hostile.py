"""Dumps that somebody made to harm: refused or contained, in bounded memory, and nothing of them obeyed."""

import bz2
import gzip
import json
import lzma
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from flows import cli, reading
from flows.check import check_dumps
from flows.checks.findings import Verdict
from flows.dumps.files import find_dumps
from flows.reading import extract_files
from flows.release.text import CONTROLS
from flows.settings import ExtractSettings, Settings
from flows.stages.account import join_pieces

GOOD = json.dumps({"title": "A fine title of a paper", "abstract": "We study a thing."})
LIMIT = 10**6


def verdict_on(path: Path, **limits: int) -> Verdict:
    """What `litsieve check` makes of one dump."""
    (verdict,) = check_dumps([path], path.parent, Settings(extract=ExtractSettings(**limits)))
    return verdict


def code_of(path: Path, **limits: int) -> str | None:
    """The code that refuses a dump whole, or None."""
    return verdict_on(path, **limits).facts.code


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.gz", gzip.compress), ("a.zst", zstandard.compress), ("twice.gz", lambda text: gzip.compress(text) * 3)],
)
def test_an_archive_that_goes_on_and_on_is_refused_at_the_limit(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(pack(b"Abstract:word " * LIMIT))
    assert path.stat().st_size < LIMIT
    assert code_of(path, max_dump_bytes=LIMIT) == "oversized_dump"


@pytest.mark.parametrize("pack", [lzma.compress, bz2.compress], ids=["xz", "bz2"])
def test_archives_that_are_no_dumps_are_not_unpacked(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(pack(b"a" * LIMIT))
    assert code_of(path) == "binary_dump"


def test_nor_is_a_zip_archive_or_an_archive_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/passwd", "a" * LIMIT)
    (tmp_path / "b.gz").write_bytes(gzip.compress(gzip.compress(b"a" * LIMIT)))
    assert [code_of(tmp_path / name) for name in ("a.zip", "b.gz")] == ["binary_dump", "binary_dump"]


def test_a_parquet_file_whose_rows_go_on_and_on_is_refused_at_the_limit(tmp_path: Path) -> None:
    titles = pa.DictionaryArray.from_arrays(pa.nulls(10_000, pa.int32()).fill_null(0), ["a" * 1000])
    pq.write_table(pa.table({"title": titles}), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < LIMIT / 10
    assert code_of(tmp_path / "a.parquet", max_dump_bytes=LIMIT) == "oversized_dump"


@pytest.mark.parametrize(
    ("name", "head", "word"),
    [
        ("a.jsonl", GOOD + '\n{"title": "', "word "),
        ("a.json", f"[{GOOD}, " + '{"title": "', "word "),
        ("a.csv", 'title,abstract\nA fine title of a paper,We study.\n"', "word "),
        ("a.bib", "@article{a, title={A fine title of a paper}}\n@article{b, title={", "{"),
        ("a.txt", "Abstract:We study a thing.\nAbstract:", "word "),
    ],
)
def test_an_entry_that_does_not_end_is_refused_and_every_byte_accounted_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, head: str, word: str
) -> None:
    monkeypatch.setattr(reading, "LONGEST_BYTES", 40_000)
    path = tmp_path / name
    path.write_text(head + word * 40_000, encoding="utf-8")
    settings = ExtractSettings(piece_bytes=10_000)
    sizes: list[int] = []

    def told() -> pl.DataFrame:
        parts = list(extract_files([path], tmp_path, settings))
        sizes.extend(part.rejects.select(pl.col("byte_end") - pl.col("byte_start")).sum().item() for part in parts)
        return join_pieces(pl.concat([part.facts for part in parts]))

    facts = told().row(0, named=True)
    assert facts["code"] == "endless_entry"
    assert facts["content_bytes"] == path.stat().st_size
    assert sum(sizes) == facts["reject_bytes"] > 0.9 * path.stat().st_size
    furniture = sum(piece["bytes"] for piece in facts["furniture"])
    assert facts["field_bytes"] + furniture + facts["reject_bytes"] == facts["content_bytes"]


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("depth", [900, 100_000])
def test_json_that_is_nested_without_end_breaks_its_own_record_alone(
    tmp_path: Path, opening: str, closing: str, depth: int
) -> None:
    deep = '{"title": "A title of a paper", "more": ' + opening * depth + "1" + closing * depth + "}"
    path = tmp_path / "a.jsonl"
    path.write_text(f"{GOOD}\n{deep}\n{GOOD}\n", encoding="utf-8")
    facts = verdict_on(path).facts
    assert (facts.code, facts.entries) == (None, 3)
    assert facts.records >= 2


def test_a_million_lines_of_a_byte_are_no_page(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a\n" * 10**6)
    assert code_of(path) == "unknown_layout"


def test_records_of_a_byte_are_refused_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(GOOD + "\n" + "1\n" * 2000, encoding="utf-8")
    facts = verdict_on(path).facts
    assert facts.records <= 1
    assert facts.bytes_read.total() == facts.content_bytes


def test_cells_that_a_spreadsheet_would_run_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('title,abstract\n"=cmd(""/C calc"")!A0",@SUM(1+1)*cmd\n', encoding="utf-8")
    (part,) = extract_files([path], tmp_path, ExtractSettings())
    assert part.records.select("title_raw", "abstract_raw").rows() == [('=cmd("/C calc")!A0', "@SUM(1+1)*cmd")]


@pytest.mark.parametrize(
    "name", [b"evil\n\x1b[31m\x9b.txt", b"evil\xff\xfe.txt", b"n" * 251 + b".txt", b"-rf --help.txt", b"a;b$(c)`d`.txt"]
)
def test_no_name_of_a_dump_harms(tmp_path: Path, name: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = os.fsencode(tmp_path) + b"/" + name
    with open(path, "wb") as file:  # noqa: PTH123 - a Path cannot be made of bytes
        file.write(b"404 Not Found")
    (found,) = find_dumps(tmp_path)
    (part,) = extract_files([found], tmp_path, ExtractSettings())
    assert part.facts["code"].to_list() == ["unknown_layout"]
    part.facts["dump"][0].encode("utf-8")
    assert cli.run(["check", "--", str(found)]) == 3
    said = capsys.readouterr()
    assert not [line for line in (said.out + said.err).splitlines() if CONTROLS.search(line)]
    assert said.out.count("\n") == 1


def test_links_that_lead_out_of_the_raw_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Abstract:secret\n", encoding="utf-8")
    raw = tmp_path / "raw"
    (raw / "inside").mkdir(parents=True)
    (raw / "out.txt").symlink_to("../secret.txt")
    (raw / "absolute.txt").symlink_to("/etc/passwd")
    (raw / "round.txt").symlink_to("round.txt")
    (raw / "folder").symlink_to(tmp_path)
    found = find_dumps(raw)
    parts = list(extract_files(found, raw, ExtractSettings()))
    assert pl.concat([part.records for part in parts]).is_empty()
    codes = dict(pl.concat([part.facts for part in parts]).select("dump", "code").iter_rows())
    assert codes.pop("round.txt") in {"unreadable_dump", "link_outside"}
    assert set(codes.values()) == {"link_outside"}
    assert set(codes) == {"out.txt", "absolute.txt", "folder"}


def test_pipes_and_devices_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    found = find_dumps(tmp_path)
    facts = pl.concat([part.facts for part in extract_files(found, tmp_path, ExtractSettings())])
    assert facts["code"].to_list() == ["link_outside"]


@pytest.mark.parametrize(
    "line",
    [
        r'{"title": "half \ud800 of a pair", "abstract": "\udc00"}',
        r'{"title": "a \u0000 title of a paper"}',
        json.dumps({"title": "\x1b[31mRed\x1b[0m \x9b2J title \x07 of a paper"}),
        '{"title": "A title of a paper", "year": ' + "9" * 10_000 + "}",
    ],
    ids=["surrogates", "NUL", "ANSI", "number"],
)
def test_odd_values_are_contained(tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{GOOD}\n{line}\n", encoding="utf-8")
    assert cli.run(["check", str(path)]) in {0, 1}
    assert cli.run(["check", "--json", str(path)]) in {0, 1}
    said = capsys.readouterr()
    assert not [text for text in (said.out + said.err).splitlines() if CONTROLS.search(text)]
