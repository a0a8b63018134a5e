"""Papers and ids of records, made as a build makes them, without a flow."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.matching.ids import settle_ids
from flows.matching.remembered import Held, remember_ids
from flows.settings import DedupSettings, ReleaseSettings
from flows.work.papers import find_papers
from flows.work.parts import FACTS, REJECTS, Part, compare_part, write_frames
from flows.work.tables import Tables, write_all
from schemas.dumps import DumpFacts
from schemas.frames import empty_frame
from schemas.judgements import Rejects

NO_PRINTS: Final = pl.DataFrame(schema={"record_id": pl.String, "fingerprint": pl.String})


class Deduplicated(NamedTuple):
    """Tables of a release, without what a release is beside them."""

    papers: pl.DataFrame
    records: pl.DataFrame
    matches: pl.DataFrame
    ids: pl.DataFrame


def deduplicate(place: Path, records: pl.DataFrame, known: pl.DataFrame, settings: DedupSettings) -> Deduplicated:
    """What a build, at work in `place`, makes of records (as schemas.records.Normalized), with the last release's ids.

    `known` are these ids, as schemas.judgements.Ids.
    """
    part = Part(place / "part", len(records), len(records), len(records), 0)
    nothing = {REJECTS: empty_frame(Rejects), FACTS: empty_frame(DumpFacts)}
    write_frames(part.folder, compare_part(records, settings) | nothing)
    papers = find_papers([part], place / "pairs", known, settings, map)
    staging = place / "release"
    staging.mkdir()
    write_all(Tables([part], papers, place, staging, None, 1, ReleaseSettings()), map)
    return Deduplicated(*(pl.read_parquet(staging / f"{name}.parquet") for name in Deduplicated._fields))


class Assigned(NamedTuple):
    """`papers`: `record_id` and `paper_id` of every record. `ids`: as schemas.judgements.Ids."""

    papers: pl.DataFrame
    ids: pl.DataFrame


def assign_ids(clusters: Sequence[Sequence[str]], known: pl.DataFrame, prints: pl.DataFrame = NO_PRINTS) -> Assigned:
    """The ids of a release whose papers have these records, where the last release knew those ids.

    Fingerprints have `record_id` and `fingerprint`, a row each.
    """
    rows = [(record, min(cluster), False) for cluster in clusters for record in cluster]
    types = {"record_id": pl.String, "first": pl.String, "reference": pl.Boolean}
    named = pl.DataFrame(rows, schema=types, orient="row")
    settled = settle_ids(named, lambda: [prints], known)
    papers = named.join(settled.paper_of, on="first", maintain_order="left").select("record_id", "paper_id")
    printed = papers.join(prints, on="record_id").select("paper_id", "fingerprint").unique()
    held = Held(papers["record_id"], printed["fingerprint"])
    ids = remember_ids(papers, printed, settled.last, settled.redirects, held)
    return Assigned(papers, ids)
