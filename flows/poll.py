"""The flow that looks for new dumps, every few minutes: what it imports before it knows of any is most of its cost."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

# First: it sets what Prefect reads when it is imported.
import flows.quiet  # noqa: F401 - for that alone  # isort: skip

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed
from prefect.variables import Variable

from flows.dumps.looks import Differences, Look, find_differences, look_at
from flows.release.folder import LATEST

if TYPE_CHECKING:
    from flows.release.manifest import Input

REFUSED: Final = "Refused"
"""What flows.build calls the state of a build that its gates stopped."""

LONGEST_WAIT: Final = timedelta(days=1)


class Memory(NamedTuple):
    """What the last poll knew: the dumps at a glance, the release beside them, and the build that it asked for.

    `run` is None where the release has just these dumps. `tries` builds were asked for in a row, the last at `asked`.
    """

    dumps: str
    release: str | None
    run: str | None
    tries: int
    asked: str

    def wait(self, retry_s: float) -> timedelta:
        """How long to wait after the last try: twice as long each time."""
        return min(timedelta(seconds=retry_s * 2.0 ** min(self.tries - 1, 20)), LONGEST_WAIT)


@flow(name="litsieve-poll", flow_run_name="look at {raw}", persist_result=False, log_prints=False)
def poll(raw: Path, out: Path, build: str = "litsieve/build", settle_s: float = 60, retry_s: float = 300) -> State[Any]:
    """Ask for a run of the deployment `build` if the dumps below `raw` are others than those of the latest release.

    Files are opened only where names, sizes and times differ from those of the last poll. Dumps are left to settle for
    `settle_s` after the last one was written. A build that crashed or failed is asked for again, after `retry_s` at
    first and then at ever longer intervals; one that its gates refused is not, until the dumps change, nor one of the
    dumps of a release that was rolled back. The state's message says what was found. Raises FileNotFoundError or
    NotADirectoryError where `raw` is no folder.
    """
    look = look_at(raw)
    name = _latest_name(out)
    memory = _remember(raw, out)
    is_same = memory is not None and (memory.dumps, memory.release) == (look.digest, name)
    if memory is not None and is_same and memory.run is None:
        return Completed(message=f"Nothing changed since {name}.")
    found = _compare(raw, out, look)
    if not any(found):
        _keep(raw, out, Memory(look.digest, name, None, 0, ""))
        return Completed(message=f"The dumps are those of {name}." if name else f"There is no dump below {raw}.")
    refused = _refused_as(raw, out, look)
    if refused is not None:
        _keep(raw, out, Memory(look.digest, name, None, 0, ""))
        return Completed(message=f"The dumps are those of {refused}.")
    now = datetime.now(UTC)
    if now.timestamp() - look.newest < settle_s:
        return Completed(message=f"Dumps are being written ({found.sentence()}).")
    tries = memory.tries if memory is not None and is_same else 0
    if memory is not None and is_same:
        wait = _why_wait(memory, now, retry_s)
        if wait is not None:
            return Completed(message=f"{found.sentence()}; {wait}")
    run = _ask(build)
    _keep(raw, out, Memory(look.digest, name, str(run.id), tries + 1, now.isoformat()))
    return Completed(message=f"{found.sentence()}: asked for a build, {run.name}.")


def _latest_name(out: Path) -> str | None:
    """The version that the link to the latest release leads to; where it is astray the next build heals it."""
    try:
        return (out / LATEST).readlink().name
    except OSError:
        return None


def _compare(raw: Path, out: Path, look: Look) -> Differences:
    """What differs between the dumps and those of the latest release."""
    from flows.release.catalogue import latest_release
    from flows.release.manifest import read_manifest

    latest = latest_release(out)
    inputs = () if latest is None else read_manifest(latest).inputs
    return _differences(raw, look, inputs)


def _refused_as(raw: Path, out: Path, look: Look) -> str | None:
    """The release that was rolled back and has just these dumps, in a few words; None where there is none."""
    from flows.release.catalogue import read_catalogue
    from flows.release.errors import ReleaseDamagedError
    from flows.release.folder import RELEASES
    from flows.release.manifest import read_manifest
    from flows.release.refusals import list_refusals

    catalogue = read_catalogue(out)
    there = {entry.version for entry in catalogue.present()}
    for refusal in list_refusals(catalogue):
        # Of one that is gone or damaged the dumps are not known; the build that is asked for then finds nothing new.
        with suppress(ReleaseDamagedError):
            inputs = read_manifest(out / RELEASES / refusal.version).inputs if refusal.version in there else None
            if inputs is not None and not any(_differences(raw, look, inputs)):
                return refusal.sentence()
    return None


def _differences(raw: Path, look: Look, inputs: "tuple[Input, ...]") -> Differences:
    return find_differences(raw, look, {one.path: (one.bytes, one.sha256) for one in inputs})


def _why_wait(memory: Memory, now: datetime, retry_s: float) -> str | None:
    """Why no other build is asked for, if none is: what became of the one that was."""
    state = _state_of(UUID(memory.run))
    if state is None:
        return None
    if not state.is_final():
        return "the build that was asked for is not done."
    # Gates would stop the same dumps again.
    if state.is_completed() or state.name == REFUSED:
        return f"the build that was asked for said: {state.message}"
    asked = datetime.fromisoformat(memory.asked)
    due = asked + memory.wait(retry_s)
    # Where the clock was set back, the last try lies in the future, and who knows how far.
    if not asked <= now < due:
        return None
    return f"the build that was asked for ended {state.name}; the next try is at {due:%H:%M} UTC."


def _state_of(run: UUID) -> State[Any] | None:
    """The state of a flow run; None where the server no longer knows it."""
    with get_client(sync_client=True) as client:
        try:
            return client.read_flow_run(run).state
        except ObjectNotFound:
            return None


def _ask(build: str) -> FlowRun:
    """Have a worker run the deployment, which is not waited for. Raises LookupError where there is none."""
    try:
        run = run_deployment(build, timeout=0, as_subflow=False)
    except ObjectNotFound as error:
        raise LookupError(
            f"There is no deployment {build}. `prefect deploy --all` makes those of prefect.yaml; the poll's "
            "parameter `build` names the one to ask for."
        ) from error
    if not isinstance(run, FlowRun):
        raise TypeError(f"a run of {build} is a {type(run).__name__}")
    return run


def _key(raw: Path, out: Path) -> str:
    places = f"{raw.resolve()}\0{out.resolve()}"
    return f"litsieve-poll-{sha256(places.encode()).hexdigest()[:12]}"


def _remember(raw: Path, out: Path) -> Memory | None:
    """What the last poll of these folders kept."""
    kept = Variable.get(_key(raw, out))
    return Memory(**kept) if isinstance(kept, dict) else None


def _keep(raw: Path, out: Path, memory: Memory) -> None:
    Variable.set(_key(raw, out), memory._asdict(), overwrite=True)
