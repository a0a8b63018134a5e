"""The authors of JSON Lines as columns."""

import json
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.fields.author_lists import join_lists
from flows.fields.left_out import AuthorList
from flows.formats.json_gaps import Kind, Shape
from flows.formats.json_scan import Places, Scan, Truths
from flows.formats.people import read_authors
from flows.stages.json_values import HALF, NOT_BLANK, ranges, read_escapes
from flows.stages.lists import listed, listed_texts
from flows.stages.rows import put
from flows.stages.slices import slices
from flows.stages.texts import each_once
from schemas.columns import TEXTS

ODD_NAME: Final = r"^$|^ | $|  |[[\pZ\pC\s,;&…\[\]]--[ ]]|\.\.|(?i:\b(?:et|others?|more|authors)\b)"
"""What a name may hold that `join_lists` takes away, or takes for the end of the list; all other names stay."""

IN_PERSON: Final = 3
"""arXiv gives family name, given name and suffix; what follows are affiliations."""


class People(NamedTuple):
    """The names that each of some members gives, whether they are all, and which of them must be read otherwise."""

    names: pl.Series
    complete: pl.Series
    broken: Truths


def read_people(scan: Scan, members: Places, *, inverted: bool) -> People:
    """The names in texts, in lists of names, and in lists of objects or lists that hold the parts of a name."""
    shape = scan.members.shape[members]
    is_nested = scan.members.first[members] >= 0
    parts = [
        (shape == Shape.TEXTS, _of_texts),
        (shape == Shape.LISTS, _of_lists),
        (is_nested & (shape != Shape.TEXTS) & (shape != Shape.LISTS), _of_values),
        (~is_nested, lambda scan, members: _of_plain(scan, members, inverted=inverted)),
    ]
    found = People(
        pl.Series([[]], dtype=TEXTS).new_from_index(0, len(members)),
        pl.Series([False]).new_from_index(0, len(members)),
        np.zeros(len(members), np.bool_),
    )
    for where, read in parts:
        if where.any():
            some = read(scan, members[where])
            found.broken[where] = some.broken
            rows = pl.Series(where)
            found = People(put(found.names, rows, some.names), put(found.complete, rows, some.complete), found.broken)
    return found


def _of_texts(scan: Scan, members: Places) -> People:
    """Lists of names."""
    first, last = scan.members.first[members], scan.members.last[members]
    counts = last - first + 1
    strings = ranges(first, counts)
    names, broken = read_escapes(slices(scan.words, scan.strings.opened[strings] + 1, scan.strings.closed[strings]))
    rows = np.repeat(np.arange(len(members)), counts)
    return _joined(names, counts, _marked_rows(rows, broken, len(members)))


def _of_lists(scan: Scan, members: Places) -> People:
    """Lists of family name, given name and suffix."""
    first, last = scan.members.first[members], scan.members.last[members]
    counts = last - first + 1
    strings = ranges(first, counts)
    rows = np.repeat(np.arange(len(members)), counts)
    begins = scan.strings.gap_kind[strings] != Kind.COMMA
    person = np.cumsum(begins) - 1
    place = np.arange(len(strings)) - np.flatnonzero(begins)[person]
    parts, broken = read_escapes(slices(scan.words, scan.strings.opened[strings] + 1, scan.strings.closed[strings]))
    said = parts.str.contains(NOT_BLANK)
    columns = []
    for number in range(IN_PERSON):
        where = pl.Series(place == number) & said
        filled = pl.Series([None], dtype=pl.String).new_from_index(0, int(begins.sum()))
        at = np.zeros(len(filled), np.bool_)
        at[person[where.to_numpy()]] = True
        columns.append(put(filled, pl.Series(at), parts.filter(where)).alias(str(number)))
    names = pl.DataFrame(columns).select(pl.concat_str(pl.all(), separator=", ", ignore_nulls=True)).to_series()
    people = np.bincount(rows[begins], minlength=len(members))
    return _joined(names, people, _marked_rows(rows, broken, len(members)), has_commas=True)


def _joined(names: pl.Series, counts: Places, broken: Truths, *, has_commas: bool = False) -> People:
    """Lists of `counts` names each as `join_lists` reads them."""
    shown = names.str.replace_all(", ", " ", literal=True) if has_commas else names
    odd = shown.str.contains(ODD_NAME)
    every = listed(counts, names)
    complete = pl.Series(counts > 0)
    if not odd.any():
        return People(every, complete, broken)
    rows = _marked_rows(np.repeat(np.arange(len(counts)), counts), odd.to_numpy(), len(counts))
    return _with_rows(every, complete, broken, pl.Series(rows), lambda names: join_lists([one for one in names if one]))


def _with_rows(
    names: pl.Series, complete: pl.Series, broken: Truths, rows: pl.Series, read: Callable[[list[str]], AuthorList]
) -> People:
    found = [read(listed) for listed in names.filter(rows).to_list()]
    return People(
        put(names, rows, listed_texts([one.names for one in found])),
        put(complete, rows, pl.Series([one.complete for one in found], dtype=pl.Boolean)),
        broken,
    )


def _of_plain(scan: Scan, members: Places, *, inverted: bool) -> People:
    """Texts that hold all names."""
    raw = slices(scan.words, scan.members.start[members], scan.members.end[members])
    texts, broken = read_escapes(raw)
    return _people(each_once(texts.fill_null("").to_list(), lambda text: read_authors(text, inverted=inverted)), broken)


def _of_values(scan: Scan, members: Places) -> People:
    """Anything else that JSON can hold."""
    raw = slices(scan.words, scan.members.start[members], scan.members.end[members])
    found = []
    has_halves = raw.str.contains(HALF).to_list()
    for row, text in enumerate(raw.to_list()):
        try:
            value = (
                ""
                if has_halves[row]
                else json.loads(text, parse_int=str, parse_float=str, parse_constant=str, strict=False)
            )
        except ValueError:
            value, has_halves[row] = "", True
        found.append(read_authors(value, inverted=False))
    return _people(found, np.array(has_halves, np.bool_))


def _people(found: Sequence[AuthorList], broken: Truths) -> People:
    complete = pl.Series([one.complete for one in found], dtype=pl.Boolean)
    return People(listed_texts([one.names for one in found]), complete, broken)


def _marked_rows(rows: Places, where: Truths, height: int) -> Truths:
    """Which rows hold an element that is marked."""
    found = np.zeros(height, np.bool_)
    found[rows[where]] = True
    return found
