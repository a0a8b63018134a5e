"""Reading a chunk of dumps with the help of the cache: what it holds is taken, what is new is read and put there."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from itertools import accumulate, groupby
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

import polars as pl

from flows.dumps.files import dump_name
from flows.matching.values import made_whole
from flows.reading import Piece, is_reference
from flows.settings import Settings
from flows.stages.extract import Extracted
from flows.work.cache import DamagedEntryError, discard, evict, put_entry, take_files
from flows.work.cache_parts import PARTS, Entry, Found, Known, Segment, dump_key, piece_key
from flows.work.parts import (
    FACTS,
    FILES,
    RECORDS,
    REJECTS,
    Chunk,
    Part,
    Share,
    extract_share,
    make_frames,
    moved_by,
    new_folder,
    read_file,
    write_frames,
)

Frames = dict[str, pl.DataFrame]


class Wanted(NamedTuple):
    """A chunk to be read, and what the cache (if there is one) knows of it."""

    chunk: Chunk
    cache: Path | None
    base: str
    known: Known


def want_all(shares: Sequence[Share], found: Found, raw: Path, place: Path, settings: Settings) -> list[Wanted]:
    """Each share of the dumps below `raw` as a chunk of a build that works in `place`."""
    return [
        Wanted(Chunk(number, share, raw, place, settings), found.cache, found.base, known)
        for number, (share, known) in enumerate(zip(shares, found.shares, strict=True))
    ]


class _Bit(NamedTuple):
    """A stretch of a chunk: its segments, how to come by its frames, and the part that it is the whole of, if any."""

    segments: tuple[Segment, ...]
    load: Callable[[], Frames]
    whole: Path | None

    def content_bytes(self) -> int:
        return sum(segment.content_bytes for segment in self.segments)


def recall_chunk(wanted: Wanted) -> list[Part]:
    """The parts of a chunk: its dumps cut up, their records cleaned and folded. What is new is put into the cache.

    What became of the cache is told in a file `cache-<number>.json` of `place`.
    """
    notes: list[str] = []
    entries = list(wanted.known.entries)
    while True:
        try:
            made = [_write(wanted.chunk, number, group) for number, group in enumerate(_pack(wanted, entries))]
            break
        except DamagedEntryError as error:
            # What it held is read anew.
            entries = [entry for entry in entries if entry.folder != error.entry]
            notes.append(discard(error.entry, error))
    used = [entry.folder.name for entry in entries]
    if wanted.cache is not None and not all(one.linked for one in made):
        try:
            used.append(_put(wanted.chunk, wanted.cache, made))
        except OSError as error:
            notes.append(f"Nothing could be put into the cache: {error}")
    content = json.dumps({"used": [f"{PARTS}/{name}" for name in used], "notes": notes})
    with made_whole(wanted.chunk.place / f"cache-{wanted.chunk.number:06}.json") as draft:
        draft.write_text(content, encoding="utf-8")
    return [one.part for one in made]


def settle_cache(place: Path, found: Found, keep_builds: int) -> list[str]:
    """At the end of a build: remove what was not used for long. Gives a note of each thing that was amiss."""
    told = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(place.glob("cache-*.json"))]
    notes = [*found.notes, *(note for one in told for note in one["notes"])]
    if found.cache is not None:
        try:
            evict(found.cache, {name for one in told for name in one["used"]}, keep_builds)
        except OSError as error:
            notes.append(f"The cache could not be put in order: {error}")
    return list(dict.fromkeys(notes))


def _pack(wanted: Wanted, entries: Sequence[Entry]) -> Iterator[list[_Bit]]:
    """The bits of a chunk in groups, each of which makes a part."""
    group: list[_Bit] = []
    room = wanted.chunk.settings.extract.piece_bytes
    for bit in _find_bits(wanted, entries):
        if group and sum(one.content_bytes() for one in [*group, bit]) > room:
            yield group
            group = []
        group.append(bit)
    if group:
        yield group


def _find_bits(wanted: Wanted, entries: Sequence[Entry]) -> Iterator[_Bit]:
    """The bits of a chunk in the order of its dumps: neighbours that are new, or that lie in one entry, go together."""
    share = wanted.chunk.share
    # The first of the entries is the best.
    where = {segment.key: entry for entry in reversed(entries) for segment in entry.segments if segment.key is not None}
    if isinstance(share, Piece):
        keys = wanted.known.keys
        held = where.get(keys[0]) if keys and keys[0] is not None else None
        yield from _read(wanted, share) if held is None else _take(wanted.chunk, held, keys)
        return
    dumps = zip(share, wanted.known.keys or (None,) * len(share), strict=True)
    for entry, some in groupby(dumps, lambda dump: None if dump[1] is None else where.get(dump[1])):
        run = list(some)
        if entry is None:
            yield from _read(wanted, [path for path, _ in run])
        else:
            yield from _take(wanted.chunk, entry, [key for _, key in run])


def _read(wanted: Wanted, share: Share) -> Iterator[_Bit]:
    """What is new, read."""
    for found in extract_share(share, wanted.chunk):
        frames = make_frames(found, wanted.chunk.settings)
        yield _Bit(_segments(wanted, share, found, frames[RECORDS]), frames.copy, None)


def _segments(wanted: Wanted, share: Share, found: Extracted, records: pl.DataFrame) -> tuple[Segment, ...]:
    """Where the dumps of a part begin and end; their order is that of its facts."""
    extracted, kept = (
        dict(frame["dump"].value_counts().iter_rows()) if len(frame) else {} for frame in (found.records, records)
    )
    if isinstance(share, Piece):
        keys = {share.row["dump"]: None if share.path.is_symlink() else piece_key(wanted.base, share)}
    else:
        chunk = wanted.chunk
        names = [dump_name(path, chunk.raw) for path in share]
        sound = {name for path, name in zip(share, names, strict=True) if not path.is_symlink()}
        sound -= {name for name in names if names.count(name) > 1}
        keys = {
            name: dump_key(wanted.base, name, digest, reference=is_reference(name, chunk.settings.extract))
            for name, digest in found.facts.select("dump", "dump_sha256").iter_rows()
            if name in sound
        }
    return tuple(
        Segment(keys.get(name), name, 0, entries, extracted.get(name, 0), kept.get(name, 0), content_bytes)
        for name, entries, content_bytes in found.facts.select("dump", "entries", "content_bytes").iter_rows()
    )


def _take(chunk: Chunk, entry: Entry, keys: Sequence[str | None]) -> Iterator[_Bit]:
    """The dumps with these keys out of an entry that holds them all, part by part."""
    for number, some in groupby(entry.segments, lambda segment: segment.part):
        every = tuple(some)
        wanted = tuple(segment for segment in every if segment.key in keys)
        if wanted:
            folder = _link_part(chunk, entry, number)
            yield _Bit(
                wanted,
                partial(_cut, folder, every, wanted),
                folder if wanted == every else None,
            )


def _link_part(chunk: Chunk, entry: Entry, number: int) -> Path:
    """A part of an entry, linked into a folder of this build and held against its checksums."""
    folder = chunk.place / f"known-{chunk.number:06}-{number:04}-{token_hex(4)}"
    folder.mkdir()
    take_files(entry.folder, {f"{number:04}/{name}": folder / name for name in FILES})
    return folder


def _cut(folder: Path, every: Sequence[Segment], wanted: Sequence[Segment]) -> Frames:
    """The frames of some of the dumps of a part."""
    whole = {name: read_file(folder / name) for name in FILES}
    ends = list(accumulate(segment.records for segment in every))
    rows = [(end - one.records, one.records) for one, end in zip(every, ends, strict=True) if one in wanted]
    names = [segment.dump for segment in wanted]
    return {
        name: frame.filter(pl.col("dump").is_in(names))
        if name in (REJECTS, FACTS)
        else pl.concat([frame.slice(*stretch) for stretch in rows])
        for name, frame in whole.items()
    }


class _Made(NamedTuple):
    """A part of this build with its segments, and whether it is an entry's as it stood there."""

    part: Part
    segments: tuple[Segment, ...]
    linked: bool


def _write(chunk: Chunk, number: int, group: Sequence[_Bit]) -> _Made:
    """Make a part of some bits."""
    segments = tuple(segment for bit in group for segment in bit.segments)
    folder = new_folder(chunk, number)
    whole = group[0].whole if len(group) == 1 else None
    if whole is None:
        frames = [bit.load() for bit in group]
        joined = {name: pl.concat([one[name] for one in frames]) for name in FILES}
        write_frames(folder, joined, compress=chunk.settings.work.compress is True)
    else:
        folder = whole
    entries = sum(segment.entries for segment in segments)
    extracted = sum(segment.extracted for segment in segments)
    records = sum(segment.records for segment in segments)
    return _Made(Part(folder, entries, extracted, records, moved_by(chunk.share, entries)), segments, whole is not None)


def _put(chunk: Chunk, cache: Path, made: Sequence[_Made]) -> str:
    """Put the parts of a chunk into the cache as they are; gives the name of the entry."""
    segments = [segment._replace(part=number) for number, one in enumerate(made) for segment in one.segments]
    name = sha256(json.dumps([segment.key or segment.dump for segment in segments]).encode()).hexdigest()[:32]
    place = chunk.place / f"entry-{chunk.number:06}-{token_hex(4)}"
    for number, one in enumerate(made):
        folder = place / f"{number:04}"
        folder.mkdir(parents=True)
        for file in FILES:
            (folder / file).hardlink_to(one.part.folder / file)
    put_entry(cache / PARTS / name, place, {"segments": segments})
    return name
