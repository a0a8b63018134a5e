"""BibTeX and BibLaTeX."""

from collections.abc import Sequence
from typing import Final

from flows.fields.author_lists import split_authors
from flows.fields.identifiers import clean_arxiv_id
from flows.formats.base import BrokenEntryError, Entry, Export, Refusal, Sample, Span, State, collapse
from flows.formats.bibtex_braces import without_protection
from flows.formats.bibtex_journals import with_name
from flows.formats.bibtex_names import with_plain_names
from flows.formats.bibtex_syntax import OPENING, Block, Field, chunks, line_starts, read_block

DESCRIPTION: Final = "BibTeX and BibLaTeX: @type{key, field = {value}, …} entries with @string macros and comments."
EXAMPLE: Final = (
    "@article{moor2019,\n  author = {Moor, Ada and Li, Bo},\n  title = {On {Tides}},\n  journal = {Sea Letters},\n"
    "  volume = 3,\n  pages = {1--9},\n  year = {2019}\n}\n"
)

_FIELDS: Final = {
    "title": ("title",),
    "abstract": ("abstract",),
    # Mathematical Reviews and zbMATH give the journal's name in full beside its abbreviation.
    "venue": ("fjournal", "journal", "journaltitle", "booktitle", "maintitle", "eventtitle"),
    "volume": ("volume",),
    "number": ("number", "issue"),
    "pages": ("pages", "eid", "articleno", "article-number", "art_number", "elocation-id"),
    "doi": ("doi",),
    "pmid": ("pmid",),
    "url": ("url",),
}
_PROSE: Final = frozenset({"title", "abstract", "venue", "volume", "number", "pages"})
_ARCHIVES: Final = frozenset({"eprinttype", "archiveprefix"})
_PREPRINT: Final = _ARCHIVES | {"eprint", "arxivid", "howpublished", "note", "number", "eid", "pages"}
"""Where arXiv's id of a preprint may stand, and the archive's name: Mendeley, Zotero and ADS each have their places."""
_NOT_ENTRIES: Final = frozenset({"comment", "preamble", "string"})


def matches(sample: Sample) -> float:
    """1 where the first block that begins a line is one of BibTeX's: an entry with a key, a macro or a comment."""
    start = next(line_starts(sample.text), None)
    opening = None if start is None else OPENING.match(sample.text, start)
    if opening is None:
        return 0.0
    try:
        block = read_block(sample.text, opening, len(sample.text), {})
    except BrokenEntryError:
        # Of a file that is called BibTeX the first entry may be broken, or longer than the sample.
        return 1.0 if sample.extension == ".bib" else 0.0
    return 1.0 if block.kind in _NOT_ENTRIES or block.fields else 0.0


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text. Macros, comments, preambles and what stands between entries are furniture."""
    export = Export()
    macros: dict[str, str] = dict(state.get("macros", {}))
    stretches = list(chunks(text))
    if not last and stretches:
        # What the last stretch holds may go on in the next piece.
        stretches.pop()
    for start, end in stretches:
        _read_chunk(text, start, end, macros, export)
    export.end = len(text) if last else (stretches[-1][1] if stretches else 0)
    export.state = {"macros": macros}
    return export


def _read_chunk(text: str, start: int, end: int, macros: dict[str, str], export: Export) -> None:
    """What stands between one line that begins a block and the next: mostly one entry."""
    at = start
    while at < end:
        # What stands before the first block of a file is a preface, whatever signs are in it.
        opening = OPENING.search(text, at, end) if at > start else OPENING.match(text, at, end)
        if opening is None:
            _put_comment(export, text, at, end)
            return
        _put_comment(export, text, at, opening.start())
        try:
            block = read_block(text, opening, end, macros)
        except BrokenEntryError as error:
            stop = opening.start() + len(text[opening.start() : end].rstrip())
            if opening["kind"].lower() == "comment":
                # BibTeX itself reads on within a comment that holds entries.
                export.furniture.append(Span("@comment", opening.start(), stop))
                return
            export.refusals.append(Refusal(opening.start(), stop, str(error)))
            return
        if block.kind == "string":
            macros.update({field.name: field.value for field in block.fields})
        if block.kind in _NOT_ENTRIES:
            export.furniture.append(Span(f"@{block.kind}", opening.start(), block.end))
        else:
            export.entries.append(_entry(opening.start(), block, opening.start("kind")))
        at = block.end


def _put_comment(export: Export, text: str, start: int, end: int) -> None:
    if text[start:end].strip("\ufeff \t\r\n"):
        export.furniture.append(Span("comment", start, end))


def _entry(start: int, block: Block, kind_start: int) -> Entry:
    entry = Entry(start, block.end)
    entry.put("entry_type", block.kind, kind_start, kind_start + len(block.kind))
    entry.put("source_id", block.key, block.key_start, block.key_start + len(block.key))
    rest = list(block.fields)
    _put_eprint(entry, rest)
    for name, sources in _FIELDS.items():
        field = _take(rest, sources)
        if field is not None:
            value = without_protection(field.value) if name in _PROSE else field.value
            entry.put(name, with_name(value) if name == "venue" else value, field.start, field.end)
    _put_subtitle(entry, rest)
    _put_date(entry, rest)
    author = _take(rest, ("author",))
    if author is not None:
        # A comma of BibTeX's parts no two names.
        people = split_authors(with_plain_names(author.value), inverted=True)
        entry.put_authors(people.names, author.start, author.end, complete=people.complete)
    for field in rest:
        entry.put_aside(field.name, field.value, field.start, field.end)
    return entry


def _take(fields: list[Field], names: Sequence[str]) -> Field | None:
    """The first field of the first of these names that says something, taken out of `fields`."""
    for name in names:
        for place, field in enumerate(fields):
            if field.name == name and collapse(field.value):
                return fields.pop(place)
    return None


def _put_subtitle(entry: Entry, rest: list[Field]) -> None:
    """BibLaTeX parts a subtitle from its title."""
    subtitle = _take(rest, ("subtitle",))
    if subtitle is not None and not entry.put_subtitle(
        without_protection(subtitle.value), subtitle.start, subtitle.end
    ):
        rest.append(subtitle)


def _put_date(entry: Entry, rest: list[Field]) -> None:
    """BibLaTeX's date, else year, month and day."""
    whole = _take(rest, ("date",))
    parts = [whole] if whole is not None else [_take(rest, ("year",))]
    if whole is None and parts[0] is not None:
        parts += [month := _take(rest, ("month",)), _take(rest, ("day",)) if month is not None else None]
    for field in parts:
        if field is not None:
            entry.put("date", field.value, field.start, field.end)


def _put_eprint(entry: Entry, rest: list[Field]) -> None:
    """The number in an archive of preprints, where that is arXiv or PubMed, else what is nothing but arXiv's id.

    Such a value is taken wherever it stands: it is no number of an issue, and no page.
    """
    told = [field for field in rest if field.name in _PREPRINT]
    archive = next((field.value.lower() for field in told if field.name in _ARCHIVES), "")
    eprint = next((field for field in told if field.name == "eprint"), None)
    named = [field for field in told if field.name not in _ARCHIVES and _is_arxiv_id(field)]
    if eprint is not None and "pubmed" in archive:
        if all(field.name != "pmid" for field in rest):
            entry.put("pmid", eprint.value, eprint.start, eprint.end)
            rest.remove(eprint)
        return
    if eprint is not None and (
        "arxiv" in archive or (not archive.strip() and clean_arxiv_id(eprint.value) is not None)
    ):
        named = [eprint, *(field for field in named if field is not eprint)]
    for place, field in enumerate(named):
        rest.remove(field)
        if place == 0:
            entry.put("arxiv_id", field.value, field.start, field.end)
        else:
            entry.put_aside(field.name, field.value, field.start, field.end)


def _is_arxiv_id(field: Field) -> bool:
    if "rxiv" not in field.value.lower() and field.name != "arxivid":
        return False
    return clean_arxiv_id(field.value.strip("{} ")) is not None
