#!/usr/bin/env python3
"""Extract and normalize: microseconds of CPU and peak memory a record, and what polars alone takes for the same file.

    bench_stages.py [--records 100000] [--only jsonl parquet snapshot pages]

Records are real ones of `../shared/data`, repeated where more are wanted; a repeated one has another title and another
word in its abstract. FLOOR is polars reading the JSON Lines and writing them once as Parquet and once as JSON Lines.
Every run is a process of its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from benchmarks.rendered import render_listings

HERE: Final = Path(__file__).resolve().parent
SHARED: Final = HERE.parents[1] / "shared"
KINDS: Final = ("jsonl", "parquet", "snapshot", "pages")
ROW: Final = "{:10} {:>9} {:>12} {:>12} {:>12} {:>10} {:>10}"

Row = dict[str, Any]


def main() -> None:
    """Make the dumps, run every kind in a process of its own, and print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--records", type=int, default=100_000)
    ask.add_argument("--only", nargs="*", choices=KINDS, default=KINDS)
    ask.add_argument("--run", nargs=2, metavar=("KIND", "FOLDER"), help=argparse.SUPPRESS)
    args = ask.parse_args()
    if args.run:
        kind, folder = args.run
        print(json.dumps(floor(Path(folder)) if kind == "floor" else run_stages(Path(folder))))
        return
    with tempfile.TemporaryDirectory(prefix="bench-stages-") as place:
        folder = Path(place)
        make_lines(folder / "jsonl", args.records)
        base = in_process("floor", folder / "jsonl")
        print(f"FLOOR {1e6 * base['cpu'] / args.records:.1f} µs of CPU a record, peak {base['peak']:.2f} GiB")
        print(ROW.format("dumps", "records", "extract µs", "normalize µs", "both µs", "x FLOOR", "peak GiB"))
        for kind in args.only:
            if kind != "jsonl":
                MAKERS[kind](folder / kind, args.records)
            found = in_process(kind, folder / kind)
            each = 1e6 / found["records"]
            both = (found["extract"] + found["normalize"]) * each
            print(
                ROW.format(
                    kind,
                    f"{found['records']:,}",
                    f"{found['extract'] * each:.1f}",
                    f"{found['normalize'] * each:.1f}",
                    f"{both:.1f}",
                    f"{both * args.records / base['cpu'] / 1e6:.2f}",
                    f"{found['peak']:.2f}",
                )
            )


def in_process(kind: str, folder: Path) -> dict[str, float]:
    """What a run of this file says in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bench_stages", "--run", kind, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent)  # noqa: S603 - this file
    told: dict[str, float] = json.loads(done.stdout)
    return told


def floor(folder: Path) -> dict[str, float]:
    """Seconds of CPU that polars takes to read the lines and to write them twice, and peak memory in GiB."""
    start = time.process_time()
    frame = pl.read_ndjson(folder / "papers.jsonl")
    frame.write_parquet(folder.parent / "floor.parquet", compression="zstd")
    frame.write_ndjson(folder.parent / "floor.jsonl")
    return {"cpu": time.process_time() - start, "peak": peak_gib()}


def run_stages(folder: Path) -> dict[str, float]:
    """Seconds of CPU of both stages for the dumps of a folder, how many records these hold, and peak memory in GiB."""
    # Only the process that is measured needs them.
    from flows.reading import extract_files  # noqa: PLC0415
    from flows.settings import Settings  # noqa: PLC0415
    from flows.stages.normalize import normalize  # noqa: PLC0415

    settings = Settings()
    spent = {"extract": 0.0, "normalize": 0.0}
    records = 0
    parts = extract_files(sorted(folder.iterdir()), folder, settings.extract)
    start = time.process_time()
    for part in parts:
        middle = time.process_time()
        records += normalize(part.records, settings.normalize).records.height
        end = time.process_time()
        spent["extract"] += middle - start
        spent["normalize"] += end - middle
        start = end
    return {**spent, "records": records, "peak": peak_gib()}


def peak_gib() -> float:
    """Peak memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def real_rows(count: int) -> Iterator[Row]:
    """This many records, told apart where they repeat."""
    names = [SHARED / "data" / f"arxiv_{year}.parquet" for year in (2019, 2020)]
    papers = pl.concat([pl.read_parquet(name) for name in names]).sample(fraction=1, shuffle=True, seed=7)
    for number in range(count):
        row = papers.row(number % papers.height, named=True)
        if number >= papers.height:
            row["title"] = f"{row['title']}, {number}"
            row["abstract"] = f"{row['abstract']} Number {number}."
        yield row


def make_lines(folder: Path, count: int) -> None:
    """Write `papers.jsonl`."""
    folder.mkdir()
    with (folder / "papers.jsonl").open("w", encoding="utf-8") as sink:
        sink.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in real_rows(count))


def make_parquet(folder: Path, _: int) -> None:
    """Write the same records as `papers.parquet`."""
    folder.mkdir()
    pl.read_ndjson(folder.parent / "jsonl" / "papers.jsonl").write_parquet(folder / "papers.parquet")


def make_snapshot(folder: Path, count: int) -> None:
    """Write the same records as arXiv publishes its metadata."""
    folder.mkdir()
    with (folder / "snapshot.jsonl").open("w", encoding="utf-8") as sink:
        sink.writelines(json.dumps(as_snapshot(number, row)) + "\n" for number, row in enumerate(real_rows(count)))


def as_snapshot(number: int, row: Row) -> Row:
    """A record as arXiv's snapshot has it; what the record does not tell is made up from its number."""
    words = row["abstract"].split(" ")
    lines = [" ".join(words[at : at + 11]) for at in range(0, len(words), 11)]
    versions = [f"Mon, {1 + number % 28} Apr {2007 + year} 19:18:42 GMT" for year in range(1 + number % 3)]
    return {
        "id": row["uid"].removeprefix("arxiv:"),
        "submitter": (row["authors"] or [None])[0],
        "authors": ", ".join(row["authors"]),
        "title": row["title"],
        "comments": f"{number % 40} pages" if number % 3 else None,
        "journal-ref": f"Phys.Rev.D{number % 90}:{number % 9999},2009" if number % 4 == 0 else None,
        "doi": f"10.1103/PhysRevD.{number % 90}.{number}" if number % 4 == 0 else None,
        "report-no": None,
        "categories": ("hep-ph", "math.CO cs.CG", "cs.LG stat.ML")[number % 3],
        "license": None,
        "abstract": "  " + "\n".join(lines) + "\n",
        "versions": [{"version": f"v{place}", "created": when} for place, when in enumerate(versions, 1)],
        "update_date": "2010-11-26",
        "authors_parsed": [[name.rpartition(" ")[2], name.rpartition(" ")[0], ""] for name in row["authors"]],
    }


def make_pages(folder: Path, count: int) -> None:
    """Render pages of a tenth as many records."""
    rendered = folder.parent / "rendered"
    render_listings(SHARED / "data" / "papers.parquet", rendered, "--glued", str(max(2500, count // 10)))
    (rendered / "raw").rename(folder)


MAKERS: Final[dict[str, Callable[[Path, int], None]]] = {
    "parquet": make_parquet,
    "snapshot": make_snapshot,
    "pages": make_pages,
}

if __name__ == "__main__":
    main()
