"""Extract: dumps in, records, rejects and the account of every byte out."""

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from flows.dumps.text import DecodedDump, byte_positions, decode, repair, with_plain_line_ends
from flows.formats.registry import AmbiguousFormatError, UnknownFormatError
from flows.layouts.base import Entry, Page, Refusal, collapse
from flows.layouts.pages import Part, read_pages
from flows.layouts.registry import AmbiguousLayoutError, UnknownLayoutError
from flows.stages.account import Row, facts_row, join_layouts, reject_row
from flows.stages.entries import find_reader, is_too_short, read_export
from flows.stages.frames import frame_of
from flows.stages.json_export import Found, read_lines
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

    `dumps` is as schemas.dumps.Dumps. A dump that no layout or format can read gives one reject for the whole of it;
    the others go on. Records stand in the order of the dumps and, within one, of the page. Of a piece that does not
    reach its dump's end, the last entries are left, since what follows may belong to them: `facts.content_bytes` tells
    where the next piece has to begin; 0 asks for a longer one.
    """
    frames: list[pl.DataFrame] = []
    records: list[Row] = []
    rejects: list[Row] = []
    facts: list[Row] = []
    # A loop over dumps, not rows: cutting a page up is sequential text work, and a chunk holds few dumps.
    for dump in dumps.iter_rows(named=True):
        found = (None if dump["content"] is None else read_lines(dump)) or _extract_dump(dump)
        if isinstance(found, Found):
            frames += [frame_of(records), found.records]
            records = []
        else:
            records += found.records
        rejects += found.rejects
        facts.append(found.facts)
    every = pl.concat([*frames, frame_of(records)])
    checked = reject_invalid(every, ExtractedSchema, "extract")
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
    if is_too_short(dump, decoded.text):
        return _DumpRows([], [], facts_row(dump, 0))
    try:
        return _read_known(dump, decoded, text)
    except (UnknownLayoutError, UnknownFormatError, AmbiguousLayoutError, AmbiguousFormatError) as error:
        is_unknown = isinstance(error, UnknownLayoutError | UnknownFormatError)
        code = "unknown_layout" if is_unknown else "ambiguous_layout"
        return _refused(dump, decoded, code, f"{REJECT_CODES[code]} ({error})")


def _read_known(dump: Row, decoded: DecodedDump, text: str) -> _DumpRows:
    """The rows of an export, or of a page's text. Raises an error of a registry where no reader is known for it."""
    reader = find_reader(dump, decoded.text)
    if reader is None:
        parts, end = read_pages(text, dump["layout"], last=dump["last"])
        return _cut(dump, decoded, text, parts, end)
    found = _DumpRows(*read_export(dump, decoded, reader))
    is_empty = dump["offset"] == 0 and dump["last"] and found.facts["entries"] == 0
    return _refused(dump, decoded, "empty_dump", REJECT_CODES["empty_dump"]) if is_empty else found


def _refused(dump: Row, decoded: DecodedDump | None, code: str, message: str) -> _DumpRows:
    """The rows of a dump that is refused whole, also where only its first piece was looked at."""
    size = dump["size_bytes"] if dump["content"] is None else len(dump["content"])
    text = None if decoded is None else repair(decoded.text[:SHOWN_CHARS])
    reject = reject_row(dump, (0, size), code=code, message=message, text=text)
    encoding = None if decoded is None else decoded.encoding
    return _DumpRows([], [reject], facts_row(dump, size, encoding=encoding, code=code, reject_bytes=size))


class _Cut(NamedTuple):
    """A page that was cut up, the dump's text, and where their positions stand in the dump's bytes."""

    dump: Row
    layout: str
    text: str
    page: Page
    at: dict[int, int]

    def size(self, start: int, end: int) -> int:
        """The bytes of a stretch of text."""
        return self.at[end] - self.at[start]


def _cut(dump: Row, decoded: DecodedDump, text: str, parts: list[Part], end: int) -> _DumpRows:
    """The rows of a dump's pages, or of a piece's: its text up to `end`."""
    places = (place for part in parts for place in _positions(part.page))
    at = byte_positions(decoded, (*places, 0, end), dump["offset"])
    cuts = [_Cut(dump, part.layout, text, part.page, at) for part in parts]
    records: list[Row] = []
    rejects: list[Row] = []
    field_bytes = reject_bytes = entries = 0
    for cut in cuts:
        rejects += [_refusal(cut, refusal) for refusal in cut.page.refusals]
        reject_bytes += sum(cut.size(refusal.start, refusal.end) for refusal in cut.page.refusals)
        for position, entry in enumerate(cut.page.entries, dump["first_position"] + entries):
            row = _record(cut, position, entry)
            size = sum(cut.size(span.start, span.end) for span in entry.spans if entry.holds(span))
            if row["title_raw"] is None and row["abstract_raw"] is None:
                rejects.append(_empty_record(cut, position, entry))
                reject_bytes += size
            else:
                records.append(row)
                field_bytes += size
        entries += len(cut.page.entries)
    tail_bytes = decoded.tail_bytes if dump["last"] else 0
    if tail_bytes:
        message = "Half a character stands at the end: the dump is cut off."
        where = (at[end], at[end] + tail_bytes)
        rejects.append(reject_row(dump, where, layout=parts[-1].layout, code="unclaimed_text", message=message))
    facts = facts_row(
        dump,
        at[end] + tail_bytes - dump["offset"],
        encoding=decoded.encoding,
        layout=join_layouts(part.layout for part in parts),
        entries=entries,
        records=len(records),
        field_bytes=field_bytes,
        furniture=_furniture(cuts, at[0] - dump["offset"]),
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
        "reference": cut.dump["reference"],
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


def _furniture(cuts: list[_Cut], bom_bytes: int) -> list[Row]:
    """Bytes of page furniture by kind."""
    sizes = Counter({"byte order mark": bom_bytes})
    for cut in cuts:
        for kind, start, end in cut.page.furniture:
            sizes[kind] += cut.size(start, end)
    return [{"kind": kind, "bytes": size} for kind, size in sorted(sizes.items()) if size]
