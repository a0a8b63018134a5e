"""How a release came about: from dumps to records to papers, with what was refused on the way."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import polars as pl

from flows.release.counting import collect, count_values, scan
from flows.release.manifest import Input

SOURCES: Final = 8
"""Dumps, or layouts where there are more dumps, that have a node of their own."""

REFUSED: Final = "refused: "
PUBLISHED: Final = "records published"
UNUSED: Final = "records of references, unused"
ALONE: Final = "papers of one record"
JOINED: Final = "papers of several records"

Links = list[tuple[str, str, int]]
"""Source, target and number of records."""


def trace_records(folder: Path, inputs: Iterable[Input]) -> Links:
    """From where to where how many records went: source, target and count, in the order of the picture."""
    inputs = [source for source in inputs if source.entries > 0]
    names = _name_sources(inputs)
    refused: dict[str, Counter[str]] = {}
    lost = scan(folder, "rejects").filter(pl.col("position").is_not_null()).group_by("dump", "code").len()
    for dump, code, count in collect(lost).sort("dump", "code").iter_rows():
        refused.setdefault(dump, Counter())[code] += count
    published = dict(count_values(scan(folder, "records"), pl.col("dump")))
    flows: Counter[tuple[str, str]] = Counter()
    # A loop over dumps, not records.
    for source in inputs:
        name = names[source.path]
        kept, codes = published.get(source.path, 0), refused.get(source.path, Counter())
        flows[name, PUBLISHED] += kept
        for code, count in codes.items():
            flows[name, f"{REFUSED}{code}"] += count
        flows[name, UNUSED] += source.entries - kept - codes.total()
    single = int(collect(scan(folder, "papers").select((pl.col("n_records") == 1).sum())).item())
    flows[PUBLISHED, ALONE] += single
    flows[PUBLISHED, JOINED] += sum(published.values()) - single
    return [(*link, count) for link, count in flows.items() if count > 0]


def _name_sources(inputs: list[Input]) -> dict[str, str]:
    """What stands for each dump: itself, or its layout where there are many dumps."""
    if len(inputs) <= SOURCES:
        return {source.path: _label(source.path) for source in inputs}
    sizes: Counter[str] = Counter()
    for source in inputs:
        sizes[source.layout or ""] += source.entries
    ranked = sorted(sizes, key=lambda layout: (-sizes[layout], layout))[:SOURCES]
    return {source.path: f"layout {source.layout}" if source.layout in ranked else "other layouts" for source in inputs}


def _label(path: str) -> str:
    """The dump's path; a dump that is called like another node of the picture is told from it."""
    taken = path in {PUBLISHED, UNUSED, ALONE, JOINED} or path.startswith(REFUSED)
    return f"dump {path}" if taken else path
