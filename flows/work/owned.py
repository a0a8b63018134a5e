"""The records of a part with the papers that they became: held against their schema, and put in order for merging."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from flows.matching.fingerprints import tell_prints
from flows.matching.sources import FIELDS, UNIONS
from flows.matching.values import read_frame, write_mapped
from flows.stages.validate import CheckedRecords, check_records
from flows.work.parts import PRINTS, RECORDS, Part, load
from schemas.frames import polars_schema
from schemas.records import Records

KEPT: Final = ("record_id", "paper_id", "dump", "reference", "authors_complete", "flags", *FIELDS, *UNIONS)
"""What merging looks at of a record."""

SPAN: Final = 16**4
"""Ranges are told by the first four digits of an id, which are spread evenly."""


class Owned(NamedTuple):
    """A part; the file with `record_id`, `paper_id` (null: none) and `title_kind` of its records; of the papers `gone`.

    What merging needs is put in the order of so many `ranges` into the file `merged_from`.
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


def bounds(number: int, ranges: int) -> tuple[str, str]:
    """The first id of a range, and the first that comes after it."""
    low, high = (-(-at * SPAN // ranges) for at in (number, number + 1))
    return f"p{low:04x}", f"p{high:04x}" if number + 1 < ranges else "q"


def check_part(owned: Owned) -> Checked:
    """Hold the records of a part against their schema, and write down what merging needs of all of them."""
    records = _read(owned)
    owners = read_frame(owned.owners)
    prints = tell_prints(load(owned.part, PRINTS), owners["title_kind"]).filter(owners["paper_id"].is_not_null())
    kept = records.select(*KEPT, fingerprint=prints)
    if owned.ranges > 1:
        kept = kept.sort(range_of(owned.ranges), maintain_order=True)
    write_mapped(owned.merged_from, kept)
    told = _check(owned, records)
    return Checked(told.rejects, told.broken, len(records), len(told.valid))


def check_again(owned: Owned) -> Checked:
    """As `check_part`, where what merging needs is written."""
    records = _read(owned)
    told = _check(owned, records)
    return Checked(told.rejects, told.broken, len(records), len(told.valid))


def sound_records(owned: Sequence[Owned], checked: Sequence[Checked]) -> Iterator[pl.DataFrame]:
    """The rows of the table `records`, part by part."""
    for one, told in zip(owned, checked, strict=True):
        records = _read(one)
        yield records if told.records == told.before else _check(one, records).valid


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


def _check(owned: Owned, records: pl.DataFrame) -> CheckedRecords:
    return check_records(records, read_frame(owned.gone))
