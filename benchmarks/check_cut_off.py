"""How often `litsieve check` sees that a page was cut off, and how often it refuses one that was not.

    python -m benchmarks.check_cut_off [--pages 300] [--seed 7]

Prints made-up pages of real papers with ../shared/tools/render_listings.py, every layout that it knows, and checks them

    whole       as they are
    open        as they are, but ended by a paper whose abstract has no full stop: one in a hundred has none
    cut         cut off at a random byte behind the third record, some of which is between two records

and prints how many of each are refused as cut off, and how many more are warned of, by layout.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pyarrow.parquet as pq

from flows.check import check_dumps
from flows.settings import Settings

SHARED: Final = Path(__file__).parents[2] / "shared"
REFUSED: Final = "min_open_end_share"
WARNED: Final = "open_end"
KINDS: Final = ("whole", "open", "cut")
SIZES: Final = (5, 40)
"""Fewest and most papers of a page."""

Row = dict[str, Any]
Print = Callable[[list[Row], random.Random, str], Iterator[Any]]


def read_tool() -> ModuleType:
    """The tool that prints pages, as a module."""
    found = spec_from_file_location("render_listings", SHARED / "tools" / "render_listings.py")
    if found is None or found.loader is None:
        raise FileNotFoundError("The tool that prints pages lies in ../shared, which is not here.")
    tool = module_from_spec(found)
    found.loader.exec_module(tool)
    return tool


def printers(tool: ModuleType) -> dict[str, Print]:
    """By layout what prints a page: rows, randomness, and the page's owner."""
    return {
        "glued": lambda rows, rng, _: tool.glued(rows, rng),
        "profile": tool.profile,
        "bare": lambda rows, rng, _: tool.bare(rows, rng),
        "collaborators": tool.collaborators,
    }


def is_open(abstract: str) -> bool:
    """Whether an abstract ends in a word, though not in an address."""
    last = abstract.rsplit(maxsplit=1)[-1]
    return last[-1].isalnum() and "//" not in last and "www." not in last


def pages(rows: list[Row], rng: random.Random, count: int, layouts: dict[str, Print]) -> Iterator[tuple[str, str, str]]:
    """Kind, layout and text of every page."""
    ending = [row for row in rows if is_open(row["abstract"])]
    for number in range(count):
        layout = list(layouts)[number % len(layouts)]
        some = rng.sample(rows, rng.randint(*SIZES))
        owner = next(name for row in some for name in row["authors"] if " " in name)
        # Glued pages and profiles are sorted by date, so the last of a page is made the oldest.
        last = {**rng.choice(ending), "date": "1901-01-01"}
        whole, opened = (list(layouts[layout](these, rng, owner))[-1] for these in (some, [*some, last]))
        begins = whole.encode().find(some[3]["abstract"].encode()[:50])
        at = rng.randrange(max(begins, len(whole.encode()) // 2), len(whole.encode()))
        yield "whole", layout, whole
        yield "open", layout, opened
        yield "cut", layout, whole.encode()[:at].decode("utf-8", "ignore")


def judge(made: Iterable[tuple[str, str, str]], folder: Path) -> Counter[tuple[str, ...]]:
    """How many pages there were of each kind and layout, and of how many of them a code was told."""
    names = {}
    for number, (kind, layout, text) in enumerate(made):
        path = folder / f"{number:05}.txt"
        path.write_text(text, encoding="utf-8")
        names[path] = kind, layout
    counts = Counter[tuple[str, ...]](names.values())
    for verdict in check_dumps(list(names), folder, Settings()):
        codes = {found.code for found in verdict.findings} & {REFUSED, WARNED}
        counts.update((*names[verdict.path], code) for code in codes)
    return counts


def main() -> int:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=int, default=300, help="Of each kind.")
    ask.add_argument("--seed", type=int, default=7)
    args = ask.parse_args()
    tool, rng = read_tool(), random.Random(args.seed)  # noqa: S311 - pages
    table = pq.read_table(SHARED / "data" / "papers.parquet", columns=["uid", "title", "authors", "abstract", "date"])
    rows = [tool.clean(row) for row in table.to_pylist() if tool.usable(row)]
    layouts = printers(tool)
    with tempfile.TemporaryDirectory() as folder:
        counts = judge(pages(rows, rng, args.pages, layouts), Path(folder))
    print(f"{'refused + warned of':<20}" + "".join(f"{kind:>20}" for kind in KINDS))
    for layout in layouts:
        told = [
            f"{counts[kind, layout, REFUSED]:,} + {counts[kind, layout, WARNED]:,} of {counts[kind, layout]:,}"
            for kind in KINDS
        ]
        print(f"{layout:<20}" + "".join(f"{one:>20}" for one in told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
