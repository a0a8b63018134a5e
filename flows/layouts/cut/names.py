"""Where the authors may begin, and what speaks for each place."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.layouts.cut.lexicon import FAMILY, GIVEN, TITLE_LAST, VOCABULARY
from flows.layouts.cut.pagenames import PageNames
from flows.layouts.cut.tokens import GROUP_WORDS
from flows.layouts.cut.words import Word, Words

MAX_NAME_WORDS: Final = 8
_MAX_SURE_WORDS: Final = 4
_MAX_CHUNKS: Final = 6
_MAX_OTHERS: Final = 8
_TAIL_CHARS: Final = 240
_SURE: Final = 56
_NEVER: Final = -72
_SEEN_CHARS: Final = 3

Key = tuple[int | str | bool, ...]


class AuthorStart(NamedTuple):
    """A place where the author list may begin; `words` words from there to the first comma, 0: no authors."""

    at: int
    words: int
    keys: list[Key]


def _nameable(words: Sequence[Word]) -> bool:
    """Whether these words may be one name."""
    if not 1 <= len(words) <= MAX_NAME_WORDS:
        return False
    shapes = [word.shape for word in words]
    return "?" not in shapes and (len(words) < _MAX_SURE_WORDS or any(shape not in "lP" for shape in shapes))


def name_sum(words: Sequence[Word]) -> int:
    """The log-odds, in sixteenths, that these words are a name rather than words of a title."""
    total = words[-1].family if len(words) > 1 else words[0].given
    for word in words[:-1]:
        total += word.given
    return total


def _surely_name(words: Sequence[Word]) -> bool:
    """Whether these words are one name beyond doubt."""
    if not 2 <= len(words) <= _MAX_SURE_WORDS or words[-1].shape == "P":  # noqa: PLR2004 - given and family name
        return False
    for word in words:
        if word.shape not in "CHIPM" or (word.given <= 0 and word.family <= 0):
            return False
    return name_sum(words) > _SURE


def _clip(value: int, low: int, high: int) -> int:
    return low if value < low else high if value > high else value


def _level(count: int) -> int:
    return count if count < 2 else 2 if count < 5 else 3  # noqa: PLR2004 - none, one, few, many


def _seen(word: Word, abstract: str) -> bool:
    """Whether the paper's own abstract holds the word."""
    return len(word.key) >= _SEEN_CHARS and word.key in abstract


def chunk_keys(words: Sequence[Word], abstract: str) -> list[Key]:
    """What speaks for or against a whole stretch between commas being one name."""
    first, last = words[0], words[-1]
    return [
        (1, "".join([word.shape for word in words])[:4], len(words)),
        (2, first.row[GIVEN] >> 3, first.shape),
        (3, last.row[FAMILY] >> 3, last.shape),
        (4, _clip(name_sum(words) >> 4, -8, 16), len(words)),
        (5, sum(_seen(word, abstract) for word in words)),
    ]


def _name_keys(name: Sequence[Word], seen: Sequence[bool], page: PageNames) -> list[Key]:
    """What the first author's name itself says."""
    count = len(name)
    first, last = name[0], name[-1]
    given = _level(page.given.get(first.text, 0))
    keys: list[Key] = [
        (10, "".join([word.shape for word in name])[:4], count),
        (11, first.row[GIVEN] >> 3, first.shape),
        (12, last.row[FAMILY] >> 3, last.shape, count == 1),
        (13, _clip(name_sum(name) >> 4, -8, 16), count),
        (14, seen[0], first.shape in "IP", given),
        (15, seen[-1], _level(page.family.get(last.text, 0)), count == 1),
        (16, given, first.row[GIVEN] >> 4),
        (17, _level(page.full.get(" ".join([word.text for word in name]), 0))),
        (18, last.row[GIVEN] >> 4, last.row[FAMILY] >> 4, count == 1),
    ]
    for word, here in zip(name[1:-1], seen[1:-1], strict=True):
        keys += [
            (20, word.row[GIVEN] >> 3, word.shape),
            (21, word.row[FAMILY] >> 3, word.shape),
            (22, here, word.shape, _level(page.given.get(word.text, 0)), _level(page.family.get(word.text, 0))),
        ]
    return keys


def _style_keys(name: Sequence[Word], style: tuple[int, bool, bool, int, int, bool] | None) -> list[Key]:
    """How the name compares with those of the paper's other authors."""
    count = len(name)
    if style is None:
        return [(33, count)]
    mode, same, several, initials, others, inner = style
    first_initial = name[0].shape == "I"
    return [
        (30, count, mode, same, several),
        (31, first_initial, initials == 0, initials == others),
        (32, count, any(word.shape == "I" for word in name), inner),
    ]


def _style(others: Sequence[Sequence[Word]]) -> tuple[int, bool, bool, int, int, bool] | None:
    """How the names of the other authors look: usual number of words, whether all have it, more than two, initials."""
    if not others:
        return None
    lengths = [len(other) for other in others]
    mode = max(lengths, key=lengths.count)
    initials = sum(other[0].shape == "I" for other in others)
    inner = any(word.shape == "I" for other in others for word in other)
    return _clip(mode, 1, 4), lengths.count(mode) == len(lengths), len(lengths) > 2, initials, len(others), inner  # noqa: PLR2004


def _end_keys(before: Sequence[Word], name: Sequence[Word], seen: bool, case: Key, page: PageNames) -> list[Key]:  # noqa: FBT001
    """What the end of the title says beside the beginning of the name."""
    end, first, count = before[-1], name[0], len(name)
    mark = end.text[-1]
    mark = "w" if mark.isalpha() else "0" if mark.isdigit() else mark
    keys: list[Key] = [
        (41, end.row[GIVEN] >> 3, end.shape, mark == "w"),
        (42, end.row[TITLE_LAST] >> 3, end.shape),
        (43, mark, count),
        (44, seen, end.shape, _level(page.given.get(end.text, 0))),
        (45, end.row[GIVEN] >> 4, first.row[GIVEN] >> 4, _clip(count, 1, 4)),
        (46, end.row[TITLE_LAST] >> 4, first.row[GIVEN] >> 4),
        (47, end.shape, *case),
        (48, end.row[VOCABULARY] >> 5, end.shape, seen),
        (49, end.row[FAMILY] >> 4, end.row[GIVEN] >> 4),
    ]
    if len(before) > 1:
        keys.append((50, before[-2].shape, end.shape, before[-2].row[TITLE_LAST] >> 5))
    return keys


def _case(before: Sequence[Word]) -> Key:
    """How the last words of a title write their capitals."""
    lower = upper = 0
    for word in before:
        if word.lower:
            lower += word.content
        elif word.shape in "CHM":
            upper += 1
    return _clip(lower, 0, 3), _clip(upper, 0, 3)


def _missing_keys(words: Sequence[Word], commas: int, abstract: str) -> list[Key]:
    """What speaks for or against there being no authors at all."""
    keys: list[Key] = [(60, min(commas, 2)), (65, _clip(name_sum(words[-2:]) >> 4, -8, 16) if words else 0)]
    for place, word in enumerate(words[:-3:-1]):
        keys += [(61 + place, word.row[GIVEN if place else FAMILY] >> 4, word.shape), (63 + place, _seen(word, abstract))]
    return keys


class _Chunk(NamedTuple):
    """What stands between two commas: its last words and where it ends."""

    words: list[Word]
    end: int


def _read_chunks(text: str, low: int, high: int, words: Words) -> tuple[list[_Chunk], bool]:
    """From the last chunk back to the first that can be no name, and whether that one is the segment's first."""
    pieces = text[low:high].split(",")
    chunks = []
    end = high
    for piece in reversed(pieces):
        texts = piece[-_TAIL_CHARS:].split()
        chunk = [words(word) for word in texts[-2 * MAX_NAME_WORDS :]]
        chunks.append(_Chunk(chunk, end))
        if len(texts) > MAX_NAME_WORDS or not _nameable(chunk):
            break
        end -= len(piece) + 1
    return chunks, len(chunks) == len(pieces)


def author_starts(text: str, low: int, high: int, abstract: str, words: Words, page: PageNames) -> list[AuthorStart]:
    """The places in `text[low:high]` where the authors, who end at `high`, may begin.

    `abstract` is the paper's own, case folded.
    """
    chunks, whole = _read_chunks(text, low, high, words)
    leftmost = len(chunks) - 1
    until = leftmost
    while until > 0 and leftmost - until < _MAX_CHUNKS and not _surely_name(chunks[until - 1].words):
        until -= 1
    starts: list[AuthorStart] = []
    tails: list[Key] = []
    for place in range(until, leftmost + 1):
        chunk = chunks[place]
        style = _style([other.words for other in chunks[max(0, place - _MAX_OTHERS) : place]])
        starts += _starts_in(text, low, chunk, abstract, style, page, tails, whole and place == leftmost)
        if place < leftmost:
            tails = tails + chunk_keys(chunk.words, abstract)
    starts.append(AuthorStart(high, 0, _missing_keys(chunks[0].words, leftmost, abstract)))
    return starts


def _starts_in(text, low, chunk, abstract, style, page, tails, alone) -> list[AuthorStart]:
    """The places in one chunk where its last words may be the first author."""
    words = chunk.words
    position = chunk.end
    starts: list[AuthorStart] = []
    seen: list[bool] = []
    size = len(words)
    group = False
    for count in range(1, min(MAX_NAME_WORDS, size) + 1):
        word = words[-count]
        if word.shape == "?" or (count == size and not alone):
            break
        position = text.rindex(word.text, low, position)
        if count <= len(seen):
            pass
        else:
            seen.append(_seen(word, abstract))
        name = words[size - count :]
        before = words[:size - count]
        if _nameable(name):
            keys = _name_keys(name, seen[::-1][-count:], page) + _style_keys(name, style) + tails
            if before:
                if len(seen) == count:
                    seen.append(_seen(before[-1], abstract))
                keys += _end_keys(before, name, seen[count], _case(before[-6:]), page)
            else:
                keys.append((40,))
            starts.append(AuthorStart(position, count, keys))
        group = group or word.key in GROUP_WORDS
        if word.given < _NEVER and word.family < _NEVER and not group and (count > 1 or word.shape == "l"):
            break
    return starts
