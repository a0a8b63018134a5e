"""Where the authors may begin, and what speaks for each place."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from flows.layouts.cut.lexicon import EVEN, FAMILY, GIVEN, TITLE_LAST, VOCABULARY, Lexicon
from flows.layouts.cut.tokens import lexicon_key, name_shape

MAX_NAME_WORDS: Final = 8
MAX_SURE_WORDS: Final = 4
_MAX_CHUNKS: Final = 6
_TAIL_CHARS: Final = 240
_SURE_NAME: Final = 56

Key = tuple[int | str | bool, ...]


@dataclass(slots=True)
class PageNames:
    """The names of a page that stand between commas: its own lexicon of names."""

    given: Counter[str] = field(default_factory=Counter)
    family: Counter[str] = field(default_factory=Counter)
    full: Counter[str] = field(default_factory=Counter)

    def add(self, chunk: str) -> None:
        """Count one name; anything too long for one is passed over."""
        words = chunk.split()
        if 2 <= len(words) <= 4:
            self.given[words[0]] += 1
            self.family[words[-1]] += 1
            self.full[" ".join(words)] += 1


class AuthorStart(NamedTuple):
    """A place where the author list may begin; `words` words from there to the first comma; 0: no authors."""

    at: int
    words: int
    keys: list[Key]


class _Word(NamedTuple):
    text: str
    shape: str
    row: bytes
    seen: bool


def _level(count: int) -> int:
    return 0 if count == 0 else 1 if count == 1 else 2 if count < 5 else 3


def read_words(words: list[str], abstract: str, lexicon: Lexicon) -> list[_Word]:
    """Each word with its shape, its lexicon row and whether the paper's abstract (case folded) holds it."""
    found = []
    for text in words:
        key = lexicon_key(text)
        found.append(_Word(text, name_shape(text), lexicon.row(key), len(key) > 2 and key in abstract))
    return found


def nameable(words: list[_Word]) -> bool:
    """Whether these words may be one name."""
    return (
        1 <= len(words) <= MAX_NAME_WORDS
        and all(word.shape != "?" for word in words)
        and any(word.shape not in "lP" for word in words)
    )


def surely_name(words: list[_Word]) -> bool:
    """Whether these words are one name beyond doubt."""
    if not 2 <= len(words) <= MAX_SURE_WORDS:
        return False
    for word in words:
        if word.shape not in "CHIPM" or (word.shape in "CHM" and max(word.row[GIVEN], word.row[FAMILY]) <= EVEN):
            return False
    return words[-1].shape != "P" and name_sum(words) > _SURE_NAME


def name_sum(words: list[_Word]) -> int:
    """The log-odds, in sixteenths, that these words are a name rather than words of a title."""
    total = 0
    last = len(words) - 1
    for place, word in enumerate(words):
        if word.shape in "IP.":
            total += 32 if word.shape == "I" else 8
        else:
            total += word.row[FAMILY if place == last and place else GIVEN] - EVEN
    return total


def _clip(value: int, low: int, high: int) -> int:
    return low if value < low else high if value > high else value


def chunk_keys(words: list[_Word]) -> list[Key]:
    """What speaks for or against a whole stretch between commas being one name."""
    first, last = words[0], words[-1]
    shape = "".join(word.shape for word in words)
    return [
        (1, shape[:4], len(words)),
        (2, first.row[GIVEN] >> 3, first.shape),
        (3, last.row[FAMILY] >> 3, last.shape),
        (4, _clip(name_sum(words) >> 4, -8, 16), len(words)),
        (5, sum(word.seen for word in words)),
    ]


def start_keys(before: list[_Word], name: list[_Word], others: list[list[_Word]], page: PageNames) -> list[Key]:
    """What speaks for or against `name` being the first author after a title that ends in `before`."""
    count = len(name)
    first, last = name[0], name[-1]
    shape = "".join(word.shape for word in name)
    keys: list[Key] = [
        (10, shape[:4], count),
        (11, first.row[GIVEN] >> 3, first.shape),
        (12, last.row[FAMILY] >> 3, last.shape, count == 1),
        (13, _clip(name_sum(name) >> 4, -8, 16), count),
        (14, first.seen, first.shape in "IP", _level(page.given[first.text])),
        (15, last.seen, _level(page.family[last.text]), count == 1),
        (16, _level(page.given[first.text]), first.row[GIVEN] >> 4),
        (17, _level(page.full[" ".join(word.text for word in name)])),
        (18, last.row[GIVEN] >> 4, last.row[FAMILY] >> 4, count == 1),
    ]
    for word in name[1:-1]:
        keys.append((20, word.row[GIVEN] >> 3, word.shape))
        keys.append((21, word.row[FAMILY] >> 3, word.shape))
        keys.append((22, word.seen, word.shape, _level(page.given[word.text]), _level(page.family[word.text])))
    if others:
        lengths = [len(other) for other in others]
        mode = max(lengths, key=lengths.count)
        initials = sum(other[0].shape in "I" for other in others)
        keys.append((30, count, _clip(mode, 1, 4), lengths.count(mode) == len(lengths), len(lengths) > 2))
        keys.append((31, first.shape == "I", initials == 0, initials == len(others)))
        keys.append((32, count, "I" in shape, any("I" in [word.shape for word in other] for other in others)))
    else:
        keys.append((33, count))
    if not before:
        keys.append((40,))
        return keys
    end = before[-1]
    mark = end.text[-1]
    mark = "w" if mark.isalpha() else "0" if mark.isdigit() else mark
    lower = sum(word.text.islower() and len(word.text) > 3 for word in before[-6:])
    upper = sum(word.shape in "CHM" for word in before[-6:])
    style = (_clip(lower, 0, 3), _clip(upper, 0, 3))
    keys += [
        (41, end.row[GIVEN] >> 3, end.shape, mark == "w"),
        (42, end.row[TITLE_LAST] >> 3, end.shape),
        (43, mark, count),
        (44, end.seen, end.shape, _level(page.given[end.text])),
        (45, end.row[GIVEN] >> 4, first.row[GIVEN] >> 4, _clip(count, 1, 4)),
        (46, end.row[TITLE_LAST] >> 4, first.row[GIVEN] >> 4),
        (47, end.shape, *style),
        (48, end.row[VOCABULARY] >> 5, end.shape, end.seen),
        (49, end.row[FAMILY] >> 4, end.row[GIVEN] >> 4),
    ]
    if len(before) > 1:
        keys.append((50, before[-2].shape, end.shape, before[-2].row[TITLE_LAST] >> 5))
    return keys


def missing_keys(before: list[_Word], commas: int) -> list[Key]:
    """What speaks for or against there being no authors at all."""
    keys: list[Key] = [(60, min(commas, 2))]
    for place, word in enumerate(before[:-3:-1]):
        keys.append((61 + place, word.row[FAMILY if place == 0 else GIVEN] >> 4, word.shape))
        keys.append((63 + place, word.seen))
    keys.append((65, _clip(name_sum(before[-2:]) >> 4, -8, 16)))
    return keys


def author_starts(  # noqa: PLR0914 - see below
    text: str, low: int, high: int, abstract: str, lexicon: Lexicon, page: PageNames
) -> list[AuthorStart]:
    """The places in `text[low:high]` where the authors, who end at `high`, may begin.

    `abstract` is the paper's own, case folded.
    """
    chunks = text[low:high].split(",")
    last = len(chunks) - 1
    at = last
    end = high
    read: dict[int, list[_Word]] = {}
    ends: dict[int, int] = {}
    while True:
        words = chunks[at][-_TAIL_CHARS:].split()
        read[at] = read_words(words[-2 * MAX_NAME_WORDS :], abstract, lexicon)
        ends[at] = end
        if at == 0 or len(words) > MAX_NAME_WORDS or not nameable(read[at]):
            break
        end -= len(chunks[at]) + 1
        at -= 1
    leftmost = at
    until = leftmost
    while until < last and until - leftmost < _MAX_CHUNKS:
        following = read[until + 1]
        if surely_name(following):
            break
        until += 1
    starts = []
    tails: list[Key] = []
    for place in range(until, leftmost - 1, -1):
        others = [read[other] for other in range(place + 1, min(place + 9, last + 1))]
        words = read[place]
        position = ends[place]
        for count in range(1, min(MAX_NAME_WORDS, len(words)) + 1):
            position = text.rindex(words[-count].text, low, position)
            name = words[-count:]
            if name[0].shape == "?" or (count == len(words) and place > 0) or not nameable(name):
                break
            before = words[:-count]
            starts.append(AuthorStart(position, count, start_keys(before, name, others, page) + tails))
        if place == last:
            starts.append(AuthorStart(high, 0, missing_keys(words, last - leftmost)))
        if nameable(words):
            tails = tails + chunk_keys(words)
    if until < last:
        starts.append(AuthorStart(high, 0, missing_keys(read[last], last - leftmost)))
    return starts
