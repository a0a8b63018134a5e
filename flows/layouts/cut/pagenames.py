"""The names that stand between commas on a page: the page's own lexicon of names."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

_FEWEST: Final = 2
_MOST: Final = 4


class PageNames(NamedTuple):
    """How often a page has each given name, family name and full name."""

    given: Counter[str]
    family: Counter[str]
    full: Counter[str]


def page_names(lists: Iterable[Iterable[list[str]]]) -> PageNames:
    """The names, as words, of lists of authors, each list from its last name on, as far as they look like names.

    A name has a few words, the first and the last of them capitalised.
    """
    names: list[list[str]] = []
    for authors in lists:
        for words in authors:
            if not (_FEWEST <= len(words) <= _MOST and words[0][0].isupper() and words[-1][0].isupper()):
                break
            names.append(words)
    return PageNames(
        Counter([words[0] for words in names]),
        Counter([words[-1] for words in names]),
        Counter([" ".join(words) for words in names]),
    )
