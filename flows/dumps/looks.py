"""Telling whether the dumps below the raw folder are others than before, and at what cost: names, sizes, then bytes."""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Final, NamedTuple

from flows.dumps.files import dump_name, find_dumps, hash_dumps

AHEAD_S: Final = 3600.0
"""The clock of a file server may be ahead by so much; a time further in the future tells nothing of when it was."""


class Look(NamedTuple):
    """The raw folder at a glance: every dump with its size, a digest of names, sizes and times, the newest time.

    Times are in seconds since 1970, and the later one of when a file was written and when it was put there; `newest`
    passes over those that lie in the future.
    """

    sizes: dict[str, int]
    digest: str
    newest: float


class Differences(NamedTuple):
    """The dumps that are new, gone or changed, by name."""

    new: list[str]
    gone: list[str]
    changed: list[str]

    def sentence(self) -> str:
        """How many of each."""
        counts = {"new": self.new, "gone": self.gone, "changed": self.changed}
        return ", ".join(f"{len(names):,} {what}" for what, names in counts.items() if names)


def look_at(raw: Path) -> Look:
    """Look at the raw folder without opening a file. Raises FileNotFoundError or NotADirectoryError as `find_dumps`."""
    sizes = {}
    digest = sha256()
    newest = 0.0
    latest = time() + AHEAD_S
    for path in find_dumps(raw):
        try:
            facts = _facts(path)
        except OSError:
            continue  # It went: the next look or the build tells.
        name = dump_name(path, raw)
        sizes[name] = facts.st_size
        # The inode's time cannot be set: it moves where an older file takes the place of another.
        digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ctime_ns}\n".encode())
        newest = max(newest, *(at for at in (facts.st_mtime, facts.st_ctime) if at < latest))
    return Look(sizes, digest.hexdigest(), newest)


def _facts(path: Path) -> os.stat_result:
    """What the system tells of a dump; of the link itself, where that leads nowhere."""
    try:
        return path.stat()
    except OSError:
        return path.lstat()


def find_differences(raw: Path, look: Look, known: Mapping[str, tuple[int, str | None]]) -> Differences:
    """What differs between the dumps below `raw` and those `known` by name, size and SHA-256.

    Files are read only where names and sizes tell no difference.
    """
    new = [name for name in look.sizes if name not in known]
    gone = [name for name in known if name not in look.sizes]
    sized = [name for name, size in look.sizes.items() if name in known and _is_resized(size, *known[name])]
    if new or gone or sized:
        return Differences(new, gone, sized)
    hashes = dict(hash_dumps(find_dumps(raw), raw))
    return Differences([], [], [name for name in look.sizes if hashes.get(name) != known[name][1]])


def _is_resized(size: int, known_size: int, known_sha256: str | None) -> bool:
    """Whether a dump has another size than the one known; of one that could not be read the size was not known."""
    return known_sha256 is not None and size != known_size
