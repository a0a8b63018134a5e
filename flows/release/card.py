"""README.md of a release: the dataset card."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow.parquet as pq

from flows.release.card_head import UNCOUNTED, render_head
from flows.release.counting import collect, count_nulls, count_values, scan
from flows.release.dictionary import describe_columns
from flows.release.manifest import Input
from flows.release.tables import AS_LINES
from flows.release.text import count_of, escape_markdown
from schemas.tables import TABLES
from schemas.vocabulary import FLAGS, REJECT_CODES, RULES, VERDICTS

PROMISES: Final = """\
## Three promises

1. **Nothing is lost.** Every byte of a dump is a field of a record, named page furniture, or a reject with a reason.
   `manifest.json` has the figures for each dump; records found = records published + records refused + records of
   references that no other dump's paper needed.
2. **Nothing is invented.** Every value leads back to the bytes it came from: `records.parquet` gives dump, position and
   byte span of each field, `matches.parquet` why records were held to be one paper, or not, or that it is unsure.
3. **Complete or absent.** This folder was published in one step and does not change afterwards. `manifest.json` has the
   SHA-256 of every file; `litsieve verify` checks them.
"""

LOADING: Final = """\
## Loading

In this folder, with Polars

```python
import polars as pl

papers = pl.read_parquet("papers.parquet")
print(papers.select("paper_id", "title", "authors", "date"))
```

with pandas

```python
import pandas as pd

papers = pd.read_parquet("papers.parquet")
print(papers[["paper_id", "title", "authors", "date"]])
```

or with DuckDB

```python
import duckdb

papers = duckdb.sql("SELECT paper_id, title, authors, date FROM 'papers.parquet'")
print(papers)
```

A paper's records, and with them where each value stood:

```python
import polars as pl

records = pl.read_parquet("records.parquet")
papers = pl.read_parquet("papers.parquet").join(records, on="paper_id", suffix="_of_record")
print(papers.select("paper_id", "title", "dump", "position", "byte_start", "byte_end"))
```
"""


def render_card(folder: Path, inputs: Sequence[Input], unused: int) -> str:
    """The text of README.md for the tables in `folder` that were made of `inputs`.

    `unused` records of references were needed by no paper of another dump. The text depends on the content alone:
    version, date and the previous release stand in the manifest.
    """
    parts = [
        render_head(folder) + _summary(folder, inputs, unused),
        _dumps(inputs),
        _files(folder),
        LOADING,
        *(_dictionary(name) for name in TABLES),
        _words("Flags", "papers", FLAGS, _count(folder, "papers", pl.col("flags").explode())),
        _words("Reject codes", "rejects", REJECT_CODES, _count(folder, "rejects", pl.col("code"))),
        _words("Verdicts", "matches", VERDICTS, _count(folder, "matches", pl.col("verdict"))),
        _words("Rules", "matches", RULES, _count(folder, "matches", pl.col("rule"))),
        PROMISES,
    ]
    return "\n".join(parts)


def _rows(folder: Path, name: str) -> int:
    return int(pq.read_metadata(folder / f"{name}.parquet").num_rows)


def _count(folder: Path, name: str, values: pl.Expr) -> dict[str, int]:
    """How often each value stands in a table."""
    return dict(count_values(scan(folder, name), values))


def _summary(folder: Path, inputs: Sequence[Input], unused: int) -> str:
    papers, without = _rows(folder, "papers"), count_nulls(folder, "papers")
    named = int(collect(scan(folder, "papers").select((pl.col("authors").list.len() > 0).sum())).item())
    have = {
        "a title": papers - without.get("title", 0),
        "an abstract": papers - without.get("abstract", 0),
        "an author": named,
        "a date": papers - without.get("date", 0),
    }
    shares = ", ".join(f"{number:,} have {what}" for what, number in have.items())
    referred = int(collect(scan(folder, "records").select(pl.col("reference").sum())).item())
    references = f"""\
Dumps that are references complete papers of the others and make none: {count_of(referred, "record")} of them did so,
{count_of(unused, "record")} had no such paper, and no part in the release.
"""
    return f"""\
# Papers

{count_of(_rows(folder, "papers"), "paper")}, made of {count_of(_rows(folder, "records"), "record")} that stood in \
{count_of(len(inputs), "dump")} of paper listings. Records of one paper,
within a dump and across dumps, are one row of `papers.parquet`. Of the papers {shares}.
{references if referred or unused else ""}\
What could not be used, {count_of(_rows(folder, "rejects"), "piece")} in all, is in `rejects.parquet` with its reasons.

A `paper_id` is minted once and stays. An id that is no longer in `papers.parquet` is in `ids.parquet`, with the paper
that took it over.
"""


def _dumps(inputs: Sequence[Input]) -> str:
    layouts = (
        pl.DataFrame(
            [(source.layout or "could not be read", source.entries, source.bytes) for source in inputs],
            schema={"layout": pl.String, "entries": pl.Int64, "bytes": pl.Int64},
            orient="row",
        )
        .group_by("layout")
        .agg(dumps=pl.len(), entries=pl.col("entries").sum(), size=pl.col("bytes").sum())
        .sort("layout")
    )
    rows = [(name, f"{dumps:,}", f"{entries:,}", f"{size:,}") for name, dumps, entries, size in layouts.iter_rows()]
    return "\n".join(
        [
            "## Dumps",
            "",
            *_table(("layout", "dumps", "records found", "bytes"), rows),
            "",
            "Each dump: `manifest.json`.",
            "",
        ]
    )


def _files(folder: Path) -> str:
    rows = []
    for name, schema in TABLES.items():
        names = f"`{name}.parquet`" + (f", `{name}.jsonl`" if name in AS_LINES else "")
        height = "" if name == UNCOUNTED else f"{_rows(folder, name):,}"
        rows.append((names, height, escape_markdown(str(schema.title))))
    rows += [
        ("`report.html`", "", "What is in here and how it came about, for a person to look at; needs no network."),
        ("`CHANGES.md`", "", "What differs from the previous release."),
        ("`README.md`", "", "This text."),
        (
            "`croissant.json`, `datapackage.json`",
            "",
            "The schemas of the tables for programs: Croissant, Data Package.",
        ),
        ("`manifest.json`", "", "Dumps, settings, counts, gates, figures of every column, and every file's checksum."),
    ]
    return "\n".join(["## Files", "", *_table(("file", "rows", "holds"), rows), ""])


def _dictionary(name: str) -> str:
    """The data dictionary of one table."""
    rows = [
        (
            f"`{column.name}`",
            escape_markdown(column.type + (f", {column.unit}" if column.unit else "")),
            escape_markdown(column.meaning),
            "never" if column.null is None else escape_markdown(column.null),
            escape_markdown(column.example),
            column.source,
        )
        for column in describe_columns(TABLES[name])
    ]
    head = ("column", "type, unit", "meaning", "null when", "example", "comes from")
    return "\n".join([f"## Table {name}", "", escape_markdown(str(TABLES[name].title)), "", *_table(head, rows), ""])


def _words(title: str, table: str, meanings: dict[str, str], counts: dict[str, int]) -> str:
    """A closed set of words with their meanings, and in how many rows of a table each is used."""
    rows = [(f"`{word}`", f"{counts.get(word, 0):,}", escape_markdown(text)) for word, text in meanings.items()]
    return "\n".join([f"## {title}", "", *_table(("word", f"in {table}", "meaning"), rows), ""])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table."""
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]
