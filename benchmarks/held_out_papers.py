"""Papers for bench_dedup_held_out: real titles, people and abstracts, with a made-up place in print."""

import random
import re
from pathlib import Path
from typing import Any, Final

import polars as pl

Paper = dict[str, Any]
"""A record as a JSONL export has it: title, authors (list), abstract, year, date, venue, volume, number, pages, doi."""

VENUES: Final = (
    ("Journal of Applied Physics", "J. Appl. Phys."),
    ("Physical Review Letters", "Phys Rev Lett"),
    ("The Astrophysical Journal", "Astrophys. J."),
    ("Monthly Notices of the Royal Astronomical Society", "Mon. Not. R. Astron. Soc."),
    ("Journal of the American Chemical Society", "J Am Chem Soc"),
    ("Transactions of the American Mathematical Society", "Trans. Amer. Math. Soc."),
    ("IEEE Transactions on Pattern Analysis and Machine Intelligence", "IEEE Trans Pattern Anal Mach Intell"),
    ("Journal of Machine Learning Research", "JMLR"),
    ("Proceedings of the National Academy of Sciences of the United States of America", "PNAS"),
    ("Communications in Mathematical Physics", "Comm. Math. Phys."),
    ("International Journal of Computer Vision", "Int J Comput Vis"),
    ("BMC Bioinformatics", "BMC bioinformatics"),
    ("Nature Communications", "Nat Commun"),
    ("Journal of Fluid Mechanics", "J. Fluid Mech."),
)
MEETINGS: Final = (
    "Proceedings of the Conference on Computational Methods",
    "Symposium on Theory and Applications",
    "Workshop on Statistical Modelling",
)
FIRST_PRINTED: Final = 1980
"""The year of volume 1 of every journal."""

_MIN_CHARS: Final = 600
_SENTENCE: Final = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")


def draw_papers(shared: Path, part: str) -> list[Paper]:
    """The papers of `papers.parquet` that no other set holds, one version of each: of `part` tune or held.

    The halves are told apart by a hash of the id. Rules may be set on `tune`; `held` is for figures alone.
    """
    known = pl.concat([pl.read_parquet(shared / "data" / f"arxiv_{year}.parquet")["uid"] for year in (2019, 2020)])
    found = (
        pl.read_parquet(shared / "data" / "papers.parquet")
        .filter(~pl.col("uid").is_in(known.implode()), pl.col("abstract").str.len_chars() >= _MIN_CHARS)
        .filter(pl.col("authors").list.len().is_between(2, 12), pl.col("date").str.len_chars() >= 10)  # noqa: PLR2004
        .unique("uid", keep="first", maintain_order=True)
        .unique("title", keep="none", maintain_order=True)
        .sort("uid")
    )
    held = [random.Random(uid).random() < 0.5 for uid in found["uid"]]  # noqa: S311, PLR2004 - a coin that falls alike
    chosen = found.filter(pl.Series(held) == (part == "held"))
    return [printed(row) for row in chosen.sample(fraction=1.0, shuffle=True, seed=4).iter_rows(named=True)]


def printed(row: Paper) -> Paper:
    """The paper with a journal, volume, issue and pages, the same at every run."""
    rng = random.Random(row["uid"])  # noqa: S311 - not for secrets
    year, page = int(row["date"][:4]), rng.randrange(1, 3000)
    return {
        "title": " ".join(row["title"].split()),
        "authors": list(row["authors"]),
        "abstract": " ".join(row["abstract"].split()),
        "date": row["date"][:10],
        "year": year,
        "venue": rng.choice(VENUES)[0],
        "volume": str(year - FIRST_PRINTED),
        "number": str(int(row["date"][5:7])),
        "pages": f"{page}-{page + rng.randrange(4, 30)}",
        "doi": f"10.{1000 + rng.randrange(9000)}/{rng.randrange(10**9)}",
    }


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _SENTENCE.split(text)


def without(paper: Paper, *names: str) -> Paper:
    """The paper without the values of these fields."""
    return {name: None if name in names else value for name, value in paper.items()}


PLACE: Final = ("venue", "volume", "number", "pages", "doi")


def elsewhere(paper: Paper, rng: random.Random) -> Paper:
    """The paper on other pages of another issue of the same venue, with a DOI of its own."""
    page = rng.randrange(3001, 6000)
    number = str(int(paper["number"]) % 12 + 1)
    doi = f"10.{1000 + rng.randrange(9000)}/{rng.randrange(10**9)}"
    return paper | {"number": number, "pages": f"{page}-{page + rng.randrange(4, 30)}", "doi": doi}
