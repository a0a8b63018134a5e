"""Pages of abstracts whose labels and furniture scrapes show in other forms."""

import pytest

from flows.layouts import bare
from flows.layouts.registry import identify
from tests.layouts.contract import fields_of

FIRST = "Sparse layers save work only where zeros can be skipped. We measure when that is so."
SECOND = "Klondike is harder than it looks; the code is at https://example.org/klondike"
THIRD = "* is a star, and 7. a number. Abstracts may begin with them."
PAGE = [FIRST, SECOND, THIRD]


def abstracts(text: str) -> list[str]:
    """Each record's abstract; nothing of the page may be refused."""
    page = bare.parse(text)
    assert page.refusals == []
    return [fields_of(text, entry)["abstract"] for entry in page.entries]


@pytest.mark.parametrize(
    "label",
    [
        "* Abstract:",
        "• Abstract: ",
        "- Abstract:",
        "1. Abstract: ",
        "(12) Abstract:",
        "[3] Abstract:",
        "## Abstract\n",
        "**Abstract:** ",
        "**Abstract** ",
        "*Abstract*: ",
        "__Abstract.__ ",
        "ABSTRACT:",
        "Abstract. ",
        "Abstract - ",
        "Abstract – ",
        "Abstract：",
        "Abstract :",
        "Abstract—",
        "ABSTRACT — ",
        "abstract: ",
        "Abstract 12: ",
        "Abstract\n",
        "Abstract\n\n",
    ],
)
def test_labels_of_all_kinds(label: str) -> None:
    text = "".join(f"{label}{abstract}\n" for abstract in PAGE)
    assert identify(text).name == "bare"
    assert abstracts(text) == PAGE


@pytest.mark.parametrize(
    "word", ["Abstract interpretation is sound.", "Abstracts: a study.", "ABSTRACTION is all.", "Abstract 2 is it."]
)
def test_a_line_that_begins_with_the_word_goes_on(word: str) -> None:
    text = f"Abstract:{FIRST}\n{word}\nAbstract:{SECOND}\n"
    assert abstracts(text) == [f"{FIRST} {word}", SECOND]
    assert bare.matches(text) == 1


@pytest.mark.parametrize("lines", ["Show more\n", "BibTeX\nShare\n"])
def test_lines_below_every_abstract_are_the_pages(lines: str) -> None:
    text = "".join(f"Abstract:{abstract}\n{lines}" for abstract in PAGE)
    assert identify(text).name == "bare"
    assert abstracts(text) == PAGE


@pytest.mark.parametrize("lines", ["Next page\nPrevious page\n", "Page 2 of 7\n", "See more results\n"])
def test_lines_that_lead_to_other_pages_are_no_abstracts(lines: str) -> None:
    text = f"Abstract:{FIRST}\n{lines}Abstract:{SECOND}\nAbstract:{THIRD}\n"
    assert identify(text).name == "bare"
    assert abstracts(text) == PAGE


@pytest.mark.parametrize("lines", ["Load more", "1\n2\n3\nNext"])
def test_lines_below_the_last_abstract_are_the_pages(lines: str) -> None:
    assert abstracts("".join(f"Abstract:{abstract}\n" for abstract in PAGE) + lines) == PAGE


@pytest.mark.parametrize(
    ("page", "last"),
    [
        (f"Abstract:{FIRST}\nAbstract:{SECOND}\nSo there", f"{SECOND} So there"),
        (f"Abstract:{FIRST}\n" * 3 + "Abstract:We end\nhere", "We end here"),
        (f"Abstract:{FIRST}\nIt has lines\n" + f"Abstract:{FIRST}\n" * 2 + "as this one", f"{FIRST} as this one"),
        (f"Abstract:{FIRST}\n" * 3 + "This is a sentence.", f"{FIRST} This is a sentence."),
    ],
    ids=["two records tell nothing", "an unfinished abstract", "another has lines", "a sentence"],
)
def test_lines_that_may_be_the_abstracts_own(page: str, last: str) -> None:
    assert abstracts(page)[-1] == last


def test_labels_on_one_line() -> None:
    """A program that sets blanks for line ends leaves none."""
    assert abstracts(" ".join(f"Abstract:{abstract}." for abstract in PAGE)) == [f"{abstract}." for abstract in PAGE]


def test_a_label_within_a_sentence_is_a_word_of_the_abstract() -> None:
    words = "We look for the word Abstract:We in pages. It is rare."
    assert abstracts(f"Abstract:{words}\nAbstract:{FIRST}\n") == [words, FIRST]
