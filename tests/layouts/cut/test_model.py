"""The model of the package: its size, its speed to load, and what it makes of single segments."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from flows.layouts import glued, profile
from flows.layouts.cut.evidence import Key, Scale, lost_share
from flows.layouts.cut.lexicon import EVEN, FAMILY, GIVEN, ROLES, TITLE_LAST, Lexicon
from flows.layouts.cut.model import Model, Segment, load
from flows.layouts.cut.pagenames import PageNames
from flows.layouts.cut.store import Stored, read, save

LEAD = "A game has rules and players. We read the rules aloud and watch the players until one of them gives up. " * 5
MAX_BYTES = 1_500_000


def cut(text: str, abstract: str = "", *, fixed: bool = False) -> tuple[str, str, str, float]:
    """What stands before the title, the title, the authors, and the probability of that."""
    found = load().cut(text, Segment(0, len(text), abstract.casefold(), fixed), PageNames())
    assert found is not None
    assert 0 <= found.probability <= found.start_probability <= 1
    title, authors = text[found.title : found.authors], text[found.authors :]
    return text[: found.title], title.strip(), authors, found.probability


def test_the_file_is_small(root: Path) -> None:
    assert (root / "flows" / "layouts" / "cut" / "weights.zip").stat().st_size <= MAX_BYTES


def test_the_model_is_loaded_only_where_a_page_needs_it() -> None:
    load.cache_clear()
    profile.parse(profile.EXAMPLE)
    glued.matches(glued.EXAMPLE)
    assert load.cache_info().currsize == 0
    glued.parse(glued.EXAMPLE)
    assert load.cache_info().currsize == 1


@pytest.mark.parametrize(
    ("before", "title", "authors", "abstract"),
    [
        ("We win the game.", "Playing Games", "Ada Byron, Wei Zhang", "We play."),
        ("Is the game won?", "Playing Games", "Ada Byron, Wei Zhang", "We play."),
        ("The code is at https://github.com/some/game.", "Playing Games", "Ada Byron, Wei Zhang", "We play games."),
        ("It falls as $x^{-2}$.", "Magnetic Monopoles", "J. J. Thomson, E. Rutherford", "Monopoles are rare."),
        ("We win the game.", "Red, Green, and Blue Light", "Ada Byron, Wei Zhang", "Red, green and blue light."),
        ("We win the game.", "Who Wins? A Study of Games", "Ada Byron, Wei Zhang", "We play."),
        ("We win the game.", "Playing Games", "Mohammad Gheshlaghi Azar, Wei Zhang, Bo Li", "We play."),
        ("We win the game.", "Search for heavy bosons", "Bart de Vylder, Vincent de Boer", "We look for bosons."),
    ],
)
def test_plain_and_hard_segments(before: str, title: str, authors: str, abstract: str) -> None:
    assert cut(f"{LEAD}{before}{title} {authors}", abstract)[:3] == (LEAD + before, title, authors)


def test_a_title_that_must_begin_the_segment() -> None:
    assert cut("The U.S.A Journey Ada Byron, Wei Zhang", fixed=True)[:3] == (
        "",
        "The U.S.A Journey",
        "Ada Byron, Wei Zhang",
    )


def test_a_title_of_any_length_that_must_begin_the_segment() -> None:
    title = "On " + "Very " * 200 + "Long Titles"
    assert cut(f"{title} Ada Byron, Wei Zhang", fixed=True)[:3] == ("", title, "Ada Byron, Wei Zhang")


def test_a_segment_without_text_has_no_cut() -> None:
    assert load().cut("", Segment(0, 0, ""), PageNames()) is None


def test_the_lexicon_knows_names_from_words() -> None:
    names, words = ["xiaoming", "yann", "müller"], ["networks", "theory", "learning"]
    lexicon = load()._words.lexicon  # noqa: SLF001 - the model's own, as a page meets it
    assert all(max(lexicon.row(name)[GIVEN], lexicon.row(name)[FAMILY]) > EVEN + 16 for name in names)
    assert all(max(lexicon.row(word)[GIVEN], lexicon.row(word)[FAMILY]) < EVEN - 16 for word in words)
    assert lexicon.row("networks")[TITLE_LAST] > lexicon.row("of")[TITLE_LAST]


def test_words_never_met_are_judged_by_their_parts_and_pieces() -> None:
    lexicon = Lexicon(["deep", "low"], bytes([40] * len(ROLES) + [60] * len(ROLES)), [16] * 2**14)
    assert lexicon.find("deeper") is None
    assert lexicon.row("deep-low") == bytes([50] * len(ROLES))
    assert lexicon.row("ada")[GIVEN] > EVEN
    assert lexicon.row("")[TITLE_LAST] == EVEN


def test_a_stored_model_comes_back_as_it_was(tmp_path: Path) -> None:
    key: Key = (11, 3, "C")
    model = Stored(["ada", "bö"], bytes(range(2 * len(ROLES))), [-3] * 2**14, {key: 1.5, (2, True): 0.001}, {key: 0.25})
    save(tmp_path / "model.zip", model)
    content = (tmp_path / "model.zip").read_bytes()
    assert read(BytesIO(content)) == model._replace(weights={key: 1.5})
    save(tmp_path / "model.zip", model)
    assert (tmp_path / "model.zip").read_bytes() == content


def test_more_evidence_never_hides_what_was_given_up() -> None:
    shares = [lost_share([0.0, -1.0, -3.0, -9.0], floor) for floor in (-10, -4, -2, -0.5)]
    assert shares[0] == 0
    assert all(less < more for less, more in pairwise(shares))
    assert shares[-1] < 0.5


def test_a_model_without_weights_weighs_every_pair_alike() -> None:
    blank = Model(Lexicon([], b"", [0] * 2**14), Scale({}, {}))
    text = "We won.Playing Games Ada Byron, Wei Zhang"
    found, sure = blank.choices(text, Segment(0, len(text), ""), PageNames())
    assert sure == 1
    assert {choice.score for choice in found} == {0.0}
    assert (text.index("Playing"), text.index("Ada")) in {(choice.title.at, choice.authors.at) for choice in found}
