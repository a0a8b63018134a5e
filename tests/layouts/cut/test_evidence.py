"""Evidence as numbers: each thing seen has a code of its own, in arrays as by itself."""

import zlib
from itertools import product

import numpy as np
import pytest

from flows.layouts.cut.chars import Chars
from flows.layouts.cut.groups import within
from flows.layouts.cut.kinds import CODES, SIZES, code, kinds_of, starts_of
from flows.layouts.cut.lexicon import GUESS_LIMIT
from flows.layouts.cut.pieces import GRAM_BITS, grams
from flows.layouts.cut.seams import find_seams


def test_each_thing_seen_has_a_code_of_its_own() -> None:
    small = [kind for kind, sizes in SIZES.items() if np.prod(sizes) < 1000]
    codes = [int(code(kind, *seen)) for kind in small for seen in product(*map(range, SIZES[kind]))]
    assert len(set(codes)) == len(codes)
    assert min(codes) > 0
    assert max(codes) < CODES


def test_codes_of_arrays_are_those_of_their_values() -> None:
    first, second = np.array([0, 5, 31]), np.array([2, 0, 12])
    assert code(2, first, second).tolist() == [int(code(2, *pair)) for pair in zip(first, second, strict=True)]


def test_a_code_tells_its_kind() -> None:
    codes = np.array([int(code(kind, *[size - 1 for size in sizes])) for kind, sizes in SIZES.items()])
    assert kinds_of(codes).tolist() == list(SIZES)
    assert (starts_of(kinds_of(codes)) <= codes).all()


def test_codes_of_another_number_of_fields_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        code(2, 1)


def test_pieces_are_found_by_the_checksum_of_their_characters() -> None:
    words = ["ada", "", "müller", "a", "李明", "x\ud800y"]
    places, owners = grams(words)
    for number, word in enumerate(words):
        marked = f"^{word}$"
        pieces = [marked[at : at + size] for size in (3, 4) for at in range(len(marked) - size + 1)]
        sums = [zlib.crc32(piece.encode("utf-32-le", "surrogatepass")) & (2**GRAM_BITS - 1) for piece in pieces]
        assert sorted(places[owners == number].tolist()) == sorted(sums)
    assert GUESS_LIMIT < 128


@pytest.mark.parametrize(
    ("word", "seams"),
    [
        ("done.How", [5]),
        ("done.", []),
        ("GitHub", [3]),
        ("LLM", []),
        ("networkA", [7]),
        ("(text)Deep", [6]),
        ("$x$On", [1, 2, 3]),
        ("rise5G", [4, 5]),
        ("so\u200bOn", [3]),
    ],
)
def test_where_words_come_apart(word: str, seams: list[int]) -> None:
    assert find_seams(f"\n{word}\n", Chars()).seams.tolist() == [at + 1 for at in seams]


def test_blanks_and_slashes_are_found_with_the_seams() -> None:
    marks = find_seams(" a/b c ", Chars())
    assert marks.blanks.tolist() == [0, 4, 6]
    assert marks.slashes.tolist() == [2]


def test_groups_in_arrays() -> None:
    sizes = np.array([2, 0, 1])
    assert within(sizes).tolist() == [0, 1, 0]
