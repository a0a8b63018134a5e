"""The lines of cards of papers, and the facts below their titles."""

import re
from typing import Final, NamedTuple

from flows.layouts.base import Page, Span, find_lines, trimmed
from flows.layouts.dates import DATE, LABEL
from flows.layouts.navigation import NAVIGATION

_READ_CHARS: Final = 2000  # how much of a line is looked at to tell what it is
_NAME_WORDS: Final = 6  # more words than this between two commas are no name

_FACT: Final = re.compile(
    r"(?P<count>(?:\d{1,6}|no)\s{1,4}code\s{1,4}implementations?(?: in [A-Z]\w{1,20}(?: [A-Z]\w{1,20})?)?\Z)"
    rf"|(?P<date>(?:{LABEL})?{DATE}\Z)"
    r"|(?P<venue>[A-Z][\w&/+-]{1,20}(?: [A-Z(][\w&/+()-]{0,20}){0,5} (?:19|20)\d\d(?: \d{1,2})?\Z)"
    r"|(?P<repository>[\w.-]{1,60}/[\w.-]{1,100}\Z)"
)
"""What a line, or what stands between two bullets, may be."""

_DATE_LABEL: Final = re.compile(LABEL)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BULLET: Final = re.compile(r"[•●]|(?<!\S)[·*▪◦‣](?!\S)")

KIND: Final = re.compile(
    r"(?P<stars>★?\s?\d[\d,.]{0,8}k?\Z|[\d,.]{1,9} stars? / hour\Z)"
    rf"|(?P<link>(?:Paper|Code|PDF|Abstract|See all|Add|Edit)\Z|{NAVIGATION})"
    r"|(?P<method>\*\* ?[^*\n]{1,200}\*\*)"
    r"|(?P<rank>Ranked #\d{1,5} on )"
    r"|(?P<heading>Search Results for |Found [\d,]{1,9} papers|Trending Research\Z|Most implemented papers\Z"
    r"|Latest papers with(?:out| no)? code\Z|Greatest papers with code\Z|Papers With Code is a free resource"
    r"|Contact us on:|Terms Data policy|Top Social New Greatest\Z)"
)
"""What a line that holds no fact is, or by its beginning may be."""

# A heading that another page's end may stand right before.
_GLUED: Final = re.compile(r"(?<=\S)(?:Search Results for author:|Trending Research(?=\n))")

FACTS: Final = ("count", "facts", "venue")
"""The kinds of lines that stand right below a title."""


class CardLine(NamedTuple):
    """A line `text[start:end]`, how many line ends stand before it, its kind, and what it says (or its beginning)."""

    start: int
    end: int
    breaks: int
    kind: str
    says: str


def read_lines(seen: str) -> list[CardLine]:
    """The lines in order; a heading right behind another page's end is a line of its own."""
    lines: list[CardLine] = []
    for start, end, breaks in find_lines(seen, page=_GLUED):
        says = seen[start : min(end, start + _READ_CHARS)]
        lines.append(CardLine(start, end, breaks, _kind(says, lines[-1] if lines else None), says))
    return lines


def _kind(says: str, above: CardLine | None) -> str:
    """`count`, `facts`, `venue`, a kind of furniture or `text`; `above` is the line before."""
    fact = _FACT.match(says)
    if fact is not None:
        return {"date": "facts", "repository": "venue"}.get(fact.lastgroup or "", fact.lastgroup or "")
    kind = KIND.match(says)
    if kind is not None:
        return kind.lastgroup or ""
    pieces = [piece.strip() for piece in _BULLET.split(says)]
    facts = [_FACT.match(piece) for piece in pieces]
    # A list goes on below a line that ends in a bullet or a comma, or with one below another fact.
    goes_on = above is not None and (
        (above.kind == "facts" and (above.says.endswith(("•", ",")) or says.startswith(",")))
        or (pieces[0] == "" and above.kind in FACTS)
    )
    known = goes_on or (len(pieces) > 1 and any(facts))
    named = all(piece == "" or fact or reads_as_names(piece) for piece, fact in zip(pieces, facts, strict=True))
    return "facts" if known and (named or (facts[0] and facts[0].lastgroup == "count")) else "text"


def counts(line: CardLine) -> bool:
    """Whether the line holds a number of implementations."""
    return line.kind == "count" or (line.kind == "facts" and "code implementation" in line.says)


def reads_as_names(says: str) -> bool:
    """Whether this is a list with commas, or a few words, and no sentence."""
    words = says.split()
    small = sum(word[0].islower() for word in words)
    few = "," in says or len(words) <= _NAME_WORDS
    return few and 2 * small <= len(words) and all(len(part.split()) <= _NAME_WORDS for part in says.split(","))


def read_facts(seen: str, line: CardLine, spans: list[Span], page: Page) -> None:
    """Add what stands between the bullets of a line to the record's spans or the page's furniture."""
    bullets = [Span("bullet", *found.span()) for found in _BULLET.finditer(seen, line.start, line.end)]
    page.furniture += bullets
    starts = [line.start, *(bullet.end for bullet in bullets)]
    ends = [*(bullet.start for bullet in bullets), line.end]
    for start, end in zip(starts, ends, strict=True):
        piece = trimmed(seen, "authors", start, end)
        if piece is None:
            continue
        fact = _FACT.match(seen, piece.start, piece.end)
        dated = fact is None and _YEAR.search(seen, piece.start, piece.end) is not None
        # A fact in no known form, as `Published: Jan 3, 2024`, names nobody.
        name = "unknown" if dated else "authors" if fact is None else fact.lastgroup or ""
        listed = name == "authors" and _goes_on(seen, piece, spans)
        if name in ("count", "repository", "unknown") or (not listed and any(span.name == name for span in spans)):
            page.furniture.append(Span("fact", piece.start, piece.end))
            continue
        label = _DATE_LABEL.match(seen, piece.start, piece.end) if name == "date" else None
        if label is not None:
            page.furniture.append(Span("label", *label.span()))
        spans.append(Span(name, piece.start if label is None else label.end(), piece.end))


def _goes_on(seen: str, piece: Span, spans: list[Span]) -> bool:
    """Whether a comma tells that this is more of the list of authors that stands last among the spans."""
    return bool(spans) and spans[-1].name == "authors" and "," in (seen[spans[-1].end - 1], seen[piece.start])
