"""Pages that set a blank between an abstract and the next title, as between any two sentences."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from flows.layouts.cut.records import Block, Record, cut_records

if TYPE_CHECKING:
    from flows.layouts.cut.cutter import Cutter

_BETWEEN_SENTENCES: Final = re.compile(
    r"(?<=[^\W_A-Z][.!?…]|[)\]\"”’$%.][.!?…]|[.!?…][)\]\"”’])[^\S\r\n](?=[^\W_a-z]|[\"“‘'(\[$])"
)
_NO_WIDTH: Final = "\u200b"
"""Takes the place of a blank, so that the words on both its sides are weighed as if nothing stood between them."""

_UNSURE: Final = 0.8
"""A page whose records are on average less likely right than this is read again."""

_SURER: Final = 0.1
"""The other way of reading has to make them so much likelier."""


def cut_surely(text: str, blocks: Sequence[Block], model: "Cutter") -> list[list[Record]]:
    """The records of each block, as `cut_records` gives them; if these are unsure, also with titles behind sentences.

    That way of reading counts with which the records are clearly likelier right.
    """
    plain = cut_records(text, blocks, model)
    sure = _sureness(text, plain)
    if sure >= _UNSURE:
        return plain
    parted = cut_records(_BETWEEN_SENTENCES.sub(_NO_WIDTH, text), blocks, model)
    return parted if _sureness(text, parted) > sure + _SURER else plain


def _sureness(text: str, blocks: Sequence[Sequence[Record]]) -> float:
    """How likely records are right, on average; one above which an abstract is empty is not."""
    told = [
        0.0
        if above is not None and text[above.header.end : cut.title].isspace()
        else cut.probability * cut.start_probability
        for block in blocks
        for above, record in pairwise([None, *block])
        if record is not None and (cut := record.cut) is not None
    ]
    return sum(told) / len(told) if told else 1.0
