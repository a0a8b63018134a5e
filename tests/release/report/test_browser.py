"""The report in a real browser: nothing goes wrong, nothing is fetched, nothing runs over, and all can use it."""

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

CHROMIUM: Final = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
MISSING: Final = [name for name in ("playwright", "axe_playwright_python") if importlib.util.find_spec(name) is None]

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here (Debian: apt-get install chromium)"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (dependency group `browser`)"),
]

PHONE: Final = {"width": 360, "height": 740}
SCREEN: Final = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium, without a window."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - there may be none

    with sync_playwright() as playwright:
        # A container's root has no right to the sandbox; the only page that is opened is our own.
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


def open_report(browser: Any, release: Path, scheme: str, size: dict[str, int]) -> Any:  # noqa: ANN401 - playwright's
    """The report of the sample, open; `complaints` and `fetched` say what the browser saw."""
    opened = browser.new_context(viewport=size, color_scheme=scheme).new_page()
    opened.complaints, opened.fetched = [], []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.on("request", lambda made: opened.fetched.append(made.url))
    opened.goto((release / "report.html").as_uri())
    return opened


@pytest.fixture(params=[("light", SCREEN), ("dark", SCREEN), ("light", PHONE), ("dark", PHONE)], ids=str)
def page(request: pytest.FixtureRequest, browser: Any, release: Path) -> Iterator[Any]:  # noqa: ANN401 - playwright's
    """The report in both colours on a screen and on a phone."""
    scheme, size = request.param
    opened = open_report(browser, release, scheme, size)
    yield opened
    opened.context.close()


@pytest.fixture
def screen(browser: Any, release: Path) -> Iterator[Any]:  # noqa: ANN401 - playwright's
    """The report in light colours on a screen."""
    opened = open_report(browser, release, "light", SCREEN)
    yield opened
    opened.context.close()


def test_nothing_goes_wrong_and_nothing_is_fetched(page: Any) -> None:  # noqa: ANN401 - playwright's
    page.locator("#query").fill("mixing")
    page.locator("#theme").click()
    assert page.complaints == []
    assert page.fetched == [page.url]


def test_nothing_runs_over_the_edge_and_all_can_use_it(page: Any) -> None:  # noqa: ANN401 - playwright's
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - there may be none

    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_search_finds_titles_and_authors_whatever_their_accents_and_case(screen: Any) -> None:  # noqa: ANN401 - playwright's
    screen.locator("#query").fill("ÁNN mixing")
    assert screen.locator("#hits li .title").all_text_contents() == ["Mixing | *stars* & <b>tags</b>"]
    assert screen.locator("#found").text_content() == "1 of 4 papers."


def test_the_theme_can_be_turned_and_the_folder_names_the_release(screen: Any) -> None:  # noqa: ANN401 - playwright's
    colour = "getComputedStyle(document.body).backgroundColor"
    before = screen.evaluate(colour)
    screen.keyboard.press("Tab")
    screen.locator("#theme").focus()
    screen.keyboard.press("Enter")
    assert screen.evaluate(colour) != before
    assert screen.locator("#version").text_content() == "Release 2026-11-20.001."


def test_on_paper_it_is_black_on_white(screen: Any) -> None:  # noqa: ANN401 - playwright's
    screen.emulate_media(media="print")
    assert screen.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not screen.locator("#search").is_visible()
    assert screen.locator("#flow").is_visible()
