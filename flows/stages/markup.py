r"""Columns of texts with LaTeX: every stretch of markup between two blanks that recurs is read once.

A text is cut at the blanks that stand in no braces and no formula, nor right behind a macro. What stands between two
such blanks shows the same whatever stands beyond them, as `latex.read_stretch` says; texts of which that cannot be told
are left to `latex.read_once`.
"""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from flows.fields.latex import read_stretch
from flows.formats.labels import Words, label
from flows.stages.characters import bytes_of
from flows.stages.slices import slices

Places = NDArray[np.int64]
Truths = NDArray[np.bool_]

ROW_END: Final = "\n"
BLANK: Final = ord(" ")
BACKSLASH: Final = ord("\\")
DOLLAR: Final = ord("$")
_SIGNS: Final = np.isin(np.arange(256), list(b"\\${}~"))
_LETTERS: Final = np.isin(np.arange(256), list(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
TILDE: Final = ord("~")
OPENED: Final = ord("(")
_PUNCTUATION: Final = np.isin(np.arange(256), list(b".,;:!?)"))
_PUNCTUATED: Final = _PUNCTUATION | _LETTERS | np.isin(np.arange(256), list(b"0123456789$}"))
"""What punctuation may stand behind without being part of markup."""
_STEP: Final = np.zeros(256, np.int64)
_STEP[[ord("{"), ord("}")]] = 1, -1


class Read(NamedTuple):
    """What shows of texts, null where that could not be told, and which of them hold an undefined macro."""

    values: pl.Series
    undefined: pl.Series


def read_markup(texts: pl.Series) -> Read:
    """One round of `latex.read_once` for texts without nulls, control characters, HTML entities and needless blanks."""
    data, _ = bytes_of(texts + ROW_END)
    page = data.tobytes()
    row_ends = np.flatnonzero(data == ord(ROW_END))
    signs = _find_signs(data, row_ends)
    cuts = np.flatnonzero(data <= BLANK)
    cuts = cuts[_may_cut(data, cuts, signs)]
    behind = np.unique(np.searchsorted(cuts, signs.at))
    ends = cuts[behind]
    starts = np.where(behind > 0, cuts[behind - 1] + 1, 0)
    rows = np.searchsorted(row_ends, starts)
    told = ~signs.broken[rows]
    rows = rows[told]
    starts, ends = _without_punctuation(data, starts[told], ends[told])
    number, sources = label(Words(page), starts, ends)
    read = [read_stretch(source) for source in sources]
    untold = signs.broken.copy()
    untold[rows[np.array([one is None for one in read], np.bool_)[number]]] = True
    undefined = np.zeros(len(texts), np.bool_)
    undefined[rows[np.array([one is not None and one.met_undefined for one in read], np.bool_)[number]]] = True
    undefined[untold] = False
    shown = [b"" if one is None else one.shown.encode() for one in read]
    return Read(_put_in(page, starts, ends, [shown[one] for one in number.tolist()], untold), pl.Series(undefined))


class _Signs(NamedTuple):
    """Where signs of markup stand, whether all braces and formulas are closed behind each, and which rows are not cut.

    Those hold a dollar sign or backslash behind a backslash, or braces or dollar signs without a partner.
    """

    at: Places
    is_closed: Truths
    row: Places
    broken: Truths


def _find_signs(data: NDArray[np.uint8], row_ends: Places) -> _Signs:
    at = np.flatnonzero(_SIGNS[data])
    row = np.searchsorted(row_ends, at)
    # Alone a tilde is none.
    with_markup = np.zeros(len(row_ends), np.bool_)
    with_markup[row[data[at] != TILDE]] = True
    at, row = at[with_markup[row]], row[with_markup[row]]
    sign, before = data[at], data[at - 1]
    escaped = (before == BACKSLASH) & (at > 0)
    broken = np.zeros(len(row_ends), np.bool_)
    broken[row[escaped & ((sign == BACKSLASH) | (sign == DOLLAR))]] = True
    first = np.searchsorted(row, np.arange(len(row_ends)))
    depth = _since(first, row, np.where(escaped, 0, _STEP[sign]))
    dollars = _since(first, row, (sign == DOLLAR).astype(np.int64))
    broken[row[depth < 0]] = True
    is_closed = (depth == 0) & (dollars % 2 == 0)
    is_last = np.append(row[1:] != row[:-1], True)[: len(row)]
    broken[row[is_last & ~is_closed]] = True
    foreign = (sign == BACKSLASH) & (data[at + 1] >= 0x80)  # noqa: PLR2004 - ASCII ends there
    broken[row[foreign]] = True
    return _Signs(at, is_closed, row, broken)


def _since(first: Places, row: Places, steps: Places) -> Places:
    """The sum of the steps from the first of its row on to each."""
    total = np.cumsum(steps)
    before = np.append(0, total)[first]
    since: Places = total - before[row]
    return since


def _may_cut(data: NDArray[np.uint8], blanks: Places, signs: _Signs) -> Truths:
    """At which blanks and ends of rows a text may be cut."""
    macro_ends = np.zeros(len(data) + 3, np.bool_)
    at = signs.at[data[signs.at] == BACKSLASH] + 1
    macro_ends[at] = True
    is_name = _LETTERS[data[at]]
    macro_ends[at[~is_name] + 1] = True
    at = at[is_name]
    while len(at):
        at = at + 1
        is_name = _LETTERS[data[at]]
        macro_ends[at[~is_name]] = True
        at = at[is_name]
    last = np.searchsorted(signs.at, blanks) - 1
    is_open = np.append(~signs.is_closed, False)[last]
    is_end = data[blanks] != BLANK
    found: Truths = is_end | ~(is_open | macro_ends[blanks])
    return found


def _without_punctuation(data: NDArray[np.uint8], starts: Places, ends: Places) -> tuple[Places, Places]:
    """The stretches without what stands beside markup in a sentence, so that more of them are equal."""
    starts = starts + ((data[starts] == OPENED) & (data[starts + 1] == DOLLAR))
    some = np.arange(len(ends))
    while len(some):
        last = ends[some] - 1
        some = some[(last > starts[some]) & _PUNCTUATION[data[last]] & _PUNCTUATED[data[last - 1]]]
        ends[some] -= 1
    return starts, ends


def _put_in(page: bytes, starts: Places, ends: Places, shown: list[bytes], untold: Truths) -> pl.Series:
    """The rows of the page with what is shown in the place of each stretch; null for those untold."""
    pieces: list[bytes] = []
    at = 0
    for start, end, one in zip(starts.tolist(), ends.tolist(), shown, strict=True):
        pieces += (page[at:start], one)
        at = end
    pieces.append(page[at:])
    words = Words(b"".join(pieces))
    row_ends = np.flatnonzero(np.frombuffer(words.content, np.uint8) == ord(ROW_END))
    rows = slices(words, np.append(0, row_ends + 1)[: len(row_ends)], row_ends)
    return pl.select(pl.when(~pl.Series(untold)).then(rows)).to_series()
