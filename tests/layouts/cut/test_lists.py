"""Author lists at the ends of segments: what stands between their commas, back to what can be no name."""

import pytest

from flows.layouts.cut.groups import Numbers
from flows.layouts.cut.model import Bounds, load
from flows.layouts.cut.segments import Segments

TEXT = "We read a long story aloud to all who want to hear it. "


def read(*texts: str) -> tuple[str, Segments]:
    """All the texts as one, and the segments that they are."""
    whole, bounds = "", []
    for text in texts:
        bounds.append(Bounds(len(whole), len(whole) + len(text)))
        whole += text
    return whole, load().segments(whole, bounds)


def names(whole: str, segments: Segments, number: int = 0) -> list[str]:
    """The words of each chunk of a list, from its first to its last."""
    found = []
    for chunk in range(segments.final[number] - segments.size[number] + 1, segments.final[number] + 1):
        first = segments.stop[chunk] - segments.counts[chunk]
        begins = segments.begins[first : segments.stop[chunk]].tolist()
        found.append(" ".join(whole[begins[0] : segments.ends[chunk]].split()) if begins else "")
    return found


def test_a_list_is_read_back_to_what_can_be_no_name() -> None:
    whole, segments = read(f"{TEXT}On Ducks Ada Byron, Bo Li,Jean-Luc  d'Arc, J. Doe ")
    first, *others = names(whole, segments)
    assert first.endswith("who want to hear it. On Ducks Ada Byron")
    assert others == ["Bo Li", "Jean-Luc d'Arc", "J. Doe"]
    assert segments.whole.tolist() == [True]


@pytest.mark.parametrize(
    ("chunk", "nameable"),
    [
        ("Bo Li", True),
        ("'Abd al-Rahman", True),
        ("X-ray Team (Oslo)", True),
        ("x-ray team (Oslo)", False),
        ("One Two Three Four Five Six Seven Eight", True),
        ("One Two Three Four Five Six Seven Eight Nine", False),
        ("and done.Mora went", False),
        ("", False),
        (":", True),
        (": Bo Wu and others went", False),
        ("J. -P. Roe", True),
    ],
)
def test_what_may_be_a_name(chunk: str, nameable: bool) -> None:
    whole, segments = read(f"{TEXT}On Ducks Ada Byron, {chunk}, Bo Li")
    assert len(names(whole, segments)) == (3 if nameable else 2)
    assert segments.whole.tolist() == [nameable]


def test_lists_of_any_length_beside_each_other() -> None:
    authors = ["Ada Byron", "Bo Li", "Jean-Luc d'Arc"] * 400
    texts = ["", f"{TEXT}On Ducks {', '.join(authors)}", "A B", f"{TEXT * 30}On Geese Bo Li", ", ,", "word" * 200]
    whole, segments = read(*texts)
    assert segments.size.tolist() == [1, len(authors), 1, 1, 1, 1]
    assert names(whole, segments, 1)[1:] == authors[1:]
    for number, text in enumerate(texts):
        alone, single = read(text)
        assert names(whole, segments, number) == names(alone, single)
        assert segments.whole[number] == single.whole[0]
        assert segments.back[number] == single.back[0]


def test_the_first_author_stands_before_names_beyond_doubt() -> None:
    doubtful = f"{TEXT}On Ducks, a Goose Ada Byron"
    _, segments = read(f"{doubtful}, Wei Zhang, Bo Li", doubtful, f"{TEXT}On Ducks Ada Byron, Wei Zhang")
    assert segments.back.tolist() == [2, 0, 1]


def test_words_far_before_a_name_are_read_when_asked_for() -> None:
    words: Numbers[str] = Numbers()
    assert words[""] == 0
    whole, segments = read(f"{TEXT}On Ducks Ada Byron, Wei Zhang")
    first = segments.final - 1
    far = segments.far_rows(first, 16, words)
    assert " ".join(words).strip() == "read a long story aloud to all who want hear"
    assert (far[:, -5:] == segments.rows(first, 5)).all()
    assert (segments.far_rows(first, 16, words) == far).all()
    assert whole[segments.begins[segments.stop[first[0]] - 5] :].startswith("it. On Ducks Ada Byron,")


def test_the_page_knows_the_names_between_commas() -> None:
    whole, segments = read(
        f"{TEXT}On Ducks Ada Byron, Wei Zhang, Marie Curie", f"{TEXT}On Geese Bo Li, Wei Zhang", f"{TEXT}Old, Wei Zhang"
    )
    page = load().page_names(segments, [True, True, False])
    last = segments.final[:2]
    rows = segments.rows(last, 4)
    assert whole[segments.begins[segments.stop[last[1]] - 1] :].startswith("Zhang")
    assert page.as_given(rows[:, -2]).tolist() == [1, 2]
    assert page.as_family(rows[:, -1]).tolist() == [1, 2]
    assert page.as_whole(rows, rows[:, -2] * 0 + 2).tolist() == [1, 2]
    assert page.as_whole(rows, rows[:, -2] * 0 + 1).tolist() == [0, 0]
    assert page.as_family(rows[:, -2]).tolist() == [0, 0]
