"""The workers of a build: started ahead where there will be work for them, and no others."""

import os
import sys
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.work.opening import open_workers, workers_ahead
from flows.work.pool import Here, Pool

SETTINGS = Settings.model_validate({"work": {"workers": 2}, "extract": {"chunk_bytes": 1_000}})


def process_of(_: object) -> int:
    return os.getpid()


def knows_code(_: object) -> bool:
    return "flows.work.tables" in sys.modules


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Pool]:
    """The pools whose workers were started ahead."""
    pools: list[Pool] = []
    begin = Pool.begin

    def spy(pool: Pool, *_: object) -> None:
        pools.append(pool)
        begin(pool, process_of)

    monkeypatch.setattr(Pool, "begin", spy)
    return pools


def write_dumps(raw: Path, count: int) -> Path:
    """So many dumps of 600 bytes."""
    raw.mkdir()
    for number in range(count):
        (raw / f"{number}.txt").write_text("x" * 600, encoding="utf-8")
    return raw


def test_a_build_of_many_shares_gets_the_workers_that_were_started_ahead(tmp_path: Path, begun: list[Pool]) -> None:
    raw = write_dumps(tmp_path / "raw", 2)
    with workers_ahead(SETTINGS, raw), open_workers(SETTINGS, raw, tmp_path, 2) as workers:
        assert begun == [workers]
        assert workers.call(process_of, None) != os.getpid()
    with open_workers(SETTINGS, raw, tmp_path, 2) as others:
        assert others not in begun
        assert isinstance(others, Pool)


def test_a_build_of_one_share_starts_no_worker(tmp_path: Path, begun: list[Pool]) -> None:
    raw = write_dumps(tmp_path / "raw", 1)
    with workers_ahead(SETTINGS, raw), open_workers(SETTINGS, raw, tmp_path, 1) as workers:
        assert isinstance(workers, Here)
    assert begun == []


def test_what_is_wrong_with_the_dumps_is_left_to_the_build(tmp_path: Path, begun: list[Pool]) -> None:
    raw = write_dumps(tmp_path / "raw", 2)
    (raw / "nowhere.txt").symlink_to(tmp_path / "nothing")
    with workers_ahead(SETTINGS, tmp_path / "none"):
        assert begun == []
    with workers_ahead(SETTINGS, raw):
        assert len(begun) == 1


def test_workers_ahead_are_ended_where_no_build_wants_them(tmp_path: Path, begun: list[Pool]) -> None:
    with workers_ahead(SETTINGS, write_dumps(tmp_path / "raw", 2)):
        [pool] = begun
        process = pool.call(process_of, None)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_workers_end_when_their_build_wants_them_no_longer(tmp_path: Path) -> None:
    raw = write_dumps(tmp_path / "raw", 2)
    with workers_ahead(SETTINGS, raw):
        with open_workers(SETTINGS, raw, tmp_path, 2) as workers:
            process = workers.call(process_of, None)
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_workers_ahead_import_the_code_of_a_build(tmp_path: Path) -> None:
    raw = write_dumps(tmp_path / "raw", 2)
    with workers_ahead(SETTINGS, raw), open_workers(SETTINGS, raw, tmp_path, 2) as workers:
        assert workers.call(knows_code, None)
