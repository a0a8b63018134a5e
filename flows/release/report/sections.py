"""What each part of the report shows, as the templates take it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from flows.release.counting import collect, count_values, scan
from flows.release.manifest import BuildFacts, Input
from flows.release.report import holdings
from flows.release.report.changes import read_changes
from flows.release.report.charts import COLOURS, Row, draw_bars, draw_columns, draw_stack, percent
from flows.release.report.flow import ALONE, JOINED, trace_records
from flows.release.report.gates import describe_gates
from flows.release.report.merges import find_merges
from flows.release.report.origins import SHOWN, count_origins
from flows.release.report.rests import Rest
from flows.release.report.sankey import draw_flow
from schemas.tables import TABLES
from schemas.vocabulary import FLAGS, REJECT_CODES, RULES, VERDICTS

BARS: Final = 12
LISTED: Final = 100
"""Rows of a chart of bars, and of the table beside it."""

DUMPS: Final = 200
"""Dumps that are listed; the manifest has them all."""

NO_LAYOUT: Final = "could not be read"


def describe_build(folder: Path, facts: BuildFacts) -> dict[str, Any]:
    """How the release came about: its figures, the stream of records, bytes, dumps, rejects and gates."""
    papers = scan(folder, "papers")
    totals = {name: int(collect(scan(folder, name).select(pl.len())).item()) for name in TABLES}
    single = int(collect(papers.select((pl.col("n_records") == 1).sum())).item())
    links = trace_records(folder, facts.inputs)
    rejects = count_values(scan(folder, "rejects"), pl.col("code"))
    of_records = dict(count_values(scan(folder, "rejects").filter(pl.col("position").is_not_null()), pl.col("code")))
    return {
        "totals": totals,
        "joined": totals["papers"] - single,
        "flow": draw_flow(links, {ALONE: single, JOINED: totals["papers"] - single}),
        "links": links,
        "bytes": _read_bytes(facts.inputs),
        "dumps": [_dump(source) for source in _worst(facts.inputs)],
        "dumps_rest": Rest(len(facts.inputs), DUMPS, "under inputs in manifest.json"),
        "unreadable": sum(source.code is not None for source in facts.inputs),
        "rejects": [(code, count, of_records.get(code, 0), REJECT_CODES[code]) for code, count in rejects],
        "gates": describe_gates(facts.gates),
        "file_rows": [
            (f"{name}.parquet", (folder / f"{name}.parquet").stat().st_size, str(schema.title))
            for name, schema in TABLES.items()
        ],
    }


def _read_bytes(inputs: Sequence[Input]) -> dict[str, Any]:
    """Where every byte of the dumps went."""
    kinds = {"fields of records": sum(source.bytes_read.fields for source in inputs)}
    for source in inputs:
        for kind, count in source.bytes_read.furniture.items():
            kinds[f"furniture: {kind}"] = kinds.get(f"furniture: {kind}", 0) + count
    furniture = sum(kinds.values()) - kinds["fields of records"]
    refused = kinds["rejects"] = sum(source.bytes_read.rejects for source in inputs)
    total = sum(kinds.values())
    parts = [
        ("fields of records", kinds["fields of records"], 0),
        ("page furniture", furniture, 6),
        ("rejects", refused, 4),
    ]
    rows = [(kind, count, percent(count, total)) for kind, count in kinds.items()]
    legend = [(name, colour) for name, _, colour in parts]
    return {
        "legend": legend,
        "bar": draw_stack("bytes", parts, total, ""),
        "parts": parts,
        "rows": rows,
        "total": total,
    }


def _worst(inputs: Sequence[Input]) -> list[Input]:
    """So many dumps as are listed: first those that could not be read, then those that most was refused of."""
    ranked = sorted(inputs, key=lambda source: (source.layout is not None, -source.bytes_read.rejects, source.path))
    return ranked[:DUMPS]


def _dump(source: Input) -> tuple[str, str, int, int, int, str]:
    left = percent(source.bytes_read.rejects, source.content_bytes)
    layout = source.layout or (NO_LAYOUT if source.code is None else f"{NO_LAYOUT}: {source.code}")
    return source.path, layout, source.bytes, source.entries, source.records, left


def describe_holdings(folder: Path, facts: BuildFacts) -> dict[str, Any]:
    """What the papers are."""
    papers = int(collect(scan(folder, "papers").select(pl.len())).item())
    years = holdings.count_years(folder)
    words = {column: holdings.count_words(folder, column) for column in ("subjects", "venue")}
    flags = [(flag, count, FLAGS[flag]) for flag, count in holdings.count_words(folder, "flags")]
    return {
        "years": draw_columns(years.counts, "paper"),
        "undated": years.undated,
        "words": {name: draw_bars(counts[:BARS], papers) for name, counts in words.items()},
        "word_rows": {name: counts[:LISTED] for name, counts in words.items()},
        "word_rests": {
            name: Rest(len(counts), LISTED, f"in {name} of papers.parquet") for name, counts in words.items()
        },
        "authors": draw_columns(holdings.count_authors(folder), "paper"),
        "names": draw_bars(holdings.frequent_names(folder, BARS), papers),
        "lengths": {
            column: draw_columns(holdings.count_lengths(folder, column), "paper") for column in ("title", "abstract")
        },
        "confidence": draw_columns(holdings.count_confidence(folder), "record"),
        "confidence_rows": holdings.confidence_by_layout(folder),
        "flags": flags,
        **_origins(folder, facts, papers),
    }


def _origins(folder: Path, facts: BuildFacts, papers: int) -> dict[str, Any]:
    """The share of papers that have each field, by the layout that it was read by."""
    found = count_origins(folder, {source.path: source.layout or NO_LAYOUT for source in facts.inputs})
    sizes: dict[str, int] = {}
    for (_, layout), count in found.counts.items():
        sizes[layout] = sizes.get(layout, 0) + count
    layouts = sorted(sizes, key=lambda layout: (-sizes[layout], layout))
    colours = {layout: min(place, COLOURS - 1) for place, layout in enumerate(layouts)}
    rows: list[Row] = []
    table = []
    for field in SHOWN:
        counts = [(layout, found.counts.get((field, layout), 0), colours[layout]) for layout in layouts]
        total = sum(count for _, count, _ in counts)
        if total > 0:
            rows.append(draw_stack(field, counts, papers, percent(total, papers)))
        table.append((field, total, *(count for _, count, _ in counts)))
    absent = [row[0] for row in table if row[1] == 0]
    return {
        "origins": rows,
        "origin_rows": table,
        "absent": absent,
        "layouts": layouts,
        "colours": colours,
        "sampled": found.sampled,
    }


def describe_merges(folder: Path) -> dict[str, Any]:
    """Which records were held to be one paper."""
    merges = find_merges(folder)
    return {
        "merges": merges,
        "sizes": draw_columns(merges.sizes[:LISTED], "paper"),
        "sizes_rest": Rest(len(merges.sizes), LISTED, "in n_records of papers.parquet"),
        "judged": [(rule, RULES[rule], verdict, count) for rule, verdict, count in merges.judged],
        "verdicts": VERDICTS,
        "rule_meanings": RULES,
    }


def describe_changes(folder: Path, *, first: bool) -> dict[str, Any]:
    """What changed since the release before, if there was one."""
    changes = read_changes(folder)
    counts = [(kind.word, kind.papers, kind.meaning) for kind in changes.kinds]
    return {"first": first, "changes": changes, "change_counts": counts}
