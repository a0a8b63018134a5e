"""The names that stand between commas on a page: the page's own lexicon of names."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

_NAME_WORDS: Final = (2, 3, 4)


@dataclass(slots=True)
class PageNames:
    """How often a page has each given name, family name and full name."""

    given: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    family: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    full: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, name: str) -> bool:
        """Count one name, and say whether this looked like one: a few words, the first and the last capitalised."""
        words = name.split()
        if len(words) not in _NAME_WORDS or not (words[0][0].isupper() and words[-1][0].isupper()):
            return False
        self.given[words[0]] += 1
        self.family[words[-1]] += 1
        self.full[" ".join(words)] += 1
        return True
