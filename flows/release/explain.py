"""Where the values of a paper come from, and why its records are one paper: as data."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from flows.matching.sources import choose_sources
from flows.release.changes import as_text
from flows.release.files import require_intact
from flows.release.lookup import look_for
from flows.release.tables import load_rows

SPAN_NAMES: Final = {
    "updated_at": ("date",),
    "year": ("year", "date"),
    "venue": ("venue", "subjects"),
    "doi": ("doi", "identifier", "url"),
    "arxiv_id": ("arxiv_id", "identifier", "doi", "url", "venue", "volume"),
    "pmid": ("pmid", "identifier"),
    "links": ("abstract", "comment"),
    "code_urls": ("abstract", "comment"),
    "named_ids": ("abstract", "comment"),
    "authors_complete": ("authors",),
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
    """A record of the paper and where it stood; `source_id` is its input's own id."""

    record_id: str
    dump: str
    dump_sha256: str
    layout: str
    position: int
    byte_start: int
    byte_end: int
    confidence: float
    reference: bool
    source_id: str | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A record that gave a value, and the bytes of its dump that the value was read from.

    Where the dump has no place of its own for the field, `spans` is the whole record, as field `record`.
    """

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
    """A judged pair of which at least one is a record of the paper, and the papers of both with their titles."""

    record_a: str
    paper_a: str
    title_a: str | None
    record_b: str
    paper_b: str
    title_b: str | None
    rule: str
    score: float
    verdict: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All about the paper that `asked` leads to.

    `status` is that of the id or record that was asked for: live, merged (then `paper_id` is the paper that took it
    over) or removed (then there is nothing but the ids of the records that it last had). `former_ids` were merged into
    the paper. `judgements` are of pairs within the paper, `near` of its records with those of other papers, which some
    evidence spoke for merging too; both with the most alike first.
    """

    asked: str
    status: str
    paper_id: str
    record_ids: tuple[str, ...]
    former_ids: tuple[str, ...]
    members: tuple[Member, ...]
    origins: tuple[Origin, ...]
    judgements: tuple[Judgement, ...]
    near: tuple[Judgement, ...]


def explain_paper(release: Path, asked: str) -> Explanation:
    """Explain the paper that `asked` leads to (see `lookup.look_for`).

    Raises UnknownIdError where it leads to none or to several, ReleaseDamagedError where a table is not what was
    published.
    """
    require_intact(release, *(f"{name}.parquet" for name in ("ids", "papers", "records", "matches")))
    found = look_for(release, asked)
    records = load_rows(release, "records", pl.col("paper_id") == found.paper_id).sort("dump", "position")
    papers = load_rows(release, "papers", pl.col("paper_id") == found.paper_id)
    held = records["record_id"].to_list()
    judged = _judgements(release, held)
    return Explanation(
        asked=asked,
        status=found.status,
        paper_id=found.paper_id,
        record_ids=tuple(held) or found.record_ids,
        former_ids=found.former_ids,
        members=tuple(_member(row) for row in records.iter_rows(named=True)),
        origins=_origins(papers, records) if papers.height else (),
        judgements=tuple(one for one in judged if one.paper_a == one.paper_b),
        near=tuple(one for one in judged if one.paper_a != one.paper_b),
    )


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
        reference=row["reference"],
        source_id=row["source_id"],
        flags=tuple(row["flags"]),
    )


def _origins(papers: pl.DataFrame, records: pl.DataFrame) -> tuple[Origin, ...]:
    """The fields of one paper and the records that gave them."""
    fields = [name for name in papers.columns if name not in COUNTED]
    values = papers.select(as_text(field).alias(field) for field in fields).row(0, named=True)
    chosen = choose_sources(records).join(records, on="record_id", maintain_order="left")
    sources: dict[str, list[Source]] = {}
    for row in chosen.iter_rows(named=True):
        sources.setdefault(row["field"], []).append(_source(row))
        if row["field"] == "authors":
            sources["authors_complete"] = [_source({**row, "field": "authors_complete"})]
    return tuple(Origin(field, values[field], tuple(sources.get(field, ()))) for field in fields)


def _source(row: dict[str, Any]) -> Source:
    """What a record (a row with `field` added) gave for a field."""
    names = SPAN_NAMES.get(row["field"], (row["field"],))
    spans = tuple(Span(**span) for span in row["spans"] if span["field"] in names)
    return Source(row["record_id"], row["dump"], spans or (Span("record", row["byte_start"], row["byte_end"]),))


def _judgements(release: Path, record_ids: list[str]) -> list[Judgement]:
    """Every judged pair with one of these records, the most alike first."""
    concerned = pl.col("record_a").is_in(record_ids) | pl.col("record_b").is_in(record_ids)
    matches = load_rows(release, "matches", concerned).sort(
        "score", "record_a", "record_b", descending=[True, False, False]
    )
    judged = pl.concat([matches["record_a"], matches["record_b"]]).unique()
    records = load_rows(release, "records", pl.col("record_id").is_in(judged.implode()))
    papers = dict(records.select("record_id", "paper_id").iter_rows())
    titles = dict(
        load_rows(release, "papers", pl.col("paper_id").is_in(records["paper_id"].unique().implode()))
        .select("paper_id", "title")
        .iter_rows()
    )
    return [
        Judgement(
            record_a=row["record_a"],
            paper_a=papers[row["record_a"]],
            title_a=titles[papers[row["record_a"]]],
            record_b=row["record_b"],
            paper_b=papers[row["record_b"]],
            title_b=titles[papers[row["record_b"]]],
            rule=row["rule"],
            score=row["score"],
            verdict=row["verdict"],
            evidence=tuple(row["evidence"]),
        )
        for row in matches.iter_rows(named=True)
    ]
