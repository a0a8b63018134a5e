"""One Parquet file of the row groups of others, byte by byte: only their footers are read, and one is written anew.

After https://parquet.apache.org/docs/file-format/: a row group is a stretch of bytes, and the footer tells where its
columns begin, and where the pages of each column are told of. All that depends on where a row group stands is these
offsets. So the bytes of the whole follow from those of its pieces, and from nothing else.
"""

from typing import IO, Any, Final

from flows.release.thrift import I16, I64, LIST, STRUCT, Reader, Struct, write_struct

MAGIC: Final = b"PAR1"

ROWS, GROUPS = 3, 4
"""Fields of a file's footer."""

COLUMNS, GROUP_OFFSET, ORDINAL = 1, 5, 7
"""Fields of a row group."""

CHUNK_OFFSET, FACTS, PAGES_OFFSET, PAGES_BYTES, STATISTICS_OFFSET, STATISTICS_BYTES = 2, 3, 4, 5, 6, 7
"""Fields of a column of a row group: where its facts, its pages' places and its pages' statistics are told."""

FACTS_OFFSETS: Final = (9, 10, 11)
"""Fields of its facts that say where its pages begin."""


class Splicer:
    """Writes a Parquet file; each piece is a whole one of the same columns."""

    def __init__(self, file: IO[bytes]) -> None:
        """The file is empty."""
        self._file = file
        self._at = self._write(MAGIC)
        self._footer: Struct | None = None
        self._groups: list[Struct] = []
        self._indexes: list[tuple[Struct, bytes | None, bytes | None]] = []
        self._rows = 0

    def add(self, piece: bytes) -> None:
        """Put the row groups of a file behind those that are there. Raises ValueError where it is no such file."""
        size = int.from_bytes(piece[-8:-4], "little")
        if piece[:4] != MAGIC or piece[-4:] != MAGIC or size > len(piece) - 12:
            raise ValueError("This is no Parquet file.")
        footer = Reader(piece, len(piece) - 8 - size).struct()
        columns = [column for group in footer[GROUPS][1][1] for column in group[COLUMNS][1][1]]
        # What tells of pages stands behind all row groups.
        told = [column[at][1] for column in columns for at in (PAGES_OFFSET, STATISTICS_OFFSET) if at in column]
        end = min(told, default=len(piece) - 8 - size)
        by = self._at - len(MAGIC)
        for column in columns:
            self._indexes.append(_indexes_of(column, piece, by))
            _move(column, by)
        for group in footer[GROUPS][1][1]:
            _shift(group, GROUP_OFFSET, by)
            if ORDINAL in group:
                group[ORDINAL] = (I16, len(self._groups))
            self._groups.append(group)
        self._footer = footer if self._footer is None else self._footer
        self._rows += footer[ROWS][1]
        self._at += self._write(memoryview(piece)[len(MAGIC) : end])

    def finish(self) -> None:
        """Write what tells of the pages, and the footer. Raises ValueError where there was no piece."""
        if self._footer is None:
            raise ValueError("A file of no pieces has no columns.")
        for column, _, statistics in self._indexes:
            self._tell(column, STATISTICS_OFFSET, statistics)
        for column, pages, _ in self._indexes:
            self._tell(column, PAGES_OFFSET, pages)
        footer = self._footer | {ROWS: (I64, self._rows), GROUPS: (LIST, (STRUCT, self._groups))}
        content = write_struct(footer)
        self._write(content + len(content).to_bytes(4, "little") + MAGIC)

    def _tell(self, column: Struct, field: int, content: bytes | None) -> None:
        if content is not None:
            column[field] = (I64, self._at)
            self._at += self._write(content)

    def _write(self, content: bytes | memoryview) -> int:
        self._file.write(content)
        return len(content)


def _indexes_of(column: Struct, piece: bytes, by: int) -> tuple[Struct, bytes | None, bytes | None]:
    """A column with what tells of the places of its pages, which are moved on, and of their statistics."""
    pages = _part(column, piece, PAGES_OFFSET, PAGES_BYTES)
    if pages is not None:
        places = Reader(pages).struct()
        for place in places[1][1][1]:
            _shift(place, 1, by)
        pages = write_struct(places)
        column[PAGES_BYTES] = (column[PAGES_BYTES][0], len(pages))
    return column, pages, _part(column, piece, STATISTICS_OFFSET, STATISTICS_BYTES)


def _part(column: Struct, piece: bytes, offset: int, size: int) -> bytes | None:
    if offset not in column:
        return None
    at = column[offset][1]
    return piece[at : at + column[size][1]]


def _move(column: Struct, by: int) -> None:
    _shift(column, CHUNK_OFFSET, by)
    for field in FACTS_OFFSETS:
        _shift(column[FACTS][1], field, by)


def _shift(struct: dict[int, tuple[int, Any]], field: int, by: int) -> None:
    """Move an offset on; 0 says that there is none."""
    if field in struct and struct[field][1]:
        kind, value = struct[field]
        struct[field] = (kind, value + by)
