"""Extract: dumps in, records, rejects and the account of every byte out."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import polars as pl

from flows.dumps.foreign import Look, look_at_bytes, look_at_text
from flows.dumps.stand_ins import tell_stand_in
from flows.dumps.text import DecodedDump, decode, repair, with_plain_line_ends
from flows.formats.base import extension_of
from flows.formats.registry import AmbiguousFormatError, UnknownFormatError
from flows.layouts.pages import read_pages
from flows.layouts.registry import AmbiguousLayoutError, UnknownLayoutError
from flows.stages.account import Found, Row, facts_row, reject_row
from flows.stages.entries import ExportDump, find_reader, is_too_short, read_export, tell_exports
from flows.stages.frames import frame_of
from flows.stages.json_export import read_lines
from flows.stages.page_dumps import PageDump, tell_pages
from flows.stages.rejects import reject_invalid
from schemas.dumps import DumpFacts
from schemas.frames import check_frame, polars_schema
from schemas.judgements import Rejects
from schemas.records import Extracted as ExtractedSchema
from schemas.vocabulary import REJECT_CODES

SHOWN_CHARS: Final = 2000
"""How much of a refused dump its reject shows; a refused piece is shown whole."""

FEW_BYTES: Final = 2**18
"""Of a dump with fewer bytes the entries are read one by one: whole columns take longer to set up."""

TOGETHER_BYTES: Final = 2**20
"""Small dumps become columns together until they have so many bytes: to set columns up takes milliseconds."""

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
    for found in _find_all(dumps):
        frames.append(found.records)
        rejects += found.rejects
        facts += found.facts
    checked = reject_invalid(pl.concat(frames), ExtractedSchema, "extract")
    refused = pl.DataFrame(rejects, schema=polars_schema(Rejects))
    return Extracted(
        checked.valid,
        check_frame(pl.concat([refused, checked.rejects]), Rejects),
        check_frame(pl.DataFrame(facts, schema=polars_schema(DumpFacts)), DumpFacts),
    )


def _find_all(dumps: pl.DataFrame) -> Iterator[Found]:
    """What the dumps give, in their order: pages, or exports, that follow each other are told of together."""
    held: list[PageDump | ExportDump] = []
    size = 0
    # A loop over dumps, not rows: cutting a page up is sequential text work.
    for dump in dumps.iter_rows(named=True):
        found = (None if _is_small(dump) else read_lines(dump)) or _read_dump(dump)
        if held and (size > TOGETHER_BYTES or type(found) is not type(held[0])):
            yield _tell(held)
            held, size = [], 0
        if isinstance(found, Found):
            yield found
        else:
            held.append(found)
            size += len(dump["content"])
    if held:
        yield _tell(held)


def _tell(held: Sequence[PageDump | ExportDump]) -> Found:
    """What dumps of one kind give."""
    pages = [one for one in held if isinstance(one, PageDump)]
    return tell_pages(pages) if pages else tell_exports([one for one in held if isinstance(one, ExportDump)])


def _is_small(dump: Row) -> bool:
    """Whether all of the dump is here and is little."""
    return dump["content"] is None or (dump["last"] and not dump["offset"] and len(dump["content"]) < FEW_BYTES)


def _read_dump(dump: Row) -> Found | PageDump | ExportDump:
    if dump["content"] is None:
        return _refused(dump, None, dump["code"], dump["message"])
    decoded = decode(dump["content"], dump["encoding"])
    if decoded is None:
        return _refused(dump, None, "binary_dump", _told("binary_dump", look_at_bytes(dump["content"])))
    text = with_plain_line_ends(decoded.text)
    if dump["last"] and dump["layout"] is None and not text.strip(NOTHING):
        return _refused(dump, decoded, "empty_dump", REJECT_CODES["empty_dump"])
    if is_too_short(dump, decoded.text):
        return Found(frame_of([]), [], [facts_row(dump, 0)])
    try:
        return _read_known(dump, decoded, text)
    except (UnknownLayoutError, UnknownFormatError, AmbiguousLayoutError, AmbiguousFormatError) as error:
        is_unknown = isinstance(error, UnknownLayoutError | UnknownFormatError)
        code = "unknown_layout" if is_unknown else "ambiguous_layout"
        told = _look_at(dump, decoded.text) if is_unknown else None
        return _refused(dump, decoded, code, f"{_told(code, told)} ({error})")


def _look_at(dump: Row, text: str) -> Look | str | None:
    """What a dump is that nothing claims, told by its beginning; None where that is not known."""
    return None if dump["offset"] else tell_stand_in(text) or look_at_text(text, extension_of(dump["dump"]))


def _told(code: str, look: Look | str | None) -> str:
    """What a code says, and what the dump is, if that is known."""
    return REJECT_CODES[code] if look is None else f"{REJECT_CODES[code]} {look}"


def _read_known(dump: Row, decoded: DecodedDump, text: str) -> Found | PageDump | ExportDump:
    """What an export holds, or a page's text. Raises an error of a registry where no reader is known for it."""
    reader = find_reader(dump, decoded.text)
    if reader is None:
        return PageDump.of(dump, decoded, text, read_pages(text, dump["layout"], last=dump["last"]))
    found = read_export(dump, decoded, reader)
    is_empty = dump["offset"] == 0 and dump["last"] and found.facts["entries"] == 0
    return _refused(dump, decoded, "empty_dump", REJECT_CODES["empty_dump"]) if is_empty else found


def _refused(dump: Row, decoded: DecodedDump | None, code: str, message: str) -> Found:
    """The rows of a dump that is refused whole, also where only its first piece was looked at."""
    size = dump["size_bytes"] if dump["content"] is None else len(dump["content"])
    text = None if decoded is None else repair(decoded.text[:SHOWN_CHARS])
    reject = reject_row(dump, (0, size), code=code, message=message, text=text)
    encoding = None if decoded is None else decoded.encoding
    facts = facts_row(dump, size, encoding=encoding, code=code, reject_bytes=size)
    return Found(frame_of([]), [reject], [facts])
