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

from flows.layouts.base import Entry, Page, Span, find_lines, settle, split_names, trimmed, with_visible_blanks
from flows.layouts.wrapping import unwrapped

DESCRIPTION: Final = "Cards with title, date or venue, authors, abstract and the number of code implementations."
EXAMPLE: Final = """\
Notes on a Sieve for Papers

1 code implementation • 3 Jan 2024 • Ada Example, Bo Sample

We describe a sieve that keeps one copy of every paper and can say where each word of it came from.

Information Retrieval +1
"""

_FACT: Final = re.compile(
    r"(?P<count>(?:\d{1,6}|no) code implementations?(?: in [A-Z]\w{1,20}(?: [A-Z]\w{1,20})?)?\Z)"
    r"|(?P<date>\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,? \d{4}\Z)"
    r"|(?P<venue>[A-Z][\w&/+-]{1,20}(?: [A-Z(][\w&/+()-]{0,20}){0,5} (?:19|20)\d\d(?: \d{1,2})?\Z)"
    r"|(?P<repository>[\w.-]{1,60}/[\w.-]{1,100}\Z)"
)
"""What a line, or what stands between two bullets, may be."""

_KIND: Final = re.compile(
    r"(?P<stars>★?\s?[\d,.]{1,9}k?\Z|[\d,.]{1,9} stars? / hour\Z)"
    r"|(?P<link>(?:Paper|Code|PDF|Abstract|See all|Add|Edit)\Z)"
    r"|(?P<method>\*\* ?[^*\n]{1,200}\*\*)"
    r"|(?P<rank>Ranked #\d{1,5} on )"
    r"|(?P<heading>Search Results for |Found [\d,]{1,9} papers|Trending Research\Z|Most implemented papers\Z"
    r"|Latest papers with(?:out| no)? code\Z|Greatest papers with code\Z|Papers With Code is a free resource"
    r"|Contact us on:|Terms Data policy|Top Social New Greatest\Z)"
)
# A heading that another page's end may stand right before.
_GLUED: Final = re.compile(r"(?<=\S)(?:Search Results for author:|Trending Research(?=\n))")
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
    # Most pages of other layouts are told without cutting them into lines.
    seen = unwrapped(with_visible_blanks(text), _KIND)
    if not any(sign in seen for sign in ("code implementation", "/ hour", "•")):
        return 0.0
    lines = _lines(seen)
    if not _cards(lines):
        return 0.0
    if any(_counts(line) or line.says.endswith("/ hour") for line in lines):
        return 1.0
    bulleted = any(line.kind == "facts" and "•" in line.says for line in lines)
    return 0.8 if bulleted and {"Paper", "Code"} <= {line.says for line in lines if line.kind == "link"} else 0.0


def parse(text: str) -> Page:
    """Every record of the page; see `flows.layouts.base`. One that the page may have cut off has a low confidence."""
    seen = unwrapped(with_visible_blanks(text), _KIND)
    page = Page()
    lines = _lines(seen)
    cards = _cards(lines)
    titles = [*(card.title for card in cards), len(lines)]
    _read_body(lines[: titles[0] if cards else 0], [], page, top=True)
    for card, end in zip(cards, titles[1:], strict=True):
        _read_card(seen, lines, card, lines[card.body : end], page)
    return settle(seen, page)


def _lines(seen: str) -> list[_Line]:
    """The lines in order; a heading right behind another page's end is a line of its own."""
    lines: list[_Line] = []
    for start, end, breaks in find_lines(seen, page=_GLUED):
        says = seen[start : min(end, start + _READ_CHARS)]
        above = lines[-1] if lines else None
        listed = above is not None and above.kind == "facts" and above.says.endswith("•")
        lines.append(_Line(start, end, breaks, _kind(says, listed=listed), says))
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
    facts = [_FACT.match(piece) for piece in pieces]
    known = listed or (len(pieces) > 1 and (pieces[0] == "" or any(facts)))
    named = all(piece == "" or fact or _reads_as_names(piece) for piece, fact in zip(pieces, facts, strict=True))
    return "facts" if known and (named or (facts[0] and facts[0].lastgroup == "count")) else "text"


def _counts(line: _Line) -> bool:
    return line.kind == "count" or (line.kind == "facts" and "code implementation" in line.says)


def _cards(lines: list[_Line]) -> list[_Card]:
    """The page's cards in order."""
    parts = groupby(range(len(lines)), lambda at: lines[at].kind in ("count", "facts", "venue"))
    places = [list(group) for is_fact, group in parts if is_fact]
    runs = [lines[place[0] : place[-1] + 1] for place in places]
    below = any("facts" in {line.kind for line in run} and not any(map(_counts, run)) for run in runs)
    cards: list[_Card] = []
    for place, run in zip(places, runs, strict=True):
        low, high = place[0], place[-1] + 1
        kinds = {line.kind for line in run}
        above = lines[low - 1 : low] if low > (cards[-1].body if cards else 0) else []
        title = low - len([line for line in above if line.kind == "text" and line.end - line.start <= _TITLE_CHARS])
        facts = low
        linked = "/" in run[0].says or any(line.says.startswith("•") for line in run[1:2])
        if run[0].kind == "venue" and "facts" in kinds and not linked:
            # A title that reads as a venue does.
            title, facts = low, low + 1
        if not (below and kinds == {"count"}) and (kinds != {"venue"} or title < low):
            cards.append(_Card(title, facts, high))
    return cards


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
    last = (body or facts)[-1]
    unfinished = last is lines[-1] and last.kind == "text" and _ENDED.search(last.says) is None
    if not title or wrapped or unfinished:
        # The page may begin or end inside the card, or the title may have another line.
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
