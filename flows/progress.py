"""Telling how far a run is: bars on a terminal, one line a stage elsewhere, and whoever else wants to know."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Lock
from typing import IO, Final, Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

STAGES: Final = ("plan", "read", "dedup", "validate", "release")


@dataclass(slots=True)
class Figures:
    """How far a stage is: `done` of the `total` pieces of work known so far, and the `records` that came of them."""

    stage: str
    total: int
    started_s: float
    done: int = 0
    records: int = 0

    @property
    def took_s(self) -> float:
        """Seconds since the stage began."""
        return time.monotonic() - self.started_s

    @property
    def rate(self) -> str:
        """Records a second, or nothing where the stage counts none."""
        return f"{self.records / max(self.took_s, 1e-3):,.0f} records/s" if self.records else ""


class Display(Protocol):
    """What shows a run to somebody."""

    def show(self, figures: Figures) -> None:
        """A stage began or moved on."""

    def finish(self, figures: Figures, told: str) -> None:
        """A stage is done; `told` is what came of it in words."""


class Board:
    """Keeps the figures of a run and passes them to every display; threads may share it."""

    def __init__(self) -> None:
        """Without a display a run is silent."""
        self._lock = Lock()
        self._figures: dict[str, Figures] = {}
        self.displays: list[Display] = []

    def start(self, stage: str, total: int = 0) -> None:
        """A stage begins; it has `total` pieces of work, and more where `expect` says so."""
        with self._lock:
            self._figures[stage] = Figures(stage, total, time.monotonic())
            self._show(stage)

    def expect(self, stage: str, more: int) -> None:
        """The stage has more pieces of work."""
        with self._lock:
            self._figures[stage].total += more
            self._show(stage)

    def advance(self, stage: str, records: int = 0) -> None:
        """One piece of the stage's work is done; so many records came of it."""
        with self._lock:
            self._figures[stage].done += 1
            self._figures[stage].records += records
            self._show(stage)

    def finish(self, stage: str, told: str, records: int = 0) -> None:
        """The stage is done; `told` is what came of it, `records` how many it worked on if it did not count them."""
        with self._lock:
            figures = self._figures[stage]
            figures.total = figures.done = max(figures.total, 1)
            figures.records = max(records, figures.records)
            for display in self.displays:
                display.finish(figures, told)

    def _show(self, stage: str) -> None:
        for display in self.displays:
            display.show(self._figures[stage])


class Lines:
    """One line a stage, when it is done, for logs and pipes. Where these take no more, the run goes on untold."""

    def __init__(self, file: IO[str]) -> None:
        """Write into this file."""
        self._file = file

    def show(self, figures: Figures) -> None:
        """Show nothing until the stage is done."""

    def finish(self, figures: Figures, told: str) -> None:
        """Print the stage's line."""
        took = f"{figures.took_s:.1f} s" + (f", {figures.rate}" if figures.rate else "")
        # A full disk of logs, or a reader that went, is no fault of the dumps nor of the disk of releases.
        with suppress(OSError):
            self._file.write(f"{figures.stage:<10} {told} ({took})\n")
            self._file.flush()


class Bars:
    """A bar a stage, drawn anew as work goes on."""

    def __init__(self, progress: Progress) -> None:
        """Draw with this progress display."""
        self._progress = progress
        self._tasks = {stage: progress.add_task(stage, total=None, start=False, told="") for stage in STAGES}

    def show(self, figures: Figures) -> None:
        """Set the bar going or move it, the rate beside it."""
        task = self._tasks[figures.stage]
        self._progress.start_task(task)
        self._progress.update(task, total=figures.total or None, completed=figures.done, told=figures.rate)

    def finish(self, figures: Figures, told: str) -> None:
        """Fill the bar and set what came of the stage beside it."""
        told = f"{told} ({figures.rate})" if figures.rate else told
        task = self._tasks[figures.stage]
        self._progress.update(task, total=figures.total, completed=figures.total, told=told)


_BOARD: Final = Board()


def current() -> Board:
    """The board of this process; tasks run in threads of it, so that one serves them all."""
    return _BOARD


@contextmanager
def shown_to(display: Display) -> Iterator[None]:
    """Show the run inside to this display too."""
    _BOARD.displays.append(display)
    try:
        yield
    finally:
        _BOARD.displays.remove(display)


@contextmanager
def shown_on(console: Console) -> Iterator[None]:
    """Show the run inside on this console: bars if it is a terminal, else lines."""
    if not console.is_terminal:
        with shown_to(Lines(console.file)):
            yield
        return
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}", markup=False),
    )
    with Progress(*columns, console=console) as progress, shown_to(Bars(progress)):
        yield
