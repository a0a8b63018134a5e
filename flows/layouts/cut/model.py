"""The model of a cut: a log-linear distribution over pairs (where the title begins, where the authors begin)."""

from typing import NamedTuple

from flows.layouts.cut.junctions import TitleStart, pair_keys, title_starts
from flows.layouts.cut.lexicon import Lexicon
from flows.layouts.cut.names import AuthorStart, Key, PageNames, author_starts
from flows.layouts.cut.tokens import lexicon_key


class Segment(NamedTuple):
    """What stands between two headers: `text[low:high]` is an abstract, the next title and its authors.

    `abstract` is the case-folded beginning of that next paper's abstract; `fixed`: its title begins at `low`.
    """

    low: int
    high: int
    abstract: str
    fixed: bool = False


class Choices(NamedTuple):
    titles: list[TitleStart]
    authors: list[AuthorStart]
    pairs: list[tuple[int, int, list[Key]]]


def choices(text: str, segment: Segment, lexicon: Lexicon, page: PageNames) -> Choices:
    """Every pair that the model weighs, with its evidence."""
    authors = author_starts(text, segment.low, segment.high, segment.abstract, lexicon, page)
    titles = title_starts(
        text, segment.low, [start.at for start in authors], segment.abstract, lexicon, fixed=segment.fixed
    )
    pairs = []
    for i, title in enumerate(titles):
        for j, author in enumerate(authors):
            if title.at < author.at <= title.at + 460:
                raw = text[title.at : author.at].strip()
                words = []
                for word in raw.split():
                    key = lexicon_key(word)
                    words.append((word, lexicon.row(key), len(key) > 3 and key in segment.abstract))
                if words:
                    pairs.append((i, j, pair_keys(words, len(raw), raw, author.words)))
    return Choices(titles, authors, pairs)
