"""Where the values of a paper come from, and why its records are one paper: as data."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from flows.matching.sources import choose_sources
from flows.release.changes import as_text
from flows.release.errors import UnknownIdError
from flows.release.files import require_intact
from flows.release.tables import load_rows

SPAN_NAMES: Final = {
    "updated_at": ("date",),
    "year": ("date",),
    "venue": ("venue", "subjects"),
    "doi": ("identifier",),
    "arxiv_id": ("identifier",),
    "links": ("abstract", "comment"),
    "code_urls": ("abstract", "comment"),
    "named_ids": ("abstract", "comment"),
}
"""Under which names the spans of a record hold what a field was read from, where that is not the field's own."""

COUNTED: Final = ("paper_id", "n_records", "dumps", "flags")
"""Columns of papers that no single record gives."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of a dump, end exclusive, and what stands there."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Member:
    """A record of the paper and where it stood."""

    record_id: str
    dump: str
    dump_sha256: str
    layout: str
    position: int
    byte_start: int
    byte_end: int
    confidence: float
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A record that gave a value, and the bytes of its dump that the value was read from."""

    record_id: str
    dump: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A field of the paper: its value as changes.parquet writes one, and where it comes from."""

    field: str
    value: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judged pair of which at least one is a record of the paper, and the papers of both."""

    record_a: str
    paper_a: str
    record_b: str
    paper_b: str
    rule: str
    score: float
    verdict: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All about the paper that `asked` leads to.

    `status` is that of the id or record that was asked for: live, merged (then `paper_id` is the paper that took it
    over) or removed (then there is nothing but the ids of the records that it last had).
    """

    asked: str
    status: str
    paper_id: str
    record_ids: tuple[str, ...]
    members: tuple[Member, ...]
    origins: tuple[Origin, ...]
    judgements: tuple[Judgement, ...]


def explain_paper(release: Path, asked: str) -> Explanation:
    """Explain the paper of id `asked`, or the paper of the record of id `asked`.

    Raises UnknownIdError where the release knows neither, ReleaseDamagedError where a table is not what was published.
    """
    require_intact(release, *(f"{name}.parquet" for name in ("ids", "papers", "records", "matches")))
    status, paper_id, record_ids = _look_up(release, asked)
    records = load_rows(release, "records", pl.col("paper_id") == paper_id).sort("dump", "position")
    papers = load_rows(release, "papers", pl.col("paper_id") == paper_id)
    held = records["record_id"].to_list()
    return Explanation(
        asked=asked,
        status=status,
        paper_id=paper_id,
        record_ids=tuple(held) or record_ids,
        members=tuple(_member(row) for row in records.iter_rows(named=True)),
        origins=_origins(papers, records) if papers.height else (),
        judgements=_judgements(release, held),
    )


def _look_up(release: Path, asked: str) -> tuple[str, str, tuple[str, ...]]:
    """Status of what was asked for, the paper that it leads to, and the records that this id has or last had."""
    known = (pl.col("paper_id") == asked) | pl.col("record_ids").list.contains(asked)
    found = load_rows(release, "ids", known)
    if found.is_empty():
        raise UnknownIdError(f"{release} has no paper and no record of id {asked}.")
    # A record that came back under another paper is also named by the id that it left: the live one counts.
    order = pl.col("status").replace_strict({"live": 0, "merged": 1, "removed": 2})
    row = found.sort(pl.col("paper_id") != asked, order, "paper_id").row(0, named=True)
    return row["status"], row["redirect"] or row["paper_id"], tuple(row["record_ids"])


def _member(row: dict[str, Any]) -> Member:
    return Member(
        record_id=row["record_id"],
        dump=row["dump"],
        dump_sha256=row["dump_sha256"],
        layout=row["layout"],
        position=row["position"],
        byte_start=row["byte_start"],
        byte_end=row["byte_end"],
        confidence=row["confidence"],
        flags=tuple(row["flags"]),
    )


def _origins(papers: pl.DataFrame, records: pl.DataFrame) -> tuple[Origin, ...]:
    """The fields of one paper and the records that gave them."""
    fields = [name for name in papers.columns if name not in COUNTED]
    values = papers.select(as_text(field).alias(field) for field in fields).row(0, named=True)
    chosen = choose_sources(records).join(records, on="record_id", maintain_order="left")
    sources: dict[str, list[Source]] = {}
    for row in chosen.iter_rows(named=True):
        names = SPAN_NAMES.get(row["field"], (row["field"],))
        spans = tuple(Span(**span) for span in row["spans"] if span["field"] in names)
        sources.setdefault(row["field"], []).append(Source(row["record_id"], row["dump"], spans))
    sources["authors_complete"] = sources.get("authors", [])
    return tuple(Origin(field, values[field], tuple(sources.get(field, ()))) for field in fields)


def _judgements(release: Path, record_ids: list[str]) -> tuple[Judgement, ...]:
    concerned = pl.col("record_a").is_in(record_ids) | pl.col("record_b").is_in(record_ids)
    matches = load_rows(release, "matches", concerned)
    judged = pl.concat([matches["record_a"], matches["record_b"]]).unique()
    papers = dict(
        load_rows(release, "records", pl.col("record_id").is_in(judged.to_list()))
        .select("record_id", "paper_id")
        .iter_rows()
    )
    return tuple(
        Judgement(
            record_a=row["record_a"],
            paper_a=papers[row["record_a"]],
            record_b=row["record_b"],
            paper_b=papers[row["record_b"]],
            rule=row["rule"],
            score=row["score"],
            verdict=row["verdict"],
            evidence=tuple(row["evidence"]),
        )
        for row in matches.sort("verdict", "record_a", "record_b").iter_rows(named=True)
    )
