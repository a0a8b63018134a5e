"""Thrift's compact protocol, which footers of Parquet files are written in, as plain values and back.

After https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md. A struct is a dict from a
field's number to its type and value; a list its elements' type and the elements. Nothing is known of what fields mean,
so that whatever a writer says goes through as it is.
"""

from typing import Any, Final

Struct = dict[int, tuple[int, Any]]
"""By number: type and value."""

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)

INTEGERS: Final = frozenset({I16, I32, I64})

LONG_LIST: Final = 15
"""A list of so many elements or more gives its length behind its type."""


class Reader:
    """Reads values one after the other."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        """Begin at a byte."""
        self._data = data
        self._at = at

    def struct(self) -> Struct:
        """The struct that comes next."""
        found: Struct = {}
        field = 0
        while head := self._byte():
            delta, kind = head >> 4, head & 15
            field = field + delta if delta else self._integer()
            found[field] = (kind, self._value(kind))
        return found

    def _value(self, kind: int) -> Any:  # noqa: ANN401 - what the type says
        if kind in INTEGERS:
            return self._integer()
        if kind == BINARY:
            return self._take(self._number())
        if kind == STRUCT:
            return self.struct()
        if kind in (LIST, SET):
            return self._list()
        if kind in (TRUE, FALSE):
            return kind == TRUE
        if kind in (BYTE, DOUBLE):
            return self._take(1 if kind == BYTE else 8)
        raise ValueError(f"No footer of a Parquet file has a value of type {kind}.")

    def _list(self) -> tuple[int, list[Any]]:
        head = self._byte()
        kind, size = head & 15, head >> 4
        size = self._number() if size == LONG_LIST else size
        if kind in (TRUE, FALSE):
            return kind, [self._byte() for _ in range(size)]
        return kind, [self._value(kind) for _ in range(size)]

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _take(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]

    def _number(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 127) << shift
            if byte < 128:  # noqa: PLR2004 - the bit that says that more follows
                return number
            shift += 7

    def _integer(self) -> int:
        number = self._number()
        return (number >> 1) ^ -(number & 1)


def write_struct(struct: Struct) -> bytes:
    """The bytes that `Reader.struct` reads."""
    out = bytearray()
    last = 0
    for field, (kind, value) in struct.items():
        if 0 < field - last < 16:  # noqa: PLR2004 - four bits
            out.append((field - last) << 4 | kind)
        else:
            out.append(kind)
            out += _integer(field)
        last = field
        if kind not in (TRUE, FALSE):
            out += _value(kind, value)
    out.append(0)
    return bytes(out)


def _value(kind: int, value: Any) -> bytes:  # noqa: ANN401 - what the type says
    if kind in INTEGERS:
        return _integer(value)
    if kind == BINARY:
        return _number(len(value)) + bytes(value)
    if kind == STRUCT:
        return write_struct(value)
    if kind in (LIST, SET):
        of, values = value
        head = bytes([len(values) << 4 | of]) if len(values) < LONG_LIST else bytes([0xF0 | of]) + _number(len(values))
        return head + (bytes(values) if of in (TRUE, FALSE) else b"".join(_value(of, one) for one in values))
    return bytes(value)


def _number(number: int) -> bytes:
    out = bytearray()
    while number > 127:  # noqa: PLR2004 - seven bits a byte
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _integer(number: int) -> bytes:
    return _number(number << 1 if number >= 0 else (-number << 1) - 1)
