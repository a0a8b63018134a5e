"""The values of JSON Lines as columns: texts that point into the dump, escapes read, white space collapsed."""

from json import decoder
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.formats.base import collapse
from flows.formats.json_scan import Places, Scan, Truths
from flows.formats.labels import label
from flows.matching.pages import page_of, texts_of
from flows.stages.rows import put
from flows.stages.suspects import TEXT, suspects

_STRING: Final = decoder.scanstring  # type: ignore[attr-defined] # it has no stub, but is no private name either

NOT_BLANK: Final = r"[^\s\x1C-\x1F]"
"""Anything but what Python takes for white space."""
HALF: Final = r"\\u[dD][89a-fA-F]"
"""An escape for half a character; two may make one, but need not."""

BACKSLASH: Final = ord("\\")
_ESCAPED: Final = np.zeros(256, np.uint8)
_ESCAPED[list(b'"\\/bfnrt')] = list(b'"\\/\b\f\n\r\t')

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
    texts, told = _read_simple(raw.filter(escaped))
    rows = escaped.arg_true().to_numpy()[~told]
    rest = raw.gather(rows)
    found: list[str] = []
    for row, text, is_half in zip(rows, rest.to_list(), rest.str.contains(HALF).to_list(), strict=True):
        read = None if is_half else _read_escapes(text)
        broken[row] = read is None
        found.append("" if read is None else read)
    texts = put(texts, pl.Series(~told), pl.Series(found, dtype=pl.String))
    return put(raw, escaped, texts), broken


def _read_simple(raw: pl.Series) -> tuple[pl.Series, Truths]:
    """JSON strings as texts, and of which that is told: those whose escapes are of one character each."""
    page, offsets = page_of(raw)
    data = np.frombuffer(page, np.uint8)
    at = np.flatnonzero(data == BACKSLASH)
    # Of backslashes side by side the second belongs to the first, within one string.
    number = np.arange(len(at))
    opens_run = np.append(True, np.diff(at) != 1) | np.isin(at, offsets)
    first = np.maximum.accumulate(np.where(opens_run, number, 0))
    at = at[(number - first) % 2 == 0]
    rows = np.searchsorted(offsets, at, side="right") - 1
    # The last byte of a string may be a lone backslash.
    behind = np.minimum(at + 1, len(data) - 1)
    shown = _ESCAPED[data[behind]]
    told = np.ones(len(raw), np.bool_)
    told[rows[(shown == 0) | (at + 1 >= offsets[rows + 1])]] = False
    data = data.copy()
    data[behind] = np.where(told[rows], shown, data[behind])
    kept = np.ones(len(data), np.bool_)
    kept[at] = False
    ends = offsets - np.searchsorted(at, offsets)
    return texts_of(data[kept].tobytes(), ends), told


def _read_escapes(text: str) -> str | None:
    try:
        read: str = _STRING(f'{text}"', 0, False)[0]  # noqa: FBT003 - it takes no keywords
    except ValueError:
        return None
    return read


def collapsed(column: pl.Series) -> pl.Series:
    """The texts with every run of white space as one blank and none at its ends."""
    # White space outside ASCII is among the odd characters.
    where = suspects(column, SPACED)
    if not where.any():
        return column
    # Most that is to be collapsed are the line breaks of an abstract.
    plain = column.filter(where).str.replace_all("\n", " ", literal=True).str.strip_chars(" ")
    more = suspects(plain, SPACED)
    whole = pl.Series([collapse(text) for text in plain.filter(more).to_list()], dtype=pl.String)
    return put(column, where, put(plain, more, whole))


def ranges(start: Places, counts: Places) -> Places:
    """All numbers from each start on, `counts` of them, one range behind the other."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(start - ends + counts, counts)
