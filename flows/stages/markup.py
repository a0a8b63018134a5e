r"""Columns of texts with LaTeX: every stretch of markup between two blanks that recurs is read once.

A text is cut at the blanks that stand in no braces and no formula, nor right behind a macro. What stands between two
such blanks shows the same whatever stands beyond them, as `latex.read_stretch` says; texts of which that cannot be told
are left to `prose.clean_prose`.
"""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from flows.fields.text import clean_once
from flows.formats.labels import Words
from flows.matching.pages import page_of
from flows.stages.rows import put
from flows.stages.slices import slices
from flows.stages.stretches import show_stretch

Places = NDArray[np.int64]
Truths = NDArray[np.bool_]

ROW_END: Final = "\n"
BLANK: Final = ord(" ")
BACKSLASH: Final = ord("\\")
DOLLAR: Final = ord("$")
BRACE: Final = ord("{")
BAR: Final = ord("|")
TILDE: Final = ord("~")
_LETTERS: Final = np.isin(np.arange(256), list(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
_PUNCTUATION: Final = np.isin(np.arange(256), list(b".,;:!?)"))
_PUNCTUATED: Final = _PUNCTUATION | _LETTERS | np.isin(np.arange(256), list(b"0123456789$}"))
"""What punctuation may stand behind without being part of markup."""
_BEFORE_FORMULA: Final = np.isin(np.arange(256), list(b"(-,;:.='\"+<>*!?@"))
_BEHIND_FORMULA: Final = np.isin(np.arange(256), list(b")-,;:.='\"+<>*!?@]"))
"""Signs that change nothing in the formula beside them, nor it in them: a fraction gets no brackets."""
_STEP: Final = np.zeros(256, np.int64)
_STEP[[BRACE, ord("}")]] = 1, -1


class Read(NamedTuple):
    """What shows of texts, null where that could not be told, and which of them hold an undefined macro."""

    values: pl.Series
    undefined: pl.Series


def read_markup(texts: pl.Series) -> Read:
    """`prose.clean_prose` for texts without nulls, control characters, HTML entities and needless blanks.

    Told are those of which reading their stretches once leaves nothing to read.
    """
    data = np.frombuffer(page_of(texts + ROW_END)[0], np.uint8)
    row_ends = np.flatnonzero(data == ord(ROW_END))
    signs = _find_signs(data, row_ends)
    starts, ends, rows = _cut_out(data, signs)
    page = data.tobytes()
    pieces: list[bytes] = []
    untold, undefined, unsure = (np.zeros(len(texts), np.bool_) for _ in range(3))
    untold[signs.broken] = True
    at = 0
    # A loop over stretches: the same one costs a look into a dict.
    for start, end, row in zip(starts.tolist(), ends.tolist(), rows.tolist(), strict=True):
        shown = show_stretch(page[start:end])
        if shown is None:
            untold[row] = True
            continue
        pieces += (page[at:start], shown.text)
        at = end
        if shown.met_undefined:
            undefined[row] = True
        if not shown.is_plain:
            unsure[row] = True
    pieces.append(page[at:])
    values = _rows_of(b"".join(pieces))
    checked = np.flatnonzero(unsure & ~untold)
    untold[checked] = [clean_once(text) != (text, frozenset()) for text in values.gather(checked).to_list()]
    undefined[untold] = False
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, int(untold.sum()))
    return Read(put(values, pl.Series(untold), nothing), pl.Series(undefined))


class _Signs(NamedTuple):
    """Where signs of markup stand and in which rows, and whether all braces and formulas are closed behind each.

    `is_last`: no other sign follows in its row. `broken` rows are not cut: they hold a dollar sign or backslash behind
    a backslash, or braces or dollar signs without a partner.
    """

    at: Places
    is_closed: Truths
    is_last: Truths
    row: Places
    broken: Truths


def _find_signs(data: NDArray[np.uint8], row_ends: Places) -> _Signs:
    # Braces and the tilde stand side by side, but for the bar between the braces.
    is_sign = (data - np.uint8(BRACE)) <= TILDE - BRACE
    is_sign |= data == BACKSLASH
    is_sign |= data == DOLLAR
    at = np.flatnonzero(is_sign)
    at = at[data[at] != BAR]
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
    return _Signs(at, is_closed, is_last, row, broken)


def _since(first: Places, row: Places, steps: Places) -> Places:
    """The sum of the steps from the first of its row on to each."""
    total = np.cumsum(steps)
    before = np.append(0, total)[first]
    since: Places = total - before[row]
    return since


def _cut_out(data: NDArray[np.uint8], signs: _Signs) -> tuple[Places, Places, Places]:
    """The stretches of markup in rows that can be cut: where each begins and ends, and its row."""
    blanks = np.flatnonzero(data <= BLANK)
    behind = np.searchsorted(blanks, signs.at)
    ends = blanks[behind + _ends_macro(data, signs.at, blanks[behind])]
    is_end = signs.is_last | (signs.is_closed & (ends < np.append(signs.at[1:], 0)))
    is_start = np.append(True, is_end[:-1])[: len(is_end)]
    starts = blanks[behind[is_start] - 1] + 1
    starts[behind[is_start] == 0] = 0
    first, last, ends, rows = signs.at[is_start], signs.at[is_end], ends[is_end], signs.row[is_end]
    told = ~signs.broken[rows]
    first, last, starts, ends, rows = (column[told] for column in (first, last, starts, ends, rows))
    alone = (data[first] == DOLLAR) & _BEFORE_FORMULA[data[first - 1]]
    starts = np.where(alone & (first > starts), first, starts)
    alone = (data[last] == DOLLAR) & _BEHIND_FORMULA[data[last + 1]]
    return starts, _without_punctuation(data, starts, np.where(alone, last + 1, ends)), rows


def _ends_macro(data: NDArray[np.uint8], signs: Places, blanks: Places) -> Truths:
    """Whether the blank behind a sign, the first one, stands right behind a macro's name; no row's end does."""
    found = np.zeros(len(signs), np.bool_)
    some = np.flatnonzero((data[signs] == BACKSLASH) & (data[blanks] == BLANK))
    at = signs[some] + 1
    is_name = _LETTERS[data[at]]
    sign = some[~is_name]
    found[sign] = blanks[sign] <= signs[sign] + 2
    some, at = some[is_name], at[is_name]
    while len(some):
        at = at + 1
        is_name = _LETTERS[data[at]]
        found[some[~is_name]] = (at == blanks[some])[~is_name]
        some, at = some[is_name], at[is_name]
    return found


def _without_punctuation(data: NDArray[np.uint8], starts: Places, ends: Places) -> Places:
    """The ends of stretches without the marks of a sentence behind markup, so that more of them are equal."""
    some = np.arange(len(ends))
    while len(some):
        last = ends[some] - 1
        some = some[(last > starts[some]) & _PUNCTUATION[data[last]] & _PUNCTUATED[data[last - 1]]]
        ends[some] -= 1
    return ends


def _rows_of(page: bytes) -> pl.Series:
    row_ends = np.flatnonzero(np.frombuffer(page, np.uint8) == ord(ROW_END))
    return slices(Words(page), np.append(0, row_ends + 1)[: len(row_ends)], row_ends)
