"""Which layouts there are and how a page finds its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import flows.layouts
from flows.layouts.registry import (
    CLAIM_SCORE,
    SAMPLE_CHARS,
    AmbiguousLayoutError,
    Layout,
    UnknownLayoutError,
    find_layout,
    identify,
    layouts,
)

NEW_LAYOUT = """
from flows.layouts.base import Page, Span, settle

DESCRIPTION = "Pages of one star."
EXAMPLE = "*"


def matches(text: str) -> float:
    return 1.0 if text.startswith("*") else 0.0


def parse(text: str) -> Page:
    return settle(text, Page(furniture=[Span("label", 0, 1)]))
"""


@pytest.fixture
def new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules belong to the package of layouts for the length of a test."""
    monkeypatch.setattr(flows.layouts, "__path__", [*flows.layouts.__path__, str(tmp_path)])
    layouts.cache_clear()
    yield tmp_path
    layouts.cache_clear()


def test_layouts_come_by_name() -> None:
    names = [layout.name for layout in layouts()]
    assert names == sorted(names)
    assert {"bare", "collaborators", "profile"} <= set(names)


def test_helpers_are_no_layouts() -> None:
    assert not {"base", "registry", "cut"} & {layout.name for layout in layouts()}


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_every_layout_shows_an_example_that_it_alone_claims(layout: Layout) -> None:
    assert identify(layout.example) is layout
    page = layout.parse(layout.example)
    assert page.entries
    assert page.refusals == []


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_every_layout_is_described_in_one_line(layout: Layout) -> None:
    assert layout.description.strip() == layout.description
    assert len(layout.description.splitlines()) == 1


def test_a_layout_is_found_by_name() -> None:
    assert find_layout("bare").name == "bare"


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownLayoutError, match=r"no layout 'tabel', only .*bare, .*collaborators, "):
        find_layout("tabel")


@pytest.mark.parametrize("text", ["", " \n", "A letter to nobody.\n", "\x89PNG\r\n\x1a\n\x00\x00"])
def test_a_page_that_nobody_claims(text: str) -> None:
    with pytest.raises(UnknownLayoutError, match=r"no layout claims this page; the scores are .*bare 0\.00, "):
        identify(text)


def test_a_new_layout_is_one_file(new_folder: Path) -> None:
    (new_folder / "starred.py").write_text(NEW_LAYOUT)
    assert identify("* one").name == "starred"
    assert find_layout("starred").description == "Pages of one star."


def test_a_folder_or_a_module_without_both_functions_is_no_layout(new_folder: Path) -> None:
    (new_folder / "half.py").write_text("def matches(text: str) -> float:\n    return 1.0\n")
    (new_folder / "whole").mkdir()
    (new_folder / "whole" / "__init__.py").write_text(NEW_LAYOUT)
    assert not {"half", "whole"} & {layout.name for layout in layouts()}


def test_two_claimants_are_named_with_their_scores(new_folder: Path) -> None:
    (new_folder / "first.py").write_text(NEW_LAYOUT)
    (new_folder / "second.py").write_text(NEW_LAYOUT.replace("1.0", str(CLAIM_SCORE)))
    with pytest.raises(AmbiguousLayoutError, match=r"2 layouts claim this page: first 1\.00, second 0\.50"):
        identify("* one")


def test_a_score_below_the_limit_is_no_claim(new_folder: Path) -> None:
    (new_folder / "timid.py").write_text(NEW_LAYOUT.replace("1.0", "0.49"))
    with pytest.raises(UnknownLayoutError, match=r"timid 0\.49"):
        identify("* one")


def test_a_layout_sees_the_beginning_of_the_page(new_folder: Path) -> None:
    (new_folder / "counting.py").write_text(NEW_LAYOUT.replace('text.startswith("*")', f"len(text) == {SAMPLE_CHARS}"))
    assert identify("x" * (SAMPLE_CHARS + 1)).name == "counting"


@pytest.mark.parametrize("error", [UnknownLayoutError, AmbiguousLayoutError])
def test_both_errors_are_about_a_value(error: type[Exception]) -> None:
    assert issubclass(error, ValueError)
