"""What a person sees while a run goes on."""

import io
import re

import pytest
from rich.console import Console

from flows import progress


def shown(*, terminal: bool) -> str:
    """The story of a small run as it stands on the console."""
    said = io.StringIO()
    board = progress.current()
    with progress.shown_on(Console(file=said, force_terminal=terminal, width=160)):
        board.start("read", 2)
        board.advance("read", records=40)
        board.expect("read", 1)
        board.advance("read", records=2)
        board.advance("read")
        board.finish("read", "3 chunks [of dumps]")
    return said.getvalue()


class Told:
    """A display that keeps what it was told."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.story: list[tuple[str, int, int, int]] = []

    def show(self, figures: progress.Figures) -> None:
        """Keep how far the stage is."""
        self.story.append((figures.stage, figures.done, figures.total, figures.records))

    def finish(self, figures: progress.Figures, told: str) -> None:
        """Keep what came of it."""
        self.story.append((told, figures.done, figures.total, figures.records))


def test_elsewhere_than_on_a_terminal_each_stage_is_one_plain_line_with_its_rate() -> None:
    (line,) = shown(terminal=False).splitlines()
    assert line.startswith("read       3 chunks [of dumps] (")
    assert line.endswith(" records/s)")
    assert "\x1b" not in line


@pytest.mark.parametrize("error", [BrokenPipeError(32, "Broken pipe"), OSError(28, "No space left on device")])
def test_a_log_that_takes_no_more_stops_no_run(error: OSError) -> None:
    class Full(io.StringIO):
        def write(self, _: str, /) -> int:
            raise error

    told = Told()
    board = progress.current()
    with progress.shown_on(Console(file=Full())), progress.shown_to(told):
        board.start("read", 1)
        board.finish("read", "1 chunk")
    assert told.story[-1][0] == "1 chunk"


def test_on_a_terminal_every_stage_has_a_bar_with_counts_rate_and_time_left() -> None:
    said = shown(terminal=True)
    assert all(stage in said for stage in progress.STAGES)
    assert "3/3" in said
    assert "3 chunks [of dumps]" in said
    assert "records/s" in said
    assert "0:00:00 0:00:00" in re.sub("\x1b\\[[0-9;?]*[a-zA-Z]", "", said)


def test_a_stage_may_learn_of_more_work_and_counts_what_came_of_it() -> None:
    told = Told()
    board = progress.current()
    with progress.shown_to(told):
        board.start("dedup")
        board.expect("dedup", 2)
        board.advance("dedup", records=5)
        board.finish("dedup", "done", records=9)
    assert told.story == [("dedup", 0, 0, 0), ("dedup", 0, 2, 0), ("dedup", 1, 2, 5), ("done", 2, 2, 9)]


def test_a_run_that_nobody_looks_at_is_silent_and_displays_go_when_the_run_ends() -> None:
    shown(terminal=False)
    quiet = progress.current()
    assert quiet.displays == []
    quiet.start("plan", 1)
    quiet.advance("plan")
    quiet.finish("plan", "nothing")
