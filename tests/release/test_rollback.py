"""Making another release the latest, and what the next build makes of it."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows import cli
from flows.release.catalogue import latest_release, read_catalogue
from flows.release.errors import ReleaseDamagedError, ReleaseNotFoundError
from flows.release.footing import known_ids, rest_is_sound, settle_latest
from flows.release.manifest import read_manifest
from flows.release.publish import Published
from flows.release.recover import recover
from flows.release.rollback import roll_back
from flows.release.tables import read_table
from flows.release.verify import verify_release

Frames = dict[str, pl.DataFrame]
Publish = Callable[..., Published]

FIRST = "2026-11-20.001"
SECOND = "2026-11-21.001"
THIRD = "2026-11-22.001"


def harm(path: Path) -> None:
    """Flip a bit in the middle of a published file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)


def roll(out: Path, version: str, reason: str | None = None) -> None:
    roll_back(out, version, reason=reason, wait_s=0)


def test_the_pointer_moves_and_releases_json_tells_who_when_and_why(both: Path) -> None:
    done = roll_back(both, FIRST, reason="the new dump is broken", wait_s=0)
    assert (done.version, done.before) == (FIRST, SECOND)
    assert latest_release(both) == both / "releases" / FIRST
    assert str((both / "latest").readlink()) == f"releases/{FIRST}"
    (event,) = json.loads((both / "releases.json").read_text(encoding="utf-8"))["events"]
    assert event["at"]
    assert event["by"]
    told = {name: event[name] for name in ("action", "version", "before", "reason")}
    assert told == {"action": "rollback", "version": FIRST, "before": SECOND, "reason": "the new dump is broken"}
    assert read_catalogue(both).set_aside() == {SECOND}
    assert verify_release(both / "releases" / SECOND) == []


def test_the_command_answers_as_json(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for _ in range(2):
        assert cli.run(["rollback", FIRST, "--json", "--out", str(both)]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers == [
        {"latest": FIRST, "before": SECOND, "changed": True},
        {"latest": FIRST, "before": FIRST, "changed": False},
    ]


def test_it_survives_every_recovery_even_one_without_releases_json(both: Path) -> None:
    roll(both, FIRST)
    assert recover(both) == []
    assert latest_release(both) == both / "releases" / FIRST
    (both / "releases.json").unlink()
    recover(both)
    assert latest_release(both) == both / "releases" / FIRST


def test_it_can_be_taken_back_and_done_twice(both: Path) -> None:
    roll(both, FIRST)
    assert roll_back(both, FIRST, reason=None, wait_s=0).event is None
    roll(both, SECOND)
    assert latest_release(both) == both / "releases" / SECOND
    assert [event.version for event in read_catalogue(both).events] == [FIRST, SECOND]
    assert read_catalogue(both).set_aside() == frozenset()


def test_what_is_no_release_or_not_sound_does_not_become_the_latest(both: Path) -> None:
    with pytest.raises(ReleaseNotFoundError, match=f"there: {FIRST}, {SECOND}"):
        roll(both, "2026-11-25.001")
    harm(both / "releases" / FIRST / "papers.jsonl")
    with pytest.raises(ReleaseDamagedError, match=r"papers\.jsonl of 2026-11-20\.001 is missing or not what"):
        roll(both, FIRST)
    assert latest_release(both) == both / "releases" / SECOND


def test_the_next_release_goes_on_from_the_rolled_back_one_and_is_the_latest(
    both: Path, publish_frames: Publish, retitled: Frames
) -> None:
    roll(both, FIRST)
    third = publish_frames(both, retitled, datetime(2026, 11, 22, tzinfo=UTC))
    assert (third.version, third.created) == (THIRD, True)
    assert read_manifest(third.path).previous == FIRST
    assert set(read_table(third.path, "changes")["field"]) == {"title"}
    assert latest_release(both) == third.path
    assert read_catalogue(both).set_aside() == frozenset()


def test_a_release_published_by_a_killed_build_after_a_rollback_is_the_latest(
    both: Path, publish_frames: Publish, frames: Frames
) -> None:
    roll(both, FIRST)
    index = (both / "releases.json").read_bytes()
    other = {**frames, "papers": frames["papers"].with_columns(comment=pl.lit("new"))}
    third = publish_frames(both, other, datetime(2026, 11, 22, tzinfo=UTC))
    (both / "releases.json").write_bytes(index)
    recover(both)
    assert latest_release(both) == third.path


def test_ids_given_since_stay_given(both: Path, publish_frames: Publish, frames: Frames) -> None:
    """The newest release knows every id ever given, though an older one is the latest."""
    minted = frames["ids"].head(1).with_columns(paper_id=pl.lit("p" + "f" * 16), status=pl.lit("removed"))
    ids = pl.concat([frames["ids"], minted])
    publish_frames(both, {**frames, "ids": ids}, datetime(2026, 11, 22, tzinfo=UTC))
    roll(both, FIRST)
    assert "p" + "f" * 16 in known_ids(both)["paper_id"]
    assert "p" + "f" * 16 not in read_table(both / "latest", "ids")["paper_id"]


def test_after_a_rollback_no_id_is_given_to_another_paper(
    publish_frames: Publish, out: Path, frames: Frames, assign: Callable[..., Any]
) -> None:
    a, b, c, d = (f"r{letter * 20}" for letter in "abcd")
    days = iter(range(20, 28))

    def build(*papers: list[str]) -> dict[str, str]:
        """Publish a release whose papers have these records; gives the paper of each record."""
        given = assign(papers, known_ids(out))
        publish_frames(out, {**frames, "ids": given.ids}, datetime(2026, 11, next(days), tzinfo=UTC))
        return dict(given.papers.select("record_id", "paper_id").iter_rows())

    build([a])
    build([a], [b, c, d])
    split = build([a], [b], [c, d])
    # The first id of `b` went to the paper of the others, and `b` was given a new one.
    assert split[b] != split[c]
    roll(out, FIRST)
    after = build([a], [b])
    assert after[b] == split[b]
    assert build([a], [b], [c, d]) == split


def test_before_the_first_release_no_id_is_known(out: Path) -> None:
    assert known_ids(out).is_empty()
    assert settle_latest(out).latest is None


@pytest.mark.parametrize("name", ["papers.parquet", "records.parquet"])
def test_a_build_goes_on_from_the_release_before_a_damaged_latest(both: Path, name: str) -> None:
    harm(both / "releases" / SECOND / name)
    footing = settle_latest(both)
    assert footing.latest == both / "releases" / FIRST
    assert footing.note is not None
    assert footing.note.startswith(f"{name} of {SECOND} cannot be read or is not what was published")
    (event,) = read_catalogue(both).events
    assert (event.action, event.version, event.before) == ("fallback", FIRST, SECOND)
    assert verify_release(both / "latest") == []
    recover(both)
    assert latest_release(both) == both / "releases" / FIRST
    assert known_ids(both).height == 6


def test_damage_that_no_build_reads_is_mended_by_publishing_anew(
    both: Path, publish_frames: Publish, retitled: Frames
) -> None:
    harm(both / "releases" / SECOND / "README.md")
    latest, note = settle_latest(both)
    assert (latest, note) == (both / "releases" / SECOND, None)
    assert not rest_is_sound(both / "releases" / SECOND)
    anew = publish_frames(both, retitled, datetime(2026, 11, 22, tzinfo=UTC))
    assert anew.created
    assert verify_release(anew.path) == []


@pytest.mark.parametrize("name", ["manifest.json", "ids.parquet"])
def test_a_build_stops_where_the_ids_of_the_newest_release_are_unknown(both: Path, name: str) -> None:
    harm(both / "releases" / SECOND / name)
    with pytest.raises(ReleaseDamagedError, match=r"Restore it from a copy\. Nothing else tells which ids were given"):
        settle_latest(both)
    assert latest_release(both) == both / "releases" / SECOND
    # What the message offers where there is no copy.
    shutil.rmtree(both / "releases" / SECOND)
    assert settle_latest(both).latest == both / "releases" / FIRST


def test_a_build_stops_where_the_only_release_is_damaged(release: Path) -> None:
    harm(release / "papers.parquet")
    out = release.parents[1]
    with pytest.raises(ReleaseDamagedError, match=r"no older release is sound\. Restore the folder"):
        settle_latest(out)


def test_a_damaged_old_release_is_nothing_to_a_build(both: Path, publish_frames: Publish, frames: Frames) -> None:
    harm(both / "releases" / FIRST / "papers.parquet")
    harm(both / "releases" / FIRST / "manifest.json")
    assert settle_latest(both) == (both / "releases" / SECOND, None)
    assert rest_is_sound(both / "releases" / SECOND)
    assert publish_frames(both, frames, datetime(2026, 11, 22, tzinfo=UTC)).created


def test_a_disk_that_cannot_be_read_is_no_proof_of_damage(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("flows.release.footing.measure", failing)
    with pytest.raises(OSError, match="Input/output error"):
        settle_latest(both)
    assert latest_release(both) == both / "releases" / SECOND
    assert read_catalogue(both).events == ()
