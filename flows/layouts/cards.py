r"""Cards of papers with links to code, as pages that match papers with repositories print them.

    Title                                       Title
                                                1 code implementation • NeurIPS 2023 • Ada Example, Bo Sample
    owner/repository •  • 3 Jan 2024
                                                Abstract …
    Abstract …
                                                Object Detection Segmentation +2
    Ranked #1 on …                              ** Method **
    Object Detection +2
    1,234   0.51 stars / hour   Paper   Code

A card is known by its facts: lines right below the title that hold, with or without bullets between them, a number of
implementations, a date, a venue with its year, a repository. Authors stand among the facts, or on the line below them.
Then comes the abstract, down to tasks (short lines without a full stop), methods, ranks, stars and links, which are
furniture: a page does not show where one task ends. The number of implementations may stand below the abstract instead;
a page does one or the other. What stands right above the next card's facts is its title.
"""

import re
from itertools import groupby
from typing import Final, NamedTuple

from flows.layouts.base import Entry, Page, Span, settle, split_names, trimmed

DESCRIPTION: Final = "Cards with title, date or venue, authors, abstract and the number of code implementations."
EXAMPLE: Final = """\
Notes on a Sieve for Papers

1 code implementation • 3 Jan 2024 • Ada Example, Bo Sample

We describe a sieve that keeps one copy of every paper and can say where each word of it came from.

Information Retrieval +1

Counting Twice, Slowly

no code implementations • NeurIPS 2023 • Bo Sample

We count the papers of a library by hand and by machine, and explain where the two counts…
"""

_DATE: Final = r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,? \d{4}"
_FACT: Final = re.compile(
    r"(?P<count>(?:\d{1,6}|no) code implementations?(?: in [A-Z]\w{1,20}(?: [A-Z]\w{1,20})?)?\Z)"
    rf"|(?P<date>{_DATE}\Z)"
    r"|(?P<venue>[A-Z][\w&/+-]{1,20}(?: [A-Z(][\w&/+()-]{0,20}){0,5} (?:19|20)\d\d(?: \d{1,2})?\Z)"
    r"|(?P<repository>[\w.-]{1,60}/[\w.-]{1,100}\Z)"
)
"""What a line, or what stands between two bullets, may be."""

_KIND: Final = re.compile(
    r"(?P<stars>★?\s?[\d,.]{1,9}k?\Z|[\d,.]{1,9} stars? / hour\Z)"
    r"|(?P<link>(?:Paper|Code|PDF|Abstract|See all|Add|Edit)\Z)"
    r"|(?P<method>\*\* ?[^*\r\n]{1,200}\*\*)"
    r"|(?P<rank>Ranked #\d{1,5} on )"
    r"|(?P<heading>Search Results for |Found [\d,]{1,9} papers|Trending Research\Z|Most implemented papers\Z"
    r"|Latest papers with(?:out| no)? code\Z|Greatest papers with code\Z|Papers With Code is a free resource"
    r"|Contact us on:|Terms Data policy|Top Social New Greatest\Z)"
)
_GLUED: Final = re.compile(r"(?<=\S)(?:Search Results for author:|Trending Research(?=[\r\n]))")
"""A heading that another page's end may stand right before."""

_LINE: Final = re.compile(r"\S(?:[^\r\n]*\S)?")  # without the white space around it; white space alone is no line
_SMALL: Final = frozenset(("a", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))
_ENDED: Final = re.compile(r"""[.!?…$][)\]}"'”’»]*\Z""")

_TITLE_CHARS: Final = 300  # a longer line is no title: the longest of 90,000 on arXiv has 239 characters
_TASK_CHARS: Final = 100  # a longer line below an abstract is more of it
_NAME_WORDS: Final = 6  # more words than this between two commas are no name
_READ_CHARS: Final = 2000  # how much of a line is looked at to tell what it is


class _Line(NamedTuple):
    """A line `text[start:end]`, how many line ends stand before it, its kind, and what it says (or its beginning)."""

    start: int
    end: int
    breaks: int
    kind: str
    says: str


class _Card(NamedTuple):
    """Where, among a page's lines, the title, the facts and the body begin; without a title, it is where facts do."""

    title: int
    facts: int
    body: int


def matches(text: str) -> float:
    """1 with a card and a number of implementations or stars; 0.8 with bullets between facts, and links below."""
    lines = _lines(_seen(text))
    if not _cards(lines):
        return 0.0
    if any(_counts(line) or line.says.endswith("/ hour") for line in lines):
        return 1.0
    bulleted = any(line.kind == "facts" and "•" in line.says for line in lines)
    return 0.8 if bulleted and {"Paper", "Code"} <= {line.says for line in lines if line.kind == "link"} else 0.0


def parse(text: str) -> Page:
    """Every record of the page; see `flows.layouts.base`. One that the page may have cut off has a low confidence."""
    seen = _seen(text)
    page = Page()
    lines = _lines(seen)
    cards = _cards(lines)
    titles = [*(card.title for card in cards), len(lines)]
    _read_body(lines[: titles[0] if cards else 0], [], page, top=True)
    for card, end in zip(cards, titles[1:], strict=True):
        _read_card(seen, lines, card, lines[card.body : end], page)
    return settle(seen, page)


def _seen(text: str) -> str:
    """The text with blanks for zero-width spaces, character for character, so that white space is all that is empty."""
    return text.replace("\u200b", " ").replace("\u2060", " ").replace("\ufeff", " ")


def _lines(seen: str) -> list[_Line]:
    """The lines in order; a heading right behind another page's end is a line of its own."""
    lines: list[_Line] = []
    at = 0
    for found in _LINE.finditer(seen):
        starts = [found.start(), *(glued.start() for glued in _GLUED.finditer(seen, *found.span()))]
        for start, end in zip(starts, [*starts[1:], found.end()], strict=True):
            breaks = seen.count("\n", at, start) or seen.count("\r", at, start)
            says = seen[start : min(end, start + _READ_CHARS)]
            above = lines[-1] if lines else None
            listed = above is not None and above.kind == "facts" and above.says.endswith("•")
            lines.append(_Line(start, end, breaks, _kind(says, listed=listed), says))
            at = end
    return lines


def _kind(says: str, *, listed: bool) -> str:
    """`count`, `facts`, `venue`, a kind of furniture or `text`; `listed` below a line that ends in a bullet."""
    fact = _FACT.match(says)
    if fact is not None:
        return {"date": "facts", "repository": "venue"}.get(fact.lastgroup or "", fact.lastgroup or "")
    kind = _KIND.match(says)
    if kind is not None:
        return kind.lastgroup or ""
    pieces = [piece.strip() for piece in says.split("•")]
    known = any(_FACT.match(piece) for piece in pieces) or listed or pieces[0] == ""
    if known and (listed or len(pieces) > 1) and all(_reads_as_fact(piece) for piece in pieces):
        return "facts"
    return "text"


def _counts(line: _Line) -> bool:
    return line.kind == "count" or (line.kind == "facts" and "code implementation" in line.says)


def _cards(lines: list[_Line]) -> list[_Card]:
    """The page's cards in order."""
    runs = []
    for is_fact, group in groupby(range(len(lines)), lambda at: lines[at].kind in ("count", "facts", "venue")):
        places = list(group)
        if is_fact:
            runs.append((places[0], places[-1] + 1))
    below = any(
        not any(map(_counts, lines[low:high])) and any(line.kind == "facts" for line in lines[low:high])
        for low, high in runs
    )
    cards: list[_Card] = []
    for low, high in runs:
        kinds = {line.kind for line in lines[low:high]}
        facts = low
        if lines[low].kind == "venue" and "facts" in kinds and not _linked(lines[low], lines[low + 1]):
            # A title that reads as a venue does.
            title, facts = low, low + 1
        else:
            free = low > (cards[-1].body if cards else 0) or (low > 0 and not cards)
            titled = (
                free and lines[low - 1].kind == "text" and lines[low - 1].end - lines[low - 1].start <= _TITLE_CHARS
            )
            title = low - titled
        if (below and kinds == {"count"}) or (kinds == {"venue"} and title == low):
            continue
        cards.append(_Card(title, facts, high))
    return cards


def _linked(line: _Line, after: _Line) -> bool:
    """Whether a bullet or a slash shows that the line is a fact beside the one below."""
    return "/" in line.says or after.says.startswith("•")


def _reads_as_fact(says: str) -> bool:
    return says == "" or _FACT.match(says) is not None or _reads_as_names(says)


def _reads_as_names(says: str) -> bool:
    """Whether this is a list with commas, or a few words, and no sentence."""
    words = says.split()
    small = sum(word[0].islower() for word in words)
    few = "," in says or len(words) <= _NAME_WORDS
    return few and 2 * small <= len(words) and all(len(part.split()) <= _NAME_WORDS for part in says.split(","))


def _reads_as_tasks(line: _Line) -> bool:
    """Whether the line is short and no sentence, and its words begin as those of names of tasks do."""
    capital = all(not word[0].islower() or word in _SMALL for word in line.says.split())
    return len(line.says) <= _TASK_CHARS and capital and _ENDED.search(line.says) is None


def _is_prose(line: _Line) -> bool:
    return len(line.says) > _TASK_CHARS or _ENDED.search(line.says) is not None


def _read_card(seen: str, lines: list[_Line], card: _Card, body: list[_Line], page: Page) -> None:
    """Add the record of this card to the page."""
    title, facts = lines[card.title : card.facts], lines[card.facts : card.body]
    spans = [Span("title", line.start, line.end) for line in title]
    for line in facts:
        _read_facts(seen, line, spans, page)
    if all(span.name != "authors" for span in spans) and len(body) > 1:
        names, after = body[:2]
        if names.kind == after.kind == "text" and _is_prose(after) and _reads_as_names(names.says):
            spans.append(Span("authors", names.start, names.end))
            body = body[1:]
    sure = _read_body(body, spans, page, top=False)
    above = lines[card.title - 1] if card.title > 0 else None
    wrapped = above is not None and above.kind == "text" and lines[card.title].breaks == 1 < facts[0].breaks
    if not title or wrapped:
        # The page begins inside the card, or the title may have another line.
        sure = min(sure, 0.8)
    last = (body or facts)[-1]
    if last is lines[-1] and last.kind == "text" and _ENDED.search(last.says) is None:
        # The page may be cut off here.
        sure = min(sure, 0.8)
    if spans:
        authors = split_names(" , ".join(seen[start:end] for name, start, end in spans if name == "authors"))
        page.entries.append(Entry(spans[0].start, spans[-1].end, tuple(spans), authors, confidence=sure))


def _read_facts(seen: str, line: _Line, spans: list[Span], page: Page) -> None:
    """Add what stands between the bullets of a line to the record's spans or the page's furniture."""
    at = line.start
    while at < line.end:
        stop = seen.find("•", at, line.end)
        if stop == at:
            page.furniture.append(Span("bullet", at, at + 1))
            at += 1
            continue
        stop = line.end if stop == -1 else stop
        piece = trimmed(seen, "authors", at, stop)
        at = stop
        if piece is not None:
            fact = _FACT.match(seen, piece.start, piece.end)
            name = "authors" if fact is None else fact.lastgroup or ""
            if name in ("count", "repository") or any(span.name == name for span in spans):
                page.furniture.append(Span("fact", piece.start, piece.end))
            else:
                spans.append(Span(name, piece.start, piece.end))


def _read_body(body: list[_Line], spans: list[Span], page: Page, *, top: bool) -> float:
    """Add the abstract to `spans`, what stands below it to the furniture; how sure that is.

    At the `top` of a page, headings may stand above, and an abstract is the rest of a record that the page cuts off.
    """
    first = next((at for at, line in enumerate(body) if _is_prose(line)), len(body)) if top else 0
    stop = next((at for at in range(first, len(body)) if body[at].kind != "text"), len(body))
    while stop > first and _reads_as_tasks(body[stop - 1]):
        stop -= 1
    found = [Span("abstract", body[first].start, body[stop - 1].end)] if first < stop else []
    ended = next((at for at, line in enumerate(body) if line.kind == "heading"), len(body))
    for at in (*range(first), *range(stop, len(body))):
        line = body[at]
        if line.kind == "text" and first <= at < ended and _is_prose(line) and not _reads_as_tasks(line):
            found.append(Span("abstract", line.start, line.end))
        elif len(line.says) <= _TITLE_CHARS:
            kind = "heading" if at < first or at > ended else "tasks" if line.kind == "text" else line.kind
            page.furniture.append(Span(kind, line.start, line.end))
    if top and found:
        page.entries.append(Entry(found[0].start, found[-1].end, tuple(found), confidence=0.5))
    spans.extend(found)
    return 0.7 if found[1:] else 1.0  # an abstract goes on below something that looks like furniture
