"""One set for bench_dedup: read a raw folder as a build does, merge, and tell time and memory as JSON.

    bench_dedup_run.py RAW OUT

Everything is done by what a build calls. The times are of what merging takes: reading the values that are compared
(`work.parts.compare_part`), the dedup stage (`work.papers.find_papers`), and choosing the values of papers
(`matching.merge`), in one thread, as each of a build's workers has where there are as many as cores.
`OUT/records.parquet` gets the records as a release has them, `OUT/cleaned.parquet` the clean ones.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.work.process import keep_memory

# First, as in the processes of a build: polars looks at what is set when it is imported.
keep_memory()
os.environ.setdefault("POLARS_MAX_THREADS", "1")

import polars as pl

from flows.matching.merge import merge_records
from flows.reading import extract_files
from flows.settings import Settings
from flows.stages.normalize import normalize
from flows.work.hashes import KEPT
from flows.work.papers import Papers, find_papers
from flows.work.parts import RECORDS, Part, compare_part, load, write_frames
from schemas.frames import empty_frame
from schemas.judgements import Ids
from schemas.records import Records


class Spent:
    """Seconds of CPU and of the clock, over all that was measured."""

    cpu_s = 0.0
    wall_s = 0.0

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Counts what is done within."""
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu_s += time.process_time() - cpu
        self.wall_s += time.perf_counter() - wall


def main() -> None:
    """Run the stages over the raw folder."""
    raw, out = Path(sys.argv[1]), Path(sys.argv[2])
    settings, spent = Settings(), Spent()
    parts = list(read_parts(raw, out / "parts", settings, spent))
    with spent.measured():
        papers = find_papers(parts, out / "pairs", empty_frame(Ids), settings.dedup, map)
        merge(parts, papers)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    records = pl.concat([load(part, RECORDS) for part in parts])
    records.write_parquet(out / "cleaned.parquet")
    owned = records.with_columns(papers.record_ids.alias("record_id"), papers.paper_ids.alias("paper_id"))
    owned.select(list(Records.columns)).write_parquet(out / "records.parquet")
    print(json.dumps({"records": len(records), "cpu_s": spent.cpu_s, "wall_s": spent.wall_s, "peak_mb": peak_mb}))


def read_parts(raw: Path, place: Path, settings: Settings, spent: Spent) -> Iterator[Part]:
    """The dumps cut up and cleaned, and what is compared of them, part by part in files."""
    paths = sorted(path for path in raw.rglob("*") if path.is_file())
    for number, found in enumerate(extract_files(paths, raw, settings.extract)):
        records = normalize(found.records, settings.normalize).records
        folder = place / f"{number:04}"
        with spent.measured():
            write_frames(folder, compare_part(records, settings.dedup))
        yield Part(folder, len(found.records), len(found.records), len(records), 0)


def merge(parts: list[Part], papers: Papers) -> pl.DataFrame:
    """The papers with their values."""
    owned = papers.paper_ids.to_frame("paper_id").with_columns(papers.record_ids)
    names = [name for name in KEPT if name not in owned.columns]
    records = pl.concat([load(part, RECORDS, names) for part in parts]).hstack(owned).drop_nulls("paper_id")
    return merge_records(records.select(KEPT), papers.unsure)


if __name__ == "__main__":
    main()
