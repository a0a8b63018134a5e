"""What a build came to, in figures that add up."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.release.manifest import BuildFacts
from flows.release.publish import Published
from flows.release.summary import count_steps, summarize_refusal, summarize_release
from flows.release.summary_text import render_markdown

Frames = dict[str, pl.DataFrame]


@pytest.fixture
def steps(frames: Frames) -> Frames:
    """What the stages of the sample gave, with two records of a reference that no paper needed."""
    unused = frames["records"].head(2).with_columns(position=pl.lit(9, pl.Int64), reference=pl.lit(value=True))
    return {**frames, "normalized": pl.concat([frames["records"], unused]), "deduplicated": frames["records"]}


def test_records_of_references_that_nothing_needs_are_counted_by_themselves(steps: Frames) -> None:
    counts = count_steps(8, 7, steps)
    found = {name: tuple(dict(count).values())[:4] for name, count in counts.items()}
    assert found == {
        "extract": (8, 7, 1, 0),
        "normalize": (7, 7, 0, 0),
        "dedup": (7, 5, 0, 2),
        "validate": (5, 5, 0, 0),
    }


def test_a_listing_that_dedup_loses_is_not_counted_as_unused(steps: Frames) -> None:
    count = count_steps(8, 7, {**steps, "deduplicated": steps["records"].head(4)})["dedup"]
    assert count.records_in > count.records_out + count.records_rejected + count.records_unused


def test_the_summary_tells_of_unused_records_where_there_are_some(
    publish_frames: Callable[..., Published], out: Path, frames: Frames, facts: BuildFacts
) -> None:
    release = publish_frames(out, frames)
    summary = summarize_release(release.path, created=True)
    assert summary.sentence() == "Published 2026-11-20.001: 2 dumps, 5 records, 4 papers, 2 rejects."
    told = summary._replace(unused=3)
    assert "4 papers, 3 unused records of references, 2 rejects." in told.sentence()
    assert "| unused records of references | 3 |" in render_markdown(told)
    assert told.as_dict()["unused"] == 3
    assert summarize_refusal(facts.inputs, frames, ["a limit"]).unused == 0
