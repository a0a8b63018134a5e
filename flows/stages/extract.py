"""Extract: dumps in, records, rejects and the account of every byte out."""

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from flows.dumps.text import DecodedDump, byte_positions, decode, repair, with_plain_line_ends
from flows.layouts.base import Entry, Page, Refusal, collapse, page_before, sure_end
from flows.layouts.registry import AmbiguousLayoutError, Layout, UnknownLayoutError, find_layout, identify
from flows.stages.account import Row, facts_row, reject_row
from flows.stages.rejects import reject_invalid
from schemas.dumps import DumpFacts
from schemas.frames import check_frame, polars_schema
from schemas.judgements import Rejects
from schemas.records import Extracted as ExtractedSchema
from schemas.vocabulary import REJECT_CODES

NEVER_ON_PAGES: Final = dict.fromkeys(
    ("doi_raw", "arxiv_id_raw", "pmid_raw", "volume_raw", "number_raw", "pages_raw", "url_raw", "entry_type_raw")
)
"""What only structured inputs tell apart."""

SHOWN_CHARS: Final = 2000
"""How much of a refused dump its reject shows; a refused piece is shown whole."""

NOTHING: Final = "\ufeff \t\n\f\v\x00"
"""A page of only these characters is empty."""

RAW_COLUMNS: Final = {
    "title": "title_raw",
    "date": "date_raw",
    "abstract": "abstract_raw",
    "subjects": "subjects_raw",
    "comment": "comment_raw",
    "venue": "venue_raw",
    "identifier": "identifier_raw",
}


class Extracted(NamedTuple):
    """Frames of the schemas Extracted, Rejects and DumpFacts."""

    records: pl.DataFrame
    rejects: pl.DataFrame
    facts: pl.DataFrame


def extract(dumps: pl.DataFrame) -> Extracted:
    """Cut every dump up into records.

    `dumps` is as schemas.dumps.Dumps. A dump that no layout can read gives one reject for the whole of it; the others
    go on. Records stand in the order of the dumps and, within one, of the page. Of a piece that does not reach its
    dump's end, the last entries are left, since what follows may belong to them: `facts.content_bytes` tells where the
    next piece has to begin; 0 asks for a longer one.
    """
    records: list[Row] = []
    rejects: list[Row] = []
    facts: list[Row] = []
    # A loop over dumps, not rows: cutting a page up is sequential text work, and a chunk holds few dumps.
    for dump in dumps.iter_rows(named=True):
        found = _extract_dump(dump)
        records += found.records
        rejects += found.rejects
        facts.append(found.facts)
    checked = reject_invalid(pl.DataFrame(records, schema=polars_schema(ExtractedSchema)), ExtractedSchema, "extract")
    refused = pl.DataFrame(rejects, schema=polars_schema(Rejects))
    return Extracted(
        checked.valid,
        check_frame(pl.concat([refused, checked.rejects]), Rejects),
        check_frame(pl.DataFrame(facts, schema=polars_schema(DumpFacts)), DumpFacts),
    )


class _DumpRows(NamedTuple):
    records: list[Row]
    rejects: list[Row]
    facts: Row


def _extract_dump(dump: Row) -> _DumpRows:
    if dump["content"] is None:
        return _refused(dump, None, dump["code"], dump["message"])
    decoded = decode(dump["content"], dump["encoding"])
    if decoded is None:
        return _refused(dump, None, "binary_dump", REJECT_CODES["binary_dump"])
    text = with_plain_line_ends(decoded.text)
    if dump["last"] and dump["layout"] is None and not text.strip(NOTHING):
        return _refused(dump, decoded, "empty_dump", REJECT_CODES["empty_dump"])
    try:
        layout = identify(text) if dump["layout"] is None else find_layout(dump["layout"])
    except (UnknownLayoutError, AmbiguousLayoutError) as error:
        code = "unknown_layout" if isinstance(error, UnknownLayoutError) else "ambiguous_layout"
        return _refused(dump, decoded, code, f"{REJECT_CODES[code]} ({error})")
    return _cut(dump, decoded, text, layout)


def _refused(dump: Row, decoded: DecodedDump | None, code: str, message: str) -> _DumpRows:
    """The rows of a dump that is refused whole, also where only its first piece was looked at."""
    size = dump["size_bytes"] if dump["content"] is None else len(dump["content"])
    text = None if decoded is None else repair(decoded.text[:SHOWN_CHARS])
    reject = reject_row(dump, (0, size), code=code, message=message, text=text)
    encoding = None if decoded is None else decoded.encoding
    return _DumpRows([], [reject], facts_row(dump, size, encoding=encoding, code=code, reject_bytes=size))


class _Cut(NamedTuple):
    """A page that was cut up, its text, and where its positions stand in the dump's bytes."""

    dump: Row
    layout: str
    text: str
    page: Page
    at: dict[int, int]

    def size(self, start: int, end: int) -> int:
        """The bytes of a stretch of text."""
        return self.at[end] - self.at[start]


def _cut(dump: Row, decoded: DecodedDump, text: str, layout: Layout) -> _DumpRows:
    """The rows of a dump that a layout can read, or of as much of a piece as can be read without what follows."""
    whole = layout.parse(text)
    end = len(text) if dump["last"] else sure_end(whole)
    page = whole if dump["last"] else page_before(whole, end)
    at = byte_positions(decoded, (*_positions(page), 0, end), dump["offset"])
    cut = _Cut(dump, layout.name, text, page, at)
    records, rejects = [], [_refusal(cut, refusal) for refusal in page.refusals]
    field_bytes = 0
    reject_bytes = sum(cut.size(refusal.start, refusal.end) for refusal in page.refusals)
    for position, entry in enumerate(page.entries, dump["first_position"]):
        row = _record(cut, position, entry)
        size = sum(cut.size(span.start, span.end) for span in entry.spans if entry.holds(span))
        if row["title_raw"] is None and row["abstract_raw"] is None:
            rejects.append(_empty_record(cut, position, entry))
            reject_bytes += size
        else:
            records.append(row)
            field_bytes += size
    bom_bytes = at[0] - dump["offset"]
    tail_bytes = decoded.tail_bytes if dump["last"] else 0
    if tail_bytes:
        message = "Half a character stands at the end: the dump is cut off."
        where = (at[end], at[end] + tail_bytes)
        rejects.append(reject_row(dump, where, layout=layout.name, code="unclaimed_text", message=message))
    facts = facts_row(
        dump,
        at[end] + tail_bytes - dump["offset"],
        encoding=decoded.encoding,
        layout=layout.name,
        entries=len(page.entries),
        records=len(records),
        field_bytes=field_bytes,
        furniture=_furniture(cut, bom_bytes),
        reject_bytes=reject_bytes + tail_bytes,
    )
    return _DumpRows(records, rejects, facts)


def _positions(page: Page) -> Iterator[int]:
    """Every character position at which something of the page begins or ends."""
    for entry in page.entries:
        yield from (entry.start, entry.end)
        for span in entry.spans:
            yield from (span.start, span.end)
    for span in page.furniture:
        yield from (span.start, span.end)
    for refusal in page.refusals:
        yield from (refusal.start, refusal.end)


def _record(cut: _Cut, position: int, entry: Entry) -> Row:
    """One entry as a row of the schema Extracted."""
    pieces: dict[str, list[str]] = {}
    for name, start, end in entry.spans:
        pieces.setdefault(name, []).append(cut.text[start:end])
    raw = {name: collapse(" ".join(parts)) for name, parts in pieces.items()}
    values = {column: repair(raw[name]) if raw.get(name) else None for name, column in RAW_COLUMNS.items()}
    authors = [repair(name) for name in entry.authors]
    as_written = all(
        value is None or value == raw[name] for name, value in zip(RAW_COLUMNS, values.values(), strict=True)
    )
    return {
        "dump": cut.dump["dump"],
        "dump_sha256": cut.dump["dump_sha256"],
        "layout": cut.layout,
        "position": position,
        "byte_start": cut.at[entry.start],
        "byte_end": cut.at[entry.end],
        "spans": [{"field": name, "start": cut.at[start], "end": cut.at[end]} for name, start, end in entry.spans],
        "reference": False,
        "source_id": None,
        **NEVER_ON_PAGES,
        **values,
        "authors_raw": authors,
        "extra": [],
        "authors_complete": entry.authors_complete and bool(authors),
        "confidence": entry.confidence,
        "flags": [] if as_written and authors == list(entry.authors) else ["encoding_repaired"],
    }


def _refusal(cut: _Cut, refusal: Refusal) -> Row:
    where = cut.at[refusal.start], cut.at[refusal.end]
    text = repair(cut.text[refusal.start : refusal.end])
    return reject_row(cut.dump, where, layout=cut.layout, code=refusal.code, message=refusal.message, text=text)


def _empty_record(cut: _Cut, position: int, entry: Entry) -> Row:
    code = "empty_record"
    where = cut.at[entry.start], cut.at[entry.end]
    text = repair(cut.text[entry.start : entry.end])
    reject = reject_row(cut.dump, where, layout=cut.layout, code=code, message=REJECT_CODES[code], text=text)
    return {**reject, "position": position}


def _furniture(cut: _Cut, bom_bytes: int) -> list[Row]:
    """Bytes of page furniture by kind."""
    sizes = Counter({"byte order mark": bom_bytes})
    for kind, start, end in cut.page.furniture:
        sizes[kind] += cut.size(start, end)
    return [{"kind": kind, "bytes": size} for kind, size in sorted(sizes.items()) if size]
