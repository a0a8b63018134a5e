"""The workers that the settings ask for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flows.settings import Settings
from flows.work.budget import plan_budget
from flows.work.pool import Here, NoWorkersError, Pool, Workers

MISSING: Final = "The runner dask is not installed here: pip install 'litsieve[dask]'"


@contextmanager
def open_workers(settings: Settings, raw: Path, place: Path, shares: int) -> Iterator[Workers]:
    """Workers for a build of so many shares of the dumps below `raw` that works in `place`. Raises NoWorkersError."""
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
    else:
        with Pool(plan_budget(settings).workers) as pool:
            yield pool
