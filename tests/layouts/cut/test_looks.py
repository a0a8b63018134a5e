"""How words look when many are read at once: as each does by itself."""

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.layouts.cut.chars import Chars
from flows.layouts.cut.looks import Looks, looks_of
from flows.layouts.cut.tokens import PARTICLES, SHAPES, name_shape

CHARS = Chars()
ODD = "aAbZzéÉß李٣²ⅧǅΣσ-‐.'’`_1($\u200b"
WORDS = ["Jason", "J.", "J", "de", "'t", "Jean-Baptiste", "state-of-the-art", "McKinzie", "O'Neil", "NASA", "GPT-4"]
DASHED = ["-P.", "-p.", "-P", "-Ph.-L."]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    st.lists(st.text(ODD, min_size=1, max_size=6) | st.sampled_from([*WORDS, *DASHED, *sorted(PARTICLES)]), min_size=1)
)
def test_words_look_alike_alone_and_among_others(words: list[str]) -> None:
    looks = Looks(*looks_of(words, CHARS))
    assert looks.shape.tolist() == [SHAPES[name_shape(word)] for word in words]
    assert looks.lower.tolist() == list(map(str.islower, words))
    assert looks.letters.tolist() == list(map(str.isalpha, words))
    assert looks.upper.tolist() == [word[0].isupper() for word in words]


def test_what_may_stand_in_a_name() -> None:
    words = ["Ada", "O'Neil", "'Abd", "J.", "al", "(Ada)", "done.Mora", "2020", "'done.Mora"]
    looks = Looks(*looks_of(words, CHARS))
    assert looks.fits.tolist() == [1, 1, 1, 1, 1, 0, 0, 0, 0]
    assert looks.opens.tolist() == [1, 1, 0, 1, 0, 0, 0, 0, 0]
