"""Lists of authors on an author's page, told from abstracts by how they read."""

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final

from flows.fields.authors import PARTICLES
from flows.fields.left_out import without_others
from flows.layouts.profile_lines import KindLine

_READ_CHARS: Final = 600  # how much of a line is looked at
_NAME_WORDS: Final = 8  # more words than this between two commas are no name, not even a collaboration's
_LISTED_WORDS: Final = 4  # so many words between two commas on average are those of names, be they in small letters
_INITIALS_CHARS: Final = 5  # `J.-P.`


def count_listed(seen: str, lines: Sequence[KindLine]) -> int:
    """How many lines the list of authors has that begins here.

    Commas at their ends tell that it goes on, or it is a paragraph of names, one a line.
    """
    if len(lines) == 1 or lines[1].breaks > 1:
        return 1
    joined = (
        line.breaks == 1 and (seen[above.end - 1] == "," or seen[line.start] == ",") for above, line in pairwise(lines)
    )
    paragraph = 1 + sum(1 for _ in takewhile(lambda line: line.breaks == 1 and line.kind == "text", lines[1:]))
    named = paragraph > 1 and all(_reads_as_name(seen, line) for line in lines[:paragraph])
    return paragraph if named else 1 + sum(takewhile(bool, joined))


def _reads_as_name(seen: str, line: KindLine) -> bool:
    """Whether the line is one name: a few words, of which only particles begin with small letters."""
    words = seen[line.start : min(line.end, line.start + _READ_CHARS)].split()
    return len(words) <= _LISTED_WORDS + 1 and all(map(_is_part_of_name, words))


def _is_part_of_name(word: str) -> bool:
    is_short = len(word) <= _INITIALS_CHARS
    return word in PARTICLES or (not word[0].islower() and word[-1] not in ",:;?!" and (is_short or word[-1] != "."))


def reads_as_names(seen: str, line: KindLine) -> bool:
    """Whether the line is a list with commas, or a few words, and no sentence."""
    parts = seen[line.start : min(line.end, line.start + _READ_CHARS)].split(",")
    few = len(parts) > 1 or (len(parts[0].split()) in range(2, 6) and not parts[0].endswith("."))
    return few and all(len(part.split()) <= _NAME_WORDS for part in parts) and not reads_as_prose(seen, line)


def reads_as_prose(seen: str, line: KindLine) -> bool:
    """Whether there are more words than a name has, also between commas, and most begin with small letters."""
    read, _ = without_others(seen[line.start : min(line.end, line.start + _READ_CHARS)])
    words = read.split()
    listed = len(words) <= _LISTED_WORDS * (read.count(",") + 1)
    return not listed and len(words) > _NAME_WORDS and 2 * sum(word[0].islower() for word in words) > len(words)
