"""Merging against labelled sets, beside BibDedupe on the same records: `make bench-dedup`.

The sets lie outside the repository, in `../shared/data`. Each goes through the real stages with the default settings
and is scored by `../shared/tools`. BibDedupe is installed into an environment of its own under `~/.cache/litsieve`; of
the arXiv snapshots, which would take it an hour, it gets a sample. Time is CPU time; `wall` is wall time.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import polars as pl

from benchmarks.rendered import render_listings

HERE: Final = Path(__file__).resolve().parent
SHARED: Final = HERE.parents[1] / "shared"
CACHE: Final = Path.home() / ".cache" / "litsieve" / "bib-dedupe"
SETS: Final = ("stroke", "cytology_screening", "digital_work", "special_cases", "dblp_acm")
SNAPSHOTS: Final = ("arxiv_2019", "arxiv_2020")
RIVAL_SAMPLE: Final = 2_500
"""Papers of the arXiv snapshots that BibDedupe gets, each with all its records."""

Figures = dict[str, Any]
HEADER: Final = "{:20} {:10} {:>8} {:>9} {:>8} {:>5} {:>5} {:>8} {:>8} {:>9} {:>8}"
ROW: Final = "{:20} {:10} {:>8} {:>9.5f} {:>8.5f} {:>5} {:>5} {:>8.1f} {:>8.1f} {:>9.0f} {:>8.0f}"


def main() -> None:
    """Run every set and print the table."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--without-rival", action="store_true", help="leave BibDedupe out")
    ask.add_argument("--only", nargs="*", help="these sets alone")
    args = ask.parse_args()
    rival = None if args.without_rival else install_rival()
    names = ("set", "tool", "records", "precision", "recall", "fp", "fn", "cpu s", "wall s", "rec/cpu s", "peak MB")
    print(HEADER.format(*names))
    for name in args.only or (*SETS, "arxiv_2019+2020", "rendered pages"):
        with tempfile.TemporaryDirectory(prefix="bench-dedup-") as folder:
            run_set(name, Path(folder), rival)


def run_set(name: str, folder: Path, rival: Path | None) -> None:
    """Print the lines of one set."""
    raw = folder / "raw"
    raw.mkdir()
    if name == "rendered pages":
        gold = render(folder)
        told = run([sys.executable, "-m", "benchmarks.bench_dedup_run", raw, folder])
        scored = run([sys.executable, SHARED / "tools" / "score_release.py", folder, gold])["merge"]
        said, true = scored["said_pairs"], scored["true_pairs"]
        hit = round(scored["recall"] * true)
        report(name, "litsieve", told, {**scored, "false_positives": said - hit, "false_negatives": true - hit})
        return
    key = snapshots(folder) if name == "arxiv_2019+2020" else labelled(name, folder)
    told = run([sys.executable, "-m", "benchmarks.bench_dedup_run", raw, folder])
    report(name, "litsieve", told, score(folder, key))
    if rival is None:
        return
    if name == "arxiv_2019+2020":
        name, key = "  sample of it", sample(folder, key)
        told = run([sys.executable, "-m", "benchmarks.bench_dedup_run", raw, folder])
        report(name, "litsieve", told, score(folder, key))
    told = run([rival, HERE / "bench_dedup_rival.py", folder])
    report(name, "BibDedupe", told, score(folder, key))


def run(command: list[str | Path]) -> Figures:
    """The JSON object that a program prints last."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - programs named above
    if done.returncode != 0:
        raise SystemExit(f"{command[-2]} failed:\n{done.stderr}")
    found: Figures = json.loads(done.stdout[done.stdout.index("{") :])
    return found


def report(name: str, tool: str, told: Figures, scored: Figures) -> None:
    """Print one line of the table."""
    of_pairs = (scored["precision"], scored["recall"], scored["false_positives"], scored["false_negatives"])
    speed = told["records"] / told["cpu_s"]
    print(
        ROW.format(name, tool, told["records"], *of_pairs, told["cpu_s"], told["wall_s"], speed, told["peak_mb"]),
        flush=True,
    )


def score(folder: Path, key: Path) -> Figures:
    """What the scorer says of `records.parquet` in the folder."""
    return run([sys.executable, SHARED / "tools" / "score_dedup.py", folder, key])


def labelled(name: str, folder: Path) -> Path:
    """Put a set of `data/dedup` into the raw folder; the path of its key."""
    shutil.copy(SHARED / "data" / "dedup" / f"{name}.jsonl", folder / "raw")
    return SHARED / "data" / "dedup" / f"{name}_key.parquet"


def snapshots(folder: Path) -> Path:
    """Put both arXiv snapshots into the raw folder, their ids hidden; the path of a key made of the ids."""
    keys = []
    for name in SNAPSHOTS:
        papers = pl.read_parquet(SHARED / "data" / f"{name}.parquet").with_row_index("row")
        papers = papers.with_columns(source_id=pl.format(f"{name}-{{}}", "row"))
        papers.drop("row", "uid").write_parquet(folder / "raw" / f"{name}.parquet")
        keys.append(papers.select("source_id", cluster_id="uid"))
    pl.concat(keys).write_parquet(folder / "key.parquet")
    return folder / "key.parquet"


def sample(folder: Path, key: Path) -> Path:
    """Leave only some papers in the raw folder, and nothing that was made of all; the path of their key."""
    for made in ("parts", "pairs"):
        shutil.rmtree(folder / made, ignore_errors=True)
    labels = pl.read_parquet(key)
    chosen = labels.filter(pl.col("cluster_id").is_in(labels["cluster_id"].unique().sort().gather_every(40).implode()))
    chosen = chosen.filter(pl.col("cluster_id").rank("dense") <= RIVAL_SAMPLE)
    for path in (folder / "raw").iterdir():
        pl.read_parquet(path).join(chosen, on="source_id", how="semi").write_parquet(path)
    chosen.write_parquet(key)
    return key


def render(folder: Path) -> Path:
    """Put pages rendered of `papers.parquet` into the raw folder; the path of their gold."""
    (folder / "raw").rmdir()
    render_listings(SHARED / "data" / "papers.parquet", folder)
    return folder / "gold.jsonl"


def install_rival() -> Path:
    """The Python of an environment with BibDedupe."""
    return install(CACHE, "bib-dedupe==0.11.0", "pyarrow")


def install(place: Path, *packages: str) -> Path:
    """The Python of an environment at `place` with these packages, made where there is none."""
    python = place / "bin" / "python"
    if not (place / "installed").exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)  # noqa: S603 - this Python
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)  # noqa: S603 - its pip
        (place / "installed").touch()
    return python


if __name__ == "__main__":
    main()
