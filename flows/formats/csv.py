"""Tables as text (CSV, TSV): a header row, then a row a record; quoted cells may hold line breaks."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from flows.formats.base import BrokenEntryError, Cell, Export, Refusal, Sample, Span, State
from flows.formats.column_names import fields_of
from flows.formats.columns import STYLE_CHARS, are_names_inverted, read_row

DESCRIPTION: Final = "CSV or TSV with a header row that names columns such as title, authors, abstract, year and doi."
EXAMPLE: Final = 'id,title,authors,year,doi\na1,On Tides,"Moor, Ada; Li, Bo",2019,10.5555/tides\n'

_DELIMITERS: Final = (",", ";", "\t", "|")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
# Excel writes and hides it, so that it knows the delimiter in any country.
_TELLS_DELIMITER: Final = re.compile(r"[\ufeff\s]*\"?sep=(?:[,;|]|\t)\"?[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)
_TABLES: Final = frozenset({".csv", ".tsv"})
_FEWEST_COLUMNS: Final = 3
"""A second line that names fewer columns is no header: `title = {…},` of BibTeX seems to name one."""
_MAX_ROW_CHARS: Final = 2**20
"""A row that is longer has a quote that was never closed: no abstract of a paper is a megabyte."""


class _Row(NamedTuple):
    """The cells of a row as (start, end, text), and where the row ends without and with its line break."""

    cells: list[tuple[int, int, str]]
    end: int
    after: int


class _UnclosedError(BrokenEntryError):
    """A quote is not closed within the text."""


def matches(sample: Sample) -> float:
    """1 where the first line names a title or an abstract among its columns, and the second row has as many cells.

    Of a file that is called a table, the names of the header are enough.
    """
    start = _header_start(sample.text)
    delimiter = _delimiter(sample.text, start)
    if delimiter is None:
        return 0.0
    rows = _Rows(sample.text, delimiter)
    try:
        header = rows.read(start)
        if not _names_papers(header):
            return 0.0
        if sample.extension in _TABLES:
            return 1.0
        width = len(header.cells)
        return 1.0 if width > 1 and _has_width(rows.read(header.after), width) else 0.0
    except BrokenEntryError:
        return 0.0


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text.

    Of a row with more or fewer cells than the header, or whose quotes do not match, the first line is refused: the next
    may be sound.
    """
    export = Export()
    at = 0
    delimiter, columns = state.get("delimiter"), state.get("columns")
    if delimiter is None or columns is None:
        at = _header_start(text)
        delimiter = _delimiter(text, at) or ","
        header = _Rows(text, delimiter).read(at)
        columns = [" ".join(name.split()) for _, _, name in header.cells]
        if text[:at].strip("\ufeff\r\n"):
            export.furniture.append(Span("comment", 0, at))
        export.furniture.append(Span("header row", at, header.end))
        at = header.after
    rows = list(_read_rows(text, at, delimiter, len(columns), export, last=last))
    named = [
        (
            start,
            end,
            [Cell(name, value, left, right) for name, (left, right, value) in zip(columns, cells, strict=False)],
        )
        for start, end, cells in rows
    ]
    inverted = state.get("inverted")
    if inverted is None:
        inverted = are_names_inverted(cells for start, _, cells in named if start < STYLE_CHARS)
    export.entries = [read_row(text, start, end, cells, inverted=inverted) for start, end, cells in named]
    export.state = {"delimiter": delimiter, "columns": columns, "inverted": inverted}
    return export


def _read_rows(
    text: str, at: int, delimiter: str, width: int, export: Export, *, last: bool
) -> Iterator[tuple[int, int, list[tuple[int, int, str]]]]:
    """Start, end and cells of every sound row; the others become refusals, and `export.end` where the rows end."""
    rows = _Rows(text, delimiter)
    while at < len(text):
        try:
            row = rows.read(at)
            if row.after == len(text) and not last:
                break
            if not any(value for _, _, value in row.cells):
                export.furniture.append(Span("empty row", at, row.after))
            else:
                _check_width(row, width)
                yield at, row.end, row.cells
            at = row.after
        except _UnclosedError as error:
            if not last and len(text) - at <= _MAX_ROW_CHARS:
                break
            at = _refuse_line(text, at, str(error), export)
        except BrokenEntryError as error:
            at = _refuse_line(text, at, str(error), export)
    export.end = at


def _has_width(row: _Row, width: int) -> bool:
    """Whether a row has as many cells; Web of Science ends each in a tab more than the header has."""
    return len(row.cells) >= width and not any(text for _, _, text in row.cells[width:])


def _check_width(row: _Row, width: int) -> None:
    if not _has_width(row, width):
        raise BrokenEntryError(f"The row has {len(row.cells):,} cells where the header has {width:,}.")


def _refuse_line(text: str, at: int, message: str, export: Export) -> int:
    """Refuse the line that begins at `at`; gives where the next begins."""
    line = _LINE.match(text, at)
    after = len(text) if line is None else line.end()
    end = at + len(text[at:after].rstrip("\r\n"))
    export.refusals.append(Refusal(at, end, message))
    return after


class _Rows:
    """The rows of a text as Python's `csv` reads them, but with the places of their cells.

    Where `csv` would read on behind a closing quote that something follows, the row is broken: its cells are anyone's
    guess. Between tabs it is a bare cell that begins with a quote of its own: many tools write no others there.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        self._text = text
        self._delimiter = delimiter
        self._plain, self._quoted = _patterns(delimiter)

    def read(self, at: int) -> _Row:
        """The row that begins at `at`; one without any character has no cells. Raises BrokenEntryError."""
        text = self._text
        cells: list[tuple[int, int, str]] = []
        place = at
        while True:
            cell, place = self._read_quoted(place, at) if text[place : place + 1] == '"' else self._read_bare(place)
            cells.append(cell)
            if text[place : place + 1] != self._delimiter:
                break
            place += 1
        line_end = _LINE_END.match(text, place)
        after = len(text) if line_end is None else line_end.end()
        return _Row([] if place == at else cells, place, after)

    def _read_bare(self, place: int) -> tuple[tuple[int, int, str], int]:
        """The cell without quotes that begins at `place`, and where it ends."""
        end = self._plain.match(self._text, place).end()  # type: ignore[union-attr] # it matches nothing, too
        return (place, end, self._text[place:end]), end

    def _read_quoted(self, place: int, row_start: int) -> tuple[tuple[int, int, str], int]:
        """The cell whose quote opens at `place`, and where it ends. What follows the closing quote belongs to it."""
        text = self._text
        found = self._quoted.match(text, place + 1, row_start + _MAX_ROW_CHARS)
        end = place + 1 if found is None else found.end()
        if text[end : end + 1] != '"':
            raise _UnclosedError("A quote in the row is not closed.")
        value = text[place + 1 : end]
        if '"' in value:
            value = value.replace('""', '"')
        after = self._plain.match(text, end + 1).end()  # type: ignore[union-attr] # it matches nothing, too
        if text[end + 1 : after].strip(" \t"):
            if self._delimiter == "\t":
                return self._read_bare(place)
            raise BrokenEntryError("Text stands behind a closing quote: a quote in the row is not doubled.")
        return (place + 1, end, value), after


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a bare cell holds, and what a quoted one holds up to its closing quote."""
    return re.compile(rf"[^{re.escape(delimiter)}\r\n]*"), re.compile(r'[^"]*(?:""[^"]*)*')


def _header_start(text: str) -> int:
    """Where the header begins: at the first line, or at the second where the first is one cell that tells of all.

    Dimensions begins so.
    """
    at = _first_line(text)
    line = _LINE.match(text, at)
    after = at if line is None else line.end()
    try:
        delimiter = _delimiter(text, after)
        if delimiter is None:
            return at
        first, second = (_Rows(text, delimiter).read(place) for place in (at, after))
    except BrokenEntryError:
        return at
    is_header = _names_papers(second) and len(fields_of(name for _, _, name in second.cells)) >= _FEWEST_COLUMNS
    is_told = len([value for _, _, value in first.cells if value.strip()]) == 1 and not _names_papers(first)
    return after if is_header and is_told and first.after == after else at


def _names_papers(header: _Row) -> bool:
    """Whether a row names a title or an abstract among its columns."""
    return bool(fields_of(text for _, _, text in header.cells) & {"title", "abstract"})


def _first_line(text: str) -> int:
    """Where the first line begins that is not empty, nor tells the delimiter."""
    told = _TELLS_DELIMITER.match(text)
    rest = text if told is None else text[told.end() :]
    return len(text) - len(rest.lstrip("\ufeff\r\n"))


def _delimiter(text: str, at: int) -> str | None:
    """The delimiter that parts the header into the most columns of known names; None where none is known."""
    scores = {}
    for delimiter in _DELIMITERS:
        try:
            cells = _Rows(text, delimiter).read(at).cells
        except BrokenEntryError:
            continue
        scores[delimiter] = len(fields_of(name for _, _, name in cells))
    best = max(scores, key=lambda delimiter: scores[delimiter], default=None)
    return best if best is not None and scores[best] > 0 else None
