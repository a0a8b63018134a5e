"""All that is known of a word by itself, looked up once a process."""

from typing import Final, NamedTuple

from flows.layouts.cut.evidence import Key, Scale
from flows.layouts.cut.lexicon import EVEN, FAMILY, GIVEN, TITLE, TITLE_LAST, Lexicon
from flows.layouts.cut.tokens import lexicon_key, name_shape

_MEMO_SIZE: Final = 100_000
_INITIAL_VALUE: Final = 32
_PARTICLE_VALUE: Final = 8
_CONTENT_CHARS: Final = 4


class Word(NamedTuple):
    """A word as the page has it.

    `key` and `row` as in the lexicon; `stem`: the key without the `s` of a plural; `shape` as a part of a name; `given`
    and `family`: log-odds, in sixteenths, of being that part of a name rather than a word of a title; `title`: of being
    in a title rather than in an abstract; `content`: long enough to say what a paper is about; `lower`: in lower case;
    `mark`: its last character, `w` for any letter and `0` for any digit. The others weigh, at the quick look, the word
    as the first, the last, the only or a middle one of the first author's name, and as the end of the title.
    """

    text: str
    key: str
    stem: str
    row: bytes
    shape: str
    given: int
    family: int
    title: int
    content: bool
    lower: bool
    mark: str
    as_first: float
    as_last: float
    as_only: float
    as_middle: float
    as_end: float


def first_keys(row: bytes, shape: str) -> list[Key]:
    """What a word says as the first of a name."""
    return [(11, row[GIVEN] >> 3, shape)]


def last_keys(row: bytes, shape: str) -> list[Key]:
    """What a word says as the last of a name of several words."""
    return [(12, row[FAMILY] >> 3, shape), (18, row[GIVEN] >> 4, row[FAMILY] >> 4)]


def only_keys(row: bytes, shape: str) -> list[Key]:
    """What a word says as a name of one word."""
    return [(6, row[FAMILY] >> 3, shape), (7, row[GIVEN] >> 4, row[FAMILY] >> 4)]


def middle_keys(row: bytes, shape: str) -> list[Key]:
    """What a word says inside a name."""
    return [(20, row[GIVEN] >> 3, shape), (21, row[FAMILY] >> 3, shape)]


def end_keys(row: bytes, shape: str, mark: str) -> list[Key]:
    """What a word says as the last of a title."""
    return [
        (41, row[GIVEN] >> 3, shape, mark == "w"),
        (42, row[TITLE_LAST] >> 3, shape),
        (49, row[FAMILY] >> 4, row[GIVEN] >> 4),
    ]


_Glances = tuple[float, float, float, float, float]


class Words(dict[str, Word]):
    """Words by their text: looked up in a lexicon when first asked for, and remembered."""

    def __init__(self, lexicon: Lexicon, scale: Scale) -> None:
        """Words as `lexicon` knows them and `scale` weighs them."""
        super().__init__()
        self.lexicon = lexicon
        self._scale = scale
        self._glances: dict[tuple[int, int, int, str, bool], _Glances] = {}

    def __missing__(self, text: str) -> Word:
        """The word read for the first time."""
        if len(self) >= _MEMO_SIZE:
            self.clear()
        word = self[text] = self._read(text)
        return word

    def _read(self, text: str) -> Word:
        key = lexicon_key(text)
        row = self.lexicon.row(key)
        shape = name_shape(text)
        given, family = row[GIVEN] - EVEN, row[FAMILY] - EVEN
        if shape in "Ii":
            given = family = _INITIAL_VALUE
        elif shape in "P.J":
            given = family = _PARTICLE_VALUE
        mark = "w" if text[-1].isalpha() else "0" if text[-1].isdigit() else text[-1]
        stem = key[:-1] if len(key) > _CONTENT_CHARS and key.endswith("s") else key
        title, content, lower = row[TITLE] - EVEN, len(key) >= _CONTENT_CHARS, text.islower()
        glances = self._glance(row, shape, mark)
        return Word(text, key, stem, row, shape, given, family, title, content, lower, mark, *glances)

    def _glance(self, row: bytes, shape: str, mark: str) -> _Glances:
        """What a word weighs in each place; many words share it."""
        place = (row[GIVEN] >> 3, row[FAMILY] >> 3, row[TITLE_LAST] >> 3, shape, mark == "w")
        found = self._glances.get(place)
        if found is None:
            glance = self._scale.glance
            found = self._glances[place] = (
                glance(first_keys(row, shape)),
                glance(last_keys(row, shape)),
                glance(only_keys(row, shape)),
                glance(middle_keys(row, shape)),
                glance(end_keys(row, shape, mark)),
            )
        return found
