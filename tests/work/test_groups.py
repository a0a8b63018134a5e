"""Row groups of the table `records`: what stays the same is copied, and the file is the same bytes as one made anew."""

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.release import groups as encoding
from flows.settings import ReleaseSettings, Settings
from flows.work import cache_groups, groups
from flows.work.cache import CACHE
from flows.work.tables import Written

Make = Callable[..., tuple[Path, Written]]
Anew = dict[tuple[bytes, ...], tuple[bytes, Written]]

SIZES = Settings.model_validate({"extract": {"piece_bytes": 2_000, "chunk_bytes": 3_000}})

GROUP_ROWS = 20


def title_of(name: str, at: int) -> str:
    """A title that is like no other: to tell whether like ones are one paper takes longest."""
    return f"{sha256(f'{name} {at}'.encode()).hexdigest()} in moss"


class Known:
    """Tables made with a cache; `encoded` counts the rows that were encoded for the last."""

    def __init__(self, make: Make, place: Path, monkeypatch: pytest.MonkeyPatch, anew: Anew) -> None:
        """Three dumps; `anew` is what dumps came to without a cache so far."""
        self.raw, self.out = place / "raw", place / "out"
        self.raw.mkdir()
        self.encoded: list[int] = []
        self._make, self._anew = make, anew
        for name in "acg":
            self.write(name, 20)
        encode = encoding.encode_group

        def spy(name: str, rows: pl.DataFrame, settings: ReleaseSettings) -> encoding.Group:
            self.encoded.append(len(rows))
            return encode(name, rows, settings)

        monkeypatch.setattr(groups, "encode_group", spy)

    def write(self, name: str, count: int, **more: object) -> None:
        """Put a dump there."""
        rows = [{"title": title_of(name, at), "authors": ["Mei Tanaka"], "year": 2000} | more for at in range(count)]
        (self.raw / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def make(self) -> tuple[Path, Written]:
        """Tables made with the cache from several parts, held against those made without from one."""
        names = sorted(path.name for path in self.raw.iterdir())
        dumps = tuple((self.raw / name).read_bytes() for name in names)
        if dumps not in self._anew:
            folder, told = self._make([names], raw=self.raw, group_rows=GROUP_ROWS)
            self._anew[dumps] = (folder / "records.parquet").read_bytes(), told
        anew, told = self._anew[dumps]
        self.encoded.clear()
        found, told_again = self._make(
            [names], raw=self.raw, group_rows=GROUP_ROWS, groups=self.out / CACHE, settings=SIZES
        )
        assert (found / "records.parquet").read_bytes() == anew
        assert told_again == told
        return found, told

    def entries(self) -> list[Path]:
        """The groups that are known."""
        return sorted((self.out / CACHE / "groups").iterdir())


@pytest.fixture(scope="module")
def anew() -> Anew:
    """Fills up as the tests go on: of the same dumps the tables are made but once without a cache."""
    return {}


@pytest.fixture(scope="module")
def first(make: Make, tmp_path_factory: pytest.TempPathFactory, anew: Anew) -> Path:
    """An output folder with the cache of tables of the three dumps; for copying only."""
    with pytest.MonkeyPatch.context() as patch:
        known = Known(make, tmp_path_factory.mktemp("first"), patch, anew)
        known.make()
    return known.out


@pytest.fixture
def unknown(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anew: Anew) -> Known:
    """Three dumps of which nothing is in the cache."""
    return Known(make, tmp_path, monkeypatch, anew)


@pytest.fixture
def known(unknown: Known, first: Path) -> Known:
    """The same, their tables made once."""
    shutil.copytree(first, unknown.out)
    return unknown


def test_a_group_ends_where_a_record_says_so_or_where_it_is_full(unknown: Known) -> None:
    found, _ = unknown.make()
    footer = pq.read_metadata(found / "records.parquet")
    sizes = [footer.row_group(at).num_rows for at in range(footer.num_row_groups)]
    assert sum(sizes) == 60
    assert max(sizes) <= GROUP_ROWS
    assert sizes == unknown.encoded
    ids = pl.read_parquet(found / "records.parquet")["record_id"].to_list()
    for at, size in zip(range(len(sizes)), sizes, strict=True):
        last = ids[sum(sizes[: at + 1]) - 1]
        assert size == GROUP_ROWS or int(last[1:9], 16) < 4 * 2**32 // GROUP_ROWS or last == ids[-1]


def test_a_dump_that_comes_changes_or_goes_changes_its_own_groups(known: Known) -> None:
    known.make()
    assert known.encoded == []
    known.write("d", 3)
    known.make()
    assert 0 < sum(known.encoded) < 40
    known.write("d", 4, comment="9 pages")
    known.make()
    assert 0 < sum(known.encoded) < 40
    (known.raw / "d.jsonl").unlink()
    known.make()
    assert known.encoded == []


def test_records_whose_paper_changed_are_encoded_anew(known: Known) -> None:
    known.write("z", 1, title=title_of("c", 3))
    _, told = known.make()
    assert told.records == 60 + 1
    assert sum(known.encoded) < 40


@pytest.mark.parametrize("name", [encoding.ROWS, encoding.FIGURES])
def test_a_damaged_group_is_encoded_anew(known: Known, name: str) -> None:
    path = known.entries()[0] / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)
    known.make()
    assert len(known.encoded) == 1
    (known.entries()[1] / name).unlink()
    known.make()
    assert len(known.encoded) == 1
    known.make()
    assert known.encoded == []


@pytest.mark.parametrize("what", ["digest_code", "digest_surroundings"])
def test_other_code_or_libraries_encode_all_anew(known: Known, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr(cache_groups, what, lambda *_: "another")
    known.make()
    assert sum(known.encoded) == 60


def test_no_records_make_a_table_all_the_same(unknown: Known) -> None:
    for path in unknown.raw.iterdir():
        path.write_text('{"other": 1}\n', encoding="utf-8")
    found, told = unknown.make()
    assert told.records == 0
    assert pl.read_parquet(found / "records.parquet").columns[:2] == ["record_id", "paper_id"]
