"""What a person sees while a run goes on."""

import io

from rich.console import Console

from flows import progress


def shown(*, terminal: bool) -> str:
    """The story of a small run as it stands on the console."""
    said = io.StringIO()
    with progress.shown_on(Console(file=said, force_terminal=terminal, width=120)):
        progress.current().start("read", 2)
        progress.current().advance("read")
        progress.current().advance("read")
        progress.current().finish("read", "2 chunks [of dumps]")
    return said.getvalue()


def test_elsewhere_than_on_a_terminal_each_stage_is_one_plain_line() -> None:
    (line,) = shown(terminal=False).splitlines()
    assert line.startswith("read       2 chunks [of dumps] (")
    assert "\x1b" not in line


def test_on_a_terminal_every_stage_has_a_bar_with_its_figures() -> None:
    said = shown(terminal=True)
    assert all(stage in said for stage in progress.STAGES)
    assert "2/2" in said
    assert "2 chunks [of dumps]" in said


def test_a_run_that_nobody_looks_at_is_silent_and_the_display_goes_when_the_run_ends() -> None:
    shown(terminal=False)
    quiet = progress.current()
    assert isinstance(quiet, progress.Silence)
    quiet.start("plan", 1)
    quiet.advance("plan")
    quiet.finish("plan", "nothing")
