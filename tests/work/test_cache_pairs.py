"""Candidates and verdicts are kept: a pair is found and judged once, as long as all that tells of it stays the same."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from flows.matching import candidates, change, matches, ways
from flows.matching.blocks import Rows, Truths
from flows.matching.search import Search, Way
from flows.settings import Settings
from flows.work.tables import Written

MOSSES = ("green moss", "red lichen", "stonecrop", "liverwort", "wall rue", "ivy")

Make = Callable[..., tuple[Path, Written]]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many candidate pairs were judged, a number each time."""
    counts: list[int] = []
    judge = matches._judge  # noqa: SLF001 - what is counted is how often it is needed

    def count(piece: matches.Slice, pairs: Sequence[Any]) -> object:
        if piece.memo is not None:
            counts.append(len(pairs))
        return judge(piece, pairs)  # type: ignore[arg-type]

    monkeypatch.setattr(matches, "_judge", count)
    return counts


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


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Three dumps; each lists the papers of the one before and two more."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(3):
        rows = [
            {"title": f"Growth of {moss} on the roofs of old houses", "authors": ["Mei Tanaka"], "year": 2000 + number}
            for moss in MOSSES[: 2 + 2 * number]
        ]
        (folder / f"{number}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_only_pairs_that_touch_what_is_new_are_judged(make: Make, raw: Path, judged: list[int], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, _ = make([["0.jsonl", "1.jsonl"]], raw=raw, cache=cache)
    again, _ = make([["0.jsonl", "1.jsonl", "2.jsonl"]], raw=raw, cache=cache, latest=first)
    from_nothing, _ = make([["0.jsonl", "1.jsonl", "2.jsonl"]], raw=raw, latest=first)
    before, new, every = judged
    assert before > 0
    assert 0 < new < every
    assert files_of(again) == files_of(from_nothing)


def test_what_all_records_tell_of_one_counts(make: Make, raw: Path, judged: list[int], tmp_path: Path) -> None:
    # Three records of a title in a year are common, and pairs of them are judged otherwise than two were.
    row = json.dumps({"title": "Growth of moss", "year": 2001}) + "\n"
    for number in range(3):
        (raw / f"{number}.jsonl").write_text(row, encoding="utf-8")
    make([["0.jsonl", "1.jsonl"]], raw=raw, cache=tmp_path / "cache")
    again, _ = make([["0.jsonl", "1.jsonl", "2.jsonl"]], raw=raw, cache=tmp_path / "cache")
    assert judged == [1, 3]
    assert files_of(again) == files_of(make([["0.jsonl", "1.jsonl", "2.jsonl"]], raw=raw)[0])


def test_a_dump_that_went_leaves_little_to_judge(make: Make, raw: Path, judged: list[int], tmp_path: Path) -> None:
    first, _ = make([["0.jsonl", "1.jsonl", "2.jsonl"]], raw=raw, cache=tmp_path / "cache")
    back, _ = make([["0.jsonl", "2.jsonl"]], raw=raw, cache=tmp_path / "cache", latest=first)
    every, few = judged
    # Those alone for whose records the dump made a difference.
    assert few < every
    assert files_of(back) == files_of(make([["0.jsonl", "2.jsonl"]], raw=raw, latest=first)[0])


@pytest.mark.parametrize(
    "then_now",
    [("01", "012"), ("012", "02"), ("01", "02")],
    ids=["a dump comes", "a dump goes", "one comes and one goes"],
)
def test_candidates_are_looked_for_only_near_what_changed(
    make: Make, raw: Path, looked: list[int], tmp_path: Path, then_now: Sequence[str]
) -> None:
    names = [[[f"{one}.jsonl" for one in some]] for some in then_now]
    first, _ = make(names[0], raw=raw, cache=tmp_path / "cache")
    assert looked == []
    again, _ = make(names[1], raw=raw, cache=tmp_path / "cache", latest=first)
    assert len(looked) == len(ways.WAYS)
    assert files_of(again) == files_of(make(names[1], raw=raw, latest=first)[0])


def test_other_limits_judge_again(make: Make, raw: Path, judged: list[int], tmp_path: Path) -> None:
    other = Settings.model_validate({"dedup": {"max_years_apart": 1}})
    names = [["0.jsonl", "1.jsonl", "2.jsonl"]]
    make(names, raw=raw, cache=tmp_path / "cache")
    made, _ = make(names, raw=raw, cache=tmp_path / "cache", settings=other)
    make(names, raw=raw, cache=tmp_path / "cache", settings=other)
    assert judged == [judged[0], judged[0], 0]
    assert files_of(made) == files_of(make(names, raw=raw, settings=other)[0])


@pytest.mark.parametrize("file", ["entry.json", "keys.arrow", "000000.arrow"])
def test_a_damaged_entry_is_judged_anew_and_said(
    make: Make, raw: Path, judged: list[int], tmp_path: Path, file: str
) -> None:
    cache, names = tmp_path / "cache", [["0.jsonl", "1.jsonl"]]
    first, _ = make(names, raw=raw, cache=cache)
    (entry,) = (cache / "pairs").iterdir()
    (entry / file).write_bytes((entry / file).read_bytes()[:-3] + b"xyz")
    again, _ = make(names, raw=raw, cache=cache)
    assert files_of(again) == files_of(first)
    assert judged[0] == judged[1]
    assert "Removed a damaged entry" in (again.parent / "cache-pairs.json").read_text(encoding="utf-8")
    make(names, raw=raw, cache=cache)
    assert judged[2] == 0
