"""What every layout owes its text, and what its entries say."""

from collections import defaultdict
from collections.abc import Iterable

from flows.layouts.base import Entry, collapse


def assert_tiled(claims: Iterable[tuple[int, int]], end: int) -> None:
    """These stretches, in text order, hold every character before `end` once."""
    at = 0
    for start, stop in claims:
        assert start == at
        at = stop
    assert at == end


def fields_of(text: str, entry: Entry) -> dict[str, str]:
    """The text of each field of an entry, its pieces joined and white space collapsed."""
    pieces = defaultdict(list)
    for span in entry.spans:
        pieces[span.name].append(text[span.start : span.end])
    return {name: collapse(" ".join(parts)) for name, parts in pieces.items()}
