"""What must make no difference: the order of the records, and over how many dumps they are spread."""

import json
import random
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from flows.matching.evidence import collect_evidence
from flows.matching.matches import Limits, match_records
from flows.matching.verdicts import judge_pairs
from flows.settings import DedupSettings
from schemas.frames import empty_frame
from schemas.judgements import Ids
from schemas.records import Normalized

Rows = Callable[..., pl.DataFrame]
Clusters = Callable[[pl.DataFrame], list[list[str]]]

TEXT = "We grow moss at a constant temperature below freezing and count its leaves every week, as others have done. "
LIMITS = Limits(**DedupSettings().model_dump())


@pytest.fixture(scope="module")
def records(records_of: Rows) -> pl.DataFrame:
    """Every record of `pairs.jsonl`: traps of all kinds, which meet each other too."""
    cases = map(json.loads, Path(__file__).with_name("pairs.jsonl").read_text(encoding="utf-8").splitlines())
    return records_of(*(_whole(case[side]) for case in cases for side in "ab"))


def _whole(record: dict[str, Any]) -> dict[str, Any]:
    dated = {name: date.fromisoformat(value) if name == "date" else value for name, value in record.items()}
    text = record.get("abstract")
    return dated | {"abstract": None if text is None else f"{TEXT}{text} {text.lower() * 12} and so on to the end."}


@pytest.fixture(scope="module")
def clusters_of(set_of: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Clusters:
    """Gives the ids of the records of each cluster, read in three parts."""

    def match(records: pl.DataFrame) -> list[list[str]]:
        search, record_ids = set_of(records, parts=3)
        labels = match_records(search, LIMITS, tmp_path_factory.mktemp("pairs"), map).labels
        groups = pl.DataFrame({"record_id": record_ids, "cluster": labels}).group_by("cluster")
        return sorted(groups.agg(pl.col("record_id").sort())["record_id"].to_list())

    return match


@pytest.fixture(scope="module")
def clusters(records: pl.DataFrame, clusters_of: Clusters) -> list[list[str]]:
    """The clusters of the records of one dump."""
    return clusters_of(records)


def test_five_orders_of_the_records_give_the_same_papers_byte_for_byte(
    records: pl.DataFrame, dedup: Callable[..., Any]
) -> None:
    def papers_of(some: pl.DataFrame) -> str:
        papers: pl.DataFrame = dedup(some.select(list(Normalized.columns)), empty_frame(Ids), DedupSettings()).papers
        return papers.write_json()

    wanted = papers_of(records)
    for seed in range(5):
        assert papers_of(records.sample(fraction=1, shuffle=True, seed=seed)) == wanted


@pytest.mark.parametrize("dumps", [2, 7, 300])
def test_any_number_of_dumps_gives_the_same_clusters(
    records: pl.DataFrame, clusters_of: Clusters, clusters: list[list[str]], dumps: int
) -> None:
    rng = random.Random(dumps)  # noqa: S311 - a seeded draw, no secret
    spread = records.with_columns(dump=pl.Series([f"page{rng.randrange(dumps)}.txt" for _ in range(len(records))]))
    assert clusters_of(spread) == clusters


def test_no_cluster_holds_a_pair_that_is_different(
    records: pl.DataFrame, clusters: list[list[str]], set_of: Callable[..., Any]
) -> None:
    search, record_ids = set_of(records)
    values = search.values
    compared = values.take(np.arange(len(records), dtype=np.uint32), values.names())
    row = {record: number for number, record in enumerate(record_ids)}
    pairs = [sorted((row[a], row[b])) for group in clusters for a, b in combinations(group, 2)]
    assert len(pairs) > 100
    a, b = np.array(pairs, dtype=np.uint32).T
    evidence = collect_evidence(compared, a, b, min_abstract_likeness=0.9, max_years_apart=8)
    assert judge_pairs(evidence).filter(pl.col("verdict") == "different").is_empty()
