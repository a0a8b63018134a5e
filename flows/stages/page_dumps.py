"""Dumps whose pages were cut up: their records, what was refused of them, and the account of their bytes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

import numpy as np

from flows.dumps.text import BytePlaces, DecodedDump, Places, repair
from flows.layouts.base import Refusal
from flows.layouts.pages import Part
from flows.stages.account import Found, Row, facts_row, join_layouts, reject_row
from flows.stages.page_cuts import Pages
from flows.stages.page_rows import Told, page_rows
from schemas.vocabulary import REJECT_CODES


class PageDump(NamedTuple):
    """A dump or piece: its bytes as text, and the pages that this was cut up into, up to the character `end`."""

    decoded: DecodedDump
    pages: Pages
    end: int

    @classmethod
    def of(cls, dump: Row, decoded: DecodedDump, text: str, cut: tuple[list[Part], int]) -> Self:
        """`text` is that of `decoded` with plain line ends, `cut` as layouts.pages.read_pages gives it."""
        parts, end = cut
        return cls(decoded, Pages(dump, text, parts, BytePlaces(decoded, dump["offset"])), end)


def tell_pages(dumps: Sequence[PageDump]) -> Found:
    """What dumps give, in their order."""
    found = page_rows([one.pages for one in dumps])
    rejects: list[Row] = []
    facts: list[Row] = []
    for one, told in zip(dumps, found.told, strict=True):
        more, fact = _account_of(one, told)
        rejects += more
        facts.append(fact)
    return Found(found.records, rejects, facts)


def _account_of(one: PageDump, told: Told) -> tuple[list[Row], Row]:
    """The rejects of a dump and its facts."""
    dump, parts = one.pages.dump, one.pages.parts
    rejects = [reject for part in parts for reject in _rejects(one.pages, part.layout, part.page.refusals)]
    reject_bytes = told.empty_bytes + sum(reject["byte_end"] - reject["byte_start"] for reject in rejects)
    for empty in told.empty:
        refusal = Refusal(empty.start, empty.end, "empty_record", REJECT_CODES["empty_record"])
        rejects += [{**reject, "position": empty.position} for reject in _rejects(one.pages, empty.layout, [refusal])]
    tail_bytes = one.decoded.tail_bytes if dump["last"] else 0
    [(first, last)] = _bytes_of(one.pages, [(0, one.end)]).tolist()
    if tail_bytes:
        message = "Half a character stands at the end: the dump is cut off."
        where = (last, last + tail_bytes)
        rejects.append(reject_row(dump, where, layout=parts[-1].layout, code="unclaimed_text", message=message))
    facts = facts_row(
        dump,
        last + tail_bytes - dump["offset"],
        encoding=one.decoded.encoding,
        layout=join_layouts(part.layout for part in parts),
        entries=told.records + len(told.empty),
        records=told.records,
        field_bytes=told.field_bytes,
        furniture=_furniture(one.pages, first - dump["offset"]),
        reject_bytes=reject_bytes + tail_bytes,
    )
    return rejects, facts


def _bytes_of(pages: Pages, stretches: Iterable[tuple[int, int]]) -> Places:
    """Where these stretches of text start and end in bytes, a row of the array for each."""
    return pages.places.of(np.array(list(stretches), np.int64).reshape(-1, 2))


def _rejects(pages: Pages, layout: str, pieces: Sequence[Refusal]) -> list[Row]:
    """A row of the schema Rejects for each piece of the text that is refused."""
    where = _bytes_of(pages, ((piece.start, piece.end) for piece in pieces)).tolist()
    return [
        reject_row(
            pages.dump,
            (start, end),
            layout=layout,
            code=piece.code,
            message=piece.message,
            text=repair(pages.text[piece.start : piece.end]),
        )
        for piece, (start, end) in zip(pieces, where, strict=True)
    ]


def _furniture(pages: Pages, bom_bytes: int) -> list[Row]:
    """Bytes of page furniture by kind."""
    spans = [span for part in pages.parts for span in part.page.furniture]
    sizes = Counter({"byte order mark": bom_bytes})
    where = _bytes_of(pages, ((start, end) for _, start, end in spans))
    for (kind, _, _), size in zip(spans, (where[:, 1] - where[:, 0]).tolist(), strict=True):
        sizes[kind] += size
    return [{"kind": kind, "bytes": size} for kind, size in sorted(sizes.items()) if size]
