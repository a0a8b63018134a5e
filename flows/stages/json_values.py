"""The values of JSON Lines as columns: texts that point into the dump, escapes read, white space collapsed."""

from json import decoder
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.formats.base import collapse
from flows.formats.json_scan import Places, Scan, Truths
from flows.formats.labels import label
from flows.stages.characters import rows_with_controls
from flows.stages.rows import marked, put
from flows.stages.suspects import TEXT, suspects

_STRING: Final = decoder.scanstring  # type: ignore[attr-defined] # it has no stub, but is no private name either

NOT_BLANK: Final = r"[^\s\x1C-\x1F]"
"""Anything but what Python takes for white space."""
HALF: Final = r"\\u[dD][89a-fA-F]"
"""An escape for half a character; two may make one, but need not."""

SPACED: Final = TEXT.str.starts_with(" ") | TEXT.str.ends_with(" ") | TEXT.str.contains("  ", literal=True)
"""Whether white space in `text` must be collapsed, odd characters aside."""


class Column(NamedTuple):
    """One member of the objects: its name, in which rows (sound lines) it says something, and its numbers there."""

    name: str
    rows: Places
    members: Places


def columns_of(scan: Scan, row_of_line: Places, broken: Truths) -> list[Column]:
    """The columns in the order in which they first occur. Rows that name one twice become `broken`.

    So do rows whose names hold escapes.
    """
    members = scan.members
    number, names = label(scan.words, members.key_start, members.key_end)
    rows = row_of_line[members.line]
    order = np.argsort(number, kind="stable")
    bounds = np.searchsorted(number[order], np.arange(len(names) + 1))
    columns = []
    for name, start, end in zip(names, bounds, bounds[1:], strict=False):
        of_name = order[start:end]
        if "\\" in name:
            broken[rows[of_name]] = True
        if len(of_name) == 0:
            continue
        is_again = np.append(False, rows[of_name[1:]] == rows[of_name[:-1]])
        broken[rows[of_name[is_again]]] = True
        of_name = of_name[~is_again]
        said = of_name[~members.says_nothing[of_name]]
        columns.append((of_name[0], Column(name, rows[said], said)))
    return [column for _, column in sorted(columns, key=lambda one: one[0])]


def read_escapes(raw: pl.Series) -> tuple[pl.Series, Truths]:
    """JSON strings as the texts that they stand for, and which are broken or hold halves of characters (empty)."""
    escaped = raw.str.contains("\\", literal=True)
    broken = np.zeros(len(raw), np.bool_)
    if not escaped.any():
        return raw, broken
    halves = raw.filter(escaped).str.contains(HALF)
    rows = escaped.arg_true().to_numpy()
    found: list[str] = []
    for row, text, is_half in zip(rows, raw.filter(escaped).to_list(), halves.to_list(), strict=True):
        told = None if is_half else _read_escapes(text)
        broken[row] = told is None
        found.append("" if told is None else told)
    return put(raw, escaped, pl.Series(found, dtype=pl.String)), broken


def _read_escapes(text: str) -> str | None:
    try:
        read: str = _STRING(f'{text}"', 0, False)[0]  # noqa: FBT003 - it takes no keywords
    except ValueError:
        return None
    return read


def collapsed(column: pl.Series) -> pl.Series:
    """The texts with every run of white space as one blank and none at its ends."""
    controls = rows_with_controls(column)
    if controls.size:
        # Most that is to be collapsed are the line breaks of an abstract.
        where = marked(len(column), controls)
        plain = column.filter(where).str.replace_all("\n", " ", literal=True).str.strip_chars(" ")
        column = put(column, where, plain)
    # White space outside ASCII is among the odd characters.
    where = suspects(column, SPACED)
    return put(column, where, pl.Series([collapse(text) for text in column.filter(where).to_list()], dtype=pl.String))


def ranges(start: Places, counts: Places) -> Places:
    """All numbers from each start on, `counts` of them, one range behind the other."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(start - ends + counts, counts)
