"""Labels that meetings give to abstracts."""

import pytest

from flows.matching.labels import is_labelled

TITLE = "Growth of moss under constant frost"


@pytest.mark.parametrize(
    "label",
    [
        *("PO-045:", "O-12.", "P1.12", "OC-07", "S1234", "P-101 -", "AB0123", "THU0123-HPR", "CS-03-4", "P‐101"),
        *("OP12", "PP 45", "LBA4", "1234P", "123TiP"),
        *("Abstract 123:", "Abstract TP23:", "Abstract W P123:", "Abstract #45:", "Poster 12:"),
        *("(P2.045)", "[PP-12]", "#1023"),
    ],
)
def test_a_title_behind_a_label(label: str) -> None:
    assert is_labelled(f"{label} {TITLE}", TITLE)
    assert is_labelled(TITLE, f"{label} {TITLE.upper()}.")


@pytest.mark.parametrize(
    "start",
    [
        *("Part 2:", "Phase 2", "Paper 12:", "2012", "1.", "12."),  # numbers of a series, years
        *(
            "3D",
            "P53",
            "GPT-3:",
            "H1N1",
            "HPV 16",
            "COVID-19:",
            "OP-1",
            "PP2A",
            "TP53",
            "CD44",
            "PD-1",
            "22P",
            "2012P53",
        ),  # what the paper is about
    ],
)
def test_a_number_that_is_no_label(start: str) -> None:
    assert not is_labelled(f"{start} {TITLE}", TITLE)


def test_behind_a_label_stands_the_whole_title() -> None:
    assert not is_labelled(f"PO-045: {TITLE} in mountains", TITLE)
    assert not is_labelled(f"PO-045: {TITLE}", f"PO-046: {TITLE}")
    assert not is_labelled("PO-045: Moss", "Moss")
