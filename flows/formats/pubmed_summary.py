"""PubMed's summaries as JSON, which its programming interface gives by their numbers (`esummary`).

See https://www.ncbi.nlm.nih.gov/books/NBK25499/.
"""

import re
from collections.abc import Iterable
from typing import Final

from flows.formats.base import Cell, Export, Sample, State
from flows.formats.json_held import Reader, objects_of, read_held, renamed
from flows.formats.json_records import share_known
from flows.formats.pubmed_words import choose_type

DESCRIPTION: Final = "PubMed's summaries (esummary) as JSON: a result with a record for each of its uids."
EXAMPLE: Final = (
    '{"header": {"type": "esummary"}, "result": {"uids": ["12345"], "12345": {"uid": "12345", '
    '"pubdate": "2019 Mar 5", "source": "Sea Lett", "authors": [{"name": "Moor A", "authtype": "Author"}], '
    '"title": "On Tides.", "volume": "3", "pages": "288-97", "fulljournalname": "Sea letters", '
    '"articleids": [{"idtype": "pubmed", "value": "12345"}, {"idtype": "doi", "value": "10.5555/tides"}]}}}\n'
)

# Every name but that of a group ends in initials, a suffix aside.
_INDEX_NAME: Final = re.compile(
    r"\A(?P<family>\S.*?) (?P<initials>[^\W\d_a-z]{1,3})(?: (?P<suffix>[JS]r|2nd|3rd|4th|I{2,3}|IV))?\Z"
)
_IDS: Final = {"pubmed": "pmid", "pmid": "pmid", "doi": "doi"}


def is_summary(keys: set[str]) -> bool:
    """Whether an object of these keys is one of PubMed's summaries."""
    return {"uid", "pubdate", "articleids", "title"} <= keys


def matches(sample: Sample) -> float:
    """The share of the first lines that have the keys of summaries."""
    return share_known(sample, is_summary)


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text."""
    return read_held(text, state, (), _READERS, last=last)


def _read_ids(cell: Cell, _: str) -> Iterable[Cell]:
    for one in objects_of(cell.value):
        kind = str(one.get("idtype"))
        yield cell._replace(name=_IDS.get(kind, f"articleids.{kind}"), value=one.get("value"))


def _read_types(cell: Cell, _: str) -> Iterable[Cell]:
    types = [one for one in cell.value if isinstance(one, str)] if isinstance(cell.value, list) else []
    kind = choose_type(types)
    for one in types:
        yield cell._replace(name="entry_type" if one == kind else "pubtype", value=one)


def _read_authors(cell: Cell, _: str) -> Iterable[Cell]:
    """Those who wrote it, and groups; editors of a book are kept aside."""
    names = []
    for one in objects_of(cell.value):
        name = one.get("name")
        if not isinstance(name, str):
            continue
        if one.get("authtype") == "Author":
            names.append(_INDEX_NAME.sub(_in_parts, name))
        elif one.get("authtype") == "CollectiveName":
            names.append(name)
        else:
            yield cell._replace(name="authors.others", value=name)
    yield cell._replace(value=names)


def _in_parts(name: re.Match[str]) -> str:
    """A name as PubMed lists it, with commas between its parts: `Moor AB Jr` is `Moor, A B, Jr`."""
    return ", ".join(part for part in (name["family"], " ".join(name["initials"]), name["suffix"]) if part)


_READERS: Final[dict[str, Reader]] = {
    "articleids": _read_ids,
    "pubtype": _read_types,
    "authors": _read_authors,
    "pubdate": renamed("date"),
    "fulljournalname": renamed("journal_name"),
    "source": renamed("source_title"),
}
