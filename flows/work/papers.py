"""Dedup over the parts of a build: numbers in memory, texts in the files that they were read into."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.matching.candidates import Search
from flows.matching.fingerprints import tell_prints
from flows.matching.joining import in_order, rank_parts, tell_parts
from flows.matching.matches import Limits, Matched, match_records
from flows.matching.remembered import Settled
from flows.matching.run import Run
from flows.matching.values import Values, columns_of, write_columns, write_mapped
from flows.settings import DedupSettings
from flows.stages.dedup import limits_of, name_papers
from flows.stages.normalize import number_ids
from flows.work.cache_verdicts import kept_verdicts
from flows.work.parts import NUMBERS, PRINTS, VALUES, Part, load

COLUMNS_AT_A_TIME: Final = 6
"""Numbers of all records that are put in order at a time: 48 bytes a record, twice."""


class Papers(NamedTuple):
    """The papers of all records.

    By place, that is in the order of dump and position: `record_ids`, `paper_ids` (null of a reference that no paper
    needed) and `title_kinds`. In the order of ids: `places`, `used` (whether the record has a paper), and what
    `matched` tells. `unsure` are papers that may be one with another.
    """

    record_ids: pl.Series
    paper_ids: pl.Series
    title_kinds: pl.Series
    places: pl.Series
    used: pl.Series
    matched: Matched
    settled: Settled
    unsure: pl.Series


def find_papers(
    parts: Sequence[Part],
    place: Path,
    known: pl.DataFrame,
    settings: DedupSettings,
    run: Run,
    *,
    cache: Path | None = None,
) -> Papers:
    """Make papers of the records of all parts, which stand in the order of dump and position.

    `known` is the `ids` table of the last release. The folder `place` is made and holds what is kept of the pairs.
    Verdicts are taken from the `cache` and put there, if there is one.
    Records of references make no paper, as stages.dedup.name_papers tells.
    """
    place.mkdir()
    heads = pl.concat([load(part, NUMBERS, ["record_id", "reference"]) for part in parts])
    record_ids = number_ids(heads["record_id"], heads["reference"])
    order = record_ids.arg_sort()
    limits = limits_of(settings)
    search, told = _open_search(parts, record_ids, order, place, limits)
    with kept_verdicts(cache, limits, place) as earlier:
        matched = match_records(search, limits, place, run, earlier=earlier)
    ids, reference = told["record_id"], heads["reference"].gather(order)
    back = pl.Series(np.argsort(order.to_numpy(), kind="stable").astype(np.uint32))
    kinds = told["title_kind"].gather(back)

    def prints() -> Iterable[pl.DataFrame]:
        return (part.explode("fingerprint").drop_nulls() for part in print_parts(parts, record_ids, kinds))

    named = name_papers(matched, ids, reference, prints, known)
    # Prefect looks into every item of a dict that passes between tasks, and this one has served.
    settled = named.settled._replace(paper_of={})
    return Papers(record_ids, named.papers.gather(back), kinds, order, named.used, matched, settled, named.unsure)


def _open_search(
    parts: Sequence[Part], record_ids: pl.Series, order: pl.Series, place: Path, limits: Limits
) -> tuple[Search, pl.DataFrame]:
    """The search, whose columns lie in files, and what all records tell of each."""
    numbers = [part.folder / NUMBERS for part in parts]
    told = tell_parts(numbers, record_ids, order, limits.min_title_chars)
    mapped = write_mapped(place / "told.arrow", told)
    folder = place / "numbers"
    folder.mkdir()
    names = [name for name in columns_of(numbers[0]) if name not in ("record_id", "reference")]
    for at in range(0, len(names), COLUMNS_AT_A_TIME):
        write_columns(folder, in_order(numbers, order, names[at : at + COLUMNS_AT_A_TIME]))
    write_columns(folder, rank_parts(numbers, order))
    values = Values.join([part.folder / VALUES for part in parts], [part.records for part in parts], mapped)
    return Search(folder, values, limits.max_block_records), told.select("record_id", "title_kind")


def print_parts(parts: Sequence[Part], record_ids: pl.Series, title_kinds: pl.Series) -> Iterator[pl.DataFrame]:
    """`record_id` and `fingerprint` (a list) of the records of each part, in their order."""
    at = 0
    for part in parts:
        prints = tell_prints(load(part, PRINTS), title_kinds[at : at + part.records])
        yield pl.DataFrame({"record_id": record_ids[at : at + part.records], "fingerprint": prints})
        at += part.records
