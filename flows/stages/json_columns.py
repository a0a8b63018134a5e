"""JSON Lines in whole columns: which member is which field, for each format that is such lines."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import polars as pl

from flows.formats.arxiv_snapshot import FIELDS as SNAPSHOT_FIELDS
from flows.formats.column_names import field_of, is_opened
from flows.formats.columns import ARXIV_ID_IN, NAMES_YEAR, WRITTEN
from flows.formats.json_gaps import Kind, Shape
from flows.formats.json_scan import Places, Scan, Truths
from flows.formats.labels import label
from flows.stages.entry_rows import ASIDE
from flows.stages.json_beginnings import begin_as_arxiv_ids, begin_as_objects, begin_as_written
from flows.stages.json_people import read_people
from flows.stages.json_rows import Rows, Told
from flows.stages.json_values import NOT_BLANK, Column, ranges
from flows.stages.rows import marked, put
from flows.stages.slices import slices

_KINDS: Final = (Kind.NEXT_OBJECT, Kind.COLON, Kind.COMMA, Kind.COLON)
"""What stands before the strings of a version: its first key, value, second key, value."""

_PARTS: Final = frozenset({"subtitle", "first_page", "last_page", "article_number"})
"""Fields that make the title or the pages together with others: where a row has one, the careful reader does so."""
_OF_SEVERAL: Final = frozenset({"title", "venue", "entry_type"})
"""Fields of which a list holds several, of which the careful reader chooses one."""


def read_table(rows: Rows, columns: list[Column], state: Mapping[str, Any]) -> None:
    """Fill the records of JSON Lines or of a Parquet file, as `formats.columns.read_row` does."""
    year: list[Column] = []
    first_author: list[Column] = []
    has_people = np.zeros(rows.height, np.bool_)
    for column in columns:
        found = field_of(column.name)
        _break_odd(rows, column, None if found is None else found[0])
        if found is None:
            rows.put_aside(column)
        elif found[0] == "authors":
            said = _said(rows, column)
            rows.broken[said.rows[has_people[said.rows]]] = True
            has_people[said.rows] = True
            rows.fill_people(said, read_people(rows.scan, said.members, inverted=state["inverted"]))
        elif found[0] == "first_author":
            first_author.append(column)
        elif found[0] == "year":
            year.append(column)
        elif found[0] not in _PARTS:
            rows.fill(found[0], column)
    for column in first_author:
        rows.broken[column.rows[~has_people[column.rows]]] = True
        rows.put_aside(column)
    is_dated = rows.fields["date"].is_not_null().to_numpy()
    names_year = rows.fields["date"].str.contains(NAMES_YEAR).fill_null(value=False).to_numpy()
    for column in year:
        beside = is_dated[column.rows]
        rows.broken[column.rows[beside & ~names_year[column.rows]]] = True
        rows.put_aside(_of(column, beside))
        rows.fill("date", _of(column, ~beside))


def _break_odd(rows: Rows, column: Column, field: str | None) -> None:
    """Leave to the careful reader what makes a field together with others, and lists and objects of which it takes one.

    `field` is that of the column.
    """
    if field in _PARTS:
        rows.broken[_said(rows, column).rows] = True
    if field is None and not is_opened(column.name):
        return
    odd = begin_as_objects(rows.scan, column.members, and_lists=is_opened(column.name) or field in ARXIV_ID_IN)
    if field in _OF_SEVERAL:
        odd |= _hold_several(rows, column)
    if field in WRITTEN:
        odd |= begin_as_written(rows.scan, column.members)
    if field in ARXIV_ID_IN:
        odd |= begin_as_arxiv_ids(rows.scan, column.members)
    rows.broken[column.rows[odd]] = True


def read_snapshot(rows: Rows, columns: list[Column], _: Mapping[str, Any]) -> None:
    """Fill the records of arXiv's snapshot, as `formats.arxiv_snapshot` does."""
    named = {column.name: column for column in columns}
    for column in columns:
        if column.name == "id":
            rows.fill("source_id", column)
            rows.fill("arxiv_id", column, again=True)
        elif column.name in SNAPSHOT_FIELDS:
            rows.fill(SNAPSHOT_FIELDS[column.name], column)
        elif column.name not in ("authors", "authors_parsed", "versions", "update_date"):
            rows.put_aside(column)
    _put_people(rows, named)
    _put_dates(rows, named)


def _put_people(rows: Rows, named: Mapping[str, Column]) -> None:
    """The authors, from their parsed form where there is one."""
    has_parsed = np.zeros(rows.height, np.bool_)
    parsed, plain = named.get("authors_parsed"), named.get("authors")
    if parsed is not None:
        has_parsed[parsed.rows] = True
        is_usual = rows.scan.members.shape[parsed.members] == Shape.LISTS
        rows.broken[parsed.rows[~is_usual]] = True
        usual = _of(parsed, is_usual)
        rows.fill_people(usual, read_people(rows.scan, usual.members, inverted=False))
    if plain is not None:
        is_nested = rows.scan.members.first[plain.members] >= 0
        rows.broken[plain.rows[is_nested]] = True
        beside = has_parsed[plain.rows]
        rows.put_aside(_of(plain, beside & ~is_nested))
        alone = _of(plain, ~beside & ~is_nested)
        rows.fill_people(alone, read_people(rows.scan, alone.members, inverted=False))


def _put_dates(rows: Rows, named: Mapping[str, Column]) -> None:
    """When the first version came and, where there are more, the last; else the day of the last change."""
    is_dated = np.zeros(rows.height, np.bool_)
    versions, updated = named.get("versions"), named.get("update_date")
    if versions is not None:
        is_usual = _are_versions(rows.scan, versions.members)
        rows.broken[versions.rows[~is_usual]] = True
        is_dated[versions.rows] = True
        _put_versions(rows, _of(versions, is_usual))
    if updated is not None:
        beside = is_dated[updated.rows]
        rows.put_aside(_of(updated, beside))
        rows.fill("date", _of(updated, ~beside))


def _are_versions(scan: Scan, members: Places) -> Truths:
    """Which members are lists of objects that have a `version` and a `created` each, and nothing else."""
    first, last = scan.members.first[members], scan.members.last[members]
    counts = last - first + 1
    found: Truths = (scan.members.shape[members] == Shape.OBJECTS) & (counts % len(_KINDS) == 0)
    some = np.flatnonzero(found)
    strings = ranges(first[some], counts[some])
    place = np.arange(len(strings)) % len(_KINDS)
    kinds = scan.strings.gap_kind[strings]
    odd = ~((kinds == np.array(_KINDS)[place]) | ((place == 0) & (kinds == Kind.OPEN)))
    for at, name in ((0, "version"), (2, "created")):
        keys = strings[place == at]
        number, names = label(scan.words, scan.strings.opened[keys] + 1, scan.strings.closed[keys])
        odd[place == at] |= number != (names.index(name) if name in names else -1)
    rows = np.repeat(np.arange(len(some)), counts[some])
    found[some[np.unique(rows[odd])]] = False
    return found


def _put_versions(rows: Rows, column: Column) -> None:
    scan = rows.scan
    first, last = scan.members.first[column.members], scan.members.last[column.members]
    created = (last - first + 1) // len(_KINDS)
    strings = ranges(first, created * len(_KINDS))[len(_KINDS) - 1 :: len(_KINDS)]
    number = ranges(np.zeros(len(created), np.int64), created)
    at = np.repeat(column.rows, created)
    is_first, is_last = number == 0, number == np.repeat(created - 1, created)
    texts, said = rows.strings(strings, at)
    rows.broken[at[~said]] = True
    one = texts.filter(pl.Series(is_first))
    two = texts.filter(pl.Series(is_last))
    both = pl.select(pl.when(pl.Series(created > 1)).then(pl.format("{}; {}", one, two)).otherwise(one)).to_series()
    rows.fields["date"] = put(rows.fields["date"], marked(rows.height, column.rows), both)
    for where, name in ((is_first | is_last, "date"), (~is_first & ~is_last, f"{ASIDE}versions")):
        values = None if name == "date" else texts.filter(pl.Series(where))
        quoted = strings[where]
        rows.told.append(
            Told(name, at[where], scan.strings.opened[quoted] + 1, scan.strings.closed[quoted], values, again=False)
        )


def _said(rows: Rows, column: Column) -> Column:
    """The column where it is more than white space."""
    members = rows.scan.members
    raw = slices(rows.scan.words, members.start[column.members], members.end[column.members])
    blank = members.is_string[column.members] & ~raw.str.contains(NOT_BLANK).to_numpy()
    return _of(column, ~blank)


def _hold_several(rows: Rows, column: Column) -> Truths:
    """Which members of the column are lists of more than one string."""
    members = rows.scan.members
    found: Truths = members.last[column.members] > members.first[column.members]
    return found


def _of(column: Column, where: Truths) -> Column:
    """The column in some of its rows."""
    return Column(column.name, column.rows[where], column.members[where])


READERS: Final[Mapping[str, Callable[[Rows, list[Column], Mapping[str, Any]], None]]] = {
    "jsonl": read_table,
    "parquet": read_table,
    "arxiv_snapshot": read_snapshot,
}
"""The formats that can be read so."""
