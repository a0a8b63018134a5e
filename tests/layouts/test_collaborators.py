"""Authors' pages that name only their owner, whole and damaged."""

import pytest

from flows.layouts import collaborators
from flows.layouts.base import Page, collapse

HEADER = "Goto\n\nCollaborating Authors\n\n\u00a0Lovelace, Ada\n\n"
ARCHIVE = "arXiv.org Machine Learning"
ABSTRACT = (
    "We count the papers of a small library twice, by hand and by machine, and explain where the two counts differ, "
    "which is at the shelf nearest the window, where the light is good and the reader stays too long."
)
FIRST = f"\nThinking Slow, Fast\n\n{ARCHIVE}\n\n{ABSTRACT}\n\n"
SECOND = f"\nIs It Rain, or Is It Snow?\n\nJournal of Weather\n\n{ABSTRACT}\n\n"
ONE = {"title": "Thinking Slow, Fast", "subjects": ARCHIVE, "abstract": ABSTRACT}
TWO = {"title": "Is It Rain, or Is It Snow?", "subjects": "Journal of Weather", "abstract": ABSTRACT}


def records(text: str) -> list[dict[str, str]]:
    """Each record's fields but the owner's name, in page order."""
    found = []
    for entry in collaborators.parse(text).entries:
        fields: dict[str, str] = {}
        for span in entry.spans:
            if span.name != "authors":
                fields[span.name] = collapse(f"{fields.get(span.name, '')} {text[span.start : span.end]}")
        found.append(fields)
    return found


def without(fields: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in names}


def furniture(text: str, page: Page, kind: str) -> list[str]:
    return [text[span.start : span.end] for span in page.furniture if span.name == kind]


def refused(text: str) -> list[str]:
    return [text[refusal.start : refusal.end] for refusal in collaborators.parse(text).refusals]


def confidences(text: str) -> list[float]:
    return [entry.confidence for entry in collaborators.parse(text).entries]


def test_a_whole_page() -> None:
    text = HEADER + FIRST + SECOND
    page = collaborators.parse(text)
    assert records(text) == [ONE, TWO]
    assert furniture(text, page, "heading") == ["Goto", "Collaborating Authors"]
    assert furniture(text, page, "owner") == ["Lovelace, Ada"]
    assert page.refusals == []
    assert confidences(text) == [1, 1]


def test_the_owner_is_the_one_author_that_is_known() -> None:
    text = HEADER + FIRST + SECOND
    for entry in collaborators.parse(text).entries:
        assert entry.authors == ("Lovelace, Ada",)
        assert not entry.authors_complete
        owner = entry.spans[0]
        assert (owner.name, text[owner.start : owner.end]) == ("authors", "Lovelace, Ada")
        assert owner.end < entry.start


@pytest.mark.parametrize(
    "text", [HEADER, HEADER.strip(), HEADER.replace("Goto\n\n", "")], ids=["whole", "cut", "no goto"]
)
def test_a_page_with_only_the_owner(text: str) -> None:
    page = collaborators.parse(text)
    assert page.entries == []
    assert furniture(text, page, "owner") == ["Lovelace, Ada"]
    assert page.refusals == []
    assert collaborators.matches(text) == 1


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\r\r\n", "\u200b\n", " \u00a0\n\ufeff"], ids=repr)
def test_line_ends_and_invisible_blanks(line_end: str) -> None:
    text = "\ufeff" + (HEADER + FIRST + SECOND).replace("\n", line_end)
    assert records(text) == [ONE, TWO]
    assert refused(text) == []
    assert collaborators.parse(text).entries[0].authors == ("Lovelace, Ada",)


@pytest.mark.parametrize(
    "title",
    ["arXiv.org at Thirty", "After Aug 24, 2016", "Lespiau, Jean-Baptiste", "Goto Considered", "Twenty-one characters"],
)
def test_titles_that_look_like_something_else(title: str) -> None:
    text = HEADER + FIRST + FIRST.replace(ONE["title"], title)
    assert records(text) == [ONE, {**ONE, "title": title}]
    assert confidences(text) == [1, 1]


@pytest.mark.parametrize("venue", ["AAAI Conferences", "arXiv.org Physics and Society", "arXiv.org", "Nature, 2016"])
def test_archives_that_no_list_holds(venue: str) -> None:
    text = HEADER + FIRST.replace(ARCHIVE, venue) + FIRST
    assert records(text) == [{**ONE, "subjects": venue}, ONE]


@pytest.mark.parametrize(
    ("broken", "confidence"),
    [("twice,\nby hand", 1), ("twice.\n\nBy hand", 1), ("twice.\n\n\nBy hand they were counted.", 0.7)],
    ids=["line break", "paragraphs", "two empty lines"],
)
def test_an_abstract_of_several_lines(broken: str, confidence: float) -> None:
    text = HEADER + FIRST.replace("twice, by hand", broken) + SECOND
    first, second = records(text)
    assert first == {**ONE, "abstract": collapse(ABSTRACT.replace("twice, by hand", broken))}
    assert second == TWO
    assert confidences(text) == [confidence, 1]


def test_a_title_of_two_lines() -> None:
    text = HEADER + FIRST.replace("Slow, Fast", "Slow,\nFast")
    assert records(text) == [ONE]
    assert confidences(text) == [0.8]


@pytest.mark.parametrize(
    ("lost", "names", "confidence"),
    [
        ("Thinking Slow, Fast\n\n", ["title"], 0.8),
        (f"{ARCHIVE}\n\n", ["subjects"], 0.6),
        (ARCHIVE, ["subjects"], 0.6),
        (ABSTRACT, ["abstract"], 0.8),
    ],
    ids=["title", "archive", "archive's line left", "abstract"],
)
def test_a_record_without_one_of_its_parts(lost: str, names: list[str], confidence: float) -> None:
    text = HEADER + FIRST + FIRST.replace(lost, "") + SECOND
    assert records(text) == [ONE, without(ONE, *names), TWO]
    assert confidences(text) == [1, confidence, 1]


def test_a_record_without_an_archive_whose_abstract_has_two_paragraphs() -> None:
    text = HEADER + FIRST + FIRST.replace(f"{ARCHIVE}\n\n", "").replace(ABSTRACT, f"{ABSTRACT}\n\n{ABSTRACT}")
    assert records(text) == [ONE, {**without(ONE, "subjects"), "abstract": f"{ABSTRACT} {ABSTRACT}"}]
    assert confidences(text) == [1, 0.6]


def test_text_about_the_owner_belongs_to_no_record() -> None:
    text = HEADER + "\nShe wrote the first program.\n\n" + FIRST
    assert records(text) == [ONE]
    assert refused(text) == ["She wrote the first program."]


@pytest.mark.parametrize(
    "text",
    [
        HEADER.replace("\u00a0", "") + FIRST,
        HEADER.rstrip() + FIRST.lstrip("\n"),
        "\n".join(line.strip() for line in (HEADER + FIRST).split("\n") if line),
        HEADER.replace("\u00a0", "").strip(),
    ],
    ids=["not set in", "set in only", "no empty lines", "nothing below"],
)
def test_the_owner_is_found_however_the_name_stands(text: str) -> None:
    assert furniture(text, collaborators.parse(text), "owner") == ["Lovelace, Ada"]


def test_a_long_line_below_the_heading_is_no_owner() -> None:
    text = f"Collaborating Authors\n\n {ABSTRACT}\n\n\n{FIRST}"
    assert furniture(text, collaborators.parse(text), "owner") == []


def test_the_owner_is_missing() -> None:
    text = HEADER.replace("\u00a0Lovelace, Ada\n\n", "") + FIRST + SECOND
    page = collaborators.parse(text)
    assert records(text) == [ONE, TWO]
    assert page.refusals == []
    assert [entry.authors for entry in page.entries] == [(), ()]
    assert not page.entries[0].authors_complete


def test_the_header_is_missing_and_another_stands_above() -> None:
    text = "All papers\n\nSort by date\n\n\n" + FIRST + SECOND
    page = collaborators.parse(text)
    assert records(text) == [ONE, TWO]
    assert furniture(text, page, "heading") == ["All papers", "Sort by date"]
    assert page.refusals == []
    assert page.entries[0].authors == ()
    assert collaborators.matches(text) == 0.9


@pytest.mark.parametrize("between", ["", "\n"], ids=["no line end", "line end"])
def test_the_pages_of_two_owners_pasted_together(between: str) -> None:
    text = (HEADER + FIRST).rstrip() + between + HEADER.replace("Lovelace, Ada", "Cen, Sarah H.") + SECOND
    page = collaborators.parse(text)
    assert records(text) == [ONE, TWO]
    assert [entry.authors for entry in page.entries] == [("Lovelace, Ada",), ("Cen, Sarah H.",)]
    assert page.refusals == []


def test_a_page_without_empty_lines_is_read_by_its_archives() -> None:
    text = "\n".join(line for line in (HEADER + FIRST + FIRST).split("\n") if line)
    assert records(text) == [ONE, ONE]
    assert confidences(text) == [0.9, 0.9]
    assert collaborators.parse(text).entries[0].authors == ("Lovelace, Ada",)


def test_a_page_without_empty_lines_where_a_record_has_no_title() -> None:
    long = f"{ABSTRACT} {ABSTRACT}"
    text = f"{HEADER}{FIRST}".replace(ABSTRACT, long) + f"{ARCHIVE}\n{ABSTRACT}"
    text = "\n".join(line for line in text.split("\n") if line)
    assert records(text) == [{**ONE, "abstract": long}, without(ONE, "title")]
    assert confidences(text) == [0.9, 0.8]


def test_an_archives_name_right_below_the_archive_is_text() -> None:
    text = HEADER + FIRST.replace(ABSTRACT, f"{ARCHIVE}\n{ABSTRACT}")
    assert records(text) == [{**ONE, "abstract": f"{ARCHIVE} {ABSTRACT}"}]


def test_records_that_only_one_empty_line_sets_apart() -> None:
    text = HEADER + (FIRST + SECOND).replace("\n\n\n", "\n\n") + FIRST + SECOND
    assert records(text) == [ONE, TWO, ONE, TWO]


@pytest.mark.parametrize(
    ("start", "first", "confidence"),
    [
        ("Slow, Fast", {**ONE, "title": "Slow, Fast"}, 0.9),
        ("arXiv.org", without(ONE, "title"), 0.8),
        ("which is", {"abstract": ABSTRACT[ABSTRACT.index("which is") :]}, 0.5),
        ("long.", {"abstract": "long."}, 0.5),
    ],
)
def test_a_page_that_begins_inside_a_record(start: str, first: dict[str, str], confidence: float) -> None:
    text = FIRST[FIRST.index(start) :] + SECOND
    assert records(text) == [first, TWO]
    assert confidences(text) == [confidence, 1]


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ("Machine", {"title": ONE["title"], "subjects": "arXiv.org Machine"}),
        ("nearest", {**ONE, "abstract": ABSTRACT[: ABSTRACT.index("nearest") + 7]}),
    ],
)
def test_a_page_that_ends_inside_a_record(end: str, last: dict[str, str]) -> None:
    text = HEADER + SECOND + FIRST[: FIRST.index(end) + len(end)]
    assert records(text) == [TWO, last]
    assert confidences(text) == [1, 0.8]


@pytest.mark.parametrize("title", ["Is It Rain, or", "Is It Rain, or Is It Snow?", "Worth $\\sqrt{2}$"])
def test_a_title_that_the_page_cuts_off_is_refused(title: str) -> None:
    text = HEADER + FIRST + f"\n{title}"
    assert records(text) == [ONE]
    assert refused(text) == [title]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        (HEADER, 1),
        (FIRST, 0.9),
        (SECOND + SECOND, 0.6),
        (SECOND, 0),
        (f"\nA Title\n\n12 May 2023\n\n{ABSTRACT}\n\n\nAnother\n\n13 May 2023\n\n{ABSTRACT}\n", 0),
        ("Seen on arXiv.org Machine Learning pages", 0),
    ],
    ids=["heading", "arXiv", "shared archive", "one record", "dates", "words in mid-line"],
)
def test_scores(text: str, score: float) -> None:
    assert collaborators.matches(text) == score
