"""Running a build where its settings say: in processes of this machine, or on the workers of a Dask cluster."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

# First: it sets what Prefect reads when it is imported.
from flows.build import build
from flows.settings import Settings
from flows.work.opening import MISSING
from flows.work.pool import NoWorkersError

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State


def run_build(raw: Path, out: Path, settings: Settings) -> "State[Any]":
    """Run the flow `build` and give its last state. Raises NoWorkersError where there are none to be had."""
    if settings.work.runner == "dask":
        return _run_on_dask(raw.absolute(), out.absolute(), settings)
    return build(raw, out, settings, return_state=True)


def _run_on_dask(raw: Path, out: Path, settings: Settings) -> "State[Any]":
    """Each chunk is read by a task on a worker, which tells the Prefect server of it by itself."""
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL, temporary_settings

    try:
        from prefect_dask import DaskTaskRunner

        from flows.work.dask import DaskPool, open_cluster
    except ModuleNotFoundError as error:
        raise NoWorkersError(MISSING) from error
    with open_cluster(settings) as address, get_client(sync_client=True) as client:
        url = str(client.api_url)
        with DaskPool(address) as workers:
            workers.reach(url)
        on_dask = build.with_options(task_runner=DaskTaskRunner(address=address))
        # Without an address each worker would start a temporary server of its own.
        with temporary_settings({PREFECT_API_URL: url}):
            return on_dask(raw, out, settings.on("dask", address), return_state=True)
