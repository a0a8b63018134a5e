"""The cache: a dump is read once, whatever comes and goes beside it, and nothing but time is lost with it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.dumps.files import find_dumps
from flows.settings import Settings
from flows.work import cache_parts, parts
from flows.work.cache import CACHE, checksum
from flows.work.cache_code import ROOT, find_sources
from flows.work.cache_parts import look_up
from flows.work.parts import Chunk, settle_positions, share_out
from flows.work.recall import Wanted, recall_chunk
from tests.work.readings import SMALL, Builds, joined, lines, same


def unread_in(place: Path) -> Builds:
    """Nine dumps that no build has read."""
    made = Builds(place)
    for number in range(9):
        made.write(f"{number}.jsonl", lines(str(number), 2 + number % 3))
    return made


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """They, read once; for copying only."""
    made = unread_in(tmp_path_factory.mktemp("first"))
    made.read()
    return made


@pytest.fixture
def unread(tmp_path: Path) -> Builds:
    """They, for one test."""
    return unread_in(tmp_path)


@pytest.fixture
def builds(unread: Builds, first: Builds) -> Builds:
    """The same, read once."""
    shutil.copytree(first.out, unread.out)
    return unread


def test_a_new_dump_alone_is_read(builds: Builds, first: Builds) -> None:
    assert len(first.names) == 9
    builds.write("45.jsonl", lines("new", 2))
    told = builds.read()
    assert builds.names == ["45.jsonl"]
    assert same(told, builds.read_from_nothing())
    builds.read()
    assert builds.names == []


def test_a_dump_that_changed_alone_is_read_and_one_that_went_is_gone(builds: Builds) -> None:
    builds.write("3.jsonl", lines("other", 3))
    (builds.raw / "7.jsonl").unlink()
    told = builds.read()
    assert builds.names == ["3.jsonl"]
    assert same(told, builds.read_from_nothing())
    assert "7.jsonl" not in told["facts.arrow"]["dump"]


def test_a_renamed_dump_is_read_anew(builds: Builds) -> None:
    (builds.raw / "3.jsonl").rename(builds.raw / "33.jsonl")
    told = builds.read()
    assert builds.names == ["33.jsonl"]
    assert same(told, builds.read_from_nothing())


@pytest.mark.parametrize(
    ("changed", "read"),
    [
        ({"normalize": {"min_confidence": 0.5}}, 9),
        ({"dedup": {"min_abstract_chars": 50}}, 9),
        ({"extract": {"max_dump_bytes": 2**20}}, 9),
        ({"extract": {"references": ["3.*"]}}, 1),
        ({"extract": {"chunk_bytes": 10_000}}, 0),
        ({"dedup": {"max_years_apart": 3}, "gates": {"max_reject_share": 0.5}, "work": {"memory_gib": 2}}, 0),
    ],
)
def test_other_settings_read_again_just_what_they_change(
    builds: Builds, changed: dict[str, dict[str, object]], read: int
) -> None:
    before = builds.settings.model_dump()
    options = Settings.model_validate(before | {stage: before[stage] | more for stage, more in changed.items()})
    told = builds.read(options)
    assert len(builds.names) == read
    assert same(told, builds.read_from_nothing(options))


def test_other_code_reads_all_again(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_parts, "digest_code", lambda module: f"other {module}")
    builds.read()
    assert len(builds.names) == 9


def test_the_code_that_counts_is_what_reading_imports() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in find_sources(cache_parts.READER)}
    assert {"flows/stages/normalize.py", "flows/layouts/registry.py", "flows/matching/keys.py"} <= names
    assert {f"flows/layouts/{path.name}" for path in Path(parts.__file__).parents[1].glob("layouts/*.py")} <= names
    assert not any(name.startswith(("flows/release/", "flows/commands/")) for name in names)
    assert not {"flows/matching/evidence.py", "flows/matching/merge.py", "flows/stages/validate.py"} & names


def test_without_a_cache_nothing_is_kept(unread: Builds) -> None:
    options = Settings.model_validate(unread.settings.model_dump() | {"work": {"cache": False}})
    unread.read(options)
    assert not (unread.out / CACHE).exists()


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def alter(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def alter_digit(path: Path) -> None:
    """Another digit in the first line after that of the checksum, so that the file reads as well as before."""
    told, text = path.read_text(encoding="utf-8").split("\n", 1)
    at = min(text.index(digit) for digit in "0123456789" if digit in text)
    path.write_text(f"{told}\n{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}", encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "file"),
    [
        (cut_off, "entry.json"),
        (alter_digit, "entry.json"),
        (Path.unlink, "entry.json"),
        (alter, "0000/values.arrow"),
        (cut_off, "0000/records.arrow"),
        (Path.unlink, "0000/facts.arrow"),
    ],
)
def test_a_damaged_entry_is_read_anew_and_said(builds: Builds, damage: Callable[[Path], object], file: str) -> None:
    entry = builds.entries()[0]
    damage(entry / file)
    told = builds.read()
    assert 0 < len(builds.names) < 9
    assert same(told, builds.read_from_nothing())
    assert [note for note in builds.notes if entry.name in note and note.startswith("Removed a damaged entry")]
    builds.read()
    assert (builds.names, builds.notes) == ([], [])


def test_a_cache_that_is_deleted_costs_only_time(builds: Builds) -> None:
    before = builds.read()
    shutil.rmtree(builds.out / CACHE)
    assert same(builds.read(), before)
    assert (len(builds.names), builds.notes) == (9, [])


def test_a_cache_that_cannot_be_written_is_no_failure(unread: Builds) -> None:
    unread.out.mkdir()
    (unread.out / CACHE).write_text("in the way", encoding="utf-8")
    assert same(unread.read(), unread.read_from_nothing())
    assert any(note.startswith("Nothing could be put into the cache") for note in unread.notes)


def test_what_a_build_took_stays_when_the_cache_is_deleted_or_changed_afterwards(builds: Builds) -> None:
    place = builds.raw.parent / "later"
    place.mkdir()
    shares = share_out(find_dumps(builds.raw), builds.raw, builds.settings.extract)
    found = look_up(shares, builds.raw, builds.out, builds.settings, {})
    read = [
        recall_chunk(Wanted(Chunk(number, share, builds.raw, place, builds.settings), found.cache, found.base, known))
        for number, (share, known) in enumerate(zip(shares, found.shares, strict=True))
    ]
    shutil.rmtree(builds.out / CACHE)
    assert same(joined(settle_positions(shares, read)), builds.read_from_nothing())


def test_positions_that_are_put_right_leave_the_cache_as_it_was(tmp_path: Path) -> None:
    large = Settings.model_validate({"extract": {"piece_bytes": 300_000, "chunk_bytes": 400_000}})
    builds = Builds(tmp_path, large)
    rows = [json.dumps({"title": f"Growth of moss {n}", "note": f"{n} " * 4_000}) for n in range(100)]
    builds.write("all.jsonl", " ".join(rows[:3]) + "\n" + "\n".join(rows[3:]) + "\n")
    first = builds.read()
    sums = {path: checksum(path) for path in (builds.out / CACHE).rglob("*.arrow")}
    assert same(builds.read(), first)
    assert builds.names == []
    assert same(first, builds.read_from_nothing())
    assert {path: checksum(path) for path in sums} == sums


def test_what_was_long_unused_goes(builds: Builds) -> None:
    old = {path.name for path in builds.entries()}
    for path in builds.raw.iterdir():
        path.rename(path.with_name(f"new-{path.name}"))
    for _ in range(SMALL.work.cache_builds):
        assert old <= {path.name for path in builds.entries()}
        builds.read()
    assert not old & {path.name for path in builds.entries()}
    builds.read()
    assert builds.names == []


CHANGES = st.lists(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=1, max_size=3), min_size=2, max_size=4
)


@settings(deadline=None, derandomize=True, max_examples=8)
@given(CHANGES)
def test_any_sequence_of_builds_reads_what_a_build_from_nothing_reads(sequence: list[list[tuple[int, int]]]) -> None:
    with TemporaryDirectory() as folder:
        builds = Builds(Path(folder))
        for changes in sequence:
            before = {path.name: path.read_bytes() for path in builds.raw.iterdir()}
            for number, count in changes:
                # Of no records the dump is removed.
                (builds.raw / f"{number}.jsonl").unlink(missing_ok=True)
                if count:
                    builds.write(f"{number}.jsonl", lines(f"{number} {count}", count))
            if not list(builds.raw.iterdir()):
                builds.write("0.jsonl", lines("only", 1))
            new = {path.name for path in builds.raw.iterdir() if before.get(path.name) != path.read_bytes()}
            told = builds.read()
            assert set(builds.names) <= new
            assert same(told, builds.read_from_nothing())


def test_no_boundary_moves_but_that_beside_what_came(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number:03}.jsonl" for number in range(300)]
    for path in paths:
        path.write_bytes(b"x" * 100)
    options = SMALL.extract.model_copy(update={"chunk_bytes": 2_000})
    before = [tuple(share) for share in share_out(paths, tmp_path, options) if isinstance(share, list)]
    without = [path for path in paths if path.name != "150.jsonl"]
    after = [tuple(share) for share in share_out(without, tmp_path, options) if isinstance(share, list)]
    assert len(set(before) ^ set(after)) <= 6
    assert len(before) > 15
