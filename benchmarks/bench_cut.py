"""How well and how fast pages without breaks are cut up, on the third of the papers that nothing was learnt from.

    python -m benchmarks.bench_cut PAPERS.parquet [--records 20000] [--show 20] [--plot docs/cut_reliability.svg]

Prints the share of records that are exact in title, authors, abstract and date together, the wrong ones by kind, how
far confidence can be trusted, records a second of one core with all spans made, where the time goes, and what memory a
page of half a gigabyte takes.
"""

import argparse
import cProfile
import gc
import itertools
import pstats
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from benchmarks.cut_pages import Answer, kept_apart, print_page, printable, read_papers
from benchmarks.cut_plot import Bin, draw_reliability
from flows.layouts import glued
from flows.layouts.base import Entry
from flows.layouts.cut.model import load
from flows.work.process import keep_memory

_PAGE_RECORDS: Final = 2500
_EDGES: Final = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999, 1.01)
_SURE: Final = 0.95
_FUNCTIONS: Final = 16


class Judged(NamedTuple):
    """A record that was expected: how sure the layout was, what is wrong, and of which kinds."""

    confidence: float
    wrong: tuple[str, ...]
    kinds: tuple[str, ...]
    shown: str


def fields_of(text: str, entry: Entry) -> dict[str, str]:
    """The text of each field of an entry."""
    return {span.name: text[span.start : span.end] for span in entry.spans}


def start_kind(text: str, truth: int, found: int) -> str:
    """The kind of a title that was begun at `found` instead of `truth`."""
    before = text[:truth].rsplit(" ", maxsplit=1)[-1]
    if "://" in before or "www." in before or ".com" in before or ".io" in before:
        return "title start: the abstract ends in a web address"
    if text[truth - 1] not in ".?!":
        return "title start: no full stop ends the abstract"
    if found > truth:
        return "title start: a mark inside the title taken for the end of the abstract"
    return "title start: words of the abstract taken into the title"


def authors_kind(answer: Answer, found: int) -> str:
    """The kind of an author list that was begun at `found`."""
    first = answer.paper.authors[0]
    if len(first.split()) == 1:
        return "authors: the first author's name is one word"
    if not first[:1].isupper() or any(word in first.lower() for word in ("collaboration", "team", "group")):
        return "authors: a group, or a name without capitals"
    if found < answer.authors:
        return "authors: the end of the title taken for a name"
    return "authors: the beginning of a name taken for the title"


def judge(text: str, answers: Sequence[Answer]) -> list[Judged]:
    """Each answer beside what the layout made of it."""
    entries = {entry.start: entry for entry in glued.parse(text).entries}
    by_end = {}
    for entry in entries.values():
        date = next(span for span in entry.spans if span.name == "date")
        by_end[date.start] = entry
    judged = []
    starts_wrong = ""
    for answer in reversed(answers):
        entry = by_end[answer.high + 1]
        fields = fields_of(text, entry)
        paper = answer.paper
        wrong = [name for name in ("title", "abstract") if fields.get(name) != getattr(paper, name)]
        wrong += ["authors"] if entry.authors != paper.authors else []
        wrong += ["date"] if fields["date"][:10] != paper.date else []
        kinds = [starts_wrong] if starts_wrong else []
        spans = {span.name: span.start for span in entry.spans}
        begun, authors = spans.get("title", entry.start), spans.get("authors", answer.high)
        starts_wrong = start_kind(text, answer.title, begun) if begun != answer.title else ""
        kinds += [starts_wrong] if starts_wrong else []
        kinds += [authors_kind(answer, authors)] if authors != answer.authors else []
        shown = f"{text[max(0, begun - 12) : begun]} [[{text[begun:authors]}]] {text[authors : authors + 40]}"
        judged.append(Judged(entry.confidence, tuple(wrong), tuple(kinds), shown))
    return judged


def bins_of(judged: Sequence[Judged]) -> dict[tuple[float, float], Bin]:
    """The records by ranges of confidence; ranges without records are left out."""
    bins = {}
    for low, high in itertools.pairwise(_EDGES):
        part = [one for one in judged if low <= one.confidence < high]
        if part:
            said = sum(one.confidence for one in part) / len(part)
            bins[low, min(high, 1.0)] = Bin(len(part), said, sum(not one.wrong for one in part))
    return bins


def print_quality(judged: Sequence[Judged], show: int) -> None:
    """Print the exact share, the kinds of errors and the table of confidence."""
    wrong = [one for one in judged if one.wrong]
    print(f"{len(judged):,} records, {len(judged) - len(wrong):,} exact: {1 - len(wrong) / len(judged):.3%}")
    for name, count in Counter(name for one in wrong for name in one.wrong).most_common():
        print(f"  {name} wrong: {count}")
    print("\n| kind | boundaries |\n|---|---|")
    boundaries = Counter(kind for one in wrong for kind in one.kinds if not kind.startswith("title start"))
    starts = Counter(kind for one in wrong if "title" in one.wrong for kind in one.kinds if kind.startswith("title s"))
    for kind, count in (boundaries + starts).most_common():
        print(f"| {kind} | {count} |")
    print("\n| confidence | records | said | exact |\n|---|---|---|---|")
    for (low, high), one in bins_of(judged).items():
        print(f"| {low} to {high} | {one.records} | {one.said:.4f} | {one.exact / one.records:.4f} |")
    sure = [one for one in judged if one.confidence >= _SURE]
    missed = sum(bool(one.wrong) for one in sure)
    print(
        f"\nconfidence {_SURE} or more: {len(sure) / len(judged):.2%} of all, {missed} wrong ({missed / len(sure):.3%})"
    )
    for miss in wrong[:show]:
        print(f"  {miss.confidence:.3f} {', '.join(miss.wrong)}: {miss.shown}")


class Pass(NamedTuple):
    """Cutting up all pages once: records, seconds of CPU and of wall time."""

    records: int
    cpu: float
    wall: float


class Round(NamedTuple):
    """One process: seconds of CPU to load the model, then the pages with no word known, then once more."""

    load_cpu: float
    first: Pass
    known: Pass


def measure(pages: Sequence[str]) -> Round:
    """Load the model and cut up the pages twice; to be called in a process that did nothing before, as a worker's."""
    # As the processes of a build do.
    keep_memory()
    spent = time.process_time()
    load()
    load_cpu = time.process_time() - spent
    gc.collect()
    gc.freeze()
    return Round(load_cpu, _pass(pages), _pass(pages))


def _pass(pages: Sequence[str]) -> Pass:
    """Cut up all pages."""
    began, spent = time.perf_counter(), time.process_time()
    count = sum(len(glued.parse(page).entries) for page in pages)
    return Pass(count, time.process_time() - spent, time.perf_counter() - began)


def print_speed(pages: Sequence[str], rounds: int) -> None:
    """Print the time to load the model and records a second, of `rounds` processes one after the other."""
    found: list[Round] = []
    for _ in range(rounds):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            found.append(pool.submit(measure, pages).result())
    print(f"\nmedian of {rounds} processes, lowest and highest in brackets\n")
    print(f"the model loads in {_spread([one.load_cpu * 1000 for one in found])} ms of CPU")
    for name, passes in (
        ("first pass, empty memory", [one.first for one in found]),
        ("second pass", [one.known for one in found]),
    ):
        cpu, wall = ([one.records / getattr(one, kind) for one in passes] for kind in ("cpu", "wall"))
        print(f"{name}: {_spread(cpu)} records a second of CPU, {_spread(wall)} of wall time")


def _spread(values: Sequence[float]) -> str:
    """The median of some values, with the lowest and the highest."""
    return f"{median(values):,.0f} ({min(values):,.0f} to {max(values):,.0f})"


def print_large(page: str, megabytes: int) -> None:
    """Print speed and memory of a page of that size, which is read in pieces (bench_large_page)."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.txt")
        file.write_text(page, encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.bench_large_page", str(file), "--megabytes", str(megabytes)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    print(f"\n{done.stdout.rstrip()}")


def print_functions(page: str) -> None:
    """Print the functions that take most of the time of a page."""
    profile = cProfile.Profile()
    profile.enable()
    glued.parse(page)
    profile.disable()
    rows = pstats.Stats(profile).get_stats_profile()
    total = rows.total_tt
    print("\n| function | share of time |\n|---|---|")
    for name, row in sorted(rows.func_profiles.items(), key=lambda item: -item[1].tottime)[:_FUNCTIONS]:
        print(f"| {name.strip('<>')} ({Path(row.file_name).name}) | {row.tottime / total:.1%} |")


def main() -> None:
    """Read the command line, print the figures."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("papers", type=Path)
    ask.add_argument("--records", type=int, default=20_000)
    ask.add_argument("--show", type=int, default=0, help="print this many wrong records")
    ask.add_argument("--plot", type=Path, help="draw how far confidence can be trusted into this SVG file")
    ask.add_argument("--rounds", type=int, default=5, help="measure the speed in so many processes, in turn")
    ask.add_argument("--megabytes", type=int, default=512, help="size of a large page, read in pieces; 0: none")
    ask.add_argument("--seed", type=int, default=7)
    options = ask.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 - not for secrets
    papers = [paper for paper in read_papers([options.papers]) if kept_apart(paper.uid) and printable(paper)]
    rng.shuffle(papers)
    papers = papers[: options.records]
    groups = [papers[at : at + _PAGE_RECORDS] for at in range(0, len(papers), _PAGE_RECORDS)]
    pages = [
        print_page(sorted(group, key=lambda paper: paper.date, reverse=True), rng, damage=False) for group in groups
    ]
    judged = [one for text, answers in pages for one in judge(text, answers)]
    print_quality(judged, options.show)
    if options.plot is not None:
        draw_reliability(list(bins_of(judged).values()), options.plot)
    print_speed([text for text, _ in pages], options.rounds)
    print_functions(pages[0][0])
    if options.megabytes:
        print_large(pages[0][0], options.megabytes)


if __name__ == "__main__":
    main()
