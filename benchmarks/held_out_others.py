"""Papers that look like a paper and are others, for bench_dedup_held_out: each takes a paper and gives a look-alike.

Some change the paper itself too (a first part needs its number), so that both are given. Where there is no such
look-alike, None.
"""

import random
import re
from collections.abc import Callable
from typing import Final

from benchmarks.held_out_papers import MEETINGS, PLACE, Paper, elsewhere, sentences, without

Both = tuple[Paper, Paper] | None
Way = Callable[[Paper, Paper, random.Random], Both]
"""From a paper, any other paper (for foreign sentences and people) and chance to the two."""

OPPOSITES: Final = (
    *(("one-dimensional", "two-dimensional"), ("linear", "nonlinear"), ("classical", "quantum"), ("local", "global")),
    *(
        ("supervised", "unsupervised"),
        ("strong", "weak"),
        ("upper", "lower"),
        ("low", "high"),
        ("discrete", "continuous"),
    ),
    *(
        ("finite", "infinite"),
        ("static", "dynamic"),
        ("theory", "experiment"),
        ("large", "small"),
        ("random", "regular"),
    ),
    *(("single", "multiple"), ("2D", "3D"), ("binary", "ternary"), ("theoretical", "experimental"), ("thin", "thick")),
    *(("symmetric", "asymmetric"), ("deterministic", "stochastic"), ("temporal", "spatial"), ("early", "late")),
)
NEXT_STEPS: Final = ("a pilot study", "study protocol", "five-year follow-up", "a replication", "supplementary data")
NOTICES: Final = ("Erratum: {}", "Correction to: {}", "Retraction notice to: {}", "Corrigendum to “{}”")
HEADINGS: Final = ("Editorial", "Preface", "Book reviews", "From the editor", "In this issue", "Introduction")
COLUMNS: Final = ("Annual report of the survey of {}", "Advances in {}: a yearly review", "Bibliography of {} for")


MIN_WORD: Final = 6
"""Letters of a word that says what a paper is about."""


def related(paper: Paper, other: Paper) -> str:
    """An abstract half of whose sentences are the paper's, as a sister paper's are."""
    own, foreign = sentences(paper["abstract"]), sentences(other["abstract"])
    return " ".join([*own[: (len(own) + 1) // 2], *foreign[len(foreign) // 2 :]])


def _sister(paper: Paper, other: Paper, rng: random.Random, title: str) -> Paper:
    return elsewhere(paper, rng) | {"title": title, "abstract": related(paper, other)}


def _parts(paper: Paper, other: Paper, rng: random.Random) -> Both:
    first, second = rng.choice([(" I", " II"), (": Part 1", ": Part 2"), (", part one", ", part two"), ("", " II")])
    sister = _sister(paper, other, rng, paper["title"] + second)
    return paper | {"title": paper["title"] + first}, sister


def _versions(paper: Paper, other: Paper, rng: random.Random) -> Both:
    name, at = rng.choice(["GPT-{}", "Geant{}", "YOLOv{}", "Release {}"]), rng.randrange(2, 6)
    titles = [f"{name.format(number)}: {paper['title']}" for number in (at, at + 1)]
    both = paper | {"title": titles[0]}, _sister(paper, other, rng, titles[1])
    return without(both[0], *PLACE), without(both[1], *PLACE)


def _yearly(paper: Paper, other: Paper, rng: random.Random) -> Both:
    heading = rng.choice(COLUMNS).format(" ".join(paper["title"].split()[:3]))
    after = _sister(paper, other, rng, f"{heading} {paper['year'] + 1}") | {"year": paper["year"] + 1, "date": None}
    return without(paper, "date") | {"title": f"{heading} {paper['year']}"}, after


def _yearly_no_number(paper: Paper, other: Paper, rng: random.Random) -> Both:
    """One title every year, by the same people: only the place tells."""
    title = rng.choice(COLUMNS).format(" ".join(paper["title"].split()[:3])).removesuffix(" for")
    volume = str(int(paper["volume"]) + 1)
    after = _sister(paper, other, rng, title) | {"year": paper["year"] + 1, "volume": volume}
    return without(paper, "date", "doi") | {"title": title}, without(after, "date", "doi")


def _opposite(paper: Paper, other: Paper, rng: random.Random) -> Both:
    for pair in OPPOSITES:
        for one, two in (pair, pair[::-1]):
            title = re.sub(rf"\b{one}\b", two, paper["title"], flags=re.IGNORECASE)
            if title != paper["title"]:
                return without(paper, "doi"), without(_sister(paper, other, rng, title), "doi")
    return None


def _opposite_no_place(paper: Paper, other: Paper, rng: random.Random) -> Both:
    both = _opposite(paper, other, rng)
    shown = (*PLACE, "abstract", "date")
    return None if both is None else (without(both[0], *shown), without(both[1], *shown))


def _another_word(paper: Paper, other: Paper, rng: random.Random) -> Both:
    """A title that says another thing by one word, which may be any."""
    own, foreign = (
        [word for word in one["title"].split() if len(word) >= MIN_WORD and word.isalpha()] for one in (paper, other)
    )
    if not own or not foreign or len(paper["title"]) < 60:  # noqa: PLR2004 - in a short title a word is much
        return None
    title = paper["title"].replace(rng.choice(own), rng.choice(foreign).lower(), 1)
    return without(paper, "doi"), without(_sister(paper, other, rng, title), "doi")


def _another_word_no_place(paper: Paper, other: Paper, rng: random.Random) -> Both:
    both = _another_word(paper, other, rng)
    shown = (*PLACE, "abstract", "date")
    return None if both is None else (without(both[0], *shown), without(both[1], *shown))


def _one_meeting(paper: Paper, other: Paper, rng: random.Random) -> Both:
    """Two talks of one team at one meeting, whose abstracts stand on one page."""
    both = _opposite(paper, other, rng)
    place = {"pages": "S42", "number": "S1"}
    return (
        None
        if both is None
        else (without(both[0], "doi", "abstract") | place, without(both[1], "doi", "abstract") | place)
    )


def _same_day(paper: Paper, other: Paper, rng: random.Random) -> Both:
    words = paper["title"].split()
    title = " ".join([*words[: (len(words) + 1) // 2], *other["title"].split()[-3:]])
    return without(paper, *PLACE), without(_sister(paper, other, rng, title), *PLACE)


def _next_step(paper: Paper, other: Paper, rng: random.Random) -> Both:
    sister = _sister(paper, other, rng, f"{paper['title']}: {rng.choice(NEXT_STEPS)}")
    return without(paper, "date", "doi"), without(sister, "date", "doi")


def _next_step_no_place(paper: Paper, other: Paper, rng: random.Random) -> Both:
    one, sister = _next_step(paper, other, rng) or (paper, paper)
    return without(one, *PLACE, "abstract"), without(sister, *PLACE, "abstract")


def _notice(paper: Paper, _: Paper, rng: random.Random) -> Both:
    notice = elsewhere(paper, rng) | {"title": rng.choice(NOTICES).format(paper["title"]), "abstract": None}
    return without(paper, "doi"), without(notice, "doi")


def _comment(paper: Paper, other: Paper, rng: random.Random) -> Both:
    comment = elsewhere(paper, rng) | {"title": f"Comment on “{paper['title']}”", "authors": other["authors"]}
    return paper, without(comment, "doi", "abstract")


def _reply(paper: Paper, other: Paper, rng: random.Random) -> Both:
    told, _ = _comment(paper, other, rng) or (paper, paper)
    comment = without(elsewhere(paper, rng), "doi", "abstract") | {"title": f"Comment on “{told['title']}”"}
    reply = without(elsewhere(paper, rng), "doi", "abstract") | {"title": f"Reply to Comment on “{told['title']}”"}
    return comment | {"authors": other["authors"]}, reply


def _heading(paper: Paper, _: Paper, rng: random.Random) -> Both:
    one = without(paper, "abstract", "doi", "date") | {"title": rng.choice(HEADINGS), "authors": paper["authors"][:1]}
    return one, without(elsewhere(one, rng), "doi")


def _heading_no_issue(paper: Paper, _: Paper, rng: random.Random) -> Both:
    one, two = _heading(paper, paper, rng) or (paper, paper)
    return without(one, "volume", "number", "pages"), without(two, "volume", "number", "pages")


def _namesake_titles(paper: Paper, other: Paper, rng: random.Random) -> Both:
    title = " ".join(paper["title"].split()[:3])
    return without(paper, "doi") | {"title": title}, elsewhere(other, rng) | {"title": title, "year": paper["year"]}


def _journal_version(paper: Paper, other: Paper, rng: random.Random) -> Both:
    foreign = sentences(other["abstract"])[-2:]
    meeting = without(paper, "doi", "date", "volume", "number") | {"venue": rng.choice(MEETINGS), "pages": "11-18"}
    return meeting, without(paper, "doi", "date") | {
        "year": paper["year"] + 1,
        "abstract": " ".join([paper["abstract"], *foreign]),
    }


def _chapters(paper: Paper, other: Paper, rng: random.Random) -> Both:
    return paper, _sister(paper, other, rng, other["title"]) | {"doi": paper["doi"], "abstract": other["abstract"]}


WAYS: Final[dict[str, Way]] = {
    "part one and two": _parts,
    "releases of one name, no place": _versions,
    "yearly report, year in the title": _yearly,
    "yearly report, one title, other volume": _yearly_no_number,
    "opposite word in the title": _opposite,
    "opposite word, title, people and year alone": _opposite_no_place,
    "another word in the title": _another_word,
    "another word, title, people and year alone": _another_word_no_place,
    "opposite word, one page of a meeting": _one_meeting,
    "sister paper of one day, no place": _same_day,
    "next step: protocol, follow-up": _next_step,
    "next step, title, people and year alone": _next_step_no_place,
    "erratum, retraction": _notice,
    "comment by others": _comment,
    "comment and reply": _reply,
    "heading, another issue": _heading,
    "heading, one year, no issue": _heading_no_issue,
    "a short title, other people": _namesake_titles,
    "conference paper and journal version": _journal_version,
    "chapters that share a DOI": _chapters,
}
