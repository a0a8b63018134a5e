"""Candidates and verdicts are kept: a pair is found and judged once, as long as all that tells of it stays the same."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from flows.matching import candidates, change, matches, ways
from flows.matching.blocks import Rows, Truths
from flows.matching.search import Search, Way
from flows.settings import Settings
from flows.work.tables import Written

MOSSES = ("green moss", "red lichen", "stonecrop", "liverwort", "wall rue", "ivy")

Make = Callable[..., tuple[Path, Written]]


def counted(patch: pytest.MonkeyPatch) -> list[int]:
    """How many candidate pairs are judged from now on, a number each time."""
    counts: list[int] = []
    judge = matches._judge  # noqa: SLF001 - what is counted is how often it is needed

    def count(piece: matches.Slice, pairs: Sequence[Any]) -> object:
        if piece.memo is not None:
            counts.append(len(pairs))
        return judge(piece, pairs)  # type: ignore[arg-type]

    patch.setattr(matches, "_judge", count)
    return counts


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were judged in a test."""
    return counted(monkeypatch)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many records are near what changed, a number for each kind of candidates; a large share may change."""
    counts: list[int] = []
    find_near = candidates._find_near  # noqa: SLF001 - what is counted is what is looked at

    def count(way: Way, search: Search, before: Path, moved: Rows) -> Truths:
        near = find_near(way, search, before, moved)
        counts.append(int(near.sum()))
        return near

    monkeypatch.setattr(candidates, "_find_near", count)
    monkeypatch.setattr(change, "MAX_CHANGED", 9)
    return counts


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three dumps; each lists the papers of the one before and two more."""
    folder = tmp_path_factory.mktemp("raw")
    for number in range(3):
        rows = [
            {"title": f"Growth of {moss} on the roofs of old houses", "authors": ["Mei Tanaka"], "year": 2000 + number}
            for moss in MOSSES[: 2 + 2 * number]
        ]
        (folder / f"{number}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


class First(NamedTuple):
    """The tables of some of the dumps, the cache that was filled while they were made, and pairs that were judged."""

    tables: Path
    cache: Path
    judged: int


Begin = Callable[[str], First]


@pytest.fixture(scope="module")
def first(make: Make, raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, First]:
    """They by the numbers of the dumps; the cache is for copying only."""
    found: dict[str, First] = {}
    for dumps in ("01", "012"):
        cache = tmp_path_factory.mktemp("first") / "cache"
        with pytest.MonkeyPatch.context() as patch:
            counts = counted(patch)
            tables, _ = make([names_of(dumps)], raw=raw, cache=cache)
        found[dumps] = First(tables, cache, *counts)
    return found


@pytest.fixture
def begin(first: dict[str, First], tmp_path: Path) -> Begin:
    """Gives them with a copy of the cache."""

    def copied(dumps: str) -> First:
        found = first[dumps]
        return found._replace(cache=Path(shutil.copytree(found.cache, tmp_path / "cache")))

    return copied


def names_of(dumps: str) -> list[str]:
    return [f"{number}.jsonl" for number in dumps]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_only_pairs_that_touch_what_is_new_are_judged(make: Make, raw: Path, begin: Begin, judged: list[int]) -> None:
    names, before = [names_of("012")], begin("01")
    again, _ = make(names, raw=raw, cache=before.cache, latest=before.tables)
    from_nothing, _ = make(names, raw=raw, latest=before.tables)
    new, every = judged
    assert before.judged > 0
    assert 0 < new < every
    assert files_of(again) == files_of(from_nothing)


def test_what_all_records_tell_of_one_counts(make: Make, judged: list[int], tmp_path: Path) -> None:
    # Three records of a title in a year are common, and pairs of them are judged otherwise than two were.
    row = json.dumps({"title": "Growth of moss", "year": 2001}) + "\n"
    for name in names_of("012"):
        (tmp_path / name).write_text(row, encoding="utf-8")
    make([names_of("01")], raw=tmp_path, cache=tmp_path / "cache")
    again, _ = make([names_of("012")], raw=tmp_path, cache=tmp_path / "cache")
    assert judged == [1, 3]
    assert files_of(again) == files_of(make([names_of("012")], raw=tmp_path)[0])


def test_a_dump_that_went_leaves_little_to_judge(make: Make, raw: Path, begin: Begin, judged: list[int]) -> None:
    before = begin("012")
    back, _ = make([names_of("02")], raw=raw, cache=before.cache, latest=before.tables)
    # Those alone for whose records the dump made a difference.
    (few,) = judged
    assert few < before.judged
    assert files_of(back) == files_of(make([names_of("02")], raw=raw, latest=before.tables)[0])


@pytest.mark.parametrize(
    "then_now",
    [("01", "012"), ("012", "02"), ("01", "02")],
    ids=["a dump comes", "a dump goes", "one comes and one goes"],
)
def test_candidates_are_looked_for_only_near_what_changed(
    make: Make, raw: Path, begin: Begin, looked: list[int], then_now: tuple[str, str]
) -> None:
    then, now = then_now
    before = begin(then)
    again, _ = make([names_of(now)], raw=raw, cache=before.cache, latest=before.tables)
    assert len(looked) == len(ways.WAYS)
    assert files_of(again) == files_of(make([names_of(now)], raw=raw, latest=before.tables)[0])


def test_nothing_is_near_what_changed_where_nothing_was_before(
    make: Make, raw: Path, looked: list[int], tmp_path: Path
) -> None:
    make([names_of("01")], raw=raw, cache=tmp_path / "cache")
    assert looked == []


def test_other_limits_judge_again(make: Make, raw: Path, begin: Begin, judged: list[int]) -> None:
    other = Settings.model_validate({"dedup": {"max_years_apart": 1}})
    names, before = [names_of("012")], begin("012")
    made, _ = make(names, raw=raw, cache=before.cache, settings=other)
    make(names, raw=raw, cache=before.cache, settings=other)
    assert judged == [before.judged, 0]
    assert files_of(made) == files_of(make(names, raw=raw, settings=other)[0])


@pytest.mark.parametrize("file", ["entry.json", "keys.arrow", "000000.arrow"])
def test_a_damaged_entry_is_judged_anew_and_said(
    make: Make, raw: Path, begin: Begin, judged: list[int], file: str
) -> None:
    names, before = [names_of("01")], begin("01")
    (entry,) = (before.cache / "pairs").iterdir()
    (entry / file).write_bytes((entry / file).read_bytes()[:-3] + b"xyz")
    again, _ = make(names, raw=raw, cache=before.cache)
    assert files_of(again) == files_of(before.tables)
    assert "Removed a damaged entry" in (again.parent / "cache-pairs.json").read_text(encoding="utf-8")
    make(names, raw=raw, cache=before.cache)
    assert judged == [before.judged, 0]
