"""What all tasks of a build share: when they are tried again, and who hears how far their work is."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ParamSpec, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from flows import progress
from flows.matching.run import Run

P = ParamSpec("P")
R = TypeVar("R")

# The type of a flow's runner fits none of Prefect's own runners.
THREADS: Any = ThreadPoolTaskRunner(max_workers=2 * (os.cpu_count() or 1))
"""Each waits for a chunk that a worker process reads; twice as many, so that a worker has its next one at once."""


def is_io_error(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether trying again may help: the disk or the network failed, not the code or the request."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and not isinstance(error, FileNotFoundError | NotADirectoryError)


def stage(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """A task that is tried again after an I/O error, and whose inputs Prefect neither hashes nor keeps."""
    return task(
        task_run_name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=2,
        retry_delay_seconds=[1, 5],
        retry_condition_fn=is_io_error,
    )


def counted(name: str, run: Run) -> Run:
    """`run`, each piece of work told to whoever watches the stage of this name."""

    def mapped(work: Callable[[Any], Any], pieces: Iterable[Any], /) -> Iterator[Any]:
        todo = list(pieces)
        progress.current().expect(name, len(todo))
        for done in run(work, todo):
            progress.current().advance(name)
            yield done

    return mapped
