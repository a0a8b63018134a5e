"""Pages without breaks: whole, damaged, pasted together, and the traps of real ones."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.layouts import glued
from flows.layouts.base import Page, claimed_spans, collapse
from tests.layouts.contract import assert_tiled

SAMPLE = (Path(__file__).parent / "glued" / "sample.txt").read_bytes().decode()

SOUP = (
    "We cook a soup of words in a large pot and taste it after each hour. The longer it boils, the harder it is to say "
    "which word was put in first, and nobody at the table agrees on the last one."
)
NETS = (
    "Networks that learn to fish are tested on three lakes. We find that the mesh matters more than the size of the "
    "network, and that a network trained on one lake does well on the other two."
)
BRIDGE = (
    "Bridges are graphs with weight on their edges. We ask when a bridge may lose an edge and still carry its load, "
    "and give an algorithm that answers in the time of one crossing."
)

FIRST = ("A Soup of Words", "Ada Lovelace, Charles Babbage, Mary Somerville", "2024-03-01 12:00:00")
SECOND = ("Deep Neural Networks for Fishing", "Wei Zhang, Marie Curie", "2024-02-01 09:30:59")
THIRD = ("Weighted Bridges Under Loss of Edges", "Leonhard Euler, Sofia Kovalevskaya", "2023-12-31 23:59:59")


def record(head: tuple[str, str, str], abstract: str) -> str:
    return f"{' '.join(part for part in head if part)}\nSummary:\n{abstract}"


PAGE = record(FIRST, SOUP) + record(SECOND, NETS) + record(THIRD, BRIDGE)
WHOLE = [(*FIRST, SOUP), (*SECOND, NETS), (*THIRD, BRIDGE)]


def assert_accounted_for(text: str, page: Page) -> None:
    assert_tiled(claimed_spans(page), len(text))
    assert all(0 <= entry.confidence <= 1 for entry in page.entries)


def records(text: str) -> list[tuple[str | None, ...]]:
    """Title, authors, date and abstract of each record, in page order."""
    page = glued.parse(text)
    assert_accounted_for(text, page)
    found: list[tuple[str | None, ...]] = []
    for entry in page.entries:
        fields = {span.name: collapse(text[span.start : span.end]) for span in entry.spans}
        assert ", ".join(entry.authors) == fields.get("authors", "")
        found.append(tuple(fields.get(name) for name in ("title", "authors", "date", "abstract")))
    return found


def furniture(text: str, kind: str) -> list[str]:
    return [text[span.start : span.end] for span in glued.parse(text).furniture if span.name == kind]


@pytest.mark.parametrize(
    "above", ["Sort by updated\n", "", "My reading list\nSort by updated\n", "My reading list\n", "Sort by title\n\n"]
)
def test_lines_above_the_first_title(above: str) -> None:
    assert records(above + PAGE) == WHOLE
    assert furniture(above + PAGE, "heading") == [line for line in above.split("\n") if line]
    assert furniture(above + PAGE, "label") == ["Summary:"] * 3


@pytest.mark.parametrize("break_", ["\r\n", "\r"])
def test_other_line_ends(break_: str) -> None:
    assert records(("Sort by updated\n" + PAGE).replace("\n", break_)) == WHOLE


def test_two_pages_pasted_together() -> None:
    for between in ("", "\n", "\n\n"):
        for heading in ("", "Sort by updated\n"):
            first = heading + record(FIRST, SOUP) + record(SECOND, NETS)
            assert records(first + between + heading + record(THIRD, BRIDGE)) == WHOLE


def test_the_sample_twice_gives_its_records_twice() -> None:
    once = records(SAMPLE)
    assert records(SAMPLE + SAMPLE) == once + once
    assert records(SAMPLE + SAMPLE.partition("\n")[2]) == once + once


@pytest.mark.parametrize("odd", ["Cu\ud800rie", "Cu\x00rie", "Curie(1)", "C4rie", "Cu/rie"])
def test_a_name_that_holds_what_names_do_not(odd: str) -> None:
    assert [row[0] for row in records(PAGE.replace("Curie", odd))] == [FIRST[0], SECOND[0], THIRD[0]]


@pytest.mark.parametrize(
    "names",
    [
        "OpenAI, :, Marie Curie",
        "The Soup Collaboration, Kettle Team, :, Marie Curie, Ada Byron",
        "M. -A. Curie, J. -P. Byron",
        "Marie Curie, Ann J. -P Byron, A. -L. Example",
    ],
)
def test_names_as_arxiv_prints_them(names: str) -> None:
    first = (FIRST[0], names, FIRST[2])
    assert records(PAGE.replace(FIRST[1], names)) == [(*first, SOUP), *WHOLE[1:]]


def test_a_page_that_begins_inside_an_abstract() -> None:
    begin = PAGE.index("taste it after")
    assert records(PAGE[begin:]) == [(None, None, None, SOUP[SOUP.index("taste it after") :]), *WHOLE[1:]]


def test_a_page_that_begins_below_a_header() -> None:
    begin = PAGE.index("\nSummary:")
    assert records(PAGE[begin:]) == [(None, None, None, SOUP), *WHOLE[1:]]


def test_a_page_that_ends_inside_an_abstract() -> None:
    end = PAGE.index("give an algorithm")
    assert records(PAGE[:end]) == [*WHOLE[:2], (*THIRD, BRIDGE[: BRIDGE.index(" give an algorithm")])]


@pytest.mark.parametrize("ending", ["", "\n", "\nSumm", "\nSummary:", "\nSummary:\n"])
def test_a_page_that_ends_below_a_header(ending: str) -> None:
    end = PAGE.rindex("\nSummary:")
    assert records(PAGE[:end] + ending) == [*WHOLE[:2], (*THIRD, None)]


def test_a_record_without_abstract() -> None:
    assert records(record(FIRST, SOUP) + record(SECOND, "") + record(THIRD, BRIDGE)) == [
        WHOLE[0],
        (*SECOND, None),
        WHOLE[2],
    ]


def test_a_record_without_label_and_abstract() -> None:
    text = record(FIRST, SOUP) + " ".join(SECOND) + "\n" + record(THIRD, BRIDGE)
    assert records(text) == [WHOLE[0], (*SECOND, None), WHOLE[2]]


def test_a_record_without_date() -> None:
    text = record(FIRST, SOUP) + record((SECOND[0], SECOND[1], ""), NETS) + record(THIRD, BRIDGE)
    assert records(text) == [WHOLE[0], (SECOND[0], SECOND[1], None, NETS), WHOLE[2]]


def test_a_record_without_authors() -> None:
    text = record(FIRST, SOUP) + record((SECOND[0], "", SECOND[2]), NETS) + record(THIRD, BRIDGE)
    assert records(text) == [WHOLE[0], (SECOND[0], None, SECOND[2], NETS), WHOLE[2]]


def test_a_date_without_time() -> None:
    text = record(FIRST, SOUP) + record((SECOND[0], SECOND[1], "2024-02-01"), NETS)
    assert records(text) == [WHOLE[0], (SECOND[0], SECOND[1], "2024-02-01", NETS)]


@pytest.mark.parametrize(
    "abstract",
    [
        SOUP.replace("hour. ", "hour.\n"),
        SOUP.replace("hour. ", "hour.\nSummary:\n"),
        SOUP.replace("hour. ", "hour. Summary: "),
        SOUP.replace("hour. ", "hour, on 2021-05-05 12:00:00, "),
        SOUP.replace("hour. ", "hour, on 2021-05-05 12:00:00\n"),
        SOUP.replace("hour. ", f"hour. {' '.join(THIRD)} says so. "),
        SOUP.replace("hour. ", "hour.\n\n\n"),
        SOUP.replace("hour. ", "hour. Sort by updated, or not. "),
    ],
    ids=["break", "label line", "label", "date", "date line", "title", "blank lines", "heading"],
)
def test_abstracts_that_hold_a_piece_of_the_layout(abstract: str) -> None:
    text = record(FIRST, abstract) + record(SECOND, NETS)
    assert records(text) == [(*FIRST, collapse(abstract)), WHOLE[1]]


def test_a_thousand_authors() -> None:
    authors = ", ".join(
        f"{given} {family}" for given in ["Ada", "Marie", "Sofia", "Emmy"] for family in ["Curie"] * 250
    )
    text = record(FIRST, SOUP) + record((SECOND[0], authors, SECOND[2]), NETS) + record(THIRD, BRIDGE)
    assert records(text) == [WHOLE[0], (SECOND[0], authors, SECOND[2], NETS), WHOLE[2]]
    assert len(glued.parse(text).entries[1].authors) == 1000


def test_no_break_and_zero_width_spaces() -> None:
    text = PAGE.replace("Wei Zhang", "Wei\u00a0Zhang").replace("Marie Curie", "Marie\u00a0Curie\u200b")
    assert [row[0] for row in records(text)] == [FIRST[0], SECOND[0], THIRD[0]]
    assert glued.parse(text).entries[1].authors == ("Wei Zhang", "Marie Curie\u200b")


def test_confidence_tells_sure_cuts_from_guesses() -> None:
    sure = [entry.confidence for entry in glued.parse("Sort by updated\n" + PAGE).entries]
    assert min(sure) > 0.95
    doubtful = record(FIRST, SOUP[:-1]) + record(("Young", "May Young Will", SECOND[2]), NETS)
    assert glued.parse(doubtful).entries[0].confidence < min(sure)


def test_what_the_page_must_show_to_be_claimed() -> None:
    assert glued.matches(SAMPLE[:65536]) >= 0.9
    assert glued.matches(PAGE) >= 0.9
    assert glued.matches(record(FIRST, SOUP)) >= 0.5
    assert glued.matches(PAGE.replace("\n", "\r\n")) >= 0.9
    assert glued.matches("Abstract: we wrote it on 2024-01-01 10:00:00. Summary: it is short.\n") == 0
    assert glued.matches("") == 0


def test_no_other_real_page_is_claimed(shared: Path) -> None:
    scores = {
        page.name: glued.matches(page.read_bytes().decode()[:65536]) for page in sorted((shared / "raw").glob("*.txt"))
    }
    assert [name for name, score in scores.items() if score >= 0.5] == ["002_ee4e4be09cd55250.txt"]
    assert sorted(scores.values())[-2] == 0


def test_the_real_page(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold" / "real_dumps.jsonl").read_text("utf-8").splitlines()]
    expected = [row for row in rows if row["layout"] == "glued"]
    text = (shared / "raw" / expected[0]["dump"]).read_bytes().decode()
    found = records(text)
    assert [
        (
            title,
            authors and authors.split(", "),
            date and date[:10],
            hashlib.sha256((abstract or "").encode()).hexdigest(),
        )
        for title, authors, date, abstract in found
    ] == [(row["title"], row["authors"], row["date"], row["abstract_sha256"]) for row in expected]
    assert glued.parse(text).refusals == []


def test_the_model_is_read_only_for_such_a_page() -> None:
    code = (
        "import sys; from flows.layouts import glued; from flows.layouts.cut import model\n"
        "glued.matches('x'); glued.parse('no such page')\n"
        "assert model.load.cache_info().currsize == 0\n"
        "assert not {'numpy', 'scipy', 'polars'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - this interpreter, a text from above


PIECES = [*SAMPLE.split("\n")[:12], *PAGE.split("\n"), "Summary:", "2024-01-01 10:00:00", "Sort by updated", ",", ", "]
BREAKS = ["", "\n", "\r\n", "\r", " ", "\u00a0", "\u200b", "\u2028", "\x0c"]


@settings(deadline=None, derandomize=True, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BREAKS)), max_size=14))
def test_any_order_of_pieces_is_accounted_for(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + break_ for piece, break_ in pieces)
    page = glued.parse(text)
    assert_accounted_for(text, page)
    assert glued.parse(text) == page


@pytest.mark.parametrize("lines", [["Load more"], ["1 2 3 Next", "About us"]])
def test_short_lines_below_the_last_abstract_are_the_pages(lines: list[str]) -> None:
    text = "\n".join([PAGE, "", *lines, ""])
    assert records(text) == WHOLE
    assert furniture(text, "footing") == lines
    assert glued.parse(text).entries[-1].confidence <= 0.9


@pytest.mark.parametrize(
    "page",
    [
        f"{PAGE}\nThat is a sentence.",
        f"{PAGE[:-1]}\nas of today",
        PAGE.replace("hour. The", "hour.\nThe") + "\nas of today",
        f"{record(FIRST, SOUP)}\nas of today",
    ],
    ids=["a sentence", "goes on", "another abstract has lines", "an only record"],
)
def test_lines_below_the_last_abstract_that_may_be_its_own(page: str) -> None:
    assert furniture(page, "footing") == []
    assert (records(page)[-1][-1] or "").endswith(page[-10:])
