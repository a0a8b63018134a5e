"""One set for bench_dedup, merged by BibDedupe; runs in an environment of its own, which has pandas and bib-dedupe.

    bench_dedup_rival.py OUT

Reads the cleaned records of `OUT/cleaned.parquet` and writes `OUT/records.parquet` with `source_id` and `paper_id`.
"""

import contextlib
import json
import resource
import sys
import time
from pathlib import Path

import pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep  # type: ignore[import-not-found]  # see above

COLUMNS = {
    "source_id": "ID",
    "entry_type": "ENTRYTYPE",
    "title": "title",
    "author": "author",
    "year": "year",
    "venue": "journal",
    "volume": "volume",
    "number": "number",
    "pages": "pages",
    "doi": "doi",
    "abstract": "abstract",
}


def main() -> None:
    """Merge the records of the folder."""
    out = Path(sys.argv[1])
    records = pd.read_parquet(out / "cleaned.parquet")
    records["author"] = [" and ".join(_family_first(name) for name in names) for names in records["authors"]]
    records["pages"] = records["pages"].str.replace("–", "--")
    records = records[list(COLUMNS)].rename(columns=COLUMNS)
    records["ENTRYTYPE"] = records["ENTRYTYPE"].fillna("article")
    records["year"] = [str(int(year)) if pd.notna(year) else "" for year in records["year"]]
    records = records.fillna("").astype(str)
    # By none of its rules are two records one paper that name neither journal, volume, pages nor DOI.
    records["journal"] = records["journal"].replace("", "unknown")
    start = time.perf_counter()
    with contextlib.redirect_stdout(sys.stderr):
        ready = prep(records.copy(), cpu=1)
        groups = cluster(match(block(ready, cpu=1), cpu=1))
    wall = time.perf_counter() - start
    paper = {record: group[0] for group in groups for record in group}
    ids = records["ID"]
    pd.DataFrame({"source_id": ids, "paper_id": [paper.get(one, one) for one in ids]}).to_parquet(
        out / "records.parquet"
    )
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    peak_mb = max(one.ru_maxrss for one in used) / 1024
    print(json.dumps({"records": len(records), "cpu_s": cpu, "wall_s": wall, "peak_mb": peak_mb}))


def _family_first(name: str) -> str:
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}" if given else family


if __name__ == "__main__":
    main()
