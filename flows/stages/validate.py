"""Validate: what is about to be published, against the schemas of the tables and the limits that stop a release."""

from math import inf
from typing import Any, Final, NamedTuple

import polars as pl

from flows.formats.registry import find_format
from flows.settings import GateSettings
from flows.stages.rejects import reject_invalid
from schemas.frames import check_frame, polars_schema, split_valid
from schemas.judgements import Ids, Rejects
from schemas.papers import Papers
from schemas.records import Records

WATCHED: Final = ("title", "authors", "abstract", "date", "year", "venue", "subjects", "doi", "arxiv_id")
"""Columns of `papers` that must not become emptier from one release to the next."""


class Gate(NamedTuple):
    """One limit and what was measured against it. `subject` is a dump, a column, all records, or the release."""

    name: str
    subject: str
    value: float
    limit: float
    passed: bool

    def __str__(self) -> str:
        """The gate as a sentence with its figures."""
        return f"{self.name} for {self.subject}: {self.value:.4g}, limit {self.limit:.4g}"


class CheckedRecords(NamedTuple):
    """`valid` and `rejects` as schemas Records and Rejects; `broken` are the papers of records that are not valid."""

    valid: pl.DataFrame
    rejects: pl.DataFrame
    broken: pl.Series


def check_records(records: pl.DataFrame, gone: pl.DataFrame) -> CheckedRecords:
    """Hold records against their schema; broken ones become rejects, and so do all those of papers that are `gone`.

    `gone` has `paper_id` and `reason` of the papers that cannot be published: half a paper would be an invention, so
    that a broken record takes its paper's other records with it, and a broken paper all of its own. Raises
    pandera.errors.SchemaErrors where a column is missing or mistyped.
    """
    checked = reject_invalid(records, Records, "validate")
    is_sound = len(checked.valid) == len(records)
    hit = records.head(0) if is_sound else records.join(checked.valid, on="record_id", how="anti")
    broken = hit["paper_id"].unique()
    if gone.is_empty():
        return CheckedRecords(checked.valid, checked.rejects, broken)
    lost = _reject_papers(checked.valid, gone)
    kept = checked.valid.join(gone, on="paper_id", how="anti", maintain_order="left")
    return CheckedRecords(kept, pl.concat([checked.rejects, lost]), broken)


def check_papers(papers: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sound papers, and `paper_id` and `reason` of the broken ones."""
    split = split_valid(papers, Papers)
    return split.valid, split.invalid.select("paper_id", pl.col("reason").cast(pl.String))


def _reject_papers(records: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """A reject `invalid_paper` for each sound record of a paper that cannot be published."""
    rejects = records.join(gone, on="paper_id", maintain_order="left").select(
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
    return rejects.cast(polars_schema(Rejects))  # type: ignore[arg-type]


def retire_ids(ids: pl.DataFrame, gone: pl.Series) -> pl.DataFrame:
    """The table `ids` with those of unpublished papers as removed, so that no redirect leads to them unsaid."""
    lost = pl.col("paper_id").is_in(gone.implode()) & (pl.col("status") == "live")
    astray = pl.col("redirect").is_in(gone.implode()).fill_null(value=False)
    return check_frame(
        ids.with_columns(
            status=pl.when(lost | astray).then(pl.lit("removed")).otherwise("status"),
            redirect=pl.when(astray).then(None).otherwise("redirect"),
        ),
        Ids,
    )


class Emptiness(NamedTuple):
    """How many papers there are, and how many of them say nothing in each column of WATCHED."""

    papers: int
    empty: dict[str, int]


def judge(
    facts: pl.DataFrame,
    refused: int,
    papers: Emptiness,
    previous: Emptiness | None,
    settings: GateSettings,
) -> list[Gate]:
    """Every gate with its figures, whether it passed or not.

    `facts` is as the schema DumpFacts, `refused` the number of records that were; `previous` is of the last release,
    None before the first. A dump that no layout could read counts for no gate of its own: it is a reject already.
    """
    met = max(int(facts["entries"].sum()), 1)
    limit = settings.max_reject_share
    share = refused / met
    return [
        *judge_dumps(facts, settings),
        Gate("min_papers", "the release", papers.papers, settings.min_papers, papers.papers >= settings.min_papers),
        Gate("max_reject_share", "all records", share, limit, share <= limit or refused < settings.min_rejects),
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
        passed = share <= most or _refused_worth(dump) < settings.min_rejects
        gates.append(Gate("max_reject_bytes_share", dump["dump"], share, most, passed))
    return gates


def _refused_worth(dump: dict[str, Any]) -> float:
    """How many records of an export its refused bytes may hold, by the size of those that were read.

    What a layout leaves unread of a page is no entry, but text that it does not know: no amount of it is small.
    """
    if not dump["records"] or find_format(dump["layout"]) is None:
        return inf
    return float(dump["reject_bytes"] * dump["records"] / max(dump["content_bytes"] - dump["reject_bytes"], 1))


def _judge_columns(papers: Emptiness, previous: Emptiness | None, settings: GateSettings) -> list[Gate]:
    """How much emptier each watched column became since the last release."""
    if previous is None or previous.papers == 0 or papers.papers == 0:
        return []
    limit = settings.max_null_share_rise
    rises = {
        column: papers.empty[column] / papers.papers - previous.empty[column] / previous.papers for column in WATCHED
    }
    return [Gate("max_null_share_rise", column, rise, limit, rise <= limit) for column, rise in rises.items()]
