"""What changes an output folder, done by two processes at once, and with a kill at every file-system call.

    publish_files.py RACED ONE THREE FILES OTHERS FACTS.json

Publishes FILES and OTHERS in RACED at once. Then publishes FILES in copies of ONE, and in copies of THREE rolls back to
the oldest release and prunes to one, killed at one call after the other. Prints a line of JSON for the race and one for
each call at which a run was killed: `action` is `race`, `publish`, `rollback` or `prune`. All of it is one process with
its forks, because to import what they need takes longer than what they do.
"""

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from flows.release.catalogue import latest_release, list_releases, read_catalogue
from flows.release.files import is_intact
from flows.release.lock import hold_lock
from flows.release.manifest import BuildFacts
from flows.release.prune import prune
from flows.release.publish import Published, publish
from flows.release.recover import recover
from flows.release.rollback import roll_back
from flows.release.staging import open_staging
from flows.release.verify import verify_release

CREATED: Final = 7
"""The status of a process that made a release."""

CALLS: Final = ("chmod", "fsync", "ftruncate", "mkdir", "pwrite", "rename", "replace", "rmdir", "symlink", "unlink")


def publish_files(out: Path, files: Path, facts: BuildFacts) -> Published:
    """Do what a build does once its tables are written."""
    with hold_lock(out, wait_s=60):
        recover(out)
        staging = open_staging(out)
        for path in sorted(files.iterdir()):
            (staging / path.name).write_bytes(path.read_bytes())
        return publish(out, staging, facts, datetime(2026, 11, 20, 12, tzinfo=UTC))


def kill_at(number: int) -> None:
    """Kill this process right before its `number`th call that changes the file system, or half-way through a write."""
    left = number

    def counted(call: Callable[..., Any], half: Callable[..., Any] | None = None) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - stands in for any call
            nonlocal left
            left -= 1
            if left == 0:
                if half is not None:
                    half(*args, **kwargs)
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)

        return wrapped

    write_text, write_bytes = Path.write_text, Path.write_bytes
    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))
    setattr(  # noqa: B010 - mypy forbids to assign to a method
        Path,
        "write_text",
        counted(write_text, lambda path, text, **how: write_text(path, text[: len(text) // 2], **how)),
    )
    setattr(  # noqa: B010
        Path, "write_bytes", counted(write_bytes, lambda path, data: write_bytes(path, data[: len(data) // 2]))
    )


ACTIONS: Final[dict[str, Callable[[Path, Path, BuildFacts], object]]] = {
    "publish": publish_files,
    "rollback": lambda out, _files, _facts: roll_back(out, list_releases(out)[0].version, reason=None, wait_s=60),
    "prune": lambda out, _files, _facts: prune(out, 1, reason=None, wait_s=60, dry_run=False),
}


def killed_in_child(number: int, act: Callable[[], object]) -> bool:
    """Act in a child process that is killed at its `number`th call; whether it came that far."""
    child = os.fork()
    if child == 0:
        kill_at(number)
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def state_of(out: Path) -> tuple[str, bool]:
    """The version of the latest release, and whether the link leads to it and every file is what was published."""
    latest = latest_release(out)
    if latest is None:
        return "none", False
    return latest.name, is_intact(latest) and is_intact(out / "latest")


def race(out: Path, each: Sequence[Path], facts: BuildFacts) -> list[str]:
    """Publish several folders of files at once, each in a process of its own; what came of each."""
    ready, go = os.pipe()
    children = []
    for files in each:
        child = os.fork()
        if child == 0:
            os.close(go)
            os.read(ready, 1)
            os._exit(CREATED if publish_files(out, files, facts).created else 0)
        children.append(child)
    # All wait until the last writing end is closed.
    os.close(go)
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    return ["created" if status == CREATED else f"status {status}" for status in ended]


def kill_everywhere(action: str, out: Path, files: Path, facts: BuildFacts) -> None:
    """Do it on copies of `out`, killed at one call after the other until none is left, and then once more in peace."""
    number, killed = 0, True
    while killed:
        number += 1
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "output"
            shutil.copytree(out, copy, symlinks=True)
            act = partial(ACTIONS[action], copy, files, facts)
            killed = killed_in_child(number, act)
            after_kill, sound = state_of(copy)
            act()
            after_next, sound_again = state_of(copy)
            told = {
                "action": action,
                "at": number,
                "killed": killed,
                "latest_after_kill": after_kill,
                "latest_after_next": after_next,
                "there": sorted(path.name for path in (copy / "releases").iterdir()),
                "events": [event.action for event in read_catalogue(copy).events],
                "sound": sound and sound_again,
                "problems": [] if killed else [str(problem) for problem in verify_release(copy / "latest")],
                "left_behind": recover(copy) + sorted(path.name for path in (copy / ".staging").iterdir()),
            }
            print(json.dumps(told), flush=True)  # noqa: T201 - the answer


def main() -> None:
    """Do it all."""
    raced, one, three, files, others, facts_path = map(Path, sys.argv[1:])
    facts = BuildFacts.model_validate_json(facts_path.read_text(encoding="utf-8"))
    print(json.dumps({"action": "race", "ended": race(raced, (files, others), facts)}), flush=True)  # noqa: T201 - the answer
    for action in ACTIONS:
        kill_everywhere(action, one if action == "publish" else three, files, facts)


if __name__ == "__main__":
    main()
