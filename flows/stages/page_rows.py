"""Entries of pages as columns of the extract stage, and how many bytes they hold."""

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.dumps.text import Places
from flows.stages.account import Row
from flows.stages.json_values import collapsed
from flows.stages.lists import listed, listed_texts
from flows.stages.page_cuts import Cut, Pages, Truths, cut_of
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

OF_DUMP: Final = ("dump", "dump_sha256", "reference")
"""Columns that all records of a dump share."""


class Empty(NamedTuple):
    """An entry that says nothing: its place among the records of the dump, its layout, and where it stands."""

    position: int
    layout: str
    start: int
    end: int


class Told(NamedTuple):
    """How many records a dump has, and its entries that say nothing; the bytes that the spans of both hold."""

    records: int
    empty: list[Empty]
    field_bytes: int
    empty_bytes: int


class PageRows(NamedTuple):
    """The records of the pages of dumps (schema Extracted), and what is told of each dump."""

    records: pl.DataFrame
    told: list[Told]


class _Spans(NamedTuple):
    """The spans of all entries, one entry after the other: whose, of which field, where, and what they say.

    White space is collapsed in `texts`; `where` is as page_cuts.Cut has it.
    """

    entry: Places
    names: pl.Series
    texts: pl.Series
    where: Places

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

    def listed(self, entries: int) -> pl.Series:
        """The column `spans`, with the bytes at which each span starts and ends."""
        columns = {"field": self.names, "start": self.where[:, 0], "end": self.where[:, 1]}
        told = pl.DataFrame(columns, schema=dict(SPANS.inner))  # type: ignore[call-overload]
        return listed(np.bincount(self.entry, minlength=entries), told.to_struct())


def page_rows(dumps: Sequence[Pages]) -> PageRows:
    """The rows of dumps, in their order. Columns of many small ones take no longer than those of one."""
    cuts = [cut_of(pages) for pages in dumps]
    firsts = [np.full(len(cut.entries), one.dump["first_position"]) for one, cut in zip(dumps, cuts, strict=True)]
    positions = np.concatenate([first + np.arange(len(first)) for first in firsts])
    entries = list(chain.from_iterable(cut.entries for cut in cuts))
    spans = _spans_of(cuts)
    values = {column: spans.said(name, len(entries)) for name, column in RAW_COLUMNS.items()}
    said = (values["title_raw"].is_not_null() | values["abstract_raw"].is_not_null()).to_numpy()
    begins, stops = np.concatenate([cut.where for cut in cuts]).T
    complete = [entry.authors_complete and bool(entry.authors) for entry in entries]
    repaired = np.concatenate([cut.repaired for cut in cuts]).tolist()
    columns = {
        **values,
        "layout": pl.Series(list(chain.from_iterable(cut.layouts for cut in cuts)), dtype=pl.String),
        "position": pl.Series(positions, dtype=pl.Int64),
        "byte_start": pl.Series(begins, dtype=pl.Int64),
        "byte_end": pl.Series(stops, dtype=pl.Int64),
        "spans": spans.listed(len(entries)),
        "authors_raw": listed_texts([names for cut in cuts for names in cut.authors]),
        "authors_complete": pl.Series(complete, dtype=pl.Boolean),
        "confidence": pl.Series([entry.confidence for entry in entries], dtype=pl.Float64),
        "flags": listed_texts([["encoding_repaired"] if one else [] for one in repaired]),
    }
    sizes = np.bincount(spans.entry, spans.where[:, 2], len(entries)).astype(np.int64)
    counts = [len(cut.entries) for cut in cuts]
    bounds = np.cumsum([0, *counts])
    told = [
        _tell(cut, positions[at:to], said[at:to], sizes[at:to])
        for cut, at, to in zip(cuts, bounds[:-1], bounds[1:], strict=True)
    ]
    records = _frame([pages.dump for pages in dumps], np.repeat(np.arange(len(dumps)), counts), columns)
    return PageRows(records.filter(pl.Series(said)), told)


def _spans_of(cuts: Sequence[Cut]) -> _Spans:
    counts = np.concatenate([cut.counts for cut in cuts])
    names = pl.Series(list(chain.from_iterable(cut.names for cut in cuts)), dtype=pl.String)
    texts = pl.Series(list(chain.from_iterable(cut.texts for cut in cuts)), dtype=pl.String)
    where = np.concatenate([cut.spans for cut in cuts])
    return _Spans(np.repeat(np.arange(len(counts)), counts), names, collapsed(texts), where)


def _tell(cut: Cut, positions: Places, said: Truths, sizes: Places) -> Told:
    empty = [
        Empty(int(positions[at]), cut.layouts[at], cut.entries[at].start, cut.entries[at].end)
        for at in np.flatnonzero(~said).tolist()
    ]
    return Told(int(said.sum()), empty, int(sizes[said].sum()), int(sizes[~said].sum()))


def _frame(dumps: Sequence[Row], owners: Places, columns: dict[str, pl.Series]) -> pl.DataFrame:
    """The frame of these columns; what a page never tells is null, or empty."""
    types = polars_schema(Extracted)
    shared = {name: pl.Series([dump[name] for dump in dumps], dtype=types[name]).gather(owners) for name in OF_DUMP}
    known = columns | shared
    return pl.DataFrame(
        [
            known[name].alias(name)
            if name in known
            else pl.Series(name, [[] if name == "extra" else None], dtype).new_from_index(0, len(owners))
            for name, dtype in types.items()
        ]
    )
