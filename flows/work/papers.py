"""Dedup over the parts of a build: numbers in memory, texts in the files that they were read into."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.matching.blocks import invert
from flows.matching.candidates import pairs_file
from flows.matching.change import Change, find_change
from flows.matching.fingerprints import tell_prints
from flows.matching.joining import tell_all
from flows.matching.keys import TELLING, TITLE_KINDS
from flows.matching.matches import JUDGED, Limits, Matched, match_records
from flows.matching.remembered import Settled
from flows.matching.run import Run
from flows.matching.search import Numbers, Search
from flows.matching.values import Values, read_columns, write_columns, write_mapped
from flows.matching.ways import WAYS
from flows.settings import DedupSettings
from flows.stages.dedup import limits_of, name_papers
from flows.stages.normalize import number_ids
from flows.work.cache_pairs import kept_pairs
from flows.work.numbers import lay_numbers
from flows.work.parts import NUMBERS, PRINTS, VALUES, Part, load


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

    def told(self) -> pl.DataFrame:
        """By place: `record_id`, `paper_id` and `title_kind`."""
        return pl.DataFrame({"record_id": self.record_ids, "paper_id": self.paper_ids, "title_kind": self.title_kinds})


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
    Candidates and verdicts of the last build are taken from the `cache`, if there is one, and those of this put there.
    Records of references make no paper, as stages.dedup.name_papers tells.
    """
    place.mkdir()
    heads = pl.concat([load(part, NUMBERS, ["record_id", "reference", "reading"]) for part in parts])
    record_ids = number_ids(heads["record_id"], heads["reference"])
    order = record_ids.arg_sort()
    heads = heads.with_columns(record_ids, place=pl.int_range(pl.len(), dtype=pl.UInt32))[order]
    limits = limits_of(settings)
    with kept_pairs(cache, limits, place) as earlier:
        change = _lay_columns(parts, heads, place, earlier, run)
        search, kinds = _open_search(parts, heads, place, limits, change)
        ids, reference = heads["record_id"], heads["reference"]
        # Of many records each column counts.
        del heads
        matched = match_records(search, limits, place, run, earlier=earlier)
        _keep(place)
    back = pl.Series(invert(order.to_numpy()))
    kinds = kinds.gather(back)

    def prints() -> Iterable[pl.DataFrame]:
        return (part.explode("fingerprint").drop_nulls() for part in print_parts(parts, record_ids, kinds))

    named = name_papers(matched, ids, reference, prints, known)
    papers = named.papers.gather(back)
    return Papers(record_ids, papers, kinds, order, named.used, matched, named.settled, named.unsure)


def _lay_columns(
    parts: Sequence[Part], heads: pl.DataFrame, place: Path, earlier: Path | None, run: Run
) -> Change | None:
    """Lay the columns of all records, in the order of ids, into the folder `numbers` of `place`.

    `heads` has `record_id`, sorted, `reading` and `place`, which record it is among the parts. The folder `earlier` has
    what was kept of the last build; gives what changed since.
    """
    change = None if earlier is None else find_change(earlier, heads, place / "moved.npy")
    folder = place / "numbers"
    folder.mkdir()
    lay_numbers(folder, parts, heads["place"], change, run)
    write_columns(folder, heads.select("record_id"))
    return change


def _open_search(
    parts: Sequence[Part], heads: pl.DataFrame, place: Path, limits: Limits, change: Change | None
) -> tuple[Search, pl.Series]:
    """The search, whose columns lie in files, and `title_kind` of all records, in the order of ids."""
    folder = place / "numbers"
    told = tell_all(read_columns(folder, TELLING), heads["record_id"], heads["place"], limits.min_title_chars)
    mapped = write_mapped(place / "told.arrow", told)
    values = Values.join([part.folder / VALUES for part in parts], [part.records for part in parts], mapped)
    return Search(Numbers(folder), values, limits.max_block_records, change), told["title_kind"].cast(TITLE_KINDS)


def _keep(place: Path) -> None:
    """Lay what the next build's search begins with beside what is remembered of the pairs."""
    for path in (*(place / "numbers").iterdir(), *(place / pairs_file(name) for name in WAYS)):
        (place / "memo" / path.name).hardlink_to(path)


def drop_compared(parts: Sequence[Part], place: Path) -> None:
    """Remove what nobody looks at once papers are found, of the parts and of the folder of `find_papers`.

    It is a good third of what a build has on the disk until then; what the cache has of it stays there.
    """
    for path in [part.folder / name for part in parts for name in (VALUES, NUMBERS)]:
        path.unlink(missing_ok=True)
    for path in place.iterdir():
        if path.is_file():
            path.unlink()
        elif path.name != JUDGED:
            shutil.rmtree(path)


def print_parts(parts: Sequence[Part], record_ids: pl.Series, title_kinds: pl.Series) -> Iterator[pl.DataFrame]:
    """`record_id` and `fingerprint` (a list) of the records of each part, in their order."""
    at = 0
    for part in parts:
        prints = tell_prints(load(part, PRINTS), title_kinds[at : at + part.records])
        yield pl.DataFrame({"record_id": record_ids[at : at + part.records], "fingerprint": prints})
        at += part.records
