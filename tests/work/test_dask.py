"""Dask workers: the same bytes as without them, and a lost worker costs its piece only."""

import os
import pickle
import random
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudpickle
import polars as pl
import pytest

pytest.importorskip("distributed", reason="the extra `dask` is not installed here")
pytest.importorskip("prefect_dask", reason="the extra `dask` is not installed here")

import dask
from distributed import Client, LocalCluster, WorkerPlugin
from distributed.comm import CommClosedError
from prefect.testing.utilities import prefect_test_harness

from flows.release.manifest import read_manifest
from flows.release.verify import verify_release
from flows.runners import run_build
from flows.settings import ExtractSettings, Settings, WorkSettings
from flows.work import dask as work_dask
from flows.work.dask import DaskPool, Needs, find_barrier, find_fault
from flows.work.pool import Here, NoWorkersError, WorkerLostError
from tests.waiting import PATIENCE_S

# Workers cannot import what lies in a test.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

SAYINGS = ("we show", "we measure", "in this paper", "by means of", "it follows", "for the first time")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two workers for all tests of this file, of which a piece of work may cost one; waited for on a busy machine."""
    patient = {"distributed.scheduler.allowed-failures": 1, "distributed.comm.timeouts.connect": f"{PATIENCE_S}s"}
    with (
        pytest.MonkeyPatch.context() as patch,
        dask.config.set(patient),
        LocalCluster(
            n_workers=2, threads_per_worker=1, memory_limit=0, dashboard_address=":0", env={"POLARS_MAX_THREADS": "1"}
        ) as cluster,
    ):
        patch.setattr(work_dask, "ANSWER_S", PATIENCE_S)
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some thousand made-up records in several dumps; most papers stand in more than one."""
    rng = random.Random(5)  # noqa: S311 - not for secrets
    words = [
        "".join(rng.choice("bdfglmnprst") + rng.choice("aeiou") for _ in range(rng.randint(2, 4))) for _ in range(999)
    ]

    def say(count: int) -> str:
        return f"{rng.choice(SAYINGS)} {' '.join(rng.choices(words, k=count))}".capitalize()

    papers = pl.DataFrame(
        [
            {
                "title": say(6),
                "authors": [f"{rng.choice(words).title()} {rng.choice(words).title()}" for _ in range(3)],
                "abstract": ". ".join(say(9) for _ in range(4)) + ".",
                "date": f"2019-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            }
            for _ in range(1_500)
        ]
    )
    folder = tmp_path_factory.mktemp("raw")
    for number in range(5):
        papers.sample(500, seed=number).write_ndjson(folder / f"{number}.jsonl")
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    """One Prefect server for all builds of this file."""
    with prefect_test_harness(server_startup_timeout=180):
        yield


def content_hash(raw: Path, out: Path, **work: Any) -> str:  # noqa: ANN401 - settings of `work`
    """That of a release built in chunks of about a dump."""
    settings = Settings(extract=ExtractSettings(chunk_bytes=200_000), work=WorkSettings(workers=2, **work))
    run_build(raw, out, settings).result()
    release = (out / "latest").resolve()
    assert verify_release(release) == []
    assert list((out / ".staging").iterdir()) == []
    return read_manifest(release).content_hash


@pytest.fixture(scope="module")
def expected(server: None, raw: Path, tmp_path_factory: pytest.TempPathFactory) -> str:  # noqa: ARG001 - it must run
    """What comes of the dumps without Dask."""
    return content_hash(raw, tmp_path_factory.mktemp("out"))


class KillOnce(WorkerPlugin):  # type: ignore[misc] # Dask ships no types
    """A plugin of workers: the first one that is at a task of this name is killed in the middle of it."""

    def __init__(self, name: str, mark: Path) -> None:
        """`mark` is made by the one that is killed."""
        self.task, self.mark, self.name = name, mark, f"kill-once-{name}"

    def transition(self, key: str, start: str, finish: str, **_: object) -> None:  # noqa: ARG002 - as Dask calls it
        """Kill the worker soon after it began."""
        if finish == "executing" and key.startswith(self.task):
            try:
                self.mark.touch(exist_ok=False)
            except FileExistsError:
                return
            threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGKILL)).start()


def test_the_bytes_are_the_same_as_without(address: str, raw: Path, tmp_path: Path, expected: str) -> None:
    assert content_hash(raw, tmp_path / "out", runner="dask", address=address) == expected


@pytest.mark.parametrize("task", ["read_share", "judge_slice", "merge_range"])
def test_a_worker_killed_at_its_work_changes_nothing(
    address: str, raw: Path, tmp_path: Path, expected: str, task: str
) -> None:
    plugin = KillOnce(task, tmp_path / "killed")
    with Client(address, set_as_default=False) as client:
        client.register_plugin(plugin)
        found = content_hash(raw, tmp_path / "out", runner="dask", address=address)
        client.unregister_worker_plugin(plugin.name)
    assert plugin.mark.exists()
    assert found == expected


def double(number: int) -> int:
    if number < 0:
        raise ValueError("no such number")
    return 2 * number


def die(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_pieces_come_back_in_their_order(address: str) -> None:
    with DaskPool(address) as workers:
        assert list(workers.map(double, range(20))) == list(range(0, 40, 2))
        assert list(workers.map(double, [])) == []
        assert workers.call(double, 4) == 8
        with pytest.raises(ValueError, match="no such number"):
            workers.call(double, -1)


def test_on_a_worker_pieces_are_done_where_they_are_asked_for(address: str) -> None:
    with DaskPool(address) as workers:
        assert isinstance(pickle.loads(pickle.dumps(workers)), Here)  # noqa: S301 - our own


def test_a_piece_that_costs_every_worker_is_told_of(address: str) -> None:
    with pytest.raises(WorkerLostError, match="was lost at a piece of work"), DaskPool(address) as workers:
        workers.call(die, None)


def test_workers_that_see_the_storage_are_fine_and_others_are_told_of(address: str, raw: Path, tmp_path: Path) -> None:
    with DaskPool(address) as workers:
        workers.hold(raw, tmp_path)
        with pytest.raises(NoWorkersError, match=r"^Worker tcp://.* does not see the build's storage \(.*elsewhere"):
            workers.hold(tmp_path / "elsewhere", tmp_path)
        with pytest.raises(NoWorkersError, match=r"cannot reach the Prefect server at http://127\.0\.0\.1:9/api"):
            workers.reach("http://127.0.0.1:9/api")


def test_a_worker_that_is_lost_when_it_is_asked_is_no_fault_and_another_is_asked(
    address: str, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: dict[str, object] = {"tcp://127.0.0.1:9": CommClosedError("the worker is gone")}
    answers = [lost, lost | {"tcp://127.0.0.1:8": None}, lost | {"tcp://127.0.0.1:8": ImportError("no litsieve")}]
    with DaskPool(address) as workers:
        monkeypatch.setattr(Client, "run", lambda *_, **__: answers.pop(0))
        workers.hold(raw, tmp_path)
        with pytest.raises(NoWorkersError, match="install litsieve there"):
            workers.hold(raw, tmp_path)
        assert answers == []
        monkeypatch.setattr(Client, "run", lambda *_, **__: lost)
        monkeypatch.setattr(work_dask, "AGAIN_S", 0)
        with pytest.raises(NoWorkersError, match=r"cannot reach its workers.*the worker is gone"):
            workers.hold(raw, tmp_path)


def test_a_worker_finds_fault_with_another_storage_or_version(raw: Path, tmp_path: Path) -> None:
    (tmp_path / work_dask.SEEN).write_text("one", encoding="utf-8")
    assert find_fault(Needs(raw, tmp_path, "one", work_dask.versions())) is None
    assert "another file" in str(find_fault(Needs(raw, tmp_path, "other", work_dask.versions())))
    assert "install the same" in str(find_fault(Needs(raw, tmp_path, "one", "litsieve 0.0.1")))
    assert "PREFECT_API_URL" in str(find_barrier("http://127.0.0.1:9/api"))


def test_workers_of_many_threads_and_no_workers_are_told_of(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_dask, "ANSWER_S", 1)
    with (
        LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0") as cluster,
        DaskPool(cluster.scheduler_address) as workers,
        pytest.raises(NoWorkersError, match="--nthreads 1"),
    ):
        workers.hold(raw, tmp_path)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(NoWorkersError, match="has no workers"),
    ):
        DaskPool(empty.scheduler_address)
    with pytest.raises(NoWorkersError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        DaskPool("tcp://127.0.0.1:9")
    with pytest.raises(NoWorkersError, match=r"No Dask scheduler answers at nowhere"):
        DaskPool("nowhere://at-all")
