#!/usr/bin/env python3
"""Extract one large glued page: records a second and peak memory of the process.

    bench_large_page.py PAGE.txt [--megabytes 512]

PAGE is a glued page, best one rendered from real papers; it is repeated up to the wanted size in a temporary file,
which is then read in pieces through the extract stage. Also counts the bytes that were accounted for.
"""

import argparse
import tempfile
import time
from pathlib import Path

from flows.reading import extract_files
from flows.settings import ExtractSettings


def repeat_page(page: Path, target: Path, size_bytes: int) -> None:
    """Write the page to `target` again and again until that has `size_bytes` or a little more."""
    content = page.read_bytes()
    with target.open("wb") as sink:
        while sink.tell() < size_bytes:
            sink.write(content)


def peak_gib() -> float:
    """The most memory that this process held so far, by Linux: `getrusage` begins with what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 2**20


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("page", type=Path)
    ask.add_argument("--megabytes", type=int, default=512)
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "page.txt")
        repeat_page(args.page, target, args.megabytes * 2**20)
        before_gib = peak_gib()
        records = told_bytes = parts = 0
        start, start_cpu = time.perf_counter(), time.process_time()
        for part in extract_files([target], target.parent, ExtractSettings()):
            records += part.records.height
            told_bytes += int(part.facts["content_bytes"].sum())
            parts += 1
        took, cpu = time.perf_counter() - start, time.process_time() - start_cpu
        size = target.stat().st_size
        lost = size - told_bytes
        print(f"{size / 2**20:.0f} MiB in {parts} pieces, {records:,} records, {lost:,} bytes unaccounted for")
        print(
            f"{took:.1f} s, {cpu:.1f} s of CPU, {records / cpu:,.0f} records a CPU second, {size / 2**20 / cpu:.1f} MiB"
        )
        print(f"peak memory {peak_gib():.2f} GiB, {before_gib:.2f} GiB of it before the page was read")


if __name__ == "__main__":
    main()
