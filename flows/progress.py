"""Telling a person how far a run is: bars on a terminal, one line a stage elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

STAGES: Final = ("plan", "read", "dedup", "validate", "release")


class Display(Protocol):
    """What a run tells its onlooker."""

    def start(self, stage: str, total: int) -> None:
        """A stage begins; it has `total` pieces of work."""

    def advance(self, stage: str) -> None:
        """One piece of the stage's work is done."""

    def finish(self, stage: str, told: str) -> None:
        """The stage is done; `told` are its figures in words."""


class Silence:
    """A display for runs that nobody looks at."""

    def start(self, stage: str, total: int) -> None:
        """Show nothing."""

    def advance(self, stage: str) -> None:
        """Show nothing."""

    def finish(self, stage: str, told: str) -> None:
        """Show nothing."""


class Lines:
    """One line a stage, when it is done, for logs and pipes."""

    def __init__(self, console: Console) -> None:
        """Print on this console."""
        self._console = console
        self._started: dict[str, float] = {}

    def start(self, stage: str, total: int) -> None:  # noqa: ARG002 - a line tells only what came out
        """Remember when the stage began."""
        self._started[stage] = time.monotonic()

    def advance(self, stage: str) -> None:
        """Show nothing until the stage is done."""

    def finish(self, stage: str, told: str) -> None:
        """Print the stage's line."""
        took_s = time.monotonic() - self._started.get(stage, time.monotonic())
        self._console.print(f"{stage:<10} {told} ({took_s:.1f} s)", markup=False, highlight=False, soft_wrap=True)


class Bars:
    """A bar a stage, drawn anew as work goes on."""

    def __init__(self, progress: Progress) -> None:
        """Draw with this progress display."""
        self._progress = progress
        self._tasks = {stage: progress.add_task(stage, total=None, start=False, told="") for stage in STAGES}

    def start(self, stage: str, total: int) -> None:
        """Set the bar going."""
        self._progress.update(self._tasks[stage], total=total)
        self._progress.start_task(self._tasks[stage])

    def advance(self, stage: str) -> None:
        """Move the bar by one piece."""
        self._progress.advance(self._tasks[stage])

    def finish(self, stage: str, told: str) -> None:
        """Fill the bar and set the figures beside it."""
        total = next(task.total for task in self._progress.tasks if task.id == self._tasks[stage]) or 1
        self._progress.update(self._tasks[stage], total=total, completed=total, told=told)


_current: Display = Silence()


def current() -> Display:
    """The display of this process's run; tasks run in threads of it, so that one variable serves them all."""
    return _current


@contextmanager
def shown_on(console: Console) -> Iterator[None]:
    """Show the run inside on this console: bars if it is a terminal, else lines."""
    global _current  # noqa: PLW0603 - tasks take no display as a parameter: Prefect would have to serialise it
    if not console.is_terminal:
        _current = Lines(console)
        try:
            yield
        finally:
            _current = Silence()
        return
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[told]}", markup=False),
    )
    with Progress(*columns, console=console) as progress:
        _current = Bars(progress)
        try:
            yield
        finally:
            _current = Silence()
