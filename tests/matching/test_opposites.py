"""Words that exclude each other, and those of a paper's next step."""

import pytest

from flows.matching.opposites import are_opposites, is_next_step


@pytest.mark.parametrize(
    ("a", "b", "opposite"),
    [
        (["men"], ["women"], True),
        (["vitro"], ["vivo"], True),
        (["symmetric"], ["asymmetric"], True),
        (["supervised"], ["unsupervised"], True),
        (["hypertension"], ["hypotension"], True),
        (["preoperative"], ["postoperative"], True),
        (["microscopic"], ["macroscopic"], True),
        (["children", "treated"], ["adults"], True),
        (["non"], [], True),
        (["new"], [], False),
        (["mountains"], ["valleys"], False),
        (["men"], ["vitro"], False),
        (["action"], ["inaction", "more"], True),
    ],
)
def test_words_that_exclude_each_other(a: list[str], b: list[str], *, opposite: bool) -> None:
    assert are_opposites(a, b) is are_opposites(b, a) is opposite


@pytest.mark.parametrize(
    ("a", "b", "step"),
    [
        (["study", "protocol"], [], True),
        (["five", "year", "follow", "up"], [], True),
        (["revisited"], [], True),
        (["baseline", "characteristics"], [], True),
        (["design", "methods"], [], True),
        (["design", "implementation"], [], False),
        (["protocol"], ["protocol"], False),
        (["mountains"], [], False),
    ],
)
def test_a_next_step(a: list[str], b: list[str], *, step: bool) -> None:
    assert is_next_step(a, b) is is_next_step(b, a) is step
