"""One set for bench_dedup: read a raw folder through the real stages, merge, and tell time and memory as JSON.

    bench_dedup_run.py RAW OUT

`OUT/cleaned.parquet` gets the cleaned records and `OUT/records.parquet` what the dedup stage makes of them; the times
are those of that stage alone.
"""

import json
import resource
import sys
import time
from pathlib import Path

import polars as pl

from flows.reading import extract_files
from flows.settings import Settings
from flows.stages.dedup import dedup
from flows.stages.normalize import normalize, number_repeats
from schemas.frames import empty_frame
from schemas.judgements import Ids


def main() -> None:
    """Run the stages over the raw folder."""
    raw, out = Path(sys.argv[1]), Path(sys.argv[2])
    settings = Settings()
    paths = sorted(path for path in raw.rglob("*") if path.is_file())
    parts = [
        normalize(part.records, settings.normalize).records for part in extract_files(paths, raw, settings.extract)
    ]
    records = number_repeats(pl.concat(parts))
    del parts
    records.write_parquet(out / "cleaned.parquet")
    cpu, wall = time.process_time(), time.perf_counter()
    merged = dedup(records, empty_frame(Ids), settings.dedup)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    merged.records.write_parquet(out / "records.parquet")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"records": len(records), "cpu_s": cpu, "wall_s": wall, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main()
