"""Validate: what is about to be published, against the schemas of the tables and the limits that stop a release."""

from typing import Final, NamedTuple

import polars as pl

from flows.settings import GateSettings
from flows.stages.rejects import reject_invalid
from schemas.frames import check_frame, polars_schema, split_valid
from schemas.judgements import Ids, Matches, Rejects
from schemas.papers import Papers
from schemas.records import Records

WATCHED: Final = ("title", "authors", "abstract", "date", "year", "venue", "subjects", "doi", "arxiv_id")
"""Columns of `papers` that must not become emptier from one release to the next."""


class Gate(NamedTuple):
    """One limit and what was measured against it. `subject` is a dump, a column, or all records."""

    name: str
    subject: str
    value: float
    limit: float
    passed: bool

    def __str__(self) -> str:
        """The gate as a sentence with its figures."""
        return f"{self.name} for {self.subject}: {self.value:.4g}, limit {self.limit:.4g}"


def check_tables(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables `papers`, `records`, `matches`, `rejects` and `ids` with broken rows moved to `rejects`.

    A broken record takes its paper's other records with it, and a broken paper all of its own: half a paper would be
    an invention. Raises pandera.errors.SchemaErrors where a column is missing or mistyped.
    """
    records = reject_invalid(tables["records"], Records, "validate")
    broken_papers = split_valid(tables["papers"], Papers).invalid
    hit = tables["records"].join(records.valid, on="record_id", how="anti")
    gone = pl.concat([hit["paper_id"], broken_papers["paper_id"]]).unique()
    if gone.is_empty():
        rejects = tables["rejects"]
    else:
        reasons = broken_papers.select("paper_id", "reason")
        rejects = pl.concat([tables["rejects"], records.rejects, _reject_papers(records.valid, gone, reasons)])
    kept = records.valid.filter(~pl.col("paper_id").is_in(gone.implode()))
    ids = kept["record_id"].implode()
    return {
        "papers": tables["papers"].filter(~pl.col("paper_id").is_in(gone.implode())),
        "records": kept,
        "matches": check_frame(
            tables["matches"].filter(pl.col("record_a").is_in(ids) & pl.col("record_b").is_in(ids)), Matches
        ),
        "rejects": check_frame(rejects.sort("dump", "byte_start", "byte_end", maintain_order=True), Rejects),
        "ids": check_frame(_retire(tables["ids"], gone), Ids),
    }


def _reject_papers(records: pl.DataFrame, gone: pl.Series, reasons: pl.DataFrame) -> pl.DataFrame:
    """A reject `invalid_paper` for each sound record of a paper that cannot be published."""
    rejects = (
        records.filter(pl.col("paper_id").is_in(gone.implode()))
        .join(reasons, on="paper_id", how="left")
        .select(
            "dump",
            "layout",
            "position",
            "byte_start",
            "byte_end",
            stage=pl.lit("validate"),
            code=pl.lit("invalid_paper"),
            message=pl.format(
                "Its paper cannot be published: {}.", pl.col("reason").fill_null("another of its records is broken")
            ),
            text=pl.concat_str("title_raw", "abstract_raw", separator="\n", ignore_nulls=True),
        )
    )
    return rejects.cast(polars_schema(Rejects))  # type: ignore[arg-type]


def _retire(ids: pl.DataFrame, gone: pl.Series) -> pl.DataFrame:
    """Ids of unpublished papers count as removed, so that no redirect leads to them unsaid."""
    lost = pl.col("paper_id").is_in(gone.implode()) & (pl.col("status") == "live")
    astray = pl.col("redirect").is_in(gone.implode()).fill_null(value=False)
    return ids.with_columns(
        status=pl.when(lost | astray).then(pl.lit("removed")).otherwise("status"),
        redirect=pl.when(astray).then(None).otherwise("redirect"),
    )


def judge(
    facts: pl.DataFrame,
    rejects: pl.DataFrame,
    papers: pl.DataFrame,
    previous: pl.DataFrame | None,
    settings: GateSettings,
) -> list[Gate]:
    """Every gate with its figures, whether it passed or not.

    `facts`, `rejects` and `papers` are as the schemas DumpFacts, Rejects and Papers; `previous` is the papers of the
    last release, None before the first. A dump that no layout could read counts for no gate: it is a reject already.
    """
    met = max(int(facts["entries"].sum()), 1)
    limit = settings.max_reject_share
    share = rejects["position"].count() / met
    return [
        *judge_dumps(facts, settings),
        Gate("max_reject_share", "all records", share, limit, share <= limit),
        *_judge_columns(papers, previous, settings),
    ]


def judge_dumps(facts: pl.DataFrame, settings: GateSettings) -> list[Gate]:
    """The gates of each dump by itself; `facts` is as the schema DumpFacts."""
    gates = []
    for dump in facts.filter(pl.col("layout").is_not_null()).iter_rows(named=True):
        share = dump["reject_bytes"] / max(dump["content_bytes"], 1)
        least = settings.min_records_per_dump
        most = settings.max_reject_bytes_share
        gates.append(Gate("min_records_per_dump", dump["dump"], dump["records"], least, dump["records"] >= least))
        gates.append(Gate("max_reject_bytes_share", dump["dump"], share, most, share <= most))
    return gates


def _judge_columns(papers: pl.DataFrame, previous: pl.DataFrame | None, settings: GateSettings) -> list[Gate]:
    """How much emptier each watched column became since the last release."""
    if previous is None or previous.is_empty() or papers.is_empty():
        return []
    limit = settings.max_null_share_rise
    rises = {column: _empty_share(papers, column) - _empty_share(previous, column) for column in WATCHED}
    return [Gate("max_null_share_rise", column, rise, limit, rise <= limit) for column, rise in rises.items()]


def _empty_share(papers: pl.DataFrame, column: str) -> float:
    values = papers[column]
    empty = values.list.len() == 0 if isinstance(values.dtype, pl.List) else values.is_null()
    return int(empty.sum()) / papers.height
