"""FLOOR: polars alone reading JSON Lines and writing them once as zstd Parquet and once as JSON Lines.

bench_floor.py OUT FILE…
"""

import sys
from pathlib import Path

import polars as pl


def main() -> None:
    """Read and write."""
    out, *files = map(Path, sys.argv[1:])
    frame = pl.concat([pl.read_ndjson(file) for file in files]) if len(files) <= 1 else pl.read_ndjson(files)
    frame.write_parquet(out / "floor.parquet", compression="zstd")
    frame.write_ndjson(out / "floor.jsonl")


if __name__ == "__main__":
    main()
