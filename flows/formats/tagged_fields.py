"""Tagged lines as the values of a paper: which tag is which field, and what is kept aside."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from flows.fields.author_lists import join_lists, split_authors
from flows.fields.dates import read_date
from flows.formats.base import Entry, collapse
from flows.formats.pubmed_words import names_pubmed
from flows.formats.tagged import Line

_YEAR: Final = re.compile(r"\d{4}")


def says_something(value: str) -> bool:
    """Whether a value is more than white space."""
    return bool(collapse(value))


def take(rest: list[Line], tags: Sequence[str], fits: Callable[[str], bool] = says_something) -> Line | None:
    """The first line of the first of these tags whose value fits, taken out of `rest`."""
    for tag in tags:
        for place, line in enumerate(rest):
            if line.tag == tag and fits(line.value):
                return rest.pop(place)
    return None


def put(entry: Entry, field: str, line: Line | None, glue: str = " ") -> None:
    """Keep a line's value, if there is one."""
    if line is not None:
        entry.put(field, line.value, line.start, line.end, glue)


def put_fields(entry: Entry, rest: list[Line], fields: Mapping[str, Sequence[str]]) -> None:
    """Give each field the first of its tags that says something, taken out of `rest`."""
    for field, tags in fields.items():
        put(entry, field, take(rest, tags))


def put_date(entry: Entry, rest: list[Line], day: str, years: Sequence[str]) -> None:
    """The day where it has a year, else the year with the day behind it.

    Of two years the one with a day counts: ProQuest gives it in `Y1` of RIS alone.
    """
    dated = take(rest, years, lambda value: read_date(value).date is not None)
    told = dated if dated is not None else take(rest, years)
    said = take(rest, (day,))
    if said is not None and told is not None and _YEAR.search(said.value):
        rest.append(told)
        told = None
    put(entry, "date", told)
    put(entry, "date", said)


def put_pages(entry: Entry, rest: list[Line], ends: tuple[str, str], number: str) -> None:
    """First and last page, or the article's number where there is none."""
    first = take(rest, ends[:1])
    if first is None:
        put(entry, "pages", take(rest, (number,)))
        return
    put(entry, "pages", first)
    named = entry.values["pages"].split("-")
    put(entry, "pages", take(rest, ends[1:], lambda value: says_something(value) and collapse(value) not in named), "-")


def put_authors(entry: Entry, rest: list[Line], tags: Sequence[str]) -> None:
    """All lines of these tags; each is one author, or several with semicolons or line breaks between them."""
    authors = [line for line in rest if line.tag in tags]
    rest[:] = [line for line in rest if line.tag not in tags]
    for line in authors:
        if says_something(line.value):
            people = split_authors(line.value) if ";" in line.value else join_lists(line.value.splitlines())
            entry.put_authors(people.names, line.start, line.end, complete=people.complete)


def put_accession(entry: Entry, rest: list[Line], tag: str, databases: Sequence[str]) -> None:
    """An accession number that is arXiv's, or PubMed's where the reference says that it is from there."""
    if names_pubmed(" ".join(line.value for line in rest if line.tag in databases)):
        put(entry, "pmid", take(rest, (tag,), lambda value: value.strip().isdecimal()))
    put(entry, "arxiv_id", take(rest, (tag,), lambda value: value.strip().lower().startswith("arxiv:")))


def put_aside(entry: Entry, rest: list[Line]) -> None:
    """Keep all that is left under its tags."""
    for line in rest:
        entry.put_aside(line.tag, line.value, line.start, line.end)
