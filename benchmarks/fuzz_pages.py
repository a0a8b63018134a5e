"""Damaged pages for `benchmarks/fuzz_layouts.py`: which changes are made is up to a provider of atheris."""

import tempfile
from pathlib import Path
from typing import Any, Final

import polars as pl

from benchmarks.rendered import SHARED, TOOL, render_listings

ROOT: Final = Path(__file__).parents[1]
MAX_PAGE_CHARS: Final = 4_000  # a longer page is taken in pieces, so that a second sees many rounds
BETWEEN: Final = ["", "\n", "\n\n\n", "\f", "\n\ufeff"]
LINE_ENDS: Final = ["\n", "\r\n", "\r", "\n\n", " \n", "\u2028", ""]
MARKS: Final = ["\u200b", "\ufeff", "\u00a0", "\x0c", "\x00", "\udcff", "\\\\", "•", "[1] ", "Abstract:"]


def render_pages() -> list[str]:
    """A few pages of made-up listings of real papers, if the tool that prints them is here."""
    papers = SHARED / "data" / "papers.parquet"
    if not papers.exists() or not TOOL.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        some, pages = Path(folder) / "papers.parquet", Path(folder) / "pages"
        pl.read_parquet(papers, n_rows=3000).write_parquet(some)
        render_listings(some, pages, "--glued", "300", "--seed", "3")
        return [path.read_bytes().decode() for path in sorted((pages / "raw").rglob("*.txt"))]


def pick(data: Any, pages: list[list[str]]) -> str:  # noqa: ANN401 - atheris ships no types
    """A page, every layout as likely as another."""
    layout: int = data.ConsumeIntInRange(0, len(pages) - 1)
    page: int = data.ConsumeIntInRange(0, len(pages[layout]) - 1)
    return pages[layout][page]


def damage(data: Any, pages: list[list[str]]) -> str:  # noqa: ANN401 - atheris ships no types
    """A page with as many changes as `data`, a FuzzedDataProvider, asks for."""
    text = pick(data, pages)
    for _ in range(data.ConsumeIntInRange(0, 12)):
        start = data.ConsumeIntInRange(0, len(text))
        end = min(len(text), start + data.ConsumeIntInRange(0, 2000))
        text = (text[:start] + change(data, text[start:end], pages) + text[end:])[: 2 * MAX_PAGE_CHARS]
    start, end = data.ConsumeIntInRange(0, 300), data.ConsumeIntInRange(0, 300)
    return text[start : max(0, len(text) - end)]


def change(data: Any, piece: str, pages: list[list[str]]) -> str:  # noqa: ANN401
    """What takes the place of a piece of a page: nothing, itself several times, part of another page, other marks."""
    other = pick(data, pages)
    at = data.ConsumeIntInRange(0, len(other))
    mark: str = data.PickValueInList(MARKS)
    changed = (
        "",
        piece * data.ConsumeIntInRange(2, 4),
        other[at : at + data.ConsumeIntInRange(0, 3000)],
        piece.replace("\n", data.PickValueInList(LINE_ENDS)),
        mark + piece,
        piece.replace("\n", "\n" + mark),
        str(data.ConsumeUnicode(40)),
        piece + other,
    )
    which: int = data.ConsumeIntInRange(0, len(changed) - 1)
    return changed[which]


def join(data: Any, text: str, pages: list[list[str]]) -> str:  # noqa: ANN401
    """The text with up to three other pages behind it, some of them damaged."""
    for _ in range(data.ConsumeIntInRange(0, 3)):
        other = pick(data, pages)
        whole = data.ConsumeBool()
        text += str(data.PickValueInList(BETWEEN)) + (other if whole else damage(data, pages))
    return text
