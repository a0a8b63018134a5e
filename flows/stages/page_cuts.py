"""What the entries of a dump's pages hold, as Python has it: the texts of their spans, and their bytes."""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.dumps.text import BytePlaces, Places, repair, unread
from flows.layouts.base import Entry
from flows.layouts.pages import Part
from flows.layouts.wrapping import rejoined
from flows.stages.account import Row

Truths = NDArray[np.bool_]
People = Sequence[tuple[str, ...]]


class Pages(NamedTuple):
    """A dump or piece whose `text` was cut up into `parts`; `places` tells where its bytes are."""

    dump: Row
    text: str
    parts: Sequence[Part]
    places: BytePlaces


class Cut(NamedTuple):
    """The entries of a dump: their layouts and authors, and whether a byte of each had to be repaired.

    `where` has a row for each, the bytes at which it starts and ends. `counts` tells how many spans each has; `names`
    and `texts` are those of all spans, one entry after the other, and `spans` has a row for each: the bytes at which
    it starts and ends, and how many bytes it has, 0 if it does not lie within its entry.
    """

    entries: list[Entry]
    layouts: list[str]
    authors: People
    repaired: Truths
    where: Places
    counts: Places
    names: list[str]
    texts: list[str]
    spans: Places


def cut_of(pages: Pages) -> Cut:
    """What the entries of a dump hold."""
    entries = list(chain.from_iterable(part.page.entries for part in pages.parts))
    layouts = [part.layout for part in pages.parts for _ in part.page.entries]
    every = list(chain.from_iterable(entry.spans for entry in entries))
    names = [name for name, _, _ in every]
    counts = np.fromiter((len(entry.spans) for entry in entries), np.int64, len(entries))
    owner = np.repeat(np.arange(len(entries)), counts)
    spans = np.array([(start, end) for _, start, end in every], np.int64).reshape(-1, 2)
    where = np.array([(entry.start, entry.end) for entry in entries], np.int64).reshape(-1, 2)
    broken = unread(pages.text)
    text = repair(pages.text) if len(broken) else pages.text
    texts = [rejoined(text[start:end]) for _, start, end in every]
    authors: People = [entry.authors for entry in entries]
    repaired = np.zeros(len(entries), np.bool_)
    if len(broken):
        mended = [tuple(map(repair, people)) for people in authors]
        repaired |= np.array([one != other for one, other in zip(mended, authors, strict=True)], np.bool_)
        # Of authors what is listed counts, not all that stands between them.
        told = np.array([name != "authors" for name in names], np.bool_)
        repaired[owner[_hold(spans, broken) & told]] = True
        authors = mended
    is_inside = (spans[:, 0] >= where[owner, 0]) & (spans[:, 1] <= where[owner, 1])
    places = pages.places.of(spans)
    held = (places[:, 1] - places[:, 0]) * is_inside
    return Cut(
        entries,
        layouts,
        authors,
        repaired,
        pages.places.of(where),
        counts,
        names,
        texts,
        np.column_stack([places, held]),
    )


def _hold(spans: Places, positions: Places) -> Truths:
    """Which spans hold one of these ascending positions."""
    return np.asarray(np.searchsorted(positions, spans[:, 1]) > np.searchsorted(positions, spans[:, 0]))
