"""Worker processes for pieces of work. Nothing here imports polars: a worker sets its threads before that."""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Final, Protocol, Self

from flows.work.process import keep_memory

TRIES: Final = 3
"""A piece is tried so often where workers are killed."""


class WorkerLostError(RuntimeError):
    """Workers were killed again and again, most likely for want of memory."""


class NoWorkersError(RuntimeError):
    """The workers that were asked for cannot be had, or cannot do a build's work; the message says what helps."""


class Workers(Protocol):
    """Do pieces of work."""

    def call(self, work: Callable[[Any], Any], piece: Any) -> Any:  # noqa: ANN401 - whatever the work takes and gives
        """What comes of one piece. Raises what the work raises, or WorkerLostError."""

    def map(self, work: Callable[[Any], Any], pieces: Iterable[Any], /) -> Iterator[Any]:
        """What comes of each piece, in their order; a piece whose worker was killed is done again."""


class Here:
    """No workers: pieces of work are done where they are asked for."""

    def call(self, work: Callable[[Any], Any], piece: Any) -> Any:  # noqa: ANN401 - as in Pool
        """What comes of one piece."""
        return work(piece)

    def map(self, work: Callable[[Any], Any], pieces: Iterable[Any], /) -> Iterator[Any]:
        """What comes of each piece, in their order."""
        return map(work, pieces)


class Pool:
    """So many worker processes, started with their first piece of work; a context manager. Threads may share it."""

    def __init__(self, workers: int) -> None:
        """Start nothing yet."""
        self._workers = workers
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Nothing is started."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers; after an error without waiting for what was not begun."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def begin(self, work: Callable[[int], Any]) -> None:
        """Start all workers with a piece of this work for each, a number, and do not wait for it."""
        for number in range(self._workers):
            self._submit(work, number)

    def call(self, work: Callable[[Any], Any], piece: Any) -> Any:  # noqa: ANN401 - whatever the work takes and gives
        """What comes of one piece. Raises what the work raises, or WorkerLostError."""
        return next(self.map(work, [piece]))

    def map(self, work: Callable[[Any], Any], pieces: Iterable[Any], /) -> Iterator[Any]:
        """What comes of each piece, in their order; a piece whose worker was killed is done again."""
        waiting = [(piece, *self._submit(work, piece)) for piece in pieces]
        for piece, executor, future in waiting:
            yield self._result(work, piece, executor, future)

    def _result(
        self, work: Callable[[Any], Any], piece: object, executor: ProcessPoolExecutor, future: "Future[Any]"
    ) -> object:
        for _ in range(TRIES - 1):
            try:
                return future.result()
            except BrokenProcessPool:
                self._drop(executor)
                executor, future = self._submit(work, piece)
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise WorkerLostError(
                f"Worker processes were killed {TRIES} times at one piece of work, most likely because memory ran out. "
                "Lower `work.workers` or `work.memory_gib`."
            ) from error

    def _submit(self, work: Callable[[Any], Any], piece: object) -> tuple[ProcessPoolExecutor, "Future[Any]"]:
        with self._lock:
            if self._executor is None:
                self._executor = _start(self._workers)
            try:
                return self._executor, self._executor.submit(work, piece)
            except BrokenProcessPool:
                self._executor = _start(self._workers)
                return self._executor, self._executor.submit(work, piece)

    def _drop(self, executor: ProcessPoolExecutor) -> None:
        """Forget workers of which one was killed: the others are ended with it."""
        with self._lock:
            if self._executor is executor:
                self._executor = None
        executor.shutdown(wait=False, cancel_futures=True)


def threads_each(workers: int) -> int:
    """The threads that one of so many workers of this machine may run."""
    return max(1, (os.cpu_count() or 1) // workers)


def _start(workers: int) -> ProcessPoolExecutor:
    threads = threads_each(workers)
    # Spawned, not forked: a fork of a process with running threads may hang.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_prepare, initargs=(threads,))


def _prepare(threads: int) -> None:
    """Set a worker up: its share of the cores, its memory, deaf to Ctrl-C, ending when the build's process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    keep_memory()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        # A worker without a parent waits for work for ever; nothing it holds is of use to anybody.
        os._exit(1)
