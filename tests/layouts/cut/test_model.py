"""The model of the package: its size, its speed to load, and what it makes of single segments."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from flows.layouts import glued, profile
from flows.layouts.cut.cutter import Cutter
from flows.layouts.cut.evidence import Scale, dense
from flows.layouts.cut.groups import lost_shares
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import EVEN, FAMILY, GIVEN, ROLES, TITLE_LAST, Lexicon
from flows.layouts.cut.model import Bounds, Cut, load
from flows.layouts.cut.store import Stored, read, save

LEAD = "A game has rules and players. We read the rules aloud and watch the players until one of them gives up. " * 5
MAX_BYTES = 1_500_000


def cuts(text: str, bounds: list[Bounds], abstracts: list[str | None]) -> list[tuple[Cut | None, bool]]:
    """The cuts of segments of a page that has no names, and whether they wait for an abstract."""
    model = load()
    segments = model.segments(text, bounds)
    return model.cuts(text, segments, abstracts, model.page_names(segments, [False] * len(bounds)))


def cut(text: str, abstract: str = "", *, fixed: bool = False) -> tuple[str, str, str, float]:
    """What stands before the title, the title, the authors, and the probability of that."""
    ((found, waits),) = cuts(text, [Bounds(0, len(text), fixed)], [abstract.casefold()])
    assert found is not None
    assert not waits
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
    assert cuts("", [Bounds(0, 0)], [""]) == [(None, False)]
    assert cuts("", [], []) == []


def test_cutting_several_segments_at_once_is_cutting_each() -> None:
    parts = [f"{LEAD}We won.Playing Games Ada Byron, Wei Zhang", f"{LEAD}See $x$.On Young Will May Young Will", "A B"]
    text = "".join(parts)
    ends = [sum(map(len, parts[: place + 1])) for place in range(len(parts))]
    bounds = [Bounds(end - len(part), end) for part, end in zip(parts, ends, strict=True)]
    abstracts: list[str | None] = ["we play.", "on young people.", ""]
    alone = [cuts(text, [one], [abstract])[0] for one, abstract in zip(bounds, abstracts, strict=True)]
    assert cuts(text, bounds, abstracts) == alone


def test_only_a_doubtful_cut_waits_for_the_abstract() -> None:
    for title, waits in (("Playing Games Ada Byron, Wei Zhang", False), ("On Young Will May Young Will", True)):
        text = f"{LEAD}We win the game.{title}"
        ((_, waiting),) = cuts(text, [Bounds(0, len(text))], [None])
        assert waiting == waits


def test_the_lexicon_knows_names_from_words() -> None:
    names, words = ["xiaoming", "yann", "müller"], ["networks", "theory", "learning"]
    lexicon = load().lexicon
    assert (lexicon.rows_of(names)[0][:, [GIVEN, FAMILY]].max(axis=1) > EVEN + 16).all()
    assert (lexicon.rows_of(words)[0][:, [GIVEN, FAMILY]].max(axis=1) < EVEN - 16).all()
    (networks, of), known = lexicon.rows_of(["networks", "of"])
    assert networks[TITLE_LAST] > of[TITLE_LAST]
    assert known.all()


def test_words_never_met_are_judged_by_their_parts_and_pieces() -> None:
    lexicon = Lexicon(["deep", "low"], bytes([40] * len(ROLES) + [60] * len(ROLES)), [16] * 2**14)
    assert "deeper" not in lexicon.places
    rows, known = lexicon.rows_of(["deep-low", "ada", ""])
    parts, ada, nothing = rows.tolist()
    assert not known.any()
    assert parts == [50] * len(ROLES)
    assert ada[GIVEN] > EVEN
    assert nothing[TITLE_LAST] == EVEN


def test_a_stored_model_comes_back_as_it_was(tmp_path: Path) -> None:
    codes = np.array([code(11, 3, 6), code(4, 2, 1), code(5, 1)])
    pieces = np.full(2**14, -3)
    model = Stored(
        ["ada", "bö"], bytes(range(2 * len(ROLES))), pieces, dense(codes, [1.5, 0.001, 0]), dense(codes, [0.25, 0, 2])
    )
    save(tmp_path / "model.zip", model)
    content = (tmp_path / "model.zip").read_bytes()
    back = read(BytesIO(content))
    assert (back.words, back.rows) == (model.words, model.rows)
    assert (back.pieces == pieces).all()
    assert back.weights[codes].tolist() == [1.5, 0, 0]
    assert back.quick[codes].tolist() == [0.25, 0, 2]
    assert np.count_nonzero(back.weights) + np.count_nonzero(back.quick) == 3
    save(tmp_path / "model.zip", model)
    assert (tmp_path / "model.zip").read_bytes() == content


def test_more_evidence_never_hides_what_was_given_up() -> None:
    scores, group, best = np.array([0.0, -1.0, -3.0, -9.0]), np.zeros(4, np.int64), np.zeros(1)
    shares = [lost_shares(scores, group, best, margin)[0] for margin in (10, 4, 2, 0.5)]
    assert shares[0] == 0
    assert all(less < more for less, more in pairwise(shares))
    assert shares[-1] < 0.5


def test_a_model_without_weights_weighs_every_pair_alike() -> None:
    nothing = dense(np.zeros(0, np.int64), [])
    blank = Cutter(Lexicon([], b"", [0] * 2**14), Scale(nothing, nothing))
    text = "We won.Playing Games Ada Byron, Wei Zhang"
    segments = blank.segments(text, [Bounds(0, len(text))])
    page = blank.page_names(segments, [False])
    found = blank.choices(text, segments, [""], page)
    assert found.sure.tolist() == [1]
    pairs = set(zip(found.title.tolist(), found.authors.tolist(), strict=True))
    assert (text.index("Playing"), text.index("Ada")) in pairs
    ((cut, _),) = blank.cuts(text, segments, [""], page)
    assert cut is not None
    assert cut.probability == pytest.approx(1 / len(pairs))
