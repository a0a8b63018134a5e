"""Reading files through the extract stage: packed or not, small ones together, large ones in pieces."""

import codecs
import gzip
from pathlib import Path
from shutil import copyfile

import polars as pl
import pytest
import zstandard

from flows.dumps.files import find_dumps
from flows.reading import extract_files
from flows.settings import ExtractSettings
from flows.stages.account import join_pieces
from flows.stages.extract import Extracted

DEFAULTS = ExtractSettings()
PIECES = ExtractSettings(piece_bytes=6000)


def read(raw: Path, settings: ExtractSettings = DEFAULTS) -> Extracted:
    """All parts as one."""
    parts = list(extract_files(find_dumps(raw), raw, settings))
    records, rejects, facts = (pl.concat(frames) for frames in zip(*parts, strict=True))
    return Extracted(records, rejects, join_pieces(facts))


def lost_bytes(found: Extracted) -> int:
    furniture = pl.col("furniture").list.eval(pl.element().struct.field("bytes")).list.sum()
    told = pl.col("field_bytes") + furniture + pl.col("reject_bytes")
    return int(found.facts.select((pl.col("content_bytes") - told).abs().sum()).item())


def long_page(page: str, times: int = 10) -> str:
    return "\n".join([page.strip("\n")] * times) + "\n"


def test_packed_dumps_are_cut_as_what_they_hold(tmp_path: Path, sample_raw: Path) -> None:
    for path in sample_raw.glob("*.txt"):
        (tmp_path / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        (tmp_path / f"{path.name}.zst").write_bytes(zstandard.compress(path.read_bytes()))
    plain, packed = read(sample_raw), read(tmp_path)
    assert packed.records.height == 2 * plain.records.height > 0
    assert set(packed.records["abstract_raw"]) == set(plain.records["abstract_raw"])
    assert lost_bytes(packed) == 0


def test_small_dumps_share_a_part_and_a_broken_one_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Abstract:One.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(gzip.compress(b"Abstract:Two.\n")[:-5])
    (tmp_path / "d.txt").write_text("Abstract:Three.\n", encoding="utf-8")
    assert len(list(extract_files(find_dumps(tmp_path), tmp_path, DEFAULTS))) == 1
    found = read(tmp_path)
    assert found.records["abstract_raw"].to_list() == ["One.", "Three."]
    assert found.rejects.select("dump", "code").rows() == [("b.txt", "empty_dump"), ("c.txt", "corrupt_archive")]
    assert lost_bytes(found) == 0


@pytest.mark.parametrize("layout", ["bare", "glued", "profile"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_large_dump_read_in_pieces_says_what_it_says_in_one(
    tmp_path: Path, root: Path, layout: str, encoding: str
) -> None:
    page = next((root / "tests" / "layouts" / layout).glob("*.txt")).read_text(encoding="utf-8")
    mark = codecs.BOM_UTF8 if encoding == "utf-8" else codecs.BOM_UTF16_LE
    (tmp_path / "page.txt").write_bytes(mark + long_page(page).encode(encoding))
    whole, pieces = read(tmp_path), read(tmp_path, PIECES)
    assert len(list(extract_files(find_dumps(tmp_path), tmp_path, PIECES))) > 1
    told = ["position", "title_raw", "authors_raw", "date_raw", "abstract_raw", "byte_start", "byte_end", "spans"]
    assert pieces.records.select(told).equals(whole.records.select(told))
    assert pieces.facts.equals(whole.facts)
    assert lost_bytes(pieces) == 0


def test_a_page_of_very_short_lines_is_read_in_pieces_though_it_is_small(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Abstract:a\n" * 300, encoding="utf-8")
    settings = ExtractSettings(piece_bytes=9600)
    parts = [len(part.records) for part in extract_files(find_dumps(tmp_path), tmp_path, settings)]
    assert len(parts) > 2
    assert max(parts) <= 100
    found = read(tmp_path, settings)
    assert found.records.equals(read(tmp_path).records)
    assert lost_bytes(found) == 0


def test_small_pages_of_very_short_lines_share_no_part(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("Abstract:a\n" * 80, encoding="utf-8")
    parts = list(extract_files(find_dumps(tmp_path), tmp_path, ExtractSettings(piece_bytes=9600)))
    assert [part.records["dump"].n_unique() for part in parts] == [2, 1]


def test_a_page_whose_records_hang_on_its_head_is_read_in_one(tmp_path: Path, sample_raw: Path) -> None:
    page = (sample_raw / "collaborators_sample.txt").read_text(encoding="utf-8")
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    tiny = ExtractSettings(piece_bytes=200)
    assert read(tmp_path, tiny).records.equals(read(tmp_path).records)


@pytest.mark.parametrize("name", ["collaborators", "glued", "profile"])
def test_what_a_page_is_can_be_told_however_small_its_pieces_are(sample_raw: Path, tmp_path: Path, name: str) -> None:
    copyfile(sample_raw / f"{name}_sample.txt", tmp_path / "page.txt")
    found = read(tmp_path, ExtractSettings(piece_bytes=1))
    assert found.records["title_raw"].equals(read(tmp_path).records["title_raw"])
    assert found.rejects.is_empty()


def test_a_record_larger_than_a_piece_is_read_whole(tmp_path: Path) -> None:
    long = "word " * 5000
    (tmp_path / "page.txt").write_text(f"Abstract:One.\nAbstract:{long}\nAbstract:Three.\n", encoding="utf-8")
    found = read(tmp_path, PIECES)
    assert found.records["abstract_raw"].to_list() == ["One.", long.strip(), "Three."]
    assert lost_bytes(found) == 0


def test_a_large_page_of_no_known_layout_is_one_reject(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("404 Not Found\n" * 1000, encoding="utf-8")
    found = read(tmp_path, PIECES)
    assert found.rejects.select("code", "byte_start", "byte_end").rows() == [("unknown_layout", 0, 14_000)]
    assert found.facts["content_bytes"].to_list() == [14_000]
    assert lost_bytes(found) == 0


def test_a_large_damaged_archive_is_refused_before_any_of_it_is_read(tmp_path: Path) -> None:
    packed = gzip.compress(b"".join(b"Abstract:Number %d.\n" % number for number in range(5000)))
    (tmp_path / "page.txt").write_bytes(packed[:-20])
    found = read(tmp_path, PIECES)
    assert found.records.is_empty()
    assert found.rejects["code"].to_list() == ["corrupt_archive"]
    assert lost_bytes(found) == 0


def test_the_real_dumps_are_read_whole(shared: Path) -> None:
    found = read(shared / "raw")
    assert found.records.height == 193
    assert found.rejects.is_empty()
    assert lost_bytes(found) == 0
    assert found.facts["content_bytes"].to_list() == [path.stat().st_size for path in find_dumps(shared / "raw")]
