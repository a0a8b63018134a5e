"""What every layout owes its text, and what its entries say."""

from collections import defaultdict
from collections.abc import Iterable

from flows.layouts.base import Entry, collapse
from flows.layouts.wrapping import rejoined


def assert_tiled(claims: Iterable[tuple[int, int]], end: int) -> None:
    """These stretches, in text order, hold every character before `end` once."""
    at = 0
    for start, stop in claims:
        assert start == at
        at = stop
    assert at == end


def fields_of(text: str, entry: Entry) -> dict[str, str]:
    """The text of each field of an entry, its pieces and words joined and white space collapsed."""
    pieces = defaultdict(list)
    for span in entry.spans:
        pieces[span.name].append(rejoined(text[span.start : span.end]))
    return {name: collapse(" ".join(parts)) for name, parts in pieces.items()}
