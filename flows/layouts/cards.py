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

from flows.layouts.base import Entry, Page, Span, settle, with_visible_blanks
from flows.layouts.cards_lines import (
    FACTS,
    KIND,
    CardLine,
    counts,
    read_facts,
    read_lines,
    reads_as_names,
)
from flows.layouts.labels import count_labels, move_label
from flows.layouts.name_lists import read_names
from flows.layouts.navigation import count_footing
from flows.layouts.surroundings import without_surroundings
from flows.layouts.wrapping import unwrapped

DESCRIPTION: Final = "Cards with title, date or venue, authors, abstract and the number of code implementations."
EXAMPLE: Final = """\
Notes on a Sieve for Papers

1 code implementation • 3 Jan 2024 • Ada Example, Bo Sample

We describe a sieve that keeps one copy of every paper and can say where each word of it came from.

Information Retrieval +1
"""

_SMALL: Final = frozenset(("a", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))
_ENDED: Final = re.compile(r"""[.!?…$][)\]}"'”’»]*\Z""")

_TITLE_CHARS: Final = 300  # a longer line is no title: the longest of 90,000 on arXiv has 239 characters
_TASK_CHARS: Final = 100  # a longer line below an abstract is more of it


class _Card(NamedTuple):
    """Where, among a page's lines, the title, the facts and the body begin; without a title, it is where facts do."""

    title: int
    facts: int
    body: int


def matches(text: str) -> float:
    """1 with a card and a number of implementations or stars; 0.8 with bullets between facts, and links below."""
    # Most pages of other layouts are told without cutting them into lines.
    seen = unwrapped(with_visible_blanks(text), KIND)
    if not any(sign in seen for sign in ("code implementation", "/ hour", "•", "●")):
        return 0.0
    lines = read_lines(seen)
    if not _cards(lines):
        return 0.0
    if any(counts(line) or line.says.endswith("/ hour") for line in lines):
        return 1.0
    bulleted = any(line.kind == "facts" and "•" in line.says for line in lines)
    return 0.8 if bulleted and {"Paper", "Code"} <= {line.says for line in lines if line.kind == "link"} else 0.0


def parse(text: str) -> Page:
    """Every record of the page; see `flows.layouts.base`. One that the page may have cut off has a low confidence."""
    seen = unwrapped(with_visible_blanks(text), KIND)
    page = Page()
    lines = read_lines(seen)
    footing = len(lines) - count_footing(line.says for line in reversed(lines))
    page.furniture += [Span("footing", line.start, line.end) for line in lines[footing:]]
    del lines[footing:]
    cards = _cards(lines)
    titles = [*(card.title for card in cards), len(lines)]
    _read_body(lines[: titles[0] if cards else 0], [], page, top=True)
    for card, end in zip(cards, titles[1:], strict=True):
        _read_card(seen, lines, card, lines[card.body : end], page)
    if 2 * count_labels(seen) > len(page.entries):
        page.entries = [move_label(seen, entry, page) for entry in page.entries]
    without_surroundings(seen, page)
    return settle(seen, page)


def _cards(lines: list[CardLine]) -> list[_Card]:
    """The page's cards in order."""
    parts = groupby(range(len(lines)), lambda at: lines[at].kind in FACTS)
    places = [list(group) for is_fact, group in parts if is_fact]
    runs = [lines[place[0] : place[-1] + 1] for place in places]
    below = any("facts" in {line.kind for line in run} and not any(map(counts, run)) for run in runs)
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


def _reads_as_tasks(line: CardLine) -> bool:
    """Whether the line is short and no sentence, and its words begin as those of names of tasks do."""
    capital = all(not word[0].islower() or word in _SMALL for word in line.says.split())
    return len(line.says) <= _TASK_CHARS and capital and _ENDED.search(line.says) is None


def _is_prose(line: CardLine) -> bool:
    return len(line.says) > _TASK_CHARS or _ENDED.search(line.says) is not None


def _read_card(seen: str, lines: list[CardLine], card: _Card, body: list[CardLine], page: Page) -> None:
    """Add the record of this card to the page."""
    title, facts = lines[card.title : card.facts], lines[card.facts : card.body]
    spans = [Span("title", line.start, line.end) for line in title]
    for line in facts:
        read_facts(seen, line, spans, page)
    if all(span.name != "authors" for span in spans) and len(body) > 1:
        names, after = body[:2]
        if names.kind == after.kind == "text" and _is_prose(after) and reads_as_names(names.says):
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
        authors, complete = read_names(" , ".join(seen[start:end] for name, start, end in spans if name == "authors"))
        bounds = spans[0].start, spans[-1].end
        page.entries.append(Entry(*bounds, tuple(spans), authors, authors_complete=complete, confidence=sure))


def _read_body(body: list[CardLine], spans: list[Span], page: Page, *, top: bool) -> float:
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
