"""Reading a chunk of dumps: records, rejects and facts, and all that later work needs of them, as files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.dumps.chunks import plan_chunks
from flows.matching.fingerprints import read_prints
from flows.matching.joining import read_part
from flows.matching.values import read_frame, write_mapped
from flows.reading import Piece, extract_files, extract_piece, plan_pieces
from flows.settings import ExtractSettings, Settings
from flows.stages.dedup import limits_of
from flows.stages.extract import Extracted
from flows.stages.normalize import normalize

RECORDS: Final = "records.arrow"
"""As schemas.records.Normalized."""

VALUES: Final = "values.arrow"
"""As joining.read_part gives them."""

NUMBERS: Final = "numbers.arrow"
"""As joining.read_part gives them, with `record_id` and `reference`."""

PRINTS: Final = "prints.arrow"
"""As fingerprints.read_prints gives them."""

REJECTS: Final = "rejects.arrow"
FACTS: Final = "facts.arrow"
"""As schemas.judgements.Rejects and schemas.dumps.DumpFacts."""


Share = list[Path] | Piece
"""Some dumps, or a piece of a large one."""


class Chunk(NamedTuple):
    """A share of the dumps below `raw`, to be read into folders of `place`."""

    number: int
    share: Share
    raw: Path
    place: Path
    settings: Settings


class Part(NamedTuple):
    """What was read at one go: a folder with the files above.

    So many `entries` were found, so many records `extracted` of them, and so many `records` are sound. `moved` tells by
    how much the positions of what follows in the dump differ from what was planned.
    """

    folder: Path
    entries: int
    extracted: int
    records: int
    moved: int


def share_out(paths: Sequence[Path], raw: Path, settings: ExtractSettings) -> list[Share]:
    """The dumps in shares of about `chunk_bytes`; a larger one in pieces, where it can be cut without reading it."""
    shares: list[Share] = []
    for chunk in plan_chunks(paths, settings.chunk_bytes):
        large = len(chunk) == 1 and chunk[0].exists() and chunk[0].stat().st_size > settings.chunk_bytes
        shares += (plan_pieces(chunk[0], raw, settings) if large else []) or [chunk]
    return shares


def read_chunk(chunk: Chunk) -> list[Part]:
    """Cut the dumps up, clean the records and fold what is compared of them; gives the parts in the dumps' order."""
    share = chunk.share
    if isinstance(share, Piece):
        found = extract_piece(share)
        moved = int(found.facts["entries"].sum()) - share.entries
        return [_write(chunk.place / f"chunk-{chunk.number:06}-0000", found, chunk.settings)._replace(moved=moved)]
    return [
        _write(chunk.place / f"chunk-{chunk.number:06}-{number:04}", found, chunk.settings)
        for number, found in enumerate(extract_files(share, chunk.raw, chunk.settings.extract))
    ]


def settle_positions(shares: Sequence[Share], read: Sequence[list[Part]]) -> list[Part]:
    """All parts, with the positions put right in pieces that follow one with more or fewer records than lines."""
    parts: list[Part] = []
    by, path = 0, None
    for share, found in zip(shares, read, strict=True):
        here = share.path if isinstance(share, Piece) else None
        by = by if here is not None and here == path else 0
        if by:
            for part in found:
                _move(part, by)
        by, path = by + sum(part.moved for part in found), here
        parts += found
    return parts


def _move(part: Part, by: int) -> None:
    for name in (RECORDS, REJECTS):
        frame = load(part, name).with_columns(pl.col("position") + by)
        (part.folder / name).unlink()
        frame.write_ipc(part.folder / name)


def _write(folder: Path, found: Extracted, settings: Settings) -> Part:
    folder.mkdir(parents=True, exist_ok=True)
    clean = normalize(found.records, settings.normalize)
    records = clean.records.sort("dump", "position")
    compared = read_part(records, limits_of(settings.dedup).min_abstract_chars)
    frames = {
        RECORDS: records,
        NUMBERS: compared.numbers.with_columns(records["record_id"], records["reference"]),
        PRINTS: read_prints(compared.values, records),
        REJECTS: pl.concat([found.rejects, clean.rejects]),
        FACTS: found.facts,
    }
    for name, frame in frames.items():
        frame.write_ipc(folder / name)
    write_mapped(folder / VALUES, compared.values)
    return Part(folder, int(found.facts["entries"].sum()), len(found.records), len(records), moved=0)


def load(part: Part, name: str, columns: list[str] | None = None) -> pl.DataFrame:
    """A frame of a part, or these columns of it."""
    return read_frame(part.folder / name, columns)
