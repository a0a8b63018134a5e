"""Records of JSON Lines under way: columns that are filled member by member, and the places of all values."""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.formats.base import FIELDS
from flows.formats.json_gaps import Shape
from flows.formats.json_scan import Places, Scan, Truths
from flows.stages.entry_rows import ASIDE
from flows.stages.json_people import People
from flows.stages.json_values import NOT_BLANK, Column, collapsed, ranges, read_escapes
from flows.stages.lists import listed
from flows.stages.rows import marked, put
from flows.stages.slices import slices
from schemas.columns import EXTRA, SPANS, TEXTS


class Told(NamedTuple):
    """Values of one field or of one name, in some rows: where they stand, and what those kept aside say."""

    name: str
    rows: Places
    start: Places
    end: Places
    values: pl.Series | None
    again: bool


class Rows:
    """As many records as there are sound lines; those that turn out to need the careful reader become `broken`."""

    def __init__(self, scan: Scan, row_of_line: Places) -> None:
        """Begin with empty columns."""
        self.scan = scan
        self.height = int(scan.lines.is_sound.sum())
        self.row_of_line = row_of_line
        self.broken: Truths = np.zeros(self.height, np.bool_)
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, self.height)
        self.fields = {name: nothing for name in FIELDS if name != "authors"}
        self.authors = pl.Series([[]], dtype=TEXTS).new_from_index(0, self.height)
        self.complete = pl.Series([False]).new_from_index(0, self.height)
        self.told: list[Told] = []

    def texts(self, column: Column) -> tuple[pl.Series, Truths]:
        """What the members of a column say as text, white space collapsed, and which of them say anything."""
        members = self.scan.members
        raw = slices(self.scan.words, members.start[column.members], members.end[column.members])
        is_list = members.shape[column.members] == Shape.TEXTS
        text, broken = read_escapes(raw)
        if (~members.is_string[column.members]).any():
            # Of other lists and objects the text counts as it stands there.
            plain = pl.Series(~members.is_string[column.members])
            text = put(text, plain, raw.filter(plain))
            # A list of strings and numbers counts as a list of strings.
            mixed = (members.first[column.members] >= 0) & (members.shape[column.members] == Shape.OTHER)
            self.broken[column.rows[mixed & raw.str.starts_with("[").to_numpy()]] = True
            broken &= members.is_string[column.members]
        if is_list.any():
            text = put(text, pl.Series(is_list), self._joined(column.members[is_list], broken, is_list))
        self.broken[column.rows[broken]] = True
        text = collapsed(text)
        return text, text.str.contains(NOT_BLANK).fill_null(value=False).to_numpy()

    def _joined(self, members: Places, broken: Truths, where: Truths) -> pl.Series:
        """The strings of lists with blanks between."""
        scan = self.scan
        counts = scan.members.last[members] - scan.members.first[members] + 1
        strings = ranges(scan.members.first[members], counts)
        parts, bad = read_escapes(slices(scan.words, scan.strings.opened[strings] + 1, scan.strings.closed[strings]))
        bad_rows = np.bincount(np.repeat(np.arange(len(members)), counts)[bad], minlength=len(members)) > 0
        broken[np.flatnonzero(where)[bad_rows]] = True
        return listed(counts, parts.fill_null("")).list.join(" ")

    def strings(self, numbers: Places, rows: Places) -> tuple[pl.Series, Truths]:
        """What strings within members of these rows say, white space collapsed, and which of them say anything."""
        text, broken = read_escapes(
            slices(self.scan.words, self.scan.strings.opened[numbers] + 1, self.scan.strings.closed[numbers])
        )
        self.broken[rows[broken]] = True
        text = collapsed(text)
        return text, text.str.contains(NOT_BLANK).fill_null(value=False).to_numpy()

    def fill(self, field: str, column: Column, *, again: bool = False) -> Truths:
        """Put a column's values into a field; returns the rows that it fills. Rows filled before become broken."""
        text, said = self.texts(column)
        rows = column.rows[said]
        self.broken[rows[self.fields[field].is_not_null().to_numpy()[rows]]] = True
        where = marked(self.height, rows)
        self.fields[field] = put(self.fields[field], where, text.filter(pl.Series(said)))
        self.tell(field, rows, column.members[said], None, again=again)
        return where.to_numpy()

    def fill_people(self, column: Column, people: People) -> None:
        """Put the authors in."""
        where = marked(self.height, column.rows)
        self.broken[column.rows[people.broken]] = True
        self.authors = put(self.authors, where, people.names)
        self.complete = put(self.complete, where, people.complete & (people.names.list.len() > 0))
        self.tell("authors", column.rows, column.members, None)

    def put_aside(self, column: Column) -> None:
        """Keep a column under its own name."""
        text, said = self.texts(column)
        values = text.filter(pl.Series(said))
        self.tell(f"{ASIDE}{column.name}", column.rows[said], column.members[said], values)

    def tell(self, name: str, rows: Places, members: Places, values: pl.Series | None, *, again: bool = False) -> None:
        """Keep the places of members; `again` where these bytes are told already."""
        start, end = self.scan.members.start[members], self.scan.members.end[members]
        self.told.append(Told(name, rows, start, end, values, again))

    def kept(self) -> Truths:
        """The rows that are sound and hold a title or an abstract."""
        says = self.fields["title"].is_not_null() | self.fields["abstract"].is_not_null()
        return says.to_numpy() & ~self.broken

    def field_bytes(self, kept: Truths) -> int:
        """How many bytes of the kept rows are told."""
        return sum(int((told.end - told.start)[kept[told.rows]].sum()) for told in self.told if not told.again)

    def frame(self, kept: Truths, offset: int) -> pl.DataFrame:
        """The kept rows: the columns of Extracted that tell what a record says, and its spans behind `offset`."""
        spans, extra = self._places(offset)
        raw = {f"{name}_raw" if name != "source_id" else name: values for name, values in self.fields.items()}
        whole = pl.DataFrame(
            {**raw, "authors_raw": self.authors, "authors_complete": self.complete, "spans": spans, "extra": extra}
        )
        return whole.filter(pl.Series(kept))

    def _places(self, offset: int) -> tuple[pl.Series, pl.Series]:
        """The columns `spans` and `extra`, both in the order of the text."""
        spans = self._in_order(self.told)
        names = pl.Series([told.name for told in self.told], dtype=pl.String)
        every = pl.DataFrame(
            {
                "field": names.gather(spans.kind),
                "start": spans.start + offset,
                "end": spans.end + offset,
            },
            schema=SPANS.inner.to_schema(),  # type: ignore[union-attr] # its inner type is a struct
        )
        aside = [told for told in self.told if told.values is not None]
        extras = self._in_order(aside)
        names = pl.Series([told.name.removeprefix(ASIDE) for told in aside], dtype=pl.String)
        values = [told.values for told in aside if told.values is not None]
        said = pl.concat(values).gather(extras.order) if values else pl.Series([], dtype=pl.String)
        pairs = pl.DataFrame({"name": names.gather(extras.kind), "value": said})
        return (
            listed(np.bincount(spans.rows, minlength=self.height), every.to_struct()),
            listed(np.bincount(extras.rows, minlength=self.height), pairs.to_struct()).cast(EXTRA),
        )

    def _in_order(self, told: list[Told]) -> "_Ordered":
        if not told:
            none = np.empty(0, np.int64)
            return _Ordered(none, none, none, none, none)
        start = np.concatenate([one.start for one in told])
        order = np.argsort(start, kind="stable")
        kind = np.repeat(np.arange(len(told)), [len(one.rows) for one in told])
        rows = np.concatenate([one.rows for one in told])
        end = np.concatenate([one.end for one in told])
        return _Ordered(order, kind[order], rows[order], start[order], end[order])


class _Ordered(NamedTuple):
    """What is told, in text order; `order` tells where each stood, `kind` in which Told."""

    order: Places
    kind: Places
    rows: Places
    start: Places
    end: Places
