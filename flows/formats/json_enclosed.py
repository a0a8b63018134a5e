"""JSON whose objects hold their record in a member: Elasticsearch, Semantic Scholar's citations, GraphQL, OpenReview.

See https://api.semanticscholar.org/api-docs/graph (`/paper/…/citations`), https://docs.openreview.net/reference/api-v2
and https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-search.
"""

from typing import Final

from flows.formats.base import Export, Sample, State
from flows.formats.column_names import fields_of
from flows.formats.json_held import read_held
from flows.formats.json_records import share_known
from flows.formats.json_wrapped import HOLDERS

DESCRIPTION: Final = "JSON whose objects hold their record in _source, citingPaper, citedPaper, node or content."
EXAMPLE: Final = (
    '{"offset": 0, "data": [{"isInfluential": false, "citingPaper": {"paperId": "a1", "title": "On Tides", '
    '"authors": [{"authorId": "1", "name": "Ada Moor"}], "year": 2019}}]}\n'
)


def is_holder(keys: set[str]) -> bool:
    """Whether an object of these keys holds its record in a member."""
    return any(keys >= known for known in HOLDERS.values()) and not fields_of(keys) & {"title", "abstract"}


def matches(sample: Sample) -> float:
    """The share of the first objects that hold their record in a member."""
    return share_known(sample, is_holder, '"title"')


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text."""
    return read_held(text, state, (HOLDERS,), {}, last=last)
