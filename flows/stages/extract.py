"""Extract: dumps in, records, rejects and the account of every byte out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.dumps.text import BytePlaces, DecodedDump, Places, decode, repair, with_plain_line_ends
from flows.formats.registry import AmbiguousFormatError, UnknownFormatError
from flows.layouts.base import Refusal
from flows.layouts.pages import Part, read_pages
from flows.layouts.registry import AmbiguousLayoutError, UnknownLayoutError
from flows.stages.account import Found, Row, facts_row, join_layouts, reject_row
from flows.stages.entries import find_reader, is_too_short, read_export
from flows.stages.frames import frame_of
from flows.stages.json_export import read_lines
from flows.stages.page_rows import page_rows
from flows.stages.rejects import reject_invalid
from schemas.dumps import DumpFacts
from schemas.frames import check_frame, polars_schema
from schemas.judgements import Rejects
from schemas.records import Extracted as ExtractedSchema
from schemas.vocabulary import REJECT_CODES

SHOWN_CHARS: Final = 2000
"""How much of a refused dump its reject shows; a refused piece is shown whole."""

FEW_BYTES: Final = 2**17
"""Of a dump with fewer bytes the entries are read one by one: whole columns take longer to set up."""

NOTHING: Final = "\ufeff \t\n\f\v\x00"
"""A page of only these characters is empty."""


class Extracted(NamedTuple):
    """Frames of the schemas Extracted, Rejects and DumpFacts."""

    records: pl.DataFrame
    rejects: pl.DataFrame
    facts: pl.DataFrame


def extract(dumps: pl.DataFrame) -> Extracted:
    """Cut every dump up into records.

    `dumps` is as schemas.dumps.Dumps. A dump that no layout or format can read gives one reject for the whole of it;
    the others go on. Records stand in the order of the dumps and, within one, of the page. Of a piece that does not
    reach its dump's end, the last entries are left, since what follows may belong to them: `facts.content_bytes` tells
    where the next piece has to begin; 0 asks for a longer one.
    """
    frames = [frame_of([])]
    rejects: list[Row] = []
    facts: list[Row] = []
    # A loop over dumps, not rows: cutting a page up is sequential text work, and a chunk holds few dumps.
    for dump in dumps.iter_rows(named=True):
        found = (None if _is_small(dump) else read_lines(dump)) or _extract_dump(dump)
        frames.append(found.records)
        rejects += found.rejects
        facts.append(found.facts)
    checked = reject_invalid(pl.concat(frames), ExtractedSchema, "extract")
    refused = pl.DataFrame(rejects, schema=polars_schema(Rejects))
    return Extracted(
        checked.valid,
        check_frame(pl.concat([refused, checked.rejects]), Rejects),
        check_frame(pl.DataFrame(facts, schema=polars_schema(DumpFacts)), DumpFacts),
    )


def _is_small(dump: Row) -> bool:
    """Whether all of the dump is here and is little."""
    return dump["content"] is None or (dump["last"] and not dump["offset"] and len(dump["content"]) < FEW_BYTES)


def _extract_dump(dump: Row) -> Found:
    if dump["content"] is None:
        return _refused(dump, None, dump["code"], dump["message"])
    decoded = decode(dump["content"], dump["encoding"])
    if decoded is None:
        return _refused(dump, None, "binary_dump", REJECT_CODES["binary_dump"])
    text = with_plain_line_ends(decoded.text)
    if dump["last"] and dump["layout"] is None and not text.strip(NOTHING):
        return _refused(dump, decoded, "empty_dump", REJECT_CODES["empty_dump"])
    if is_too_short(dump, decoded.text):
        return Found(frame_of([]), [], facts_row(dump, 0))
    try:
        return _read_known(dump, decoded, text)
    except (UnknownLayoutError, UnknownFormatError, AmbiguousLayoutError, AmbiguousFormatError) as error:
        is_unknown = isinstance(error, UnknownLayoutError | UnknownFormatError)
        code = "unknown_layout" if is_unknown else "ambiguous_layout"
        return _refused(dump, decoded, code, f"{REJECT_CODES[code]} ({error})")


def _read_known(dump: Row, decoded: DecodedDump, text: str) -> Found:
    """The rows of an export, or of a page's text. Raises an error of a registry where no reader is known for it."""
    reader = find_reader(dump, decoded.text)
    if reader is None:
        parts, end = read_pages(text, dump["layout"], last=dump["last"])
        return _cut(dump, decoded, text, parts, end)
    found = read_export(dump, decoded, reader)
    is_empty = dump["offset"] == 0 and dump["last"] and found.facts["entries"] == 0
    return _refused(dump, decoded, "empty_dump", REJECT_CODES["empty_dump"]) if is_empty else found


def _refused(dump: Row, decoded: DecodedDump | None, code: str, message: str) -> Found:
    """The rows of a dump that is refused whole, also where only its first piece was looked at."""
    size = dump["size_bytes"] if dump["content"] is None else len(dump["content"])
    text = None if decoded is None else repair(decoded.text[:SHOWN_CHARS])
    reject = reject_row(dump, (0, size), code=code, message=message, text=text)
    encoding = None if decoded is None else decoded.encoding
    return Found(frame_of([]), [reject], facts_row(dump, size, encoding=encoding, code=code, reject_bytes=size))


class _Cut(NamedTuple):
    """A text that was cut up, of which dump, and where its characters stand in the dump's bytes."""

    dump: Row
    text: str
    places: BytePlaces

    def bytes_of(self, stretches: Iterable[tuple[int, int]]) -> Places:
        """Where these stretches of text start and end in bytes, a row of the array for each."""
        return self.places.of(np.array(list(stretches), np.int64).reshape(-1, 2))

    def rejects(self, layout: str, pieces: Sequence[Refusal]) -> list[Row]:
        """A row of the schema Rejects for each piece of the text that is refused."""
        where = self.bytes_of((piece.start, piece.end) for piece in pieces).tolist()
        return [
            reject_row(
                self.dump,
                (start, end),
                layout=layout,
                code=piece.code,
                message=piece.message,
                text=repair(self.text[piece.start : piece.end]),
            )
            for piece, (start, end) in zip(pieces, where, strict=True)
        ]


def _cut(dump: Row, decoded: DecodedDump, text: str, parts: list[Part], end: int) -> Found:
    """The rows of a dump's pages, or of a piece's: its text up to `end`."""
    cut = _Cut(dump, text, BytePlaces(decoded, dump["offset"]))
    known = page_rows(dump, text, parts, cut.places)
    rejects = [reject for part in parts for reject in cut.rejects(part.layout, part.page.refusals)]
    reject_bytes = known.empty_bytes + sum(reject["byte_end"] - reject["byte_start"] for reject in rejects)
    for empty in known.empty:
        refusal = Refusal(empty.start, empty.end, "empty_record", REJECT_CODES["empty_record"])
        rejects += [{**reject, "position": empty.position} for reject in cut.rejects(empty.layout, [refusal])]
    tail_bytes = decoded.tail_bytes if dump["last"] else 0
    [(first, last)] = cut.bytes_of([(0, end)]).tolist()
    if tail_bytes:
        message = "Half a character stands at the end: the dump is cut off."
        where = (last, last + tail_bytes)
        rejects.append(reject_row(dump, where, layout=parts[-1].layout, code="unclaimed_text", message=message))
    facts = facts_row(
        dump,
        last + tail_bytes - dump["offset"],
        encoding=decoded.encoding,
        layout=join_layouts(part.layout for part in parts),
        entries=known.records.height + len(known.empty),
        records=known.records.height,
        field_bytes=known.field_bytes,
        furniture=_furniture(cut, parts, first - dump["offset"]),
        reject_bytes=reject_bytes + tail_bytes,
    )
    return Found(known.records, rejects, facts)


def _furniture(cut: _Cut, parts: Sequence[Part], bom_bytes: int) -> list[Row]:
    """Bytes of page furniture by kind."""
    spans = [span for part in parts for span in part.page.furniture]
    sizes = Counter({"byte order mark": bom_bytes})
    where = cut.bytes_of((start, end) for _, start, end in spans)
    for (kind, _, _), size in zip(spans, (where[:, 1] - where[:, 0]).tolist(), strict=True):
        sizes[kind] += size
    return [{"kind": kind, "bytes": size} for kind, size in sorted(sizes.items()) if size]
