"""A paper or a record followed through all releases."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.release.errors import UnknownIdError
from flows.release.history import FieldChange, History, follow
from flows.release.history_text import render_history
from flows.release.publish import Published
from flows.release.rollback import roll_back

Frames = dict[str, pl.DataFrame]

VERSIONS = [f"2026-11-2{day}.001" for day in range(4)]


def paper_id(number: int) -> str:
    return f"p{number:016x}"


def record_id(number: int) -> str:
    return f"r{number:020x}"


def without(frames: Frames, paper: int) -> Frames:
    """The release before a paper was known."""
    known = pl.col("paper_id") != paper_id(paper)
    fewer = {name: frames[name].filter(known) for name in ("papers", "records", "ids")}
    judged = [pl.col(side).is_in(fewer["records"]["record_id"].implode()) for side in ("record_a", "record_b")]
    return {**frames, **fewer, "matches": frames["matches"].filter(judged)}


def merged(frames: Frames, paper: int, into: int) -> Frames:
    """The release in which a paper became part of another, which has its records now."""
    gone, heir = pl.col("paper_id") == paper_id(paper), pl.col("paper_id") == paper_id(into)
    target = pl.lit(paper_id(into))
    held = frames["records"].filter(gone)["record_id"].to_list()
    return {
        **frames,
        "papers": frames["papers"].filter(~gone).with_columns(n_records=pl.col("n_records") + heir.cast(pl.Int32)),
        "records": frames["records"].with_columns(paper_id=pl.when(gone).then(target).otherwise("paper_id")),
        "ids": frames["ids"].with_columns(
            status=pl.when(gone).then(pl.lit("merged")).otherwise("status"),
            redirect=pl.when(gone).then(target).otherwise("redirect"),
            record_ids=pl.when(heir)
            .then(pl.concat_list("record_ids", pl.lit(held)).list.sort())
            .otherwise("record_ids"),
        ),
    }


@pytest.fixture(scope="session")
def told(
    publish_frames: Callable[..., Published],
    tmp_path_factory: pytest.TempPathFactory,
    frames: Frames,
) -> Path:
    """Four releases: the second paper comes, gets another title, and is merged into the third."""
    out = tmp_path_factory.mktemp("history") / "output"
    second = pl.col("paper_id") == paper_id(2)
    title = pl.when(second).then(pl.lit("Second paper, \x1b[1mrevised")).otherwise("title")
    retitled = {**frames, "papers": frames["papers"].with_columns(title=title)}
    for day, tables in enumerate((without(frames, 2), frames, retitled, merged(retitled, 2, into=3))):
        publish_frames(out, tables, datetime(2026, 11, 20 + day, tzinfo=UTC))
    return out


def statuses(history: History) -> list[tuple[str, str | None]]:
    return [(step.status, step.paper_id) for step in history.steps]


def test_a_paper_is_followed_from_its_first_release_into_the_one_it_became(told: Path) -> None:
    history = follow(told, paper_id(2))
    assert [step.version for step in history.steps] == VERSIONS
    assert statuses(history) == [
        ("unknown", None),
        ("live", paper_id(2)),
        ("live", paper_id(2)),
        ("merged", paper_id(3)),
    ]
    first, second, third, fourth = history.steps
    assert (first.changes, second.changes) == ((), ())
    assert third.changes == (FieldChange("title", "Second paper", "Second paper, \x1b[1mrevised"),)
    assert (fourth.joined, fourth.left, fourth.record_ids) == ((record_id(4),), (), (record_id(3), record_id(4)))
    assert [step.latest for step in history.steps] == [False, False, False, True]


def test_a_record_is_followed_from_paper_to_paper(told: Path) -> None:
    history = follow(told, record_id(3))
    assert statuses(history) == [
        ("unknown", None),
        ("live", paper_id(2)),
        ("live", paper_id(2)),
        ("live", paper_id(3)),
    ]
    # Its paper got another title; the record itself says what it always said.
    assert all(step.changes == () for step in history.steps)


def test_the_heir_is_told_what_joined_it(told: Path) -> None:
    last = follow(told, paper_id(3)).steps[-1]
    assert last.joined == (record_id(3),)
    assert {change.field for change in last.changes} == {"n_records"}


def test_an_id_that_is_remembered_only_is_told_as_removed(told: Path) -> None:
    assert {step.status for step in follow(told, paper_id(10)).steps} == {"removed"}


def test_an_id_that_nobody_knows_is_an_error(told: Path) -> None:
    with pytest.raises(UnknownIdError, match=r"No release in .* has a paper or a record of id p00"):
        follow(told, "p00")


def test_a_damaged_release_is_told_and_passed_over(
    publish_frames: Callable[..., Published], out: Path, frames: Frames, retitled: Frames
) -> None:
    damaged = publish_frames(out, frames).path / "papers.parquet"
    publish_frames(out, retitled, datetime(2026, 11, 21, tzinfo=UTC))
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-9])
    first, second = follow(out, paper_id(2)).steps
    assert first.status == "unreadable"
    assert "papers.parquet is not what was published" in str(first.problem)
    assert second.status == "live"


def test_after_a_rollback_the_latest_is_marked(
    publish_frames: Callable[..., Published], out: Path, frames: Frames, retitled: Frames
) -> None:
    publish_frames(out, frames)
    publish_frames(out, retitled, datetime(2026, 11, 21, tzinfo=UTC))
    roll_back(out, VERSIONS[0], reason=None, wait_s=0)
    assert [step.latest for step in follow(out, paper_id(2)).steps] == [True, False]


def test_a_person_and_a_program_are_told_the_same(told: Path) -> None:
    history = follow(told, paper_id(2))
    text = render_history(history)
    assert "\x1b" not in text
    assert f"{VERSIONS[0]}  not known yet\n" in text
    assert "    title: Second paper → Second paper, [1mrevised\n" in text
    assert f"{VERSIONS[3]}  merged into another paper, {paper_id(3)}: Third paper, the latest\n" in text
    assert f"    joined by {record_id(4)}" in text
    said = json.loads(json.dumps(history.as_dict()))
    assert [step["status"] for step in said["steps"]] == ["unknown", "live", "live", "merged"]
    assert said["steps"][2]["changes"][0]["field"] == "title"
