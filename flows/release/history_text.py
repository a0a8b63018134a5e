"""A history, for a person to read."""

from collections.abc import Iterator
from typing import Final

from flows.release.history import STATUS, History, Step
from flows.release.text import count_of, printable, shortened

SHOWN_CHARS: Final = 100


def render_history(history: History) -> str:
    """The history as plain text without control characters, a release a line and below it what changed."""
    lines = [f"{printable(history.asked)} in {count_of(len(history.steps), 'release')}"]
    for step in history.steps:
        lines += _lines(step)
    return "\n".join(lines)


def _lines(step: Step) -> Iterator[str]:
    mark = ", the latest" if step.latest else ""
    where = f", {step.paper_id}: {_value(step.title)}" if step.paper_id is not None else ""
    yield f"{step.version}  {STATUS[step.status]}{where}{mark}"
    if step.problem is not None:
        yield f"    {printable(step.problem)}"
    for change in step.changes:
        yield f"    {change.field}: {_value(change.old)} → {_value(change.new)}"
    for verb, records in (("joined by", step.joined), ("left by", step.left)):
        if records:
            yield f"    {verb} {', '.join(records)}"


def _value(value: str | None) -> str:
    return "nothing" if value is None else shortened(printable(value), SHOWN_CHARS)
