"""What must hold after a fault: the latest release verifies, nothing published changed, no record is lost."""

import time
from hashlib import sha256
from pathlib import Path
from typing import Final

from flows.release.catalogue import latest_release
from flows.release.tables import read_table
from flows.release.verify import verify_release

PATIENCE_S: Final = 60

Prints = dict[str, tuple[str, int]]


def fingerprint(out: Path) -> Prints:
    """Checksum and mode of every published file, by its path below `out`."""
    return {
        path.relative_to(out).as_posix(): (sha256(path.read_bytes()).hexdigest(), path.stat().st_mode)
        for path in sorted(out.glob("releases/*/*"))
    }


def changed(before: Prints, after: Prints) -> list[str]:
    """Published files that are not what they were."""
    return [path for path, print_ in before.items() if after.get(path) != print_]


def broken(out: Path) -> list[str]:
    """What is wrong with the latest release; nothing where there is none yet."""
    release = latest_release(out)
    return [] if release is None else [str(problem) for problem in verify_release(release)]


def versions(out: Path) -> set[str]:
    """The releases that are there."""
    return {path.name for path in (out / "releases").iterdir()} if (out / "releases").is_dir() else set()


def records_of(out: Path) -> set[tuple[str, str]]:
    """Every record of the latest release, with its dump."""
    release = latest_release(out)
    return set() if release is None else set(read_table(release, "records").select("dump", "record_id").iter_rows())


def left_behind(out: Path) -> list[str]:
    """Work of earlier runs that is still there."""
    staging = [path.name for path in (out / ".staging").iterdir()] if (out / ".staging").is_dir() else []
    return staging + [path.name for path in (out / ".pruned").glob("*")]


def orphans_of(leader: int) -> list[int]:
    """Processes of the group that `leader` led which live on.

    A worker that was just being started has to import what it needs before it sees that nobody wants it any longer.
    """
    end = time.monotonic() + PATIENCE_S
    while (found := _group_of(leader)) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def _group_of(leader: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader and fields[0] not in "ZX":
            found.append(int(entry.name))
    return found
