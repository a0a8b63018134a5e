"""The workers that the settings ask for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from flows.settings import Settings
from flows.work.budget import plan_budget
from flows.work.pool import Here, NoWorkersError, Pool, Workers

MISSING: Final = "The runner dask is not installed here: pip install 'litsieve[dask]'"

_AHEAD: Final[ContextVar[Pool | None]] = ContextVar("_AHEAD", default=None)


@contextmanager
def workers_ahead(settings: Settings, raw: Path) -> Iterator[None]:
    """Within, the workers that a build of the dumps below `raw` will open are started, if it will want any.

    A build waits for Prefect's server before it can begin; meanwhile they import what they need.
    """
    if settings.work.runner == "dask" or not _is_large(settings, raw):
        yield
        return
    # Here, and not above: nothing of this is to be imported before Prefect's server was started.
    from flows.work.imports import import_all  # noqa: PLC0415

    with Pool(plan_budget(settings).workers) as pool:
        pool.begin(import_all)
        before = _AHEAD.set(pool)
        try:
            yield
        finally:
            _AHEAD.reset(before)


def _is_large(settings: Settings, raw: Path) -> bool:
    """Whether the dumps are more than one share."""
    from flows.dumps.files import find_dumps, size_of  # noqa: PLC0415 - as above

    try:
        return sum(map(size_of, find_dumps(raw))) > settings.extract.chunk_bytes
    except OSError:
        # The build tells what is wrong with them.
        return False


@contextmanager
def open_workers(settings: Settings, raw: Path, place: Path, shares: int) -> Iterator[Workers]:
    """Workers for a build of so many shares of the dumps below `raw` that works in `place`; they end behind it.

    Raises NoWorkersError.
    """
    if settings.work.runner == "dask":
        try:
            from flows.work.dask import DaskPool, open_cluster  # noqa: PLC0415 - an extra, for who asks for it
        except ModuleNotFoundError as error:
            raise NoWorkersError(MISSING) from error
        with open_cluster(settings) as address, DaskPool(address) as workers:
            workers.hold(raw, place)
            yield workers
    elif shares == 1:
        # To start other processes takes longer than one share.
        yield Here()
    elif (ahead := _AHEAD.get()) is not None:
        with ahead:
            yield ahead
    else:
        with Pool(plan_budget(settings).workers) as pool:
            yield pool
