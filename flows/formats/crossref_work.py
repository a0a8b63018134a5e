"""Crossref's answers on one work each, as scripts that look DOIs up keep them: one a line, or one a file.

See https://api.crossref.org/swagger-ui/index.html. What it answers to a search, an array of works, is of the format
`jsonl`.
"""

from typing import Final

from flows.formats.base import Export, Sample, State
from flows.formats.json_held import read_held
from flows.formats.json_records import share_known
from flows.formats.json_wrapped import ANSWER

DESCRIPTION: Final = (
    "Crossref's answers on one work each, with the work in a message; one a line, or several lines each."
)
EXAMPLE: Final = (
    '{"status": "ok", "message-type": "work", "message": {"DOI": "10.5555/tides", "title": ["On Tides"], '
    '"author": [{"given": "Ada", "family": "Moor"}], "container-title": ["Sea Letters"], '
    '"published": {"date-parts": [[2019, 3, 5]]}}}\n'
)


def is_answer(keys: set[str]) -> bool:
    """Whether an object of these keys is an answer of Crossref's."""
    return keys >= ANSWER


def matches(sample: Sample) -> float:
    """The share of the first lines that have the keys of answers."""
    return share_known(sample, is_answer, '"title"')


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text."""
    return read_held(text, state, (("message",),), {}, last=last)
