"""Parquet files as text: each row as a line of JSON, so that its values have places to count from."""

import base64
import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO, Final

import polars as pl

PARQUET_MAGIC: Final = b"PAR1"

BATCH_ROWS: Final = 4096
"""Rows that are decoded at a time, which bounds memory: 6 MB of papers with abstracts."""


class RowLines:
    """The rows of a Parquet file as JSON Lines, in their order, in pieces.

    A row is an object of all its columns in the order of the file, as `json.dumps` writes it with `ensure_ascii` off
    and no blanks between, and ends with a line feed. Dates and times are in ISO 8601, decimals as they are written,
    bytes as UTF-8 where they are that, else in Base64; NaN is null. A time beyond the years 1 to 9999 is as
    Arrow writes it. Every method raises ValueError for a damaged file.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Open the table in `file`, which must be seekable."""
        # Costs a tenth of a second, which only who reads such a file should pay.
        import pyarrow as pa  # noqa: PLC0415 - see above
        from pyarrow import parquet  # noqa: PLC0415 - see above

        self._arrow = pa
        try:
            self._table = parquet.ParquetFile(file)
        except (pa.ArrowException, OSError) as error:
            raise ValueError(str(error)) from error
        self._is_plain = self._is_written_alike()
        self._lines = self._render()
        self._held = bytearray()

    def read(self, size: int, /) -> bytes:
        """The next `size` bytes or fewer, none at the end."""
        while len(self._held) < size:
            batch = next(self._lines, None)
            if batch is None:
                break
            self._held += batch
        piece = bytes(self._held[:size])
        del self._held[:size]
        return piece

    def _render(self) -> Iterator[bytes]:
        try:
            for batch in self._table.iter_batches(batch_size=BATCH_ROWS):
                yield self._render_plain(batch) if self._is_plain else self._render_any(batch)
        except (self._arrow.ArrowException, OSError, OverflowError) as error:
            raise ValueError(str(error)) from error

    def _is_written_alike(self) -> bool:
        """Whether the columns are of types that polars writes as `json.dumps` does, at a fiftieth of its cost."""
        types, schema = self._arrow.types, self._table.schema_arrow
        kinds = [one.value_type if types.is_list(one) or types.is_large_list(one) else one for one in schema.types]
        tests = (types.is_string, types.is_large_string, types.is_integer, types.is_boolean)
        plain = all(any(test(kind) for test in tests) for kind in kinds)
        return plain and len(set(schema.names)) == len(schema.names)

    def _render_plain(self, batch: Any) -> bytes:  # noqa: ANN401 - pyarrow ships no types
        return pl.DataFrame(batch).write_ndjson().encode()

    def _render_any(self, batch: Any) -> bytes:  # noqa: ANN401 - pyarrow ships no types
        values = zip(*(self._values(column) for column in batch.columns), strict=True)
        names = batch.schema.names
        return "".join(f"{_line(dict(zip(names, row, strict=True)))}\n" for row in values).encode("utf-8", "replace")

    def _values(self, column: Any) -> list[Any]:  # noqa: ANN401 - as above
        """The values of a column, times to the microsecond, the finest that Python has."""
        if self._arrow.types.is_timestamp(column.type) and column.type.unit == "ns":
            column = column.cast(self._arrow.timestamp("us", column.type.tz), safe=False)
        try:
            return list(column.to_pylist())
        except (OverflowError, ValueError):
            return [self._value(one) for one in column]

    def _value(self, scalar: Any) -> Any:  # noqa: ANN401 - as above
        """A value; a time before or after the years that Python has as Arrow writes it."""
        try:
            return scalar.as_py()
        except (OverflowError, ValueError):
            return scalar.cast(self._arrow.string()).as_py()


def _line(row: dict[str, Any]) -> str:
    try:
        return _ENCODER.encode(row)
    except ValueError:
        return _ENCODER.encode(_without_nan(row))


def _as_text(value: object) -> object:
    """What JSON has no form for."""
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value) if isinstance(value, Decimal) else repr(value)


def _without_nan(value: Any) -> Any:  # noqa: ANN401 - whatever a column of nested types may hold
    if isinstance(value, dict):
        return {name: _without_nan(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(part) for part in value]
    return None if isinstance(value, float) and (value != value or abs(value) == float("inf")) else value  # noqa: PLR0124 - NaN


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_as_text, allow_nan=False)
