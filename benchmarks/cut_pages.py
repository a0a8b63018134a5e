"""Pages without breaks and their answers, printed from a table of papers, whole or with the damage of real dumps."""

import random
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow.parquet as pq

from flows.layouts.base import collapse

_COLUMNS: Final = ["uid", "title", "authors", "abstract", "date"]
_NAME: Final = re.compile(r"[^\W\d_][\w.'’`´\-‐]*( [^\W\d_][\w.'’`´\-‐]*){0,5}\Z")
_PAGE_SIZES: Final = (8, 40, 160, 600, 2500)
_TEST_PARTS: Final = 3
_NO_AUTHORS: Final = 0.004
_BREAK_INSIDE: Final = 0.016
_BREAK_AFTER: Final = 0.01
_CUT_OFF: Final = 0.02


class Paper(NamedTuple):
    """A paper's metadata, white space collapsed."""

    uid: str
    title: str
    authors: tuple[str, ...]
    abstract: str
    date: str


class Answer(NamedTuple):
    """A record of a page: its segment `low:high` and where title and authors begin in it; the paper as printed."""

    low: int
    high: int
    title: int
    authors: int
    paper: Paper


def title_key(title: str) -> str:
    """Titles with the same key are taken to be of one paper."""
    return re.sub(r"\W+", "", title.casefold())


def kept_apart(uid: str) -> bool:
    """Whether a paper belongs to the third that nothing is learnt from."""
    return zlib.crc32(uid.encode()) % _TEST_PARTS == 0


def share_of(paper: Paper, salt: str) -> float:
    """A number from 0 to 1 that is the same for a paper in every run."""
    return zlib.crc32(f"{salt}{paper.uid}".encode()) / 2**32


def read_papers(files: Iterable[Path]) -> list[Paper]:
    """The papers of Parquet files, in order, the first version of each."""
    papers: dict[str, Paper] = {}
    for file in files:
        for row in pq.read_table(file, columns=_COLUMNS).to_pylist():
            if row["uid"] not in papers and all(row[name] for name in _COLUMNS):
                authors = tuple(collapse(name) for name in row["authors"])
                papers[row["uid"]] = Paper(
                    row["uid"], collapse(row["title"]), authors, collapse(row["abstract"]), row["date"][:10]
                )
    return list(papers.values())


def printable(paper: Paper) -> bool:
    """Whether a page can show the paper without losing an answer (a comma inside a name, say)."""
    return (
        all(_NAME.match(name) for name in paper.authors)
        and 1 <= len(paper.authors) <= 80  # noqa: PLR2004 - as the project's renderer of pages has it
        and 8 <= len(paper.title) <= 300  # noqa: PLR2004
        and len(paper.abstract) >= 200  # noqa: PLR2004
    )


def _damaged(paper: Paper, rng: random.Random) -> Paper:
    """Now and then the paper without its authors, with a line break in its abstract, or with one at its end."""
    dice = rng.random()
    if dice < _NO_AUTHORS:
        return paper._replace(authors=())
    if dice < _NO_AUTHORS + _BREAK_INSIDE:
        blank = paper.abstract.find(" ", rng.randrange(len(paper.abstract)))
        if blank > 0:
            return paper._replace(abstract=f"{paper.abstract[:blank]}\n{paper.abstract[blank + 1 :]}")
    return paper._replace(abstract=paper.abstract + "\n") if dice > 1 - _BREAK_AFTER else paper


def _beginning(low: int, at: int, rng: random.Random) -> int:
    """Where a segment whose title begins at `at` begins: now and then at the title, or somewhere in the abstract."""
    if rng.random() > _CUT_OFF:
        return low
    return max(low, at - rng.choice([0, 0, 0, rng.randrange(20, 400)]))


def print_page(papers: Sequence[Paper], rng: random.Random, *, damage: bool) -> tuple[str, list[Answer]]:
    """A page of these papers, and its answers in page order."""
    out = ["Sort by updated\n"]
    low = at = len(out[0])
    answers: list[Answer] = []
    for whole in papers:
        paper = _damaged(whole, rng) if damage else whole
        head = f"{paper.title} {', '.join(paper.authors)}".rstrip()
        clock = f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
        stamp = f" {paper.date} {clock}\nSummary:\n"
        high = at + len(head)
        begin = _beginning(low, at, rng) if damage and answers else low
        answers.append(Answer(begin, high, at, min(high, at + len(paper.title) + 1), paper))
        out += [head, stamp, paper.abstract]
        low = high + len(stamp)
        at = low + len(paper.abstract)
    return "".join(out), answers


def print_pages(papers: Sequence[Paper], seed: int, *, damage: bool) -> Iterator[tuple[str, list[Answer]]]:
    """Pages of many sizes that together show all the papers."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    start = 0
    while start < len(papers):
        size = rng.choice(_PAGE_SIZES)
        yield print_page(papers[start : start + size], rng, damage=damage)
        start += size
