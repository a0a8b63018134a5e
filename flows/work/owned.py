"""The records of a part with the papers that they became: held against their schema, and put in order for merging."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from flows.matching.fingerprints import tell_prints
from flows.matching.values import read_frame, write_mapped
from flows.stages.validate import check_records
from flows.work.hashes import GIVEN, KEPT
from flows.work.parts import PRINTS, RECORDS, Part, load
from schemas.frames import empty_frame, polars_schema, split_valid
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
    of its records. What merging needs of the others is put in the order of so many `ranges` into `merged_from`.
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
    if owned.ranges > 1:
        every = every.sort(range_of(owned.ranges), maintain_order=True)
    write_mapped(owned.merged_from, every)
    return check_again(owned)


def join_small(files: Sequence[Path], ranges: int, to: Path) -> tuple[Path, ...]:
    """The files `merged_from` of all parts, or all of them in one, `to`, if they are small: each range opens each."""
    if len(files) == 1 or sum(path.stat().st_size for path in files) > SMALL_BYTES:
        return tuple(files)
    every = pl.concat([read_frame(path) for path in files])
    return (write_mapped(to, every.sort(range_of(ranges), maintain_order=True)),)


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


def read_range(files: Sequence[Path], number: int, ranges: int) -> pl.DataFrame:
    """The columns KEPT and `fingerprint` (a list) of the records of a range, from the files of all parts."""
    types = {name: dtype for name, dtype in polars_schema(Records).items() if name in KEPT}
    nothing = pl.DataFrame(schema=types | {"fingerprint": pl.List(pl.String)}).select(*KEPT, "fingerprint")
    return pl.concat([nothing, *(_slice(path, number, ranges) for path in files)]).rechunk()


def _slice(path: Path, number: int, ranges: int) -> pl.DataFrame:
    """The rows of a range, which stand together; no others are read."""
    with pa.memory_map(str(path)) as file:
        table = pa.ipc.open_file(file).read_all()
        ids = pl.DataFrame(pl.from_arrow(table.select(["paper_id"])))
        first, end = np.searchsorted(ids.select(range_of(ranges)).to_series().to_numpy(), [number, number + 1])
        return pl.DataFrame(pl.from_arrow(table.slice(first, end - first)))


def _read(owned: Owned) -> pl.DataFrame:
    """The records of a part that have a paper, as schemas.records.Records."""
    owners = read_frame(owned.owners, ["record_id", "paper_id"])
    records = load(owned.part, RECORDS).with_columns(owners).select(list(Records.columns))
    return records if owners["paper_id"].null_count() == 0 else records.filter(owners["paper_id"].is_not_null())
