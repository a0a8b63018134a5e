"""Authors' pages that name only their owner, whole and damaged."""

import pytest

from flows.dumps.text import with_plain_line_ends
from flows.layouts import collaborators
from flows.layouts.base import collapse
from tests.layouts.contract import fields_of

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


def furniture(text: str, kind: str) -> list[str]:
    return [text[span.start : span.end] for span in collaborators.parse(text).furniture if span.name == kind]


def refused(text: str) -> list[str]:
    return [text[refusal.start : refusal.end] for refusal in collaborators.parse(text).refusals]


def confidences(text: str) -> list[float]:
    return [entry.confidence for entry in collaborators.parse(text).entries]


def packed(text: str) -> str:
    """The text without empty lines."""
    return "\n".join(line.strip() for line in text.split("\n") if line)


def test_a_whole_page() -> None:
    text = HEADER + FIRST + SECOND
    assert records(text) == [ONE, TWO]
    assert furniture(text, "heading") == ["Goto", "Collaborating Authors"]
    assert furniture(text, "owner") == ["Lovelace, Ada"]
    assert refused(text) == []
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
    "text", [HEADER, HEADER.strip(), HEADER.replace("Goto\n\n", "")], ids=["all", "cut", "no goto"]
)
def test_a_page_with_only_the_owner(text: str) -> None:
    assert records(text) == []
    assert furniture(text, "owner") == ["Lovelace, Ada"]
    assert refused(text) == []


@pytest.mark.parametrize(
    "text",
    [
        HEADER.replace("\u00a0", "") + FIRST,
        HEADER.rstrip() + "\n\n" + FIRST.lstrip(),
        packed(HEADER + FIRST),
        HEADER.replace("\u00a0", "").strip(),
    ],
    ids=["not set in", "set in only", "no empty lines", "nothing below"],
)
def test_the_owner_is_found_however_the_name_stands(text: str) -> None:
    assert furniture(text, "owner") == ["Lovelace, Ada"]


def test_a_long_line_below_the_heading_is_no_owner() -> None:
    assert furniture(f"Collaborating Authors\n\n {ABSTRACT}\n\n\n{FIRST}", "owner") == []


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u200b\n", " \u00a0\n\ufeff"], ids=repr)
def test_line_ends_and_invisible_blanks(line_end: str) -> None:
    text = with_plain_line_ends("\ufeff" + (HEADER + FIRST + SECOND).replace("\n", line_end))
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


@pytest.mark.parametrize(
    "venue", ["AAAI Conferences", "arXiv.org Physics", "arXiv.org", "Nature, 2016", "Proc. of the U.S.A.", "Yahoo!"]
)
def test_archives_that_no_list_holds(venue: str) -> None:
    assert records(HEADER + FIRST.replace(ARCHIVE, venue) + FIRST) == [{**ONE, "subjects": venue}, ONE]


@pytest.mark.parametrize(
    ("broken", "confidence"),
    [("twice,\nby hand", 1), ("twice.\n\nBy hand", 1), ("twice.\n\n\nBy hand they were counted.", 0.7)],
    ids=["line break", "paragraphs", "two empty lines"],
)
def test_an_abstract_of_several_lines(broken: str, confidence: float) -> None:
    text = HEADER + FIRST.replace("twice, by hand", broken) + SECOND
    assert records(text) == [{**ONE, "abstract": collapse(ABSTRACT.replace("twice, by hand", broken))}, TWO]
    assert confidences(text) == [confidence, 1]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (HEADER + FIRST.replace("Slow, Fast", "Slow,\nFast") + FIRST, [0.8, 1]),
        (packed(HEADER + FIRST + FIRST), [0.9, 0.9]),
        (HEADER + (FIRST + FIRST).replace("\n\n\n", "\n\n"), [1, 1]),
        ((HEADER + FIRST + FIRST).replace("\n", "\n\n"), [1, 1]),
        ((HEADER + FIRST + FIRST).replace("\n\n", "\n\u200e\n"), [1, 1]),
    ],
    ids=["title of two lines", "no empty lines", "one empty line between records", "doubled", "marks of direction"],
)
def test_damage_that_leaves_every_field(text: str, sure: list[float]) -> None:
    assert records(text) == [ONE, ONE]
    assert confidences(text) == sure


@pytest.mark.parametrize(
    ("lost", "name", "confidence"),
    [
        ("Thinking Slow, Fast\n\n", "title", 0.8),
        (f"{ARCHIVE}\n\n", "subjects", 0.6),
        (ARCHIVE, "subjects", 0.6),
        (ABSTRACT, "abstract", 0.8),
    ],
    ids=["title", "archive", "archive's line left", "abstract"],
)
def test_a_record_without_one_of_its_parts(lost: str, name: str, confidence: float) -> None:
    text = HEADER + FIRST + FIRST.replace(lost, "") + SECOND
    assert records(text) == [ONE, without(ONE, name), TWO]
    assert confidences(text) == [1, confidence, 1]


def test_a_record_without_an_archive_whose_abstract_has_two_paragraphs() -> None:
    text = HEADER + FIRST + FIRST.replace(f"{ARCHIVE}\n\n", "").replace(ABSTRACT, f"{ABSTRACT}\n\n{ABSTRACT}")
    assert records(text) == [ONE, {**without(ONE, "subjects"), "abstract": f"{ABSTRACT} {ABSTRACT}"}]


def test_a_record_without_a_title_on_a_page_without_empty_lines() -> None:
    long = f"{ABSTRACT} {ABSTRACT}"
    text = packed(f"{HEADER}{FIRST}".replace(ABSTRACT, long) + f"{ARCHIVE}\n{ABSTRACT}")
    assert records(text) == [{**ONE, "abstract": long}, without(ONE, "title")]


def test_an_archives_name_right_below_the_archive_is_text() -> None:
    text = HEADER + FIRST.replace(ABSTRACT, f"{ARCHIVE}\n{ABSTRACT}")
    assert records(text) == [{**ONE, "abstract": f"{ARCHIVE} {ABSTRACT}"}]


def test_text_about_the_owner_belongs_to_no_record() -> None:
    text = HEADER + "\nShe wrote the first program.\n\n" + FIRST
    assert records(text) == [ONE]
    assert refused(text) == ["She wrote the first program."]


def test_the_owner_is_missing() -> None:
    text = HEADER.replace("\u00a0Lovelace, Ada\n\n", "") + FIRST + SECOND
    assert records(text) == [ONE, TWO]
    assert [(entry.authors, entry.authors_complete) for entry in collaborators.parse(text).entries] == [((), False)] * 2


def test_the_header_is_missing_and_another_stands_above() -> None:
    text = "All papers\n\nSort by date\n\n\n" + FIRST + SECOND
    assert records(text) == [ONE, TWO]
    assert furniture(text, "heading") == ["All papers", "Sort by date"]


@pytest.mark.parametrize("between", ["", "\n"], ids=["no line end", "line end"])
def test_the_pages_of_two_owners_pasted_together(between: str) -> None:
    text = (HEADER + FIRST).rstrip() + between + HEADER.replace("Lovelace, Ada", "Cen, Sarah H.") + SECOND
    assert records(text) == [ONE, TWO]
    assert [entry.authors for entry in collaborators.parse(text).entries] == [("Lovelace, Ada",), ("Cen, Sarah H.",)]
    assert refused(text) == []


@pytest.mark.parametrize(
    ("start", "first", "confidence"),
    [
        ("Slow, Fast", {**ONE, "title": "Slow, Fast"}, 0.9),
        ("arXiv.org", without(ONE, "title"), 0.8),
        ("long.", {"abstract": "long."}, 0.5),
    ],
)
def test_a_page_that_begins_inside_a_record(start: str, first: dict[str, str], confidence: float) -> None:
    text = FIRST[FIRST.index(start) :] + SECOND
    assert records(text) == [first, TWO]
    assert confidences(text) == [confidence, 1]


@pytest.mark.parametrize("end", [2, len(ABSTRACT)], ids=["in the abstract", "in the archive"])
def test_a_page_that_ends_inside_a_record(end: int) -> None:
    text = HEADER + SECOND + FIRST.strip()[:-end].strip()[:-3]
    first, last = records(text)
    assert first == TWO
    assert last["title"] == ONE["title"]
    assert all(ONE[name].startswith(value) for name, value in last.items())
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


@pytest.mark.parametrize("fact", ["NeurIPS 2023", "1 code implementation"])
def test_a_page_whose_records_share_a_fact_with_a_number_is_another_layouts(fact: str) -> None:
    page = "\n\n\n".join(f"Title {number}\n\n{fact}\n\nA sentence about it." for number in range(4))
    assert collaborators.matches(page) == 0.0


@pytest.mark.parametrize("times", [2, 3, 4])
def test_line_ends_that_were_multiplied(times: int) -> None:
    text = collaborators.EXAMPLE.replace("\n", "\n" * times)
    plain = [fields_of(collaborators.EXAMPLE, entry) for entry in collaborators.parse(collaborators.EXAMPLE).entries]
    assert [fields_of(text, entry) for entry in collaborators.parse(text).entries] == plain
