"""Pages in which a browser copied other blanks than the plain one."""

import pytest

from flows.layouts import glued
from flows.layouts.registry import Layout, identify, layouts
from tests.layouts.contract import fields_of

BLANKS = ["\u00a0", "\u2009", "\u202f", "\u3000"]
MARKED = [layout for layout in layouts() if layout.name != "glued"]  # a model weighs its blanks


def told(layout: Layout, text: str) -> list[dict[str, str]]:
    return [fields_of(text, entry) for entry in layout.parse(text).entries]


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
@pytest.mark.parametrize("layout", MARKED, ids=lambda layout: layout.name)
def test_a_page_reads_the_same_with_other_blanks(layout: Layout, blank: str) -> None:
    text = layout.example.replace(" ", blank)
    assert identify(text) == layout
    assert told(layout, text) == told(layout, layout.example)


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_blanks_beside_a_label_on_its_line(blank: str) -> None:
    text = glued.EXAMPLE.replace("Summary:\n", f"{blank}Summary:{blank}\n")
    assert [fields_of(text, entry)["abstract"] for entry in glued.parse(text).entries] == [
        "We draw a map of small worlds.",
        "We measure one.",
    ]
