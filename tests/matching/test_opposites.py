"""Words that exclude each other, and those of a paper's next step."""

import pytest

from flows.matching.opposites import are_opposites, is_next_step, is_on_the_other


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
        (["long", "term"], [], True),
        (["two", "year", "results"], [], True),
        (["cost", "effectiveness", "analysis"], [], True),
        (["results"], [], False),
        (["design", "implementation"], [], False),
        (["protocol"], ["protocol"], False),
        (["protocol"], ["pilot"], True),
        (["mountains"], [], False),
    ],
)
def test_a_next_step(a: list[str], b: list[str], *, step: bool) -> None:
    assert is_next_step(a, b) is is_next_step(b, a) is step


@pytest.mark.parametrize(
    ("before", "on_it"),
    [
        ("a survey of", True),
        ("costs after the", True),
        ("beyond", True),
        ("on the", False),
        ("the", False),
        ("mossnet", False),
        ("panel on", False),  # the same session
        ("tutorial on the", False),
    ],
)
def test_a_title_that_is_on_what_the_other_is_called(before: str, *, on_it: bool) -> None:
    title = ["growth", "of", "moss"]
    assert is_on_the_other([*before.split(), *title], title) is on_it
    assert is_on_the_other(title, [*before.split(), *title]) is on_it


def test_a_title_that_only_begins_alike_is_not_on_the_other() -> None:
    assert not is_on_the_other(["growth", "of", "moss"], ["growth", "of", "moss", "in", "the", "frost"])
    assert not is_on_the_other(["growth", "of", "moss"], ["growth", "of", "moss"])
