"""The workers of a Dask cluster for pieces of work. Imported only where a build asks for them (`litsieve[dask]`).

Pieces are told by paths and give back paths, so that workers need the storage of the build and nothing else of it.
"""

import platform
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self
from urllib.error import HTTPError
from urllib.request import urlopen

import polars as pl
from distributed import Client, KilledWorker, LocalCluster, as_completed

from flows.settings import Settings
from flows.version import code_version
from flows.work.budget import plan_budget
from flows.work.pool import Here, NoWorkersError, WorkerLostError, threads_each

ANSWER_S: Final = 30
"""A scheduler that does not answer for so long, or has no worker, is not there."""

ASKED: Final = 4
"""So often workers are asked whether they lack anything, where all of them were lost each time."""

AGAIN_S: Final = 0.5
"""After so long they are asked again; the scheduler has let go of a lost one by then, or taken long to find it lost."""

REACH_S: Final = 10

SEEN: Final = "seen.txt"
"""A file that the build writes and every worker reads."""


class Needs(NamedTuple):
    """What a worker must have: it sees `raw`, reads `token` in a file of `place`, and runs the code of the build."""

    raw: Path
    place: Path
    token: str
    versions: str


@contextmanager
def open_cluster(settings: Settings) -> Iterator[str]:
    """The address of the scheduler that is set, or that of a cluster on this machine, which ends with the context."""
    if settings.work.address is not None:
        yield settings.work.address
        return
    workers = plan_budget(settings).workers
    # Without a limit of their own, workers get no less memory than the processes of a pool do.
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        memory_limit=0,
        dashboard_address=":0",
        env={"POLARS_MAX_THREADS": str(threads_each(workers))},
    ) as cluster:
        yield cluster.scheduler_address


class DaskPool:
    """The workers of the scheduler at `address`; a context manager. Sent to a worker it is Here."""

    def __init__(self, address: str) -> None:
        """Raises NoWorkersError where nothing answers there."""
        self._client = _connect(address)

    def __enter__(self) -> Self:
        """The connection stands."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the connection. Raises WorkerLostError where the error inside is that workers were lost."""
        self._client.close()
        if isinstance(error, KilledWorker):
            raise WorkerLostError(
                f"Worker {error.last_worker.address} was lost at a piece of work that had cost others before, most "
                "likely because memory ran out. Give the workers more of it, or lower `extract.piece_bytes`."
            ) from error
        if isinstance(error, CancelledError):
            raise WorkerLostError("The Dask scheduler went away while the build ran.") from error

    def __reduce__(self) -> tuple[type[Here], tuple[()]]:
        """A connection cannot be sent, and what a worker does it does itself."""
        return Here, ()

    def call(self, work: Callable[[Any], Any], piece: Any) -> Any:  # noqa: ANN401 - as in Pool
        """What comes of one piece."""
        return self._client.submit(work, piece, pure=False).result()

    def map(self, work: Callable[[Any], Any], pieces: Iterable[Any], /) -> Iterator[Any]:
        """What comes of each piece, in their order; a piece whose worker was lost is done again by another."""
        futures = [self._client.submit(work, piece, pure=False) for piece in pieces]
        place = {future.key: number for number, future in enumerate(futures)}
        # Fetched as they come: what lies on a worker that is lost would be done again.
        found: dict[int, Any] = {}
        at = 0
        for future, result in as_completed(futures, loop=self._client.loop, with_results=True):
            found[place[future.key]] = result
            while at in found:
                yield found.pop(at)
                at += 1

    def hold(self, raw: Path, place: Path) -> None:
        """Hold every worker against what a build of `raw` needs that works in `place`.

        Raises NoWorkersError with what is wrong with one of them.
        """
        needs = Needs(raw, place, secrets.token_hex(16), versions())
        (place / SEEN).write_text(needs.token, encoding="utf-8")
        for worker, threads in self._client.nthreads().items():
            if threads != 1:
                raise NoWorkersError(f"Worker {worker} has {threads} threads; start workers with `--nthreads 1`.")
        self._ask(find_fault, needs)

    def reach(self, url: str) -> None:
        """Raises NoWorkersError where a worker cannot reach the Prefect server at `url`."""
        self._ask(find_barrier, url)

    def _ask(self, find: Callable[[Any], str | None], what: Any) -> None:  # noqa: ANN401 - what `find` takes
        """Raises NoWorkersError where a worker finds a fault, or where none is there to ask; a lost one is no fault."""
        for _ in range(ASKED):
            _await_worker(self._client)
            answers = self._client.run(find, what, on_error="return")
            faults = {worker: told for worker, told in answers.items() if not isinstance(told, OSError)}
            if faults:
                break
            time.sleep(AGAIN_S)
        else:
            raise NoWorkersError(f"The Dask scheduler cannot reach its workers ({answers}).")
        for worker, fault in faults.items():
            if isinstance(fault, ImportError):
                raise NoWorkersError(
                    f"Worker {worker} cannot import what it needs ({fault}); install litsieve there."
                ) from fault
            if isinstance(fault, Exception):
                raise fault
            if fault is not None:
                raise NoWorkersError(f"Worker {worker} {fault}")


def _connect(address: str) -> Client:
    try:
        client = Client(address, timeout=ANSWER_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoWorkersError(f"No Dask scheduler answers at {address}.") from error
    try:
        _await_worker(client)
    except NoWorkersError:
        client.close()
        raise
    return client


def _await_worker(client: Client) -> None:
    try:
        client.wait_for_workers(1, timeout=ANSWER_S)
    except TimeoutError as error:
        raise NoWorkersError(f"The Dask scheduler at {client.scheduler.address} has no workers.") from error


def find_fault(needs: Needs) -> str | None:
    """What keeps this worker from doing pieces of a build, if anything."""
    if versions() != needs.versions:
        return f"runs {versions()}, but the build {needs.versions}; install the same."
    told = f"on {platform.node()} does not see the build's storage ({{}}); mount it on every machine at one path."
    try:
        if (needs.place / SEEN).read_text(encoding="utf-8") != needs.token:
            return told.format(f"another file is {needs.place / SEEN}")
        with (needs.place / f"{SEEN}-{secrets.token_hex(8)}").open("xb"):
            next(needs.raw.iterdir(), None)
    except OSError as error:
        return told.format(f"{error.filename}: {error.strerror}")
    return None


def find_barrier(url: str) -> str | None:
    """What keeps this worker from the Prefect server at `url`, if anything."""
    try:
        urlopen(f"{url.rstrip('/')}/health", timeout=REACH_S).close()  # noqa: S310 - the address that Prefect uses itself
    except HTTPError:
        return None
    except OSError as error:
        return f"cannot reach the Prefect server at {url} ({error}); set PREFECT_API_URL to one that all machines see."
    return None


def versions() -> str:
    """What must be the same on all machines: code and hashes decide the bytes of a release."""
    python = ".".join(platform.python_version_tuple()[:2])
    return f"litsieve {code_version()}, polars {pl.__version__}, Python {python}"
