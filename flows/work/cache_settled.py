"""What the papers of a release were made of, kept in the cache for the next build: an entry `settled/<which release>`.

An entry belongs to one release, by the checksums of its tables, and to the code that made it. It is used where a build
goes on from that release, whose files the build has just held against their checksums, and which gave ids last.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Final

from flows.matching.values import made_whole
from flows.release.catalogue import read_catalogue
from flows.release.manifest import read_manifest
from flows.work.cache import CACHE, DamagedEntryError, discard, put_entry, take_files
from flows.work.cache_code import digest_code
from flows.work.cache_parts import digest_surroundings
from flows.work.settled import Settling

SETTLED: Final = "settled"

FILE: Final = "papers.arrow"

MERGER: Final = "flows.work.ranges"

TABLES: Final = ("papers.parquet", "ids.parquet")
"""What is taken of the release."""


def take_settled(out: Path, latest: Path | None, place: Path) -> Settling:
    """Where a build that goes on from the release `latest` and works in `place` finds and leaves the sums of papers.

    What became of the cache is told in a file `cache-settled.json` of `place`.
    """
    later = place / "settled-later.arrow"
    if latest is None or _newest(out) != latest.name:
        return Settling(None, later)
    earlier, used, notes = place / "settled-earlier.arrow", [], []
    earlier.unlink(missing_ok=True)
    entry = out / CACHE / SETTLED / _name(latest)
    if entry.exists():
        try:
            take_files(entry, {FILE: earlier})
            used.append(f"{SETTLED}/{entry.name}")
        except DamagedEntryError as error:
            earlier.unlink(missing_ok=True)
            notes.append(discard(entry, error))
    _tell(place / "cache-settled.json", used, notes)
    return Settling(earlier if used else None, later)


def keep_settled(out: Path, release: Path, settling: Settling) -> None:
    """Put the sums of the papers of a release, which is there now, into the cache; tell of it as `take_settled` does.

    Where the build made no other release than there was, its papers are those of that one.
    """
    place = settling.later.parent
    entry = out / CACHE / SETTLED / _name(release)
    made = place / "settled"
    used, notes = [], []
    try:
        made.mkdir()
        (made / FILE).hardlink_to(settling.later)
        put_entry(entry, made, {})
        used.append(f"{SETTLED}/{entry.name}")
    except OSError as error:
        notes.append(f"Nothing could be put into the cache: {error}")
    _tell(place / "cache-settled-later.json", used, notes)


def _newest(out: Path) -> str | None:
    """The release that gave ids last."""
    present = read_catalogue(out).present()
    return present[-1].version if present else None


def _name(release: Path) -> str:
    """What an entry depends on: the tables of the release, code and libraries."""
    sums = {file.name: file.sha256 for file in read_manifest(release).files}
    told = [digest_surroundings(), digest_code(MERGER), *(sums[name] for name in TABLES)]
    return sha256(json.dumps(told).encode()).hexdigest()[:32]


def _tell(path: Path, used: list[str], notes: list[str]) -> None:
    with made_whole(path) as draft:
        draft.write_text(json.dumps({"used": used, "notes": notes}), encoding="utf-8")
