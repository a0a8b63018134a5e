"""Candidates and verdicts, kept in the cache from one build to the next: the entry `pairs/<what found them>`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from flows.matching.matches import Limits
from flows.matching.values import made_whole
from flows.work.cache import DamagedEntryError, discard, put_entry, read_entry, take_files
from flows.work.cache_code import digest_code
from flows.work.cache_parts import digest_surroundings

PAIRS: Final = "pairs"

MATCHER: Final = "flows.matching.matches"


@contextmanager
def kept_pairs(cache: Path | None, limits: Limits, place: Path) -> Iterator[Path | None]:
    """The folder of what was kept of the last build, if there is one; at the end what is in `place/memo` replaces it.

    What became of the cache is told in a file `cache-pairs.json` beside `place`.
    """
    if cache is None:
        yield None
        return
    name = f"{PAIRS}/{digest_matching(limits)}"
    notes: list[str] = []
    earlier: Path | None = place / "earlier"
    try:
        earlier = _take(cache / name, place / "earlier")
    except DamagedEntryError as error:
        earlier = None
        notes.append(discard(cache / name, error))
    yield earlier
    try:
        files = sorted(path.name for path in (place / "memo").iterdir())
        put_entry(cache / name, place / "memo", {"files": files})
    except OSError as error:
        notes.append(f"Nothing could be put into the cache: {error}")
    with made_whole(place.with_name("cache-pairs.json")) as draft:
        draft.write_text(json.dumps({"used": [name], "notes": notes}), encoding="utf-8")


def digest_matching(limits: Limits) -> str:
    """What a candidate or a verdict depends on but the records: code, libraries and limits."""
    said = [limits.min_abstract_likeness, limits.max_years_apart, limits.max_block_records]
    return sha256(json.dumps([digest_surroundings(), digest_code(MATCHER), said]).encode()).hexdigest()[:32]


def _take(entry: Path, to: Path) -> Path | None:
    """The files of the entry in a folder of this build; None where there is no entry. Raises DamagedEntryError."""
    if not entry.exists():
        return None
    to.mkdir()
    take_files(entry, {name: to / name for name in read_entry(entry)["files"]})
    return to
