"""Builds of the command line without Prefect: the functions under its flow and tasks, called one after the other.

All that a build does to dumps, releases, lock and staging is as it is; nothing is retried, and no server is told.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows import build as module
from flows import progress
from flows.plan import Plan
from flows.settings import Settings
from flows.work.parts import Part
from flows.work.recall import want_all

TASKS: Final = ("plan_build", "read_share", "dedup_parts", "write_tables", "publish_release")

UNSEEN: Final = SimpleNamespace(show=lambda _figures: None, finish=lambda _figures, _told: None)
"""In the place of the bars of a run's page."""


def _read_all(plan: Plan, run: module.Run) -> list[list[Part]]:
    progress.current().start("read", len(plan.shares))
    wanted = want_all(plan.shares, plan.found, run.raw, run.place, run.settings)
    return [module.read_share(number, one, run) for number, one in enumerate(wanted)]


def _run_build(raw: Path, out: Path, settings: Settings, *, again: bool = False) -> State[Any]:
    try:
        return module.build.fn(raw.absolute(), out.absolute(), settings, again=again)
    except Exception as error:  # noqa: BLE001 - as Prefect does with what a flow raises
        return Failed(data=error)


@contextmanager
def by_functions_alone() -> Iterator[None]:
    """Within, `litsieve build` in this process is so made."""
    with pytest.MonkeyPatch.context() as patch:
        for name in TASKS:
            patch.setattr(module, name, getattr(module, name).fn)
        patch.setattr(module, "read_all", _read_all)
        patch.setattr(module, "get_run_logger", lambda: logging.getLogger("litsieve"))
        patch.setattr(module, "ProgressArtifacts", lambda _: UNSEEN)
        patch.setattr(module, "show_build", lambda _summary: None)
        patch.setattr("flows.runners.run_build", _run_build)
        yield
