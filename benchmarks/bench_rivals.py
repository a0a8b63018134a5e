"""litsieve beside Splink (on DuckDB) and BibDedupe on the same records, in one run: `make bench-rivals`.

The records are of the two arXiv snapshots in `../shared/data`, their ids hidden: whole papers with all their records,
chosen by a hash, with arXiv as their journal. litsieve reads and cleans them once; each tool then starts in a process
of its own with the cleaned records and ends with a table of which record is of which paper, which `../shared/tools`
scores by pairs. Time and memory are those of the whole process as the system accounts them: start, reading, training,
merging, writing.

The rivals live in environments of their own under `~/.cache/litsieve`, which takes the network once. One that is not
done in time is ended, and tried again with a quarter of the records.
"""

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from benchmarks.bench_dedup import CACHE, HERE, install, install_rival, run, score, snapshots

SPLINK: Final = CACHE.with_name("splink")
RECORDS: Final = 20_000
LIMIT_S: Final = 1_200

HEADER: Final = (
    "| tool | records | records/s | records/CPU s | CPU s | wall s | peak MB | precision | recall | fp | fn |"
)
ROW: Final = (
    "| {} | {:,} | {:,.0f} | {:,.0f} | {:.1f} | {:.1f} | {:,.0f} | {precision:.5f} | {recall:.5f}"
    " | {false_positives} | {false_negatives} |"
)


class Used(NamedTuple):
    """What a process took, its children included."""

    cpu_s: float
    wall_s: float
    peak_mb: float


def main() -> None:
    """Run every tool over the records and print the table, in Markdown."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--records", type=int, default=RECORDS, help="how many records")
    ask.add_argument("--limit", type=float, default=LIMIT_S, help="seconds of wall time that a tool gets")
    args = ask.parse_args()
    tools: dict[str, list[str | Path]] = {
        "litsieve": [sys.executable, "-m", "benchmarks.bench_rivals_litsieve"],
        "Splink": [install(SPLINK, "splink==5.0.0", "duckdb==2.0.0"), HERE / "bench_rivals_splink.py"],
        "BibDedupe": [install_rival(), HERE / "bench_dedup_rival.py"],
    }
    print(HEADER, "|---" * HEADER.count(" | ") + "|---|", sep="\n")
    late = compare(tools, args.records, args.limit)
    compare(late, args.records // 4, args.limit)


def compare(tools: dict[str, list[str | Path]], records: int, limit_s: float) -> dict[str, list[str | Path]]:
    """Print a row for each tool; gives those that were not done in time."""
    late = {}
    with tempfile.TemporaryDirectory(prefix="bench-rivals-") as name:
        folder = Path(name)
        key = choose(folder, records)
        for tool, command in tools.items():
            (folder / "records.parquet").unlink(missing_ok=True)
            used = spend([*command, folder], limit_s)
            if used is None:
                print(f"| {tool} | {records:,} | not done in {limit_s:.0f} s |" + " |" * 8, flush=True)
                late[tool] = command
                continue
            told = (records, records / used.wall_s, records / used.cpu_s, *used)
            print(ROW.format(tool, *told, **score(folder, key)), flush=True)
    return late


def choose(folder: Path, records: int) -> Path:
    """Put so many records, cleaned, into `cleaned.parquet` of the folder; the path of their key."""
    (folder / "raw").mkdir()
    key = snapshots(folder)
    labels = pl.read_parquet(key)
    digest = [hashlib.sha256(paper.encode()).digest() for paper in labels["cluster_id"]]
    chosen = labels.with_columns(digest=pl.Series(digest)).sort("digest", "source_id").head(records).drop("digest")
    for path in (folder / "raw").iterdir():
        pl.read_parquet(path).join(chosen, on="source_id", how="semi").write_parquet(path)
    chosen.write_parquet(key)
    run([sys.executable, "-m", "benchmarks.bench_dedup_run", folder / "raw", folder])
    # BibDedupe holds no two records for one paper that name neither journal, volume, pages nor DOI.
    cleaned = pl.read_parquet(folder / "cleaned.parquet")
    cleaned.with_columns(pl.col("venue").fill_null("arXiv")).write_parquet(folder / "cleaned.parquet")
    return key


def spend(command: list[str | Path], limit_s: float) -> Used | None:
    """What a program took; None where it had to be ended. Raises SystemExit where it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True)  # noqa: S603 - programs named above
        while True:
            # wait4 alone tells what one child used, and it knows no time limit.
            done, status, used = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            if time.perf_counter() - start > limit_s:
                os.killpg(process.pid, signal.SIGKILL)
                os.wait4(process.pid, 0)
                process.returncode = -signal.SIGKILL
                return None
            time.sleep(0.02)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            raise SystemExit(f"{command[1]} failed:\n{errors.read().decode()}")
    return Used(used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
