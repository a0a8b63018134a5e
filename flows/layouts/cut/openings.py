"""Quotes that open right in front of titles, which belong to them: no abstract ends in one."""

from collections.abc import Sequence
from typing import Final

from flows.layouts.cut.records import Record

_OPENING: Final = frozenset("“„«‚‘¿¡")


def with_openings(text: str, blocks: Sequence[Sequence[Record]]) -> list[list[Record]]:
    """The records, those whose titles were found right behind such a quote with titles that begin with it."""
    return [[_opened(record) if text[record.begin - 1] in _OPENING else record for record in block] for block in blocks]


def _opened(record: Record) -> Record:
    if record.cut is None or record.begin == 0:
        return record
    begin = record.begin - 1
    return record._replace(cut=record.cut._replace(title=begin), begin=begin)
