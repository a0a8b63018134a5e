"""The records of bench_rivals, merged by litsieve as a build merges them, with its default settings.

    python -m benchmarks.bench_rivals_litsieve OUT

Reads the cleaned records of `OUT/cleaned.parquet` and writes `OUT/records.parquet` with `source_id` and `paper_id`.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.bench_dedup_run import merge
from flows.settings import Settings
from flows.work.papers import find_papers
from flows.work.parts import Part, compare_part, write_frames
from schemas.frames import empty_frame
from schemas.judgements import Ids


def main() -> None:
    """Merge the records of the folder."""
    out, settings = Path(sys.argv[1]), Settings().dedup
    records = pl.read_parquet(out / "cleaned.parquet").sort("dump", "position")
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_frames(folder / "part", compare_part(records, settings))
        parts = [Part(folder / "part", len(records), len(records), len(records), 0)]
        papers = find_papers(parts, folder / "pairs", empty_frame(Ids), settings, map)
        merge(parts, papers)
    records.select("source_id", papers.paper_ids.alias("paper_id")).write_parquet(out / "records.parquet")


if __name__ == "__main__":
    main()
