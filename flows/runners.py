"""Running a build where its settings say: in processes of this machine, or on the workers of a Dask cluster."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.settings import Settings
from flows.work.opening import MISSING, workers_ahead
from flows.work.pool import NoWorkersError

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State


def run_build(raw: Path, out: Path, settings: Settings, *, again: bool = False) -> "State[Any]":
    """Run the flow `build` and give its last state. Raises NoWorkersError, NoServerError, PrefectSettingsError."""
    # First: one sets what Prefect reads when it is imported, the other starts a server while that takes its seconds.
    import flows.quiet  # noqa: F401 - for that alone
    from flows.prefect_faults import import_prefect, require_answer, still_there
    from flows.server import reached, start_server

    server = start_server()
    import_prefect()
    from flows.build import build

    if server is not None:
        _get_ready()
    with workers_ahead(settings, raw), reached(server), still_there():
        require_answer(server)
        if settings.work.runner == "dask":
            return _run_on_dask(raw.absolute(), out.absolute(), settings, again=again)
        return build(raw, out, settings, again=again, return_state=True)


def _get_ready() -> None:
    """Import and load, while the server starts, what a build would have to wait for after that."""
    # Prefect imports the first three when a flow runs.
    import fastapi  # noqa: F401
    import prefect.flow_engine
    import prefect.task_engine  # noqa: F401

    from flows.formats.registry import formats
    from flows.layouts.cut.model import load
    from flows.layouts.registry import layouts
    from flows.version import code_version
    from flows.work.cache_code import digest_code
    from flows.work.cache_parts import READER

    layouts()
    formats()
    load()
    code_version()
    digest_code(READER)


def _run_on_dask(raw: Path, out: Path, settings: Settings, *, again: bool) -> "State[Any]":
    """Each chunk is read by a task on a worker, which tells the Prefect server of it by itself."""
    from prefect.settings import PREFECT_API_URL

    from flows.build import build

    try:
        from prefect_dask import DaskTaskRunner

        from flows.work.dask import DaskPool, open_cluster
    except ModuleNotFoundError as error:
        raise NoWorkersError(MISSING) from error
    with open_cluster(settings) as address:
        with DaskPool(address) as workers:
            workers.reach(str(PREFECT_API_URL.value()))
        on_dask = build.with_options(task_runner=DaskTaskRunner(address=address))
        return on_dask(raw, out, settings.on("dask", address), again=again, return_state=True)
