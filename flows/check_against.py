"""Dumps against a release: what they would bring, contradict, take away, and how far they lie from what was usual."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.check import Checked, check_each
from flows.checks.as_text import some_of
from flows.checks.conflicts import find_conflicts
from flows.checks.drift import judge_drift
from flows.checks.findings import AGAINST_CODES, Compared, Finding, Verdict, by_place, from_gate, with_places
from flows.checks.history import reckon_figures
from flows.checks.splits import find_splits
from flows.checks.standing import Published, find_standing, read_published
from flows.matching.keys import READ
from flows.settings import CheckSettings, Settings
from flows.stages.validate import Gate


class _Dump(NamedTuple):
    """One dump: its verdict so far, and the rows that are of it.

    These are of signs.read_signs, of Standing.papers, and of conflicts.find_conflicts with signs beside. `splits` are
    its papers of splits.find_splits.
    """

    verdict: Verdict
    signs: pl.DataFrame
    papers: pl.DataFrame
    conflicts: pl.DataFrame
    splits: list[str]


def check_against(paths: Sequence[Path], raw: Path, release: Path, settings: Settings) -> list[Verdict]:
    """As check.check_dumps, and what the release in the folder `release` has to say; all dumps matched together.

    A dump below `raw` replaces the one of its name in the release. Raises OutputError where the release cannot be read.
    """
    return hold_against(list(check_each(paths, raw, settings, READ)), release, settings)


def hold_against(checked: Sequence[Checked], release: Path, settings: Settings) -> list[Verdict]:
    """The verdicts on dumps that were checked by themselves, with their READ, as `check_against` gives them."""
    if not checked:
        return []
    published = read_published(release)
    signs = pl.concat([dump.signs for dump in checked])
    records = pl.concat([dump.records for dump in checked])
    standing = find_standing(records, published, settings.dedup)
    told = find_conflicts(standing, records, published, settings.check.max_years_apart)
    replaced = [one.verdict.dump for one in checked if one.verdict.readable and one.verdict.dump is not None]
    splits = find_splits(records, replaced, published, standing, settings.dedup)
    figures = reckon_figures(signs.lazy(), [dump.verdict.facts for dump in checked])
    held = []
    for one in checked:
        if one.verdict.readable:
            dump = _Dump(
                one.verdict,
                one.signs,
                standing.papers.join(one.signs, on="record_id", how="semi"),
                told.join(one.signs.unique("record_id", keep="first"), on="record_id"),
                splits.filter(pl.col("dump") == pl.lit(one.verdict.dump, pl.String))["paper_id"].to_list(),
            )
            now = figures.filter(dump=one.verdict.facts.path)
            compared = _compare(dump, published, judge_drift(now, published.figures, settings.check.max_drift))
            held.append(_judge(dump, compared, settings.check))
        else:
            held.append(one.verdict)
    return [with_places(verdict) for verdict in held]


def _compare(dump: _Dump, published: Published, drift: list[Gate]) -> Compared:
    by_record = dump.papers.group_by("record_id").agg(
        pl.col("unchanged").first(), is_known=pl.col("paper_id").count() > 0
    )
    counted = dump.signs.select("record_id").join(by_record, on="record_id")
    joins = dump.papers.filter(~pl.col("unchanged"))["paper_id"].drop_nulls().unique().sort()
    contradicting = dump.conflicts.filter(pl.col("code") != "joins_papers")["record_id"]
    before = published.records.filter(pl.col("dump") == pl.lit(dump.verdict.dump, pl.String))["paper_id"].unique()
    still = dump.papers["paper_id"].drop_nulls()
    return Compared(
        release=published.name,
        new=counted.filter(~pl.col("is_known")).height,
        known=counted.filter(pl.col("is_known") & ~pl.col("unchanged")).height,
        unchanged=counted.filter("unchanged").height,
        conflicting=dump.signs.filter(pl.col("record_id").is_in(contradicting.implode())).height,
        joins=joins.to_list(),
        gave=len(before),
        gone=before.filter(~before.is_in(still.implode())).sort().to_list(),
        splits=dump.splits,
        drift=drift,
    )


def _judge(dump: _Dump, compared: Compared, settings: CheckSettings) -> Verdict:
    """The verdict with the findings on single records and those of the limits that were passed."""
    shares = {
        "max_conflict_share": (compared.conflicting / max(dump.signs.height, 1), settings.max_conflict_share),
        "max_gone_share": (
            len({*compared.gone, *compared.splits}) / max(compared.gave, 1),
            settings.max_gone_share,
        ),
    }
    subject = str(dump.verdict.path)
    gates = [Gate(name, subject, share, limit, share <= limit) for name, (share, limit) in shares.items()]
    places = dump.conflicts.select("code", "message", "byte_start", "byte_end", "position").iter_rows()
    whole = (0, dump.verdict.facts.content_bytes)
    apart = [f"{AGAINST_CODES['splits_papers']} {some_of(compared.splits)}"] if compared.splits else []
    found = [
        *dump.verdict.findings,
        *(Finding("splits_papers", "warning", message, *whole) for message in apart),
        *(Finding(code, "warning", message, *place) for code, message, *place in places),
        *(from_gate(gate, whole) for gate in gates + compared.drift if not gate.passed),
    ]
    return dump.verdict._replace(findings=by_place(found), against=compared)
