"""The records of a part with the papers that they became: held against their schema, and put in order for merging."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from flows.matching.fingerprints import tell_prints
from flows.matching.values import made_whole, read_frame
from flows.stages.validate import check_records
from flows.work.hashes import GIVEN, KEPT
from flows.work.parts import PRINTS, RECORDS, Part, load
from schemas.frames import empty_frame, split_valid
from schemas.judgements import Rejects
from schemas.records import Records

SPAN: Final = 16**4
"""Ranges are told by the first four digits of an id, which are spread evenly."""


SMALL_BYTES: Final = 2**25

OWNERS: Final = Records.select_columns([*GIVEN])
"""What records are given when all are known; the rest was held against `Normalized`, which asks the same of it."""


class Owned(NamedTuple):
    """A part; the file of its `owners`; that of the papers `gone`.

    `owners` has `record_id`, `paper_id` (null: none), `title_kind` and `settled` (whether the paper needs no merging)
    of its records. What merging needs of the others is laid into `merged_from`, by so many `ranges`.
    """

    part: Part
    owners: Path
    gone: Path
    merged_from: Path
    ranges: int


class Checked(NamedTuple):
    """The rejects of a part, the papers of its broken records, and how many records it had before and has now."""

    rejects: pl.DataFrame
    broken: pl.Series
    before: int
    records: int


def range_of(ranges: int) -> pl.Expr:
    """The number of the range of `paper_id`, of so many."""
    return pl.col("paper_id").str.slice(1, 4).str.to_integer(base=16, dtype=pl.UInt32) * ranges // SPAN


def first_prefix(number: int, ranges: int) -> int:
    """The four digits, as a number, with which the first ids of a range begin."""
    return -(-number * SPAN // ranges)


def bounds(number: int, ranges: int) -> tuple[str, str]:
    """The first id of a range, and the first that comes after it."""
    low, high = first_prefix(number, ranges), first_prefix(number + 1, ranges)
    return f"p{low:04x}", f"p{high:04x}" if number + 1 < ranges else "q"


def check_part(owned: Owned) -> Checked:
    """Lay aside what merging needs of the records of a part, and hold the ids that they got against their schema.

    What they say was held against the same when they were read.
    """
    owners = read_frame(owned.owners)
    rows = (owners["paper_id"].is_not_null() & ~owners["settled"]).arg_true()
    told = owners[rows]
    names = [name for name in KEPT if name not in GIVEN]
    kept = load(owned.part, RECORDS, names)[rows].hstack(told.select(GIVEN)).select(KEPT)
    every = kept.with_columns(fingerprint=tell_prints(load(owned.part, PRINTS)[rows], told["title_kind"]))
    write_ranges(owned.merged_from, every, owned.ranges)
    return check_again(owned)


def join_small(files: Sequence[Path], ranges: int, to: Path) -> tuple[Path, ...]:
    """The files `merged_from` of all parts, or all of them in one, `to`, if they are small: each range opens each."""
    if len(files) == 1 or sum(path.stat().st_size for path in files) > SMALL_BYTES:
        return tuple(files)
    every = pl.concat([read_frame(path) for path in files])
    return (write_ranges(to, every, ranges),)


def check_again(owned: Owned) -> Checked:
    """As `check_part`, where what merging needs is written."""
    owners = read_frame(owned.owners, list(GIVEN)).filter(pl.col("paper_id").is_not_null())
    gone = read_frame(owned.gone)
    is_sound = split_valid(owners, OWNERS).invalid.is_empty()
    if is_sound and owners.join(gone, on="paper_id", how="semi").is_empty():
        return Checked(empty_frame(Rejects), owners["paper_id"].head(0), len(owners), len(owners))
    told = check_records(_read(owned), gone)
    return Checked(told.rejects, told.broken, len(owners), len(told.valid))


def sound_rows(owned: Owned, checked: Checked) -> pl.DataFrame:
    """`row`, `record_id` and `paper_id` of the records of a part that are published, in their order."""
    owners = read_frame(owned.owners, list(GIVEN)).with_row_index("row").filter(pl.col("paper_id").is_not_null())
    if checked.records == checked.before:
        return owners
    valid = check_records(_read(owned), read_frame(owned.gone)).valid
    return owners.join(valid, on="record_id", how="semi", maintain_order="left")


def write_ranges(path: Path, records: pl.DataFrame, ranges: int) -> Path:
    """Write records so that those of each range are a batch of the file: no others are looked at to read them."""
    in_order = records.with_columns(range=range_of(ranges)).sort("range", maintain_order=True)
    table = in_order.drop("range").rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    (whole,) = table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]
    bounds = np.searchsorted(in_order["range"].to_numpy(), np.arange(ranges + 1)).tolist()
    with made_whole(path) as draft, pa.OSFile(str(draft), "wb") as file, pa.ipc.new_file(file, table.schema) as sink:
        for first, end in pairwise(bounds):
            sink.write_batch(whole.slice(first, end - first))
    return path


def read_range(files: Sequence[Path], number: int) -> pl.DataFrame:
    """The columns KEPT and `fingerprint` (a list) of the records of a range, from the files of all parts."""
    # Joined before polars has them, which takes its time for each that it is given.
    return pl.DataFrame(pl.from_arrow(pa.Table.from_batches([_read_batch(path, number) for path in files]))).rechunk()


def _read_batch(path: Path, number: int) -> pa.RecordBatch:
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).get_batch(number)


def _read(owned: Owned) -> pl.DataFrame:
    """The records of a part that have a paper, as schemas.records.Records."""
    owners = read_frame(owned.owners, ["record_id", "paper_id"])
    records = load(owned.part, RECORDS).with_columns(owners).select(list(Records.columns))
    return records if owners["paper_id"].null_count() == 0 else records.filter(owners["paper_id"].is_not_null())
