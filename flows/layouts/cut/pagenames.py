"""The names that stand between commas on a page: the page's own lexicon of names."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

_NAME_WORDS: Final = (2, 3, 4)


@dataclass(slots=True)
class PageNames:
    """How often a page has each given name, family name and full name."""

    given: Counter[str] = field(default_factory=Counter)
    family: Counter[str] = field(default_factory=Counter)
    full: Counter[str] = field(default_factory=Counter)

    def add(self, name: str) -> None:
        """Count one name; anything that is too long or too short to tell its parts is passed over."""
        words = name.split()
        if len(words) in _NAME_WORDS:
            self.given[words[0]] += 1
            self.family[words[-1]] += 1
            self.full[" ".join(words)] += 1
