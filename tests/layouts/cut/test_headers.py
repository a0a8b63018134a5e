"""Where headers and headings stand on a page without breaks."""

import pytest

from flows.layouts.cut.headers import find_headers, find_headings

STAMP = "2024-01-02 10:00:00"


def parts(text: str) -> list[tuple[str, str | None, str | None, str]]:
    """What stands before each header's end, its date, its label, and what follows."""
    return [
        (
            text[: header.high].rstrip().split(" ")[-1],
            header.date and text[header.date.start : header.date.end],
            header.label and text[header.label.start : header.label.end],
            text[header.end :],
        )
        for header in find_headers(text, 0, len(text))
    ]


def test_a_whole_header() -> None:
    assert parts(f"Title Name {STAMP}\nSummary:\ntext") == [("Name", STAMP, "Summary:", "\ntext")]
    assert parts(f"Title Name {STAMP} \r\n Summary: \r\ntext") == [("Name", STAMP, "Summary:", " \r\ntext")]


@pytest.mark.parametrize(
    "stamp",
    [
        "2 May 2024",
        "Thursday, 2 May 2024 10:00:00 GMT",
        "May 2, 2024 6:05 PM",
        "5/13/2024, 10:00:00",
        f"({STAMP})",
        "[2024-05-02]",
    ],
)
def test_timestamps_of_other_forms(stamp: str) -> None:
    assert parts(f"Title Name {stamp}\nSummary:\ntext") == [("Name", stamp, "Summary:", "\ntext")]


def test_a_header_without_date_or_label_is_not_sure() -> None:
    assert parts("Title Name\nSummary:\ntext") == [("Name", None, "Summary:", "\ntext")]
    assert parts(f"Title Name {STAMP}\ntext and more") == [("Name", STAMP, None, "\ntext and more")]
    assert not find_headers("Title Name\nSummary:\ntext", 0, 24)[0].sure


@pytest.mark.parametrize("label", ["", "\n", "\nS", "\nSummary"])
def test_a_header_at_the_end_of_a_page_that_was_cut_off(label: str) -> None:
    found = parts(f"Title Name {STAMP}{label}")
    assert [(before, date, rest) for before, date, _, rest in found] == [
        ("Name", STAMP, label if label == "\n" else "")
    ]


def test_words_inside_an_abstract_are_no_header() -> None:
    assert parts(f"We say Summary: of {STAMP} and more") == []
    assert parts("The Summary:\nis here") == []


def test_headings_are_lines_or_glued_to_an_abstract() -> None:
    text = "Sort by updated\nText.Sort by title\nWe Sort by updated\nSort by updated, by title and by name\n"
    assert [text[slice(*span)] for span in find_headings(text)] == ["Sort by updated", "Sort by title"]
    assert find_headings("Sort by aSort by b") == [(0, 18)]
