"""Ways in which a second source shows one paper, for bench_dedup_held_out: each takes a paper and gives what it shows.

Where a way cannot be gone (no subtitle to leave out), it gives None.
"""

import random
import re
import unicodedata
from collections.abc import Callable
from typing import Final

from benchmarks.held_out_papers import PLACE, VENUES, Paper, sentences, without

Way = Callable[[Paper, random.Random], Paper | None]

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
SPELT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae"})
SYNONYMS: Final = {
    "using": "with",
    "based on": "from",
    "approach": "method",
    "study": "analysis",
    "novel": "new",
    "via": "by",
    "show": "demonstrate",
    "results": "findings",
    "propose": "introduce",
    "We": "Here we",
}


def misspell(text: str, slips: int, rng: random.Random) -> str:
    """The text with so many letters swapped, lost, doubled or changed, none of them at the start of a word."""
    for _ in range(slips):
        inner = [found.start() for found in re.finditer(r"(?<=[a-z])[a-z](?=[a-z])", text)]
        if not inner:
            return text
        at = rng.choice(inner)
        slip = rng.choice([text[at + 1] + text[at], "", 2 * text[at], rng.choice(LETTERS)])
        text = text[:at] + slip + text[at + (2 if len(slip) == 2 and slip[0] != slip[1] else 1) :]  # noqa: PLR2004
    return text


def reword(text: str, rng: random.Random) -> str:
    """The text as an editor leaves it: a sentence less, other little words."""
    parts = sentences(text)
    if len(parts) > 3:  # noqa: PLR2004 - of fewer nobody takes one away
        parts.pop(rng.randrange(1, len(parts)))
    text = " ".join(parts)
    for old, new in SYNONYMS.items():
        text = re.sub(rf"\b{old}\b", new, text)
    return text


def initials(name: str) -> str:
    """`J. K. Smith` for `Jane Karen Smith`."""
    *given, family = name.split()
    return " ".join([*(f"{part[0]}." for part in given), family])


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.translate(SPELT))
    return "".join(char for char in bare if not unicodedata.combining(char))


def _typo_in_title(paper: Paper, rng: random.Random) -> Paper:
    return paper | {"title": misspell(paper["title"], 1, rng)}


def _typos_no_abstract(paper: Paper, rng: random.Random) -> Paper:
    title = misspell(paper["title"], 2, rng)
    return without(paper, "abstract", "doi", "date") | {"title": title, "authors": [*map(initials, paper["authors"])]}


def _typo_in_each(paper: Paper, rng: random.Random) -> Paper:
    names = [misspell(name, int(rng.random() < 0.4), rng) for name in paper["authors"]]  # noqa: PLR2004 - four in ten
    return without(paper, "doi", "abstract") | {"title": misspell(paper["title"], 1, rng), "authors": names}


def _scanned(paper: Paper, rng: random.Random) -> Paper:
    slips = len(paper["abstract"]) // 50
    return without(paper, *PLACE) | {
        "title": misspell(paper["title"], 2, rng),
        "abstract": misspell(paper["abstract"], slips, rng),
    }


def _cut_abstract(paper: Paper, rng: random.Random) -> Paper:
    kept = int(len(paper["abstract"]) * rng.uniform(0.3, 0.7))
    return without(paper, *PLACE) | {"abstract": paper["abstract"][:kept].rsplit(" ", 1)[0] + "..."}


def _family_first(paper: Paper, _: random.Random) -> Paper:
    names = [" ".join([name.split()[-1], *name.split()[:-1]]) for name in paper["authors"]]
    return without(paper, "doi", "date", "abstract") | {"authors": names}


def _et_al(paper: Paper, _: random.Random) -> Paper:
    return without(paper, "doi", "date", "abstract") | {"authors": [initials(paper["authors"][0]), "et al."]}


def _first_author_lost(paper: Paper, _: random.Random) -> Paper:
    return without(paper, *PLACE) | {"authors": paper["authors"][1:]}


def _spelt_out(paper: Paper, _: random.Random) -> Paper | None:
    names = [_plain(name) for name in paper["authors"]]
    if names == paper["authors"]:
        return None
    return without(paper, "doi", "date", "abstract") | {"title": _plain(paper["title"]), "authors": names}


def _no_title(paper: Paper, rng: random.Random) -> Paper:
    return {"abstract": reword(paper["abstract"], rng)}


def _next_year(paper: Paper, _: random.Random) -> Paper:
    return without(paper, "doi", "date", "abstract", "volume", "number", "pages") | {"year": paper["year"] + 1}


def _no_subtitle(paper: Paper, _: random.Random) -> Paper | None:
    main, _, subtitle = paper["title"].partition(": ")
    if not subtitle or len(main) < 15:  # noqa: PLR2004 - "BERT: …" is more than a subtitle
        return None
    return without(paper, "doi", "date", "abstract") | {"title": main}


def _no_subtitle_no_place(paper: Paper, rng: random.Random) -> Paper | None:
    shown = _no_subtitle(paper, rng)
    return None if shown is None else without(shown, *PLACE)


def _abbreviated(paper: Paper, _: random.Random) -> Paper:
    first, last = paper["pages"].split("-")
    short = last[-2:] if len(first) == len(last) and first[:-2] == last[:-2] else last
    venue = dict(VENUES)[paper["venue"]]
    return without(paper, "doi", "date", "abstract") | {
        "venue": venue,
        "pages": f"{first}-{short}",
        "authors": [*map(initials, paper["authors"])],
    }


def _preprint(paper: Paper, rng: random.Random) -> Paper:
    return without(paper, *PLACE) | {
        "year": paper["year"] - 1,
        "date": None,
        "abstract": reword(paper["abstract"], rng),
    }


def _retitled_preprint(paper: Paper, rng: random.Random) -> Paper | None:
    title = paper["title"]
    for old, new in SYNONYMS.items():
        title = re.sub(rf"\b{old}\b", new, title, flags=re.IGNORECASE)
    title = re.sub(r"^(?:On the|On|Towards?|A|An|The) ", "", title)
    return None if title == paper["title"] else _preprint(paper, rng) | {"title": title}


def _bare(paper: Paper, _: random.Random) -> Paper:
    return {"title": paper["title"].upper(), "authors": [initials(paper["authors"][0])], "year": paper["year"]}


def _no_year(paper: Paper, _: random.Random) -> Paper:
    return without(paper, "year", "date", "doi", "abstract", "volume", "number")


def _no_authors(paper: Paper, _: random.Random) -> Paper:
    return without(paper, "doi", "date", "abstract") | {"authors": []}


WAYS: Final[dict[str, Way]] = {
    "a slip in the title": _typo_in_title,
    "two slips in the title, initials, no abstract": _typos_no_abstract,
    "slips in title and names, no abstract": _typo_in_each,
    "scanned: slips everywhere, no place": _scanned,
    "abstract cut off, no place": _cut_abstract,
    "family names first": _family_first,
    "et al.": _et_al,
    "no authors": _no_authors,
    "first author lost, no place": _first_author_lost,
    "umlauts spelt out, accents lost": _spelt_out,
    "abstract alone, edited": _no_title,
    "no year, volume and issue": _no_year,
    "year one later, no pages": _next_year,
    "subtitle left out": _no_subtitle,
    "subtitle left out, no place": _no_subtitle_no_place,
    "journal and pages abbreviated, initials": _abbreviated,
    "preprint, abstract edited": _preprint,
    "preprint, title and abstract edited": _retitled_preprint,
    "title in capitals, first author, year": _bare,
}
