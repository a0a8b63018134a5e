"""The entries of a page's records, made of columns: a page holds thousands, and a few calls for each would show."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise, repeat
from operator import lt

from flows.layouts.base import Entry, Span, collapse, new_tuple, spans_between
from flows.layouts.cut.model import Cut
from flows.layouts.cut.records import Record
from flows.layouts.name_lists import NO_NAMES, with_suffixes


def entries_of(text: str, records: Sequence[Record], high: int) -> list[Entry]:
    """The entries of a block's records; each abstract ends where the next record, or else the block, does.

    A record of which nothing but white space is left has none.
    """
    headers = [record.header for record in records]
    highs = [header.high for header in headers]
    cuts = [record.cut or Cut(record.begin, record.begin, 0, 1.0, 1.0) for record in records]
    begins = [cut.authors for cut in cuts]
    ends = [*(record.begin for record in records), high][1:]
    columns = (
        _trimmed(text, "title", [cut.title for cut in cuts], begins),
        _trimmed(text, "authors", begins, highs),
        [header.date for header in headers],
        _trimmed(text, "abstract", [header.end for header in headers], ends),
    )
    authors = split_all([text[begin:end] for begin, end in zip(begins, highs, strict=True)])
    after = [*(cut.start_probability for cut in cuts), 1.0][1:]
    sure = [cut.probability * start for cut, start in zip(cuts, after, strict=True)]
    spans = [tuple([span for span in found if span is not None]) for found in zip(*columns, strict=True)]
    return _entries(spans, authors, sure)


def _entries(
    spans: Iterable[tuple[Span, ...]], authors: Iterable[tuple[str, ...]], sure: Iterable[float]
) -> list[Entry]:
    """The entries of these spans, by these authors, cut right with these probabilities; none where no span is."""
    rows = (
        (found[0].start, found[-1].end, found, names, True, likely)
        for found, names, likely in zip(spans, authors, sure, strict=True)
        if found
    )
    return list(map(new_tuple, repeat(Entry), rows))


def _trimmed(text: str, name: str, starts: Iterable[int], ends: Iterable[int]) -> Sequence[Span | None]:
    """The spans of `text` between these places, each as `flows.layouts.base.trimmed` gives it."""
    lows, highs = [], []
    for start, end in zip(starts, ends, strict=True):
        low, high = start, end
        while low < high and text[low].isspace():
            low += 1
        while low < high and text[high - 1].isspace():
            high -= 1
        lows.append(low)
        highs.append(high)
    found = spans_between(name, lows, highs)
    return found if all(map(lt, lows, highs)) else [span if span.start < span.end else None for span in found]


def split_all(lists: Sequence[str]) -> list[tuple[str, ...]]:
    """The names of each of these lists, as `flows.layouts.name_lists.split_names` gives those of one."""
    ends = list(accumulate((text.count(",") + 1 for text in lists), initial=0))
    names = tuple(collapse(",".join(lists)).replace("- ", "-").replace(", ", ",").replace(" ,", ",").split(","))
    found = [names[start:end] for start, end in pairwise(ends)]
    if not NO_NAMES.isdisjoint(names):
        return [with_suffixes(filter(None, some)) for some in found]
    return found
