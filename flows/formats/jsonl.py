"""JSON Lines: one object a line, or arrays of objects, with the columns of `flows.formats.columns`."""

from typing import Final

from flows.formats import arxiv_snapshot, openalex, pubmed_summary, zenodo, zotero
from flows.formats.base import Export, Sample, State
from flows.formats.column_names import fields_of
from flows.formats.columns import STYLE_CHARS, are_names_inverted, read_row
from flows.formats.json_records import read_objects, sample_keys

DESCRIPTION: Final = (
    "JSON Lines, or JSON arrays of objects, also within an object, with columns such as title, authors and doi."
)
EXAMPLE: Final = (
    '{"id": "a1", "title": "On Tides", "authors": ["Ada Moor", "Bo Li"], "year": 2019, "doi": "10.5555/tides"}\n'
    '{"id": "a2", "title": "On Dunes", "authors": "Moor, Ada and Li, Bo", "abstract": "Sand moves.", "pages": "1-9"}\n'
)

_JSON: Final = frozenset({".jsonl", ".ndjson", ".json"})


def matches(sample: Sample) -> float:
    """The share of the first lines that are objects with a title or an abstract, of no format with its own file."""
    found = sample_keys(sample.text)
    others = (arxiv_snapshot.is_snapshot, openalex.is_work, pubmed_summary.is_summary, zotero.is_item)
    if not found or any(is_other(found[0]) for is_other in others) or zenodo.matches(sample):
        return 0.0
    sound = sum(bool(fields_of(keys) & {"title", "abstract"}) for keys in found)
    # A name says nothing by itself, but of a file that is called JSON a few broken lines may come first.
    return min(1.0, sound / len(found) + 0.4 * (sound > 0 and sample.extension in _JSON))


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text."""
    found = read_objects(text, state, last)
    inverted = state.get("inverted")
    if inverted is None:
        inverted = are_names_inverted(one.members for one in found.objects if one.start < STYLE_CHARS)
    entries = [read_row(text, one.start, one.end, one.members, inverted=inverted) for one in found.objects]
    return Export(entries, found.refusals, found.furniture, found.end, {**found.state, "inverted": inverted})
