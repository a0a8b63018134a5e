"""A page of abstracts, each behind the label `Abstract:`, and nothing else.

    Abstract:We study …
    Abstract:It has long been argued …

A bullet or a number may stand before the label. A line without the label continues the abstract before it, unless the
page prints it below most of them, as `Show more`, or below the last one only.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from flows.layouts.base import LINE, Entry, Page, Span, settle, with_visible_blanks
from flows.layouts.dates import DATE, STAMP_AT_END, STAMP_CHARS
from flows.layouts.navigation import NOTICE, count_footing
from flows.layouts.surroundings import without_surroundings
from flows.layouts.wrapping import unwrapped

DESCRIPTION: Final = "Abstracts, each after `Abstract:`, without titles, authors or dates."
EXAMPLE: Final = """\
Abstract:We describe a sieve that keeps one copy of every paper and can say where each word of it came from.
Abstract:Counting is harder than it looks. We count the papers of a small library twice, by hand and by machine, \
and explain where the two counts differ.
"""

_LABEL: Final = "Abstract:"

_WORDS: Final = ("Abstract", "ABSTRACT", "abstract:")

_WORD: Final = r"(?:Abstract|ABSTRACT|abstract(?=\s?:))(?:[^\S\n]\d{1,4}(?=\s?[:：]))?"
_LABELLED: Final = re.compile(
    rf"(?:[*_]{{1,2}}{_WORD}(?:\s?[:：.][*_]{{1,2}}|[*_]{{1,2}}\s?[:：]?)"  # in bold or slanted type
    r"|(?:(?:[*•▪◦‣·+–—-]|#{1,4}|\(?\d{1,4}[.)\]]|\[\d{1,4}\])[^\S\n]{0,8})?"  # a bullet or a number
    rf"{_WORD}(?:\s?[:：—]|\s[–-]\s|\.\s(?=\S)|[^\S\n]*(?=\n|\Z)))\s*"
)
"""The label at the beginning of a line; without a colon, a dash or a full stop it has the line for itself."""

_BEFORE_JOINED: Final = re.compile(r"(?:[\w.!?…)\]}$/”»]|[.!?…$] {1,3})\Z")
"""What may stand right before a label in mid-line, where two pages were pasted together without a line break. Not a
colon: `Abstract:Abstract:We` is one abstract that begins with the word. Not an opening quote or bracket either. Blanks
stand only behind the end of a sentence, where a program set them for line ends."""

_ENDED: Final = re.compile(r"""[.!?…。！？$][)\]}"'”’»]*\Z|://\S+\Z""")
"""How an abstract ends: with a full stop or its like, perhaps in brackets or quotes, a formula, or an address."""

_ENDING_CHARS: Final = 400
"""How much of a line is looked at for its end; more than addresses have."""

_HEADING_CHARS: Final = 200
"""A longer line above the first label is text. Abstracts have 200 characters or more, page headings far fewer."""

_OTHER_LABEL: Final = re.compile(r"(?:Titles?|Authors?|Comments?|Subjects?|Summary|Journal-ref|Date|DOI)\s?:")
"""Labels of pages that show more than abstracts."""


_NUMBERED: Final = re.compile(rf"{DATE}|\d{{1,6}}")

_FOOTING_CHARS: Final = 60
"""A longer line is none that a page prints below its records."""

_TELLING_RECORDS: Final = 3
"""Of fewer, none tells whether abstracts have lines on their page."""


_NOTICE_CHARS: Final = 500
"""A longer line is no notice that a page prints."""


class _Line(NamedTuple):
    """A line `text[start:end]`; `labelled` if an abstract begins here, `joined` if that was found in mid-line."""

    start: int
    end: int
    labelled: bool
    joined: bool = False


def matches(text: str) -> float:
    """The share of labels that stand first or below an abstract; less below many lines, 0 among many other labels."""
    if not any(word in text for word in _WORDS):
        return 0.0
    seen = unwrapped(with_visible_blanks(text), _LABELLED)
    labels = clean = above = others = 0
    finished = True
    lines = list(_lines(seen))
    buttons = _find_buttons(seen, lines)
    for line in lines:
        if (line.start, line.end) in buttons:
            continue
        other = _OTHER_LABEL.match(seen, line.start, line.end) is not None
        labels += line.labelled
        clean += line.labelled and finished
        others += other
        finished = _ends_abstract(seen, line) if line.labelled else not other and _is_finished(seen, line)
        above += labels == 0 and not finished
    if labels == 0 or others > max(1, labels // 2):
        return 0.0
    # A page heading is a line or two. Titles and names above the first label are more, and it is another layout's page.
    return clean / (labels + max(0, above - 1))


def parse(text: str) -> Page:
    """Every record of the page, each with an abstract alone; see `flows.layouts.base`."""
    seen = unwrapped(with_visible_blanks(text), _LABELLED)
    page = Page()
    record: list[_Line] = []
    above: list[_Line] = []
    lines = list(_lines(seen))
    buttons = _find_buttons(seen, lines)
    page.furniture.extend(Span("button", start, end) for start, end in buttons)
    for line in lines:
        if (line.start, line.end) in buttons:
            continue
        if line.labelled:
            _close(seen, page, record, line)
            record = [line]
        elif line.end == len(seen) and _LABEL.startswith(seen[line.start :]):
            # The page is cut off inside its last label.
            page.furniture.append(Span("label", line.start, line.end))
        else:
            (record or above).append(line)
    _close(seen, page, record, None)
    if page.entries:
        _read_above(seen, page, above)
    without_surroundings(seen, page)
    return settle(seen, page)


def _lines(seen: str) -> Iterator[_Line]:
    """The lines in order, cut in two where a label stands joined to the text before it."""
    for found in LINE.finditer(seen):
        start, end = found.span()
        joined = False
        at = start
        while (at := seen.find(_LABEL, at + 1, end)) != -1:
            after = at + len(_LABEL)
            if after < end and not seen[after].isspace() and _BEFORE_JOINED.search(seen, max(start, at - 4), at):
                yield _Line(start, at, _LABELLED.match(seen, start, end) is not None, joined)
                start, joined = at, True
        yield _Line(start, end, _LABELLED.match(seen, start, end) is not None, joined)


def _find_buttons(seen: str, lines: list[_Line]) -> set[tuple[int, int]]:
    """The lines that are the page's: by what they say, and short ones that repeat or stand below the last abstract."""
    footing = len(lines) - count_footing(_notice(seen, line) for line in reversed(lines))
    shown = [line for line in lines[:footing] if not line.labelled and NOTICE.match(_notice(seen, line))]
    known = {(line.start, line.end) for line in [*shown, *lines[footing:]]}
    return known | _find_repeated(seen, [line for line in lines if (line.start, line.end) not in known])


def _notice(seen: str, line: _Line) -> str:
    """The line's text if it may be one that a page prints around its records, else nothing."""
    return seen[line.start : line.end] if line.end - line.start <= _NOTICE_CHARS and not line.labelled else ""


def _find_repeated(seen: str, lines: list[_Line]) -> set[tuple[int, int]]:
    """The short lines that most abstracts, or the last one only, have below them, and that are no sentences."""
    places = [at for at, line in enumerate(lines) if line.labelled]
    below = [at for at in range(places[0] if places else len(lines), len(lines)) if not lines[at].labelled]
    if not below:
        return set()
    says = {at: _form(seen, lines[at]) for at in below if _is_short(seen, lines[at])}
    times = Counter(says.values())
    found = [at for at, words in says.items() if times[words] >= max(2, len(places) // 2)]
    if not found and below and len(places) >= _TELLING_RECORDS:
        # All lines stand below the last abstract, which is finished.
        footed = below[0] > places[-1] and len(says) == len(below) and _is_finished(seen, lines[below[0] - 1])
        found = below if footed else []
    return {(lines[at].start, lines[at].end) for at in found}


def _form(seen: str, line: _Line) -> str:
    """What the line says, but for its number or its day: `Cited by 12`, `Feb 02, 2023`."""
    return _NUMBERED.sub("0", seen[line.start : line.end])


def _is_short(seen: str, line: _Line) -> bool:
    """Whether the line is short, no sentence and no label."""
    short = line.end - line.start <= _FOOTING_CHARS and not _is_finished(seen, line)
    return short and _OTHER_LABEL.match(seen, line.start, line.end) is None


def _is_finished(seen: str, line: _Line) -> bool:
    return _ENDED.search(seen, max(line.start, line.end - _ENDING_CHARS), line.end) is not None


def _ends_abstract(seen: str, line: _Line) -> bool:
    """Whether the line of an abstract ends in no day, as those do where the next record's authors stand behind it."""
    if seen[line.end - 1] == ".":
        return True  # as most do
    return STAMP_AT_END.search(seen[max(line.start, line.end - STAMP_CHARS) : line.end]) is None


def _close(seen: str, page: Page, record: list[_Line], after: _Line | None) -> None:
    """Add the record of these lines, the first of which has the label, to the page; `after` is the next label's."""
    if not record:
        return
    first, *others = record
    label = _LABELLED.match(seen, first.start, first.end)
    text_start = first.start if label is None else label.end()
    page.furniture.append(Span("label", first.start, text_start))
    lines = [(text_start, first.end), *((line.start, line.end) for line in others)]
    spans = tuple(Span("abstract", start, end) for start, end in lines if start < end)
    page.entries.append(Entry(first.start, record[-1].end, spans, confidence=_confidence(seen, record, after)))


def _confidence(seen: str, record: list[_Line], after: _Line | None) -> float:
    finished = _is_finished(seen, record[-1])
    if len(record) > 1 and not finished:
        # The last line may be something else that the page prints, as the next page's heading.
        return 0.7
    if record[0].joined or (after is not None and after.joined) or (after is None and not finished):
        # A label in mid-line may be the abstract's own word, and a page may be cut off at its end.
        return 0.8
    # Lines without a label are taken for more of the abstract.
    return 1.0 if len(record) == 1 else 0.9


def _read_above(seen: str, page: Page, above: list[_Line]) -> None:
    """What stands above the first label: headings, or the rest of an abstract that the page's start cuts off."""
    rest: list[Span] = []
    for lines in _paragraphs(seen, above):
        is_text = any(line.end - line.start > _HEADING_CHARS or _is_finished(seen, line) for line in lines)
        if rest or is_text:
            rest.extend(Span("abstract", line.start, line.end) for line in lines)
        else:
            page.furniture.extend(Span("heading", line.start, line.end) for line in lines)
    if rest:
        # Where the abstract began is not on the page, and a heading may look like a sentence.
        page.entries.insert(0, Entry(rest[0].start, rest[-1].end, tuple(rest), confidence=0.5))


def _paragraphs(seen: str, lines: list[_Line]) -> Iterator[list[_Line]]:
    """The lines between empty lines."""
    paragraph: list[_Line] = []
    for line in lines:
        gap = seen[paragraph[-1].end : line.start] if paragraph else ""
        if gap.count("\n") > 1:
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph
