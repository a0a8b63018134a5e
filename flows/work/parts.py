"""Reading a chunk of dumps: records, rejects and facts, and all that later work needs of them, as files."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Final, NamedTuple

import polars as pl

from flows.dumps.chunks import plan_chunks, weigh
from flows.dumps.files import dump_name
from flows.matching.fingerprints import read_prints
from flows.matching.joining import read_part
from flows.matching.values import read_frame, write_mapped
from flows.reading import Piece, extract_files, extract_piece, plan_pieces
from flows.settings import DedupSettings, ExtractSettings, Settings
from flows.stages.extract import Extracted
from flows.stages.normalize import normalize
from flows.work.hashes import hash_records
from flows.work.records_file import read_records, write_records

RECORDS: Final = "records.arrow"
"""Records as schemas.records.Normalized, as records_file.write_records writes them."""

VALUES: Final = "values.arrow"
"""As joining.read_part gives them."""

NUMBERS: Final = "numbers.arrow"
"""As joining.read_part gives them, with `record_id` and `reference`."""

PRINTS: Final = "prints.arrow"
"""As fingerprints.read_prints gives them."""

HASHES: Final = "hashes.arrow"
"""As hashes.hash_records gives them."""

REJECTS: Final = "rejects.arrow"
FACTS: Final = "facts.arrow"
"""As schemas.judgements.Rejects and schemas.dumps.DumpFacts."""

FILES: Final = (RECORDS, VALUES, NUMBERS, PRINTS, HASHES, REJECTS, FACTS)


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
    """The dumps in shares of at most `chunk_bytes`; a larger one in pieces, where it can be cut without reading it.

    Where a share ends follows from the dumps themselves, so that one more or less changes its own share and seldom
    the next.
    """
    weights = {path: weigh(path, settings.chunk_bytes) for path in paths}
    small = sum(weights.values()) <= settings.chunk_bytes
    shares: list[Share] = []
    for run in [paths] if small else cut_runs(paths, weights, raw, settings.chunk_bytes):
        for chunk in plan_chunks(run, settings.chunk_bytes):
            large = len(chunk) == 1 and weights[chunk[0]] > settings.chunk_bytes
            shares += (plan_pieces(chunk[0], raw, settings) if large else []) or [chunk]
    return shares


def cut_runs(paths: Sequence[Path], weights: Mapping[Path, int], raw: Path, chunk_bytes: int) -> list[list[Path]]:
    """The paths in runs of about half of `chunk_bytes`, each ended by what its last dump is called and weighs.

    After K. Eshghi and H. K. Tang, A Framework for Analyzing and Improving Content-Based Chunking Algorithms (2005):
    what comes and goes moves no boundary but its own.
    """
    runs: list[list[Path]] = [[]]
    for path in paths:
        runs[-1].append(path)
        digest = sha256(dump_name(path, raw).encode()).digest()
        if int.from_bytes(digest[:6]) * chunk_bytes < 2 * weights[path] << 48:
            runs.append([])
    return [run for run in runs if run]


def new_folder(chunk: Chunk, number: int) -> Path:
    """Where a part is written, by no other attempt at the chunk: a worker that was given up may still be at work."""
    return chunk.place / f"chunk-{chunk.number:06}-{number:04}-{token_hex(4)}"


def extract_share(share: Share, chunk: Chunk) -> Iterator[Extracted]:
    """What the extract stage finds in a share, or some dumps, of a chunk, part by part."""
    return (
        iter([extract_piece(share)])
        if isinstance(share, Piece)
        else extract_files(share, chunk.raw, chunk.settings.extract)
    )


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
    """Put the positions right in files of their own: the old ones may be linked to from the cache."""
    for name in (RECORDS, REJECTS):
        frame = load(part, name).with_columns(pl.col("position") + by)
        (part.folder / name).unlink()
        _write(part.folder / name, frame)


def moved_by(share: Share, entries: int) -> int:
    """By how much the positions behind a share with so many entries differ from what was planned."""
    return entries - share.entries if isinstance(share, Piece) else 0


def make_frames(found: Extracted, settings: Settings) -> dict[str, pl.DataFrame]:
    """The frames of a part, by the names of their files."""
    clean = normalize(found.records, settings.normalize)
    rejects = pl.concat([found.rejects, clean.rejects])
    return compare_part(clean.records, settings.dedup) | {REJECTS: rejects, FACTS: found.facts}


def compare_part(records: pl.DataFrame, settings: DedupSettings) -> dict[str, pl.DataFrame]:
    """What dedup looks at of the records of a part (as schemas.records.Normalized), and the records themselves."""
    records = records.sort("dump", "position")
    compared = read_part(records, settings.min_abstract_chars)
    prints = read_prints(compared.values, records)
    return {
        RECORDS: records,
        VALUES: compared.values,
        NUMBERS: compared.numbers.with_columns(records["record_id"], records["reference"]),
        PRINTS: prints,
        HASHES: hash_records(records, prints),
    }


def write_frames(folder: Path, frames: Mapping[str, pl.DataFrame], *, compress: bool = False) -> None:
    """Write the frames of a part into its folder, which is new; `compress` the records, which are most of it."""
    folder.mkdir(parents=True)
    for name, frame in frames.items():
        _write(folder / name, frame, compress=compress)


def _write(path: Path, frame: pl.DataFrame, *, compress: bool = False) -> None:
    if path.name == RECORDS:
        write_records(path, frame, compress=compress)
    elif path.name == VALUES:
        write_mapped(path, frame)
    else:
        frame.write_ipc(path)


def load(part: Part, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """A frame of a part, or these columns of it."""
    return read_file(part.folder / name, columns)


def read_file(path: Path, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """The frame in a file of a part, or these columns of it."""
    return (read_records if path.name == RECORDS else read_frame)(path, columns)
