"""Pages that set a blank between an abstract and the next title."""

from flows.layouts import glued
from tests.layouts.contract import fields_of

RECORDS = [
    (
        "A Soup of Words for Large Language Models",
        "Ada Lovelace, Bo Sample",
        (
            "We study soups of words that language models were trained on. Experiments show that the longer a soup is "
            "boiled, the less its words matter. The code is on our website."
        ),
    ),
    (
        "Counting the Ducks of Small Lakes",
        "Wei Zhang, Sofia Kovalevskaya",
        (
            "Ducks are counted from the shore of lakes or from a boat. We compare both ways at nine lakes and see that "
            "the boat frightens every second duck. Counts from the shore are therefore higher."
        ),
    ),
    (
        "On the Stability of Wooden Bridges under Wind",
        "Marie Curie, Leonhard Euler",
        (
            "Wooden bridges move in the wind. A simple equation describes how far, and its solutions agree with what "
            "was measured at three bridges over one winter. None of the bridges fell."
        ),
    ),
]


def page(between: str) -> str:
    return "Sort by updated\n" + between.join(
        f"{title} {names} 2024-03-01 12:00:00\nSummary:\n{abstract}" for title, names, abstract in RECORDS
    )


def test_a_blank_before_titles() -> None:
    text = page(" ")
    found = glued.parse(text)
    told = [fields_of(text, entry) for entry in found.entries]
    assert [(row["title"], row["authors"], row["abstract"]) for row in told] == RECORDS
    assert all(text[span.end - 1] != " " for entry in found.entries for span in entry.spans)


def test_one_such_title_does_not_change_the_others() -> None:
    text = page("").replace("website.Counting", "website. Counting")
    told = [fields_of(text, entry) for entry in glued.parse(text).entries]
    assert told[2]["title"] == RECORDS[2][0]
