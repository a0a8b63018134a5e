#!/usr/bin/env python3
"""How long it takes to tell two releases apart.

    bench_diff.py [--papers 200000] [--seed 7] [--repeat 3]

Makes two releases of made-up papers, each of one to three records: between them one paper in 50 is added, one in 50
removed, one in 20 has another title, one in 200 was merged and one in 200 split. Prints, for each form that `litsieve
diff` has, CPU and wall time of the whole command and the ratio to the floor: reading the six compared files once and
taking their checksums.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Final

import numpy as np
import polars as pl

from flows.release.changes import compare
from flows.release.manifest import BuildFacts
from flows.release.publish import publish
from flows.release.staging import open_staging
from flows.release.tables import write_tables
from flows.settings import ReleaseSettings
from schemas.frames import empty_frame, polars_schema
from schemas.tables import TABLES

WORDS: Final = 20_000
FORMS: Final = ((), ("--json",), ("--html",))
FLOOR: Final = """
import sys
from hashlib import file_digest
import polars as pl
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        file_digest(file, "sha256")
    pl.read_parquet(path)
"""


def texts(rng: np.random.Generator, rows: int, words: int) -> pl.Series:
    """Random words with blanks between."""
    lexicon = pl.Series([f"w{number:x}" for number in range(WORDS)])
    drawn = lexicon.gather(pl.Series(rng.integers(0, WORDS, rows * words)))
    return drawn.reshape((rows, words)).arr.join(" ")


def full_frame(name: str, given: dict[str, object], rows: int) -> pl.DataFrame:
    """A table with what is given; of the other columns lists are empty and all else is null."""
    types = polars_schema(TABLES[name])
    frame = pl.DataFrame(given)
    missing = [
        (pl.lit([], dtype) if isinstance(dtype, pl.List) else pl.lit(None, dtype)).alias(column)
        for column, dtype in types.items()
        if column not in frame.columns
    ]
    whole = frame.with_columns(missing).select(pl.col(column).cast(dtype) for column, dtype in types.items())
    return whole.head(rows)


def first_release(papers: int, seed: int) -> dict[str, pl.DataFrame]:
    """Tables of a release with this many papers."""
    rng = np.random.default_rng(seed)
    ids = pl.Series("paper_id", [f"p{number:016x}" for number in rng.permutation(papers)])
    held = rng.integers(1, 4, papers)
    text = {"title": texts(rng, papers, 9), "abstract": texts(rng, papers, 150)}
    authors = texts(rng, papers, 6).str.split(" ")
    about = {**text, "authors": authors, "authors_complete": pl.repeat(True, papers, eager=True), "paper_id": ids}  # noqa: FBT003 - a value
    table = full_frame("papers", {**about, "n_records": pl.Series(held)}, papers)
    owner = np.repeat(np.arange(papers), held)
    records = full_frame(
        "records",
        {
            **{name: column.gather(pl.Series(owner)) for name, column in about.items()},
            "record_id": [f"r{number:020x}" for number in range(len(owner))],
            "dump": ["dump.jsonl"] * len(owner),
            "dump_sha256": ["0" * 64] * len(owner),
            "position": np.arange(len(owner)),
            "layout": ["jsonl"] * len(owner),
            "confidence": np.ones(len(owner)),
            "reference": np.zeros(len(owner), dtype=bool),
            "abstract_raw": text["abstract"].gather(pl.Series(owner)),
        },
        len(owner),
    )
    return {"papers": table, "records": records, "ids": ids_of(records)}


def ids_of(records: pl.DataFrame, merged: pl.DataFrame | None = None) -> pl.DataFrame:
    """The ids of these records' papers; `merged` has `paper_id` and `redirect` of others."""
    live = records.group_by("paper_id").agg(record_ids=pl.col("record_id").sort()).with_columns(status=pl.lit("live"))
    more = [] if merged is None else [merged.with_columns(status=pl.lit("merged"))]
    columns = pl.concat([live, *more], how="diagonal").to_dict()
    return full_frame("ids", dict(columns), live.height + sum(frame.height for frame in more)).sort("paper_id")


def next_release(old: dict[str, pl.DataFrame], seed: int) -> dict[str, pl.DataFrame]:
    """The tables of a release some time later; see the head of this file."""
    papers = old["papers"].height
    drawn = random.Random(seed).sample(range(papers), papers)  # noqa: S311 - made-up data
    share = papers // 200
    removed, retitled = drawn[: 4 * share], drawn[4 * share : 14 * share]
    lost, heirs = drawn[14 * share : 15 * share], drawn[15 * share : 16 * share]
    split = drawn[16 * share : 17 * share]
    ids = old["papers"]["paper_id"]
    into = pl.DataFrame({"paper_id": ids.gather(lost), "redirect": ids.gather(heirs)})
    apart = pl.DataFrame({"paper_id": ids.gather(split), "new": [f"pe{number:015x}" for number in range(share)]})
    gone = ids.gather(removed)
    kept = (
        old["records"]
        .filter(~pl.col("paper_id").is_in(gone.implode()))
        .join(into, on="paper_id", how="left")
        .join(apart, on="paper_id", how="left")
        .with_columns(
            paper_id=pl.coalesce(
                "redirect",
                pl.when(pl.col("record_id") == pl.col("record_id").max().over("paper_id")).then("new"),
                "paper_id",
            )
        )
        .select(old["records"].columns)
    )
    come = kept.head(4 * share).with_columns(
        record_id=pl.format("rf{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(19)),
        paper_id=pl.format("pf{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(15)),
    )
    records = pl.concat([kept, come])
    counted = records.group_by("paper_id").agg(n_records=pl.len().cast(pl.Int32))
    known = old["papers"].with_columns(
        title=pl.when(pl.col("paper_id").is_in(ids.gather(retitled).implode()))
        .then(pl.col("title") + ", revised")
        .otherwise("title")
    )
    fresh = (
        records.join(known, on="paper_id", how="anti")
        .unique("paper_id")
        .select(column for column in old["papers"].columns if column in records.columns)
    )
    whole = pl.concat([known, fresh], how="diagonal").drop("n_records").join(counted, on="paper_id")
    table = full_frame("papers", dict(whole.to_dict()), whole.height)
    return {"papers": table, "records": records, "ids": ids_of(records, into)}


def release(out: Path, tables: dict[str, pl.DataFrame], before: dict[str, pl.DataFrame] | None, day: int) -> Path:
    """Publish the tables as a release of `out`, which has the release `before`."""
    facts = BuildFacts(code_version="0", settings={}, inputs=(), inputs_hash="0", counts={}, gates=())
    rest = {name: empty_frame(TABLES[name]) for name in ("matches", "rejects")}
    staging = open_staging(out)
    changes = compare(before, tables)
    statistics = write_tables(staging, {**tables, **rest, "changes": changes}, ReleaseSettings(zstd_level=1))
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    return publish(out, staging, facts.model_copy(update={"statistics": statistics}), now).path


def cost_s(command: list[str]) -> tuple[float, float]:
    """CPU and wall seconds of a command."""
    before, began = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own code
    wall_s, after = time.perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall_s


def main() -> None:
    """Make the releases, tell them apart, print the figures."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--papers", type=int, default=200_000)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--repeat", type=int, default=3)
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        before = first_release(args.papers, args.seed)
        old = release(out, before, None, 0)
        new = release(out, next_release(before, args.seed), before, 1)
        files = [str(release / f"{name}.parquet") for release in (old, new) for name in ("papers", "records", "ids")]
        size_mb = sum(Path(file).stat().st_size for file in files) / 1e6
        print(
            f"two releases of {args.papers:,} papers, the compared files {size_mb:,.0f} MB; least of {args.repeat} runs"
        )
        floor_cpu_s, floor_s = min(cost_s([sys.executable, "-c", FLOOR, *files]) for _ in range(args.repeat))
        print(f"{'floor':<10} {floor_cpu_s:6.2f} s CPU {floor_s:6.2f} s")
        for form in FORMS:
            command = [sys.executable, "-m", "flows.cli", "diff", str(old), str(new), *form]
            cpu_s, wall_s = min(cost_s(command) for _ in range(args.repeat))
            name = "text" if not form else form[0].lstrip("-")
            print(f"{name:<10} {cpu_s:6.2f} s CPU {wall_s:6.2f} s   {cpu_s / floor_cpu_s:.1f} times the floor's CPU")


if __name__ == "__main__":
    main()
