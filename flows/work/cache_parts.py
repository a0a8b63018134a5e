"""Parts of earlier builds, kept in the cache and found again by the dumps that they were read from.

An entry `parts/<name>` holds the parts of one share, a folder each. Its segments tell which dump, known by a key of all
that its reading depends on, fills which stretch of which part.
"""

import json
import platform
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

from flows.dumps.files import dump_name, hash_dumps
from flows.reading import Piece, is_reference
from flows.settings import Settings
from flows.work.cache import CACHE, DamagedEntryError, discard, find_entries, read_entry
from flows.work.cache_code import digest_code
from flows.work.parts import Share

PARTS: Final = "parts"

VERSION: Final = 3
"""Of what an entry looks like; the code that reads dumps is told apart by itself."""

LIBRARIES: Final = ("polars", "numpy", "pyarrow", "ftfy", "pylatexenc", "rapidfuzz", "zstandard")
"""What may read a text otherwise in another version; the numbers of records are hashes of polars."""

READER: Final = "flows.work.parts"


class Segment(NamedTuple):
    """A stretch of a part that is of one dump, with how many of its entries became how many records.

    `key` is None where the dump's content does not tell what was read of it: it could not be read, or is a link.
    """

    key: str | None
    dump: str
    part: int
    entries: int
    extracted: int
    records: int
    content_bytes: int


class Entry(NamedTuple):
    """An entry of the cache: its folder, and its segments in their order."""

    folder: Path
    segments: tuple[Segment, ...]


class Known(NamedTuple):
    """What the cache knows of a share: the keys of its dumps, and entries that hold some of them, each of use."""

    keys: tuple[str | None, ...]
    entries: tuple[Entry, ...]


class Found(NamedTuple):
    """The cache, None where there is none; what all readings have in common; what is known of each share; notes."""

    cache: Path | None
    base: str
    shares: tuple[Known, ...]
    notes: tuple[str, ...]


NOTHING: Final = Known((), ())


def look_up(
    shares: Sequence[Share], raw: Path, out: Path, settings: Settings, digests: Mapping[str, str | None]
) -> Found:
    """What the cache below `out` knows of these shares; `digests` are those of dumps, as far as they are known."""
    nothing = tuple(NOTHING for _ in shares)
    if not settings.work.cache or not shares:
        return Found(None, "", nothing, ())
    base = digest_base(settings)
    entries, notes = read_entries(out / CACHE)
    if not entries:
        return Found(out / CACHE, base, nothing, notes)
    paths = [path for share in shares if isinstance(share, list) for path in share]
    missing = [path for path in paths if dump_name(path, raw) not in digests]
    digests = {**digests, **dict(hash_dumps(missing, raw))}
    holders: dict[str, set[int]] = {}
    for number, entry in enumerate(entries):
        for segment in entry.segments:
            if segment.key is not None:
                holders.setdefault(segment.key, set()).add(number)
    known = []
    for share in shares:
        keys = share_keys(base, share, raw, settings, digests)
        known.append(Known(keys, _choose(entries, keys, holders)))
    return Found(out / CACHE, base, tuple(known), notes)


def _choose(
    entries: Sequence[Entry], keys: tuple[str | None, ...], holders: Mapping[str, set[int]]
) -> tuple[Entry, ...]:
    """The entries to take these keys from: those that hold most of them and least else."""
    count = Counter(at for key in keys if key is not None for at in holders.get(key, ()))
    order = sorted(count, key=lambda at: (-count[at], len(entries[at].segments), at))
    left = {key for key in keys if key in holders}
    chosen = []
    for at in order:
        held = {segment.key for segment in entries[at].segments} & left
        if held:
            chosen.append(entries[at])
            left -= held
    return tuple(chosen)


def read_entries(folder: Path) -> tuple[list[Entry], tuple[str, ...]]:
    """The entries of parts in the cache, and a note of each that was damaged and is removed."""
    entries, notes = [], []
    for path in find_entries(folder, PARTS):
        try:
            entries.append(Entry(path, tuple(Segment(*segment) for segment in read_entry(path)["segments"])))
        except (DamagedEntryError, KeyError, TypeError) as error:
            notes.append(discard(path, error))
    return entries, tuple(notes)


@cache
def digest_surroundings() -> str:
    """The versions of what may read or compare a text otherwise."""
    versions = [f"{name} {version(name)}" for name in LIBRARIES]
    return " ".join([str(VERSION), platform.python_version(), unicodedata.unidata_version, *versions])


def digest_base(settings: Settings) -> str:
    """All that the reading of any dump depends on but the dump: code, libraries and settings."""
    said = {
        "extract": settings.extract.model_dump(mode="json", include={"piece_bytes", "max_dump_bytes"}),
        "normalize": settings.normalize.model_dump(mode="json"),
        "min_abstract_chars": settings.dedup.min_abstract_chars,
    }
    told = [digest_surroundings(), digest_code(READER), json.dumps(said, sort_keys=True)]
    return sha256("\n".join(told).encode()).hexdigest()


def share_keys(
    base: str, share: Share, raw: Path, settings: Settings, digests: Mapping[str, str | None]
) -> tuple[str | None, ...]:
    """The key of each dump of a share, or of the piece that it is; None of a dump that has none."""
    if isinstance(share, Piece):
        return (None if share.path.is_symlink() else piece_key(base, share),)
    names = [dump_name(path, raw) for path in share]
    return tuple(
        dump_key(base, name, digests[name], reference=is_reference(name, settings.extract))
        if not path.is_symlink() and names.count(name) == 1
        else None
        for path, name in zip(share, names, strict=True)
    )


def dump_key(base: str, name: str, digest: str | None, *, reference: bool) -> str | None:
    """The key of what is read of a whole dump; None where the file could not be read."""
    return None if digest is None else _key(base, "dump", name, digest, str(reference))


def piece_key(base: str, piece: Piece) -> str:
    """The key of what is read of a piece."""
    return _key(base, "piece", str(piece.start), str(piece.end), json.dumps(piece.row, sort_keys=True))


def _key(*told: str) -> str:
    return sha256("\0".join(told).encode()).hexdigest()[:32]
