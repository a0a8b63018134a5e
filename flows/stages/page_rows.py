"""Entries of pages as columns of the extract stage, and how many bytes they hold."""

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from flows.dumps.text import BytePlaces, Places, repair, unread
from flows.layouts.base import Entry
from flows.layouts.pages import Part
from flows.stages.account import Row
from flows.stages.json_values import collapsed
from flows.stages.lists import listed, listed_texts
from flows.stages.rows import marked, put
from schemas.columns import SPANS
from schemas.frames import polars_schema
from schemas.records import Extracted

RAW_COLUMNS: Final = {
    "title": "title_raw",
    "date": "date_raw",
    "abstract": "abstract_raw",
    "subjects": "subjects_raw",
    "comment": "comment_raw",
    "venue": "venue_raw",
    "identifier": "identifier_raw",
}
"""The column of each field that spans of a page may name; authors have a list."""

Truths = NDArray[np.bool_]


class Empty(NamedTuple):
    """An entry that says nothing: its place among the records of the dump, its layout, and where it stands."""

    position: int
    layout: str
    start: int
    end: int


class PageRows(NamedTuple):
    """The records of a dump's pages (schema Extracted), and the entries that say nothing.

    `field_bytes` and `empty_bytes` are what the spans of both hold.
    """

    records: pl.DataFrame
    empty: list[Empty]
    field_bytes: int
    empty_bytes: int


class _Spans(NamedTuple):
    """The spans of all entries, one entry after the other: whose, of which field, where, and what they say.

    White space is collapsed in `texts`.
    """

    entry: Places
    names: pl.Series
    starts: Places
    ends: Places
    texts: pl.Series

    def said(self, name: str, entries: int) -> pl.Series:
        """What each entry says in its spans of this name, one blank between them; null: nothing."""
        rows = (self.names == name).arg_true().to_numpy()
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, entries)
        if not len(rows):
            return nothing
        owners, counts = np.unique(self.entry[rows], return_counts=True)
        said = self.texts.gather(rows)
        if len(owners) < len(rows):
            said = collapsed(listed(counts, said).list.join(" "))
        says = said != ""
        return put(nothing, marked(entries, owners[says.to_numpy()]), said.filter(says))

    def holding(self, positions: Places) -> Truths:
        """Which spans hold one of these ascending positions."""
        return np.asarray(np.searchsorted(positions, self.ends) > np.searchsorted(positions, self.starts))


def page_rows(dump: Row, text: str, parts: Sequence[Part], places: BytePlaces) -> PageRows:
    """The rows of a dump or piece whose `text` was cut up into `parts`; `places` tells where its bytes are."""
    entries = list(chain.from_iterable(part.page.entries for part in parts))
    layouts = [part.layout for part in parts for _ in part.page.entries]
    positions = dump["first_position"] + np.arange(len(entries))
    broken = unread(text)
    spans = _spans_of(entries, repair(text) if len(broken) else text)
    authors, repaired = _repaired(entries, spans, broken)
    values = {column: spans.said(name, len(entries)) for name, column in RAW_COLUMNS.items()}
    said = (values["title_raw"].is_not_null() | values["abstract_raw"].is_not_null()).to_numpy()
    where = np.array([(entry.start, entry.end) for entry in entries], np.int64).reshape(-1, 2)
    held = (spans.starts >= where[spans.entry, 0]) & (spans.ends <= where[spans.entry, 1])
    starts, ends = places.of(spans.starts), places.of(spans.ends)
    sizes = np.bincount(spans.entry, (ends - starts) * held, len(entries)).astype(np.int64)
    begins, stops = places.of(where).T
    complete = [entry.authors_complete and bool(entry.authors) for entry in entries]
    columns = {
        **values,
        "layout": pl.Series(layouts, dtype=pl.String),
        "position": pl.Series(positions, dtype=pl.Int64),
        "byte_start": pl.Series(begins, dtype=pl.Int64),
        "byte_end": pl.Series(stops, dtype=pl.Int64),
        "spans": _listed_spans(spans, starts, ends, len(entries)),
        "authors_raw": listed_texts(authors),
        "authors_complete": pl.Series(complete, dtype=pl.Boolean),
        "confidence": pl.Series([entry.confidence for entry in entries], dtype=pl.Float64),
        "flags": listed_texts([["encoding_repaired"] if one else [] for one in repaired.tolist()]),
    }
    empty = [Empty(int(positions[at]), layouts[at], *entries[at][:2]) for at in np.flatnonzero(~said).tolist()]
    records = _frame(dump, columns, len(entries)).filter(pl.Series(said))
    return PageRows(records, empty, int(sizes[said].sum()), int(sizes[~said].sum()))


def _repaired(entries: Sequence[Entry], spans: _Spans, broken: Places) -> tuple[list[tuple[str, ...]], Truths]:
    """The authors of all entries, and which entries hold a byte, of those at `broken`, that had to be repaired."""
    authors = [entry.authors for entry in entries]
    found = np.zeros(len(entries), np.bool_)
    if not len(broken):
        return authors, found
    is_author = (spans.names == "authors").to_numpy()
    found[spans.entry[spans.holding(broken) & ~is_author]] = True
    mended = [tuple(map(repair, names)) for names in authors]
    found |= np.array([one != other for one, other in zip(mended, authors, strict=True)], np.bool_)
    return mended, found


def _spans_of(entries: Sequence[Entry], text: str) -> _Spans:
    every = list(chain.from_iterable(entry.spans for entry in entries))
    counts = np.fromiter((len(entry.spans) for entry in entries), np.int64, len(entries))
    where = np.array([(start, end) for _, start, end in every], np.int64).reshape(-1, 2).T
    names = pl.Series([name for name, _, _ in every], dtype=pl.String)
    texts = pl.Series([text[start:end] for _, start, end in every], dtype=pl.String)
    return _Spans(np.repeat(np.arange(len(entries)), counts), names, where[0], where[1], collapsed(texts))


def _listed_spans(spans: _Spans, starts: Places, ends: Places, entries: int) -> pl.Series:
    """The column `spans`, with the bytes at which each span starts and ends."""
    columns = {"field": spans.names, "start": starts, "end": ends}
    told = pl.DataFrame(columns, schema=dict(SPANS.inner))  # type: ignore[call-overload]
    return listed(np.bincount(spans.entry, minlength=entries), told.to_struct())


def _frame(dump: Row, columns: dict[str, pl.Series], height: int) -> pl.DataFrame:
    """The frame of these columns; what a page never tells is null, or empty."""
    same = {"dump": dump["dump"], "dump_sha256": dump["dump_sha256"], "reference": dump["reference"], "extra": []}
    return pl.DataFrame(
        [
            columns[name].alias(name)
            if name in columns
            else pl.Series(name, [same.get(name)], dtype).new_from_index(0, height)
            for name, dtype in polars_schema(Extracted).items()
        ]
    )
