"""Whether a text was cut off, by the word that it ends in.

Of 260,000 abstracts of arXiv 1.1 in a hundred end without a full stop; their last words are such as abstracts end in.
An abstract cut off at a random byte ends without one in 97 of a hundred cases: a quarter of them in a piece of a word,
near half in a word that ends abstracts no more often than any other word of them does.
"""

from typing import Final

MARKS: Final = (",", "(", "-")
"""What stands behind a word that is not the last of its sentence."""


def is_within_sentence(word: str) -> bool:
    """Whether hardly an abstract ends in this word, which no full stop follows: it is cut short, or others follow it.

    Words are known from the abstracts that the model of glued pages was made of; one that is not known there is taken
    for a piece of a word. Formulas and abbreviations are passed over: those are as new where a text is whole.
    """
    # Read where a text ends so, which is rare: it takes a tenth of a second.
    from flows.layouts.cut.lexicon import ABSTRACT_LAST, EVEN  # noqa: PLC0415
    from flows.layouts.cut.model import load  # noqa: PLC0415
    from flows.layouts.cut.tokens import lexicon_keys  # noqa: PLC0415

    if word.endswith(MARKS):
        return True
    (key,) = keys = lexicon_keys([word])
    in_small_letters = word.islower() or word[1:].islower()
    if not (in_small_letters and key.isascii() and key.replace("-", "").isalpha()):
        return False
    rows, _ = load().lexicon.rows_of(keys)
    # A word that it does not know has even odds, and one that it knows in parts those of its parts.
    return int(rows[0, ABSTRACT_LAST]) <= EVEN
