"""Publishing as a process of its own; and what changes an output folder, with a kill at every file-system call.

publish_files.py publish OUT FILES FACTS.json
publish_files.py kill ACTION OUT FILES FACTS.json    prints one JSON object for each call at which a run was killed

ACTION is `publish`, `rollback` (to the oldest release) or `prune` (to one release).
"""

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
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
    """Run the command of the command line."""
    command, *arguments = sys.argv[1:]
    out, files, facts_path = map(Path, arguments[-3:])
    facts = BuildFacts.model_validate_json(facts_path.read_text(encoding="utf-8"))
    if command == "kill":
        kill_everywhere(arguments[0], out, files, facts)
    else:
        print("created" if publish_files(out, files, facts).created else "unchanged")  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
