"""When a poll asks for a build, and when it does not; without a server."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Crashed, Failed, Running

from flows import poll as module
from flows.dumps.files import hash_dump
from flows.dumps.looks import find_differences
from flows.poll import Memory, poll


class World:
    """What a poll meets: dumps and a release, what it remembers, the builds that it asked for and how they end."""

    def __init__(self, raw: Path) -> None:
        """Begin with an empty raw folder and no release."""
        self.raw = raw
        self.released: dict[str, tuple[int, str | None]] = {}
        self.memory: Memory | None = None
        self.asked: list[UUID] = []
        self.state: State[Any] | None = Running()
        self.refused: str | None = None

    def drop(self, name: str) -> None:
        """Put a dump into the raw folder."""
        (self.raw / name).write_text(name, encoding="utf-8")

    def release(self) -> None:
        """Publish the dumps as they are."""
        self.released = {path.name: (path.stat().st_size, hash_dump(path)) for path in self.raw.iterdir()}

    def say(self, settle_s: float = 0, retry_s: float = 300) -> str:
        """What the next poll says."""
        state = poll.fn(self.raw, self.raw.parent / "out", settle_s=settle_s, retry_s=retry_s)
        return str(state.message)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    (tmp_path / "raw").mkdir()
    world = World(tmp_path / "raw")
    world.drop("a.txt")

    def ask(_: str) -> FlowRun:
        world.asked.append(uuid4())
        return FlowRun(id=world.asked[-1], flow_id=uuid4(), name="new-build")

    def keep(_raw: Path, _out: Path, memory: Memory) -> None:
        world.memory = memory

    monkeypatch.setattr(module, "_ask", ask)
    monkeypatch.setattr(module, "_keep", keep)
    monkeypatch.setattr(module, "_remember", lambda *_: world.memory)
    monkeypatch.setattr(module, "_state_of", lambda _: world.state)
    monkeypatch.setattr(module, "_latest_name", lambda _: "1" if world.released else None)
    monkeypatch.setattr(module, "_refused_as", lambda *_: world.refused)
    monkeypatch.setattr(module, "_compare", lambda raw, _, look: find_differences(raw, look, world.released))
    return world


def test_a_build_is_asked_for_once_and_waited_for(world: World) -> None:
    assert world.say() == "1 new: asked for a build, new-build."
    assert world.say() == "1 new; the build that was asked for is not done."
    assert len(world.asked) == 1


def test_when_nothing_changed_nothing_is_compared(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.release()
    assert world.say() == "The dumps are those of 1."
    monkeypatch.setattr(module, "_compare", None)
    assert world.say() == "Nothing changed since 1."
    assert world.asked == []


def test_dumps_that_are_being_written_are_left_alone(world: World) -> None:
    world.release()
    world.drop("b.txt")
    assert world.say(settle_s=60) == "Dumps are being written (1 new)."
    assert world.asked == []
    assert "asked for a build" in world.say()


def test_a_crashed_build_is_asked_for_again_after_ever_longer_waits(world: World) -> None:
    world.say()
    endings: tuple[State[Any], ...] = (Crashed(), Failed())
    for ended in endings:
        world.state = ended
        assert "the next try is at" in world.say(retry_s=300)
        assert world.memory is not None
        before = datetime.now(UTC) - world.memory.wait(300)
        world.memory = world.memory._replace(asked=before.isoformat())
        assert "asked for a build" in world.say(retry_s=300)
    assert len(world.asked) == 3
    assert [Memory("", None, "x", tries, "").wait(300) for tries in (1, 2, 3, 99)] == [
        timedelta(minutes=5),
        timedelta(minutes=10),
        timedelta(minutes=20),
        timedelta(days=1),
    ]


def test_a_clock_that_was_set_back_puts_off_no_build(world: World) -> None:
    world.say()
    world.state = Crashed()
    assert world.memory is not None
    world.memory = world.memory._replace(asked=(datetime.now(UTC) + timedelta(days=400)).isoformat())
    assert "asked for a build" in world.say()


def test_a_deployment_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **_more: object) -> None:
        raise ObjectNotFound(RuntimeError("404"))

    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    monkeypatch.setattr(module, "_remember", lambda *_: None)
    monkeypatch.setattr(module, "run_deployment", refuse)
    with pytest.raises(LookupError, match="There is no deployment litsieve/bild"):
        poll.fn(tmp_path, tmp_path / "out", build="litsieve/bild", settle_s=0)


@pytest.mark.parametrize("make", [Failed, Completed])
def test_a_build_that_gates_refused_is_not_asked_for_again_until_the_dumps_change(
    world: World, make: Callable[..., State[Any]]
) -> None:
    world.say()
    world.state = make(name="Refused", message="No release: 1 failed gate.")
    assert world.say(retry_s=0) == "1 new; the build that was asked for said: No release: 1 failed gate."
    world.drop("b.txt")
    assert world.say(retry_s=0) == "2 new: asked for a build, new-build."


def test_no_build_is_asked_for_of_dumps_whose_release_was_rolled_back(world: World) -> None:
    world.release()
    world.drop("b.txt")
    world.refused = "2, which was rolled back to 1"
    assert world.say() == "The dumps are those of 2, which was rolled back to 1."
    assert world.say() == "Nothing changed since 1."
    world.refused = None
    world.drop("c.txt")
    assert world.say() == "2 new: asked for a build, new-build."


def test_a_run_that_the_server_forgot_is_asked_for_again(world: World) -> None:
    world.say()
    world.state = None
    assert "asked for a build" in world.say()
    assert len(world.asked) == 2
