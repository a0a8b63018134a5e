"""The flow that verifies all releases, now and then: a disk may change what nobody touched."""

from pathlib import Path
from typing import Any

# First: it sets what Prefect reads when it is imported.
import flows.quiet  # noqa: F401 - for that alone  # isort: skip

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import show_problems
from flows.release.lineage import verify_all


@flow(name="litsieve-verify", flow_run_name="verify {out}", persist_result=False)
def verify(out: Path) -> State[Any]:
    """Hold every release in `out` against its checksums, its schemas and its own counts; a table shows the outcome.

    Ends Failed where anything is wrong, with the first problem as its message.
    """
    problems = {Path(release).name: found for release, found in verify_all(out)}
    show_problems(problems)
    first = next(((release, found[0]) for release, found in problems.items() if found), None)
    if first is None:
        return Completed(message=f"{len(problems):,} releases are sound.")
    release, problem = first
    count = sum(len(found) for found in problems.values())
    return Failed(
        message=f"{count:,} problems; the first: {release}/{problem.file}: {problem.message} [{problem.code}]"
    )
