"""Whether the tables of a release agree with each other and with the counts of its manifest."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Final

import polars as pl

from flows.release.folder import MANIFEST
from flows.release.manifest import Manifest
from flows.release.problems import Problem
from schemas.vocabulary import STAGES

Frames = Mapping[str, pl.DataFrame]

LOOKED_AT: Final = {
    "papers": ("paper_id", "n_records"),
    "records": ("record_id", "paper_id", "dump", "dump_sha256", "byte_start", "byte_end", "reference"),
    "matches": ("record_a", "record_b"),
    "rejects": ("dump", "position"),
    "changes": ("paper_id",),
    "ids": ("paper_id", "status", "redirect", "record_ids"),
}
"""The columns of each table that the rules look at."""


def reconcile(manifest: Manifest, frames: Frames) -> list[Problem]:
    """Everything that does not add up. `frames` holds the tables that could be read, of each the columns LOOKED_AT.

    A rule whose tables are not all there is left out.
    """
    problems = [*_check_bytes(manifest), *_check_steps(manifest)]
    for tables, rule in RULES:
        if all(table in frames for table in tables):
            problems += rule(manifest, frames)
    return problems


def _check_bytes(manifest: Manifest) -> Iterator[Problem]:
    for source in manifest.inputs:
        told = source.bytes_read.total()
        if told != source.content_bytes:
            message = f"{source.path}: fields, furniture and rejects are {told} bytes of {source.content_bytes}."
            yield Problem("lost_bytes", MANIFEST, message)
        if source.content_bytes != source.bytes and not source.packed:
            message = f"{source.path}: {source.content_bytes} bytes were read of {source.bytes}."
            yield Problem("lost_bytes", MANIFEST, message)


def _check_steps(manifest: Manifest) -> Iterator[Problem]:
    """What goes into a step comes out, is refused or is a reference's that nothing needs, and goes into the next."""
    steps = [(name, manifest.counts[name]) for name in STAGES if name in manifest.counts]
    for name, count in steps:
        if count.records_in != count.records_out + count.records_rejected + count.records_unused:
            message = (
                f"{name}: {count.records_in} records in, {count.records_out} out, {count.records_rejected} refused, "
                f"{count.records_unused} unused."
            )
            yield Problem("lost_records", MANIFEST, message)
    for (name, count), (following, after) in pairwise(steps):
        if count.records_out != after.records_in:
            message = f"{name} gave {count.records_out} records, {following} took {after.records_in}."
            yield Problem("lost_records", MANIFEST, message)


def _check_dumps(manifest: Manifest, frames: Frames) -> Iterator[Problem]:
    """Of each dump: entries found are records published and records refused, all unused ones of references aside."""
    published = frames["records"].group_by("dump").agg(published=pl.len())
    refused = frames["rejects"].group_by("dump").agg(refused=pl.col("position").count())
    found = pl.DataFrame(
        [(source.path, source.entries) for source in manifest.inputs],
        schema={"dump": pl.String, "found": pl.Int64},
        orient="row",
    )
    both = (
        found.join(published, on="dump", how="full", coalesce=True)
        .join(refused, on="dump", how="full", coalesce=True)
        .with_columns(pl.col("found", "published", "refused").cast(pl.Int64).fill_null(0))
        .with_columns(missing=pl.col("found") - pl.col("published") - pl.col("refused"))
        .sort("dump")
    )
    # Which dumps the unused records stand in the manifest does not say; that none is lost their number does.
    unused = manifest.unused()
    wrong = pl.col("missing") < 0 if both["missing"].sum() == unused else pl.col("missing") != 0
    told = both.filter(wrong).select("dump", "found", "published", "refused")
    for dump, entries, kept, rejected in told.iter_rows():
        aside = f"; of references {unused} unused in all dumps" if unused else ""
        message = f"{dump}: {entries} records found, {kept} published, {rejected} refused{aside}."
        yield Problem("lost_records", "records.parquet", message)


def _check_places(manifest: Manifest, frames: Frames) -> Iterator[Problem]:
    """Every record stands in a dump of the manifest, within its bytes."""
    dumps = pl.DataFrame(
        [(source.path, source.sha256, source.content_bytes) for source in manifest.inputs],
        schema={"dump": pl.String, "dump_sha256": pl.String, "content_bytes": pl.Int64},
        orient="row",
    )
    inside = pl.col("byte_start").le(pl.col("byte_end")) & pl.col("byte_end").le(pl.col("content_bytes"))
    placed = frames["records"].join(dumps, on=["dump", "dump_sha256"], how="left")
    yield from _told(
        placed.filter(~inside.fill_null(value=False))["record_id"],
        "broken_ids",
        "records.parquet",
        "records stand in no dump of the manifest, or outside its bytes",
    )


def _check_papers(_: Manifest, frames: Frames) -> Iterator[Problem]:
    """Papers and the records that they are made of."""
    papers, records = frames["papers"], frames["records"]
    counted = records.group_by("paper_id").agg(found=pl.len())
    wrong = papers.join(counted, on="paper_id", how="left").filter(pl.col("n_records").ne_missing(pl.col("found")))
    orphans = records.join(papers, on="paper_id", how="anti")
    listed = records.filter(~pl.col("reference"))
    referred = records.join(listed, on="paper_id", how="anti")["paper_id"].unique()
    yield from _told(wrong["paper_id"], "broken_ids", "papers.parquet", "papers have other records than n_records says")
    yield from _told(orphans["record_id"], "broken_ids", "records.parquet", "records belong to no paper")
    yield from _told(referred, "broken_ids", "papers.parquet", "papers are made of records of references alone")


def _check_matches(_: Manifest, frames: Frames) -> Iterator[Problem]:
    """Matches are about records of the release."""
    for side in ("record_a", "record_b"):
        unknown = frames["matches"].join(frames["records"], left_on=side, right_on="record_id", how="anti")
        yield from _told(unknown[side], "broken_ids", "matches.parquet", f"values of {side} are no records")


def _check_ids(_: Manifest, frames: Frames) -> Iterator[Problem]:
    """The live ids are the papers, and the others lead to one of them or say that they lead nowhere."""
    ids, papers = frames["ids"], frames["papers"]
    live = ids.filter(pl.col("status") == "live")
    merged = ids.filter(pl.col("status") == "merged")
    file = "ids.parquet"
    unlisted = papers.join(live, on="paper_id", how="anti")
    gone = live.join(papers, on="paper_id", how="anti")
    lost = merged.join(live, left_on="redirect", right_on="paper_id", how="anti")
    stray = ids.filter((pl.col("status") != "merged") & pl.col("redirect").is_not_null())
    yield from _told(unlisted["paper_id"], "broken_ids", file, "papers are not among the live ids")
    yield from _told(gone["paper_id"], "broken_ids", file, "live ids are no papers")
    yield from _told(lost["paper_id"], "broken_ids", file, "merged ids redirect to no live paper")
    yield from _told(stray["paper_id"], "broken_ids", file, "ids redirect without being merged")


def _check_members(_: Manifest, frames: Frames) -> Iterator[Problem]:
    """Every record is named by the id of its paper and by no other live one; records of earlier releases may be too."""
    listed = frames["ids"].filter(pl.col("status") == "live").explode("record_ids")
    pairs = listed.select("paper_id", record_id="record_ids")
    held = frames["records"].select("paper_id", "record_id")
    unnamed = held.join(pairs, on=held.columns, how="anti")
    foreign = pairs.join(held, on="record_id", how="semi").join(held, on=held.columns, how="anti")
    file = "ids.parquet"
    yield from _told(unnamed["record_id"], "broken_ids", file, "records are not named by the id of their paper")
    yield from _told(foreign["record_id"], "broken_ids", file, "records are named by the id of another paper")


def _told(values: pl.Series, code: str, file: str, what: str) -> Iterator[Problem]:
    """One problem for all the values, with the first of them; none if there are none."""
    if not values.is_empty():
        yield Problem(code, file, f"{len(values)} {what}; the first: {values.sort()[0]}.")


RULES: Final[tuple[tuple[tuple[str, ...], Callable[[Manifest, Frames], Iterator[Problem]]], ...]] = (
    (("records", "rejects"), _check_dumps),
    (("records",), _check_places),
    (("papers", "records"), _check_papers),
    (("matches", "records"), _check_matches),
    (("ids", "papers"), _check_ids),
    (("ids", "records"), _check_members),
)
"""The tables that each rule needs, and the rule."""
