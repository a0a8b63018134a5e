"""What a set tells of the lists that it was put together from."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

Rows = Callable[..., pl.DataFrame]

TEXT = (
    "We grow moss at a constant temperature below freezing, high up in the mountains, and count its leaves every week, "
    "for a year and more, and {} times."
)


def told(compared: pl.DataFrame, column: str) -> dict[str, str | None]:
    return dict(compared.select("source_id", column).iter_rows())


def paper(number: int, name: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any values of a record
    return {
        "source_id": name,
        "title": f"Growth of moss, letter {chr(97 + number)}",
        "abstract": TEXT.format(number),
        "date": date(2021, 3, 5),
    } | more


def test_who_stands_in_every_scrape_has_no_other_version(compared_of: Rows) -> None:
    scraped = [paper(number, f"{number} {scrape}") for number in range(5) for scrape in "ab"]
    copies = told(compared_of(*scraped, paper(9, "lone")), "copies")
    assert copies["lone"] == "lone"
    assert {value for name, value in copies.items() if name != "lone"} == {"everywhere"}


def test_two_of_three_scrapes_are_not_everywhere(compared_of: Rows) -> None:
    scraped = [paper(number, f"{number} {scrape}") for number in range(9) for scrape in "abc"]
    copies = told(compared_of(*scraped, paper(10, "a"), paper(10, "b")), "copies")
    assert copies["a"] == copies["b"] == "copied"


def test_without_a_second_scrape_nobody_is_lone(compared_of: Rows) -> None:
    copies = told(compared_of(*(paper(number, str(number)) for number in range(5))), "copies")
    assert set(copies.values()) == {None}


def test_two_catalogues_of_a_venue_list_a_paper_once_each(compared_of: Rows) -> None:
    short = [paper(number, f"{number} short", venue="J. North. Plants") for number in range(20)]
    long = [paper(number, f"{number} long", venue="Journal of Northern Plants") for number in range(20)]
    assert set(told(compared_of(*short, *long), "catalogued").values()) == {"once"}


def test_a_list_that_repeats_itself_is_no_catalogue(compared_of: Rows) -> None:
    twice = [paper(number, f"{number} {copy}", venue="J. North. Plants") for number in range(20) for copy in "ab"]
    long = [paper(number, f"{number} long", venue="Journal of Northern Plants") for number in range(20)]
    assert set(told(compared_of(*twice, *long), "catalogued").values()) == {None}


def test_of_a_few_records_nothing_is_told(compared_of: Rows) -> None:
    few = [paper(number, f"{number} {venue}", venue=venue) for number in range(5) for venue in ("J. Plants", "Plants")]
    assert set(told(compared_of(*few), "catalogued").values()) == {None}
