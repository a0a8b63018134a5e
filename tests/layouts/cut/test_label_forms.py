"""Labels between timestamps and abstracts."""

import pytest

from flows.layouts.cut.label_forms import with_usual_label
from flows.layouts.pages import read_pages
from tests.layouts.contract import fields_of
from tests.layouts.cut.test_between import ABSTRACT, TITLES, page

FORMS = ["Abstract:", "ABSTRACT:", "SUMMARY:", "summary:", "Summary", "Abstract", "Summary :", "**Summary:**"]


@pytest.mark.parametrize("label", FORMS)
@pytest.mark.parametrize("behind", ["\n", " "])
def test_other_labels(label: str, behind: str) -> None:
    if behind == " " and not label.endswith(":"):
        behind = "\n\n"
    text = page().replace("Summary:\n", label + behind)
    [part], _ = read_pages(text, None, last=True)
    told = [fields_of(text, entry) for entry in part.page.entries]
    assert part.layout == "glued"
    assert [row["title"] for row in told] == TITLES
    assert [row["abstract"] for row in told] == [ABSTRACT] * len(TITLES)


def test_a_label_that_touches_the_timestamp() -> None:
    text = page().replace("\nSummary:\n", "Summary:\n")
    [part], _ = read_pages(text, None, last=True)
    assert [fields_of(text, entry)["title"] for entry in part.page.entries] == TITLES


@pytest.mark.parametrize(
    "text",
    [
        "Saved on 2024-02-03 10:15\nAbstract:We soup.\nAbstract:We cook.\nAbstract:We taste.\n",
        "A Title\n\nFeb 02, 2023\nAbstract: We cook.\n",
        "Ada Byron 2024-03-01 12:00:00\nSummary:\nWe cook.\n2024-03-01 12:00:00\nAbstract: We taste.",
    ],
)
def test_words_of_other_pages_stay(text: str) -> None:
    assert with_usual_label(text) == text
