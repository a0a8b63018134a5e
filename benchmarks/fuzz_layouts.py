"""Fuzz every page layout with atheris: damaged pages must be cut up without an error and without losing a byte.

    python -m benchmarks.fuzz_layouts [--seconds 600] [--seed 1] [--faults FOLDER]

Pages to damage are the golden pages, the real and the rendered ones where they are present (`../shared`), and the
example of every layout. Each round picks one, splices pieces of others into it, cuts, repeats and drops pieces, changes
line ends and encoding, sets other pages behind it, and checks what `check_text`, `check_pages` and `check_dump` say.
Each kind of fault is printed once, and the dump that shows it is saved; the exit status is then 1.

atheris is no dependency of this project. To get it, make an environment of its own, with Python 3.11 to 3.13:

    python3 -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install -r requirements.lock
    /tmp/fuzz/bin/pip install atheris && /tmp/fuzz/bin/pip install --no-deps --editable .
    /tmp/fuzz/bin/python -m benchmarks.fuzz_layouts
"""

import argparse
import os
import random
import sys
import tempfile
import traceback
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import polars as pl

from benchmarks.fuzz_pages import MAX_PAGE_CHARS, ROOT, damage, join, render_pages
from benchmarks.rendered import SHARED

if find_spec("atheris") is None:
    sys.exit(f"atheris is not installed. {__doc__.partition('dependency of this project. ')[2]}")
atheris: Final[Any] = import_module("atheris")  # it ships no types
with atheris.instrument_imports(include=["flows.layouts"]):
    from flows.dumps.text import with_plain_line_ends
    from flows.layouts.base import FIELDS, claimed_spans
    from flows.layouts.pages import read_pages
    from flows.layouts.registry import (
        CLAIM_SCORE,
        SAMPLE_CHARS,
        AmbiguousLayoutError,
        Layout,
        UnknownLayoutError,
        layouts,
    )
    from flows.stages.extract import extract
    from schemas.dumps import Dumps
    from schemas.frames import polars_schema

    layouts()  # imports every layout

SEEDS: Final = 200  # random choices to start from: libFuzzer by itself begins with none, and no change to a page
REPORT_EVERY: Final = 1000  # rounds
EXTRACT_EVERY: Final = 8  # reading a dump as bytes costs ten times what cutting it up does
ENCODINGS: Final = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"]


def collect_pages() -> list[list[str]]:
    """By layout: pieces of the golden pages, the examples, the real and the rendered pages."""
    files = [*sorted((ROOT / "tests" / "layouts").glob("*/*.txt")), *sorted((SHARED / "raw").glob("*.txt"))]
    texts = [path.read_bytes().decode() for path in files] + [layout.example for layout in layouts()] + render_pages()
    pages: dict[str, list[str]] = {}
    for text in texts:
        likeliest = max(layouts(), key=lambda layout: layout.matches(text[:SAMPLE_CHARS]))
        pieces = (text[at : at + MAX_PAGE_CHARS] for at in range(0, len(text), MAX_PAGE_CHARS))
        pages.setdefault(likeliest.name, []).extend(pieces)
    return list(pages.values())


class FaultError(Exception):
    """A layout or the extract stage breaks its contract."""


def expect(*, holds: bool, what: str) -> None:
    """Raise FaultError with these words unless the claim holds."""
    if not holds:
        raise FaultError(what)


def check_text(layout: Layout, text: str) -> None:
    """One layout's contract on a text: spans that tile it, fields of known names, and twice the same answer."""
    page = layout.parse(text)
    claims = claimed_spans(page)
    edges = [(0, 0), *claims, (len(text), len(text))]
    expect(holds=all(before[1] == after[0] for before, after in pairwise(edges)), what="claims overlap or leave a gap")
    for entry in page.entries:
        expect(holds=0 <= entry.start <= entry.end <= len(text), what="an entry leaves the text")
        expect(holds=0 <= entry.confidence <= 1, what="a confidence is no probability")
        expect(holds={span.name for span in entry.spans} <= set(FIELDS), what="a field has an unknown name")
        expect(
            holds=all(before.end <= after.start for before, after in pairwise(entry.spans)),
            what="an entry's spans overlap",
        )
        expect(holds=all(0 <= span.start < span.end <= len(text) for span in entry.spans), what="a span is empty")
    expect(holds=layout.parse(text) == page, what="the same text gives two answers")


def check_pages(text: str, *, known: str | None, last: bool) -> int:
    """What is asked of pages behind each other: parts that tile the text up to their end; how many there are."""
    try:
        parts, end = read_pages(text, known, last=last)
    except (UnknownLayoutError, AmbiguousLayoutError):
        expect(holds=known is None, what="a text whose layout is known is refused")
        return 0
    claims = [claim for part in parts for claim in claimed_spans(part.page)]
    edges = [(0, 0), *claims, (end, end)]
    expect(holds=all(before[1] == after[0] for before, after in pairwise(edges)), what="parts overlap or leave a gap")
    expect(holds=end == len(text) or not last, what="the last piece is not read to its end")
    expect(holds=read_pages(text, known, last=last) == (parts, end), what="the same pages give two answers")
    return len(parts)


def check_dump(content: bytes) -> None:
    """The extract stage's contract on a dump: every byte is a field, furniture or a reject; twice the same answer."""
    start = {
        "dump": "page.txt",
        "dump_sha256": "0" * 64,
        "packed": False,
        "offset": 0,
        "last": True,
        "first_position": 0,
        "reference": False,
    }
    row = {**dict.fromkeys(Dumps.columns), **start, "size_bytes": len(content), "content": content}
    dumps = pl.DataFrame([row], schema=polars_schema(Dumps))
    found = extract(dumps)
    furniture = pl.col("furniture").list.eval(pl.element().struct.field("bytes")).list.sum()
    told = found.facts.select(pl.col("field_bytes") + furniture + pl.col("reject_bytes")).item()
    expect(holds=told == len(content), what=f"{len(content) - told} bytes are lost")
    again = extract(dumps)
    expect(holds=all(map(pl.DataFrame.equals, found, again)), what="the same dump gives two answers")


class Rounds:
    """What atheris calls: it damages a page, checks it and keeps the faults."""

    def __init__(self, pages: list[list[str]], faults: Path) -> None:
        """`pages` are what is damaged; dumps that show a fault are saved below `faults`."""
        self.pages = pages
        self.faults = faults
        self.known: set[str] = set()
        self.seen: Counter[str] = Counter()

    def __call__(self, buffer: bytes) -> None:
        """One round on the choices that these bytes stand for."""
        data = atheris.FuzzedDataProvider(buffer)
        text = damage(data, self.pages)
        encoding = data.PickValueInList(ENCODINGS)
        content = text.encode(encoding, "replace" if encoding == "cp1252" else "surrogatepass")
        joined = with_plain_line_ends(join(data, text, self.pages))
        known = data.PickValueInList([None, *(layout.name for layout in layouts())])
        try:
            parts = check_pages(joined, known=known, last=data.ConsumeBool())
            self.seen["several layouts"] += parts > 1
            claims = [layout for layout in layouts() if layout.matches(text[:SAMPLE_CHARS]) >= CLAIM_SCORE]
            self.seen["rounds"] += 1
            self.seen.update(layout.name for layout in claims)
            self.seen["claimed twice"] += len(claims) > 1
            for layout in claims:
                check_text(layout, text)
            if self.seen["rounds"] % EXTRACT_EVERY == 0:
                check_dump(content)
                self.seen["as dumps"] += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
            self.keep(error, content)
        if self.seen["rounds"] % REPORT_EVERY == 0:
            print(dict(self.seen), flush=True)

    def keep(self, error: Exception, content: bytes) -> None:
        """Print and save the fault if it is the first of its kind."""
        frames = traceback.extract_tb(error.__traceback__)
        kind = f"{type(error).__name__} in {Path(frames[-1].filename).stem} line {frames[-1].lineno}: {str(error)[:40]}"
        if kind not in self.known:
            self.known.add(kind)
            place = self.faults / f"fault-{len(self.known)}.txt"
            place.write_bytes(content)
            print(f"{kind}: {error}\n{place}\n{''.join(traceback.format_tb(error.__traceback__))}", flush=True)


def write_seeds(folder: Path, seed: int) -> Path:
    """The folder, with SEEDS files of random bytes in it."""
    source = random.Random(seed)  # noqa: S311 - not for secrets
    for number in range(SEEDS):
        (folder / str(number)).write_bytes(source.randbytes(source.randrange(32, 512)))
    return folder


def main() -> int:
    """Fuzz in a process of its own, as libFuzzer ends the one that it runs in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=Path, help="where to save dumps that show a fault (default: a new folder)")
    options = parser.parse_args()
    faults = Path(tempfile.mkdtemp(prefix="fuzz-layouts-")) if options.faults is None else options.faults
    faults.mkdir(parents=True, exist_ok=True)
    child = os.fork()
    if child == 0:
        limits = [f"-max_total_time={options.seconds}", f"-seed={options.seed}", "-max_len=4096", "-len_control=0"]
        memory = [f"-artifact_prefix={faults}/", "-rss_limit_mb=4096", "-print_final_stats=1"]
        seeds = write_seeds(Path(tempfile.mkdtemp(prefix="fuzz-seeds-")), options.seed)
        atheris.Setup([sys.argv[0], *limits, *memory, str(seeds)], Rounds(collect_pages(), faults))
        atheris.Fuzz()
    _, status = os.waitpid(child, 0)
    found = sorted(path.name for path in faults.iterdir())
    print(f"faults: {len(found)} in {faults}" if found else "no faults")
    return 1 if found or status != 0 else 0


if __name__ == "__main__":
    sys.exit(main())
