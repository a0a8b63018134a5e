"""Verdicts on pairs, kept in the cache from one build to the next: the entry `verdicts/<what judged them>`."""

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

VERDICTS: Final = "verdicts"

JUDGE: Final = "flows.matching.matches"


@contextmanager
def kept_verdicts(cache: Path | None, limits: Limits, place: Path) -> Iterator[Path | None]:
    """The folder of the verdicts of the last build, if there is one; at the end those in `place/memo` replace it.

    What became of the cache is told in a file `cache-verdicts.json` beside `place`.
    """
    if cache is None:
        yield None
        return
    name = f"{VERDICTS}/{digest_judge(limits)}"
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
    with made_whole(place.with_name("cache-verdicts.json")) as draft:
        draft.write_text(json.dumps({"used": [name], "notes": notes}), encoding="utf-8")


def digest_judge(limits: Limits) -> str:
    """What a verdict depends on but the pair: code, libraries and limits."""
    said = [limits.min_abstract_likeness, limits.max_years_apart]
    return sha256(json.dumps([digest_surroundings(), digest_code(JUDGE), said]).encode()).hexdigest()[:32]


def _take(entry: Path, to: Path) -> Path | None:
    """The files of the entry in a folder of this build; None where there is no entry. Raises DamagedEntryError."""
    if not entry.exists():
        return None
    to.mkdir()
    take_files(entry, {name: to / name for name in read_entry(entry)["files"]})
    return to
