"""Words of titles: slips of the pen, and words that say something else."""

import pytest

from flows.matching.wording import other_words, words


@pytest.mark.parametrize(
    ("a", "b", "slip"),
    [
        ("Growth of moss under frost", "Growth of mosses under frost", True),
        ("Growth of moss under constant frost", "Gorwth of moss under constnat frost", True),
        ("The colour of labour", "The color of labor", True),
        ("Moss on the walls", "Moss on walls", True),
        ("Pre training of mosses", "Pretraining of mosses", True),
        ("Pre training of mosses in moorland", "Pretraining of moses in moor land", True),
        ("Oedema and aetiology of mosses", "Edema and etiology of mosses", True),
        ("Information on moss", "lnformation on moss", True),
        ("Moss versus lichen, phase II", "Moss vs. lichen: phase 2", True),
        ("Moss vs lichen in 3 lakes", "Moss versu lichen in thre lakes", True),
        ("Moss of type III in two lakes", "Moss of type three in 2 lakes", True),
        ("A symmetric moss in frost", "Asymmetric mos in the frost", False),
        ("Symmetric mosses", "Asymmetric mosses", False),
        ("Moss in hypertension", "Moss in hypotension", False),
        ("Even mosses", "Odd mosses", False),
        ("Growth of moss", "Hidden growth of moss", False),
        ("An XML wrapper", "An XJML wrapper", False),
        ("Moss 12", "Moss 13", False),
        ("Moss of type II", "Moss of type III", False),
        ("Emotion of moss", "Motion of moss", False),
    ],
)
def test_a_slip_changes_spelling_and_nothing_else(a: str, b: str, slip: bool) -> None:
    for one, other in ((a, b), (b, a)):
        assert (other_words(words(one), words(other)) == ([], [])) is slip
