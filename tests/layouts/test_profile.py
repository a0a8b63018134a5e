"""Authors' pages with dates, figures, comments and icons, whole and damaged."""

import pytest

from flows.dumps.text import with_plain_line_ends
from flows.layouts import profile
from flows.layouts.base import collapse
from flows.layouts.registry import identify

TITLE = "Counting Twice, Slowly"
HEADER = "Alert button\nPicture for Ada Lovelace\n\nAda Lovelace\n\nAlert button\n"
CAPTIONS = f"Figure 1 for {TITLE}\nFigure 2 for {TITLE}\n"
ABSTRACT = "We count the papers of a small library twice, by hand and by machine, and explain where the counts differ."
AUTHORS = "Ada Lovelace, Bart de Vylder"
RECORD = f"\n{TITLE}\n\nFeb 02, 2023\n{AUTHORS}\n\n{CAPTIONS}\n{ABSTRACT}\n\n* 12 pages\u00a0\nViaarxiv icon\n"
WHOLE = {"title": TITLE, "date": "Feb 02, 2023", "authors": AUTHORS, "abstract": ABSTRACT, "comment": "12 pages"}


def records(text: str) -> list[dict[str, str]]:
    """Each record's fields, in page order."""
    found = []
    for entry in profile.parse(text).entries:
        fields: dict[str, str] = {}
        for span in entry.spans:
            fields[span.name] = collapse(f"{fields.get(span.name, '')} {text[span.start : span.end]}")
        found.append(fields)
    return found


def furniture(text: str, kind: str) -> list[str]:
    return [text[span.start : span.end] for span in profile.parse(text).furniture if span.name == kind]


def refused(text: str) -> list[str]:
    return [text[refusal.start : refusal.end] for refusal in profile.parse(text).refusals]


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in WHOLE.items() if name not in names}


def confidences(text: str) -> list[float]:
    return [entry.confidence for entry in profile.parse(text).entries]


def test_a_whole_page() -> None:
    text = HEADER + RECORD
    entry = profile.parse(text).entries[0]
    assert records(text) == [WHOLE]
    assert (entry.authors, entry.authors_complete) == (("Ada Lovelace", "Bart de Vylder"), True)
    assert confidences(text) == [1]
    assert furniture(text, "heading") == ["Alert button", "Alert button"]
    assert furniture(text, "owner") == ["Ada Lovelace"]
    assert furniture(text, "caption") == ["Picture for Ada Lovelace", *CAPTIONS.strip().split("\n")]
    assert furniture(text, "label") == ["* "]
    assert furniture(text, "icon") == ["Viaarxiv icon"]
    assert refused(text) == []


@pytest.mark.parametrize("text", [HEADER, HEADER[13:], "Ada Lovelace\n\nAlert button\n"])
def test_a_page_with_only_the_owner(text: str) -> None:
    assert records(text) == []
    assert furniture(text, "owner") == ["Ada Lovelace"]
    assert refused(text) == []


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u200b\n", " \u00a0\n\ufeff"], ids=repr)
def test_line_ends_and_invisible_blanks(line_end: str) -> None:
    text = with_plain_line_ends("\ufeff" + (HEADER + RECORD * 2).replace("\n", line_end))
    assert records(text) == [WHOLE, WHOLE]
    assert refused(text) == []
    assert profile.matches(text) == 1


HARMLESS = {
    "captions missing": (HEADER + RECORD.replace(CAPTIONS, ""), [1]),
    "captions renumbered": (HEADER + RECORD.replace("Figure 1", "Figure 7"), [1]),
    "captions in capitals": (HEADER + RECORD.replace(f"for {TITLE}", f"for {TITLE.upper()}"), [1]),
    "captions of an older title": (HEADER + RECORD.replace(f" for {TITLE}", " for Counting Once"), [1]),
    "comment away from its icon": (HEADER + RECORD.replace("\u00a0\nVia", "\n\nVia"), [0.8]),
    "icon of another venue": (HEADER + RECORD.replace("Viaarxiv icon", "Viaacl-anthology icon") * 2, [1, 1]),
    "icon missing": (HEADER + RECORD.replace("Viaarxiv icon\n", "") + RECORD, [0.5, 1]),
    "no empty lines": ("\n".join(line for line in (HEADER + RECORD * 2).split("\n") if line), [1, 1]),
    "no header, captions that repeat the title": (RECORD + RECORD, [1, 1]),
    "no header, perhaps the title is cut off": (RECORD.replace(CAPTIONS, "") + RECORD, [0.9, 1]),
}


@pytest.mark.parametrize(("text", "sure"), HARMLESS.values(), ids=HARMLESS)
def test_damage_that_leaves_every_field(text: str, sure: list[float]) -> None:
    assert records(text) == [WHOLE] * len(sure)
    assert confidences(text) == sure
    assert refused(text) == []


@pytest.mark.parametrize("captions", ["", CAPTIONS], ids=["no captions", "captions"])
def test_an_abstract_that_begins_like_a_caption(captions: str) -> None:
    abstract = "Figure 1 for the first time shows both counts, and where they differ."
    text = HEADER + RECORD.replace(CAPTIONS, captions).replace(ABSTRACT, abstract)
    assert records(text) == [{**WHOLE, "abstract": abstract}]
    assert confidences(text) == [0.8]


def test_an_abstract_of_several_paragraphs_with_a_list() -> None:
    paragraphs = "We count twice.\n\n* By hand.\n* By machine.\n\nThe counts differ"
    text = HEADER + RECORD.replace(ABSTRACT, paragraphs)
    assert records(text) == [{**WHOLE, "abstract": collapse(paragraphs)}]
    assert records(text.replace("* 12 pages\u00a0\n", "")) == [{**without("comment"), "abstract": collapse(paragraphs)}]


@pytest.mark.parametrize(
    ("lines", "comment"),
    [
        ("* 12 pages,\n3 figures\u00a0\n", "12 pages, 3 figures"),
        ("* 12 pages\n* 3 figures\n", "12 pages 3 figures"),
        ("* 12 pages\n\n3 figures\n", "12 pages 3 figures"),
        ("*\u00a0\n12 pages\n", "12 pages"),
    ],
)
def test_comments_of_several_lines(lines: str, comment: str) -> None:
    text = HEADER + RECORD.replace("* 12 pages\u00a0\n", lines)
    assert records(text) == [{**WHOLE, "comment": comment}]
    assert confidences(text) == [1]


@pytest.mark.parametrize(
    ("lost", "name", "confidence"),
    [
        ("Feb 02, 2023\n", "date", 0.8),
        (f"{AUTHORS}\n", "authors", 1),
        (f"{AUTHORS}\n\n{CAPTIONS}", "authors", 0.9),
        (f"{ABSTRACT}\n\n", "abstract", 1),
        ("* 12 pages\u00a0\n", "comment", 1),
    ],
)
def test_a_record_without_one_of_its_parts(lost: str, name: str, confidence: float) -> None:
    text = HEADER + RECORD + RECORD.replace(lost, "") + RECORD
    assert records(text) == [WHOLE, without(name), WHOLE]
    assert confidences(text) == [1, confidence, 1]


def test_a_record_without_a_title() -> None:
    text = HEADER + RECORD + RECORD.replace(f"{TITLE}\n\nFeb", "Feb").replace(CAPTIONS, "") + RECORD
    assert records(text) == [WHOLE, without("title"), WHOLE]
    assert confidences(text) == [1, 0.8, 1]


def test_captions_give_the_title_of_a_record_that_lost_it() -> None:
    text = HEADER + RECORD.replace(f"\n{TITLE}\n", "\n", 1)
    assert records(text) == [WHOLE]
    assert "Figure 1 for " in furniture(text, "caption")


TITLES = [
    "After Aug 24, 2016",
    "Aug 24, 2016",
    "Bart de Vylder",
    "Smith, Jones",
    "Picture for Nobody",
    "What?",
    r"$\mu$P",
]


@pytest.mark.parametrize("title", TITLES)
def test_titles_that_look_like_something_else(title: str) -> None:
    text = HEADER + (RECORD + RECORD).replace(TITLE, title)
    assert records(text) == [{**WHOLE, "title": title}] * 2
    assert confidences(text) == [1, 1]


@pytest.mark.parametrize(
    "authors", ["Madonna", "the LIGO Team, the Virgo Team", "张三, 李四", ", ".join(["A. Name"] * 1000)]
)
def test_authors_of_all_kinds(authors: str) -> None:
    text = HEADER + RECORD.replace(AUTHORS, authors)
    assert records(text) == [{**WHOLE, "authors": authors}]
    assert profile.parse(text).entries[0].authors == tuple(authors.split(", "))


@pytest.mark.parametrize(("below", "abstract"), [("\n", ABSTRACT), ("\n\n", "We count.")])
def test_a_sentence_is_no_author(below: str, abstract: str) -> None:
    text = HEADER + f"\n{TITLE}\n\nFeb 02, 2023{below}{abstract}\n\nViaarxiv icon\n"
    assert [record["abstract"] for record in records(text)] == [abstract]


def test_another_header_above() -> None:
    text = "All papers\n\nSort by date\n" + RECORD
    assert records(text) == [WHOLE]
    assert furniture(text, "heading") == ["All papers", "Sort by date"]


@pytest.mark.parametrize("between", ["", "\n"], ids=["no line end", "line end"])
def test_the_pages_of_two_owners_pasted_together(between: str) -> None:
    text = (HEADER + RECORD).rstrip() + between + HEADER.replace("Ada Lovelace", "Bart de Vylder") + RECORD
    assert records(text) == [WHOLE, WHOLE]
    assert furniture(text, "owner") == ["Ada Lovelace", "Bart de Vylder"]


def test_a_page_cut_off_in_the_abstract_and_pasted_before_another() -> None:
    text = HEADER + RECORD[: RECORD.index("explain")] + "\n" + HEADER + RECORD
    cut_off = {**without("comment"), "abstract": ABSTRACT[: ABSTRACT.index("explain")].strip()}
    assert records(text) == [cut_off, WHOLE]


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("Twice, Slowly\n\nFeb", {**WHOLE, "title": "Twice, Slowly"}),
        ("Feb 02", WHOLE),
        ("b 02, 2023", {**WHOLE, "date": "b 02, 2023"}),
        ("Lovelace, Bart", {**without("date"), "authors": "Lovelace, Bart de Vylder"}),
        ("Figure 2 for", without("date", "authors")),
        ("We count", without("title", "date", "authors")),
        ("* 12", {"comment": "12 pages"}),
    ],
)
def test_a_page_that_begins_inside_a_record(start: str, first: dict[str, str]) -> None:
    text = RECORD[RECORD.index(start) :] + RECORD
    assert records(text) == [first, WHOLE]
    sure, after = confidences(text)
    assert sure < 1 == after


@pytest.mark.parametrize("end", ["Lovelace, Bart", "Figure 2 for Count", "by machine", "* 12"])
def test_a_page_that_ends_inside_a_record(end: str) -> None:
    text = HEADER + RECORD + RECORD[: RECORD.index(end) + len(end)]
    first, last = records(text)
    assert (first, last["title"]) == (WHOLE, TITLE)
    assert all(collapse(WHOLE[name]).startswith(value) for name, value in last.items())
    assert confidences(text) == [1, 0.5]


def test_a_title_that_the_page_cuts_off_is_refused() -> None:
    text = HEADER + RECORD + "\nCounting Twi"
    assert records(text) == [WHOLE]
    assert refused(text) == ["Counting Twi"]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        (HEADER, 1),
        (RECORD, 1),
        (RECORD.replace("Viaarxiv icon", ""), 0.8),
        (f"{TITLE}\n\nFeb 02, 2023\nAda Lovelace\n\n{ABSTRACT}\n", 0),
        ("Press the Alert button\nto be heard.", 0),
    ],
)
def test_scores(text: str, score: float) -> None:
    assert profile.matches(text) == score


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("\nFeb 02", "\nAdd code\nFeb 02"),
        ("\nFeb 02", "\nAdd code\n\nFeb 02"),
        ("\n* 12", "\nRequest Code\n\n* 12"),
        ("icon\n", "icon\n\nAccess Paper or Ask Questions\n"),
    ],
)
def test_buttons_belong_to_no_record(above: str, below: str) -> None:
    text = HEADER + (RECORD + RECORD).replace(above, below)
    assert records(text) == [WHOLE, WHOLE]
    assert confidences(text) == [1, 1]
    assert len(furniture(text, "button")) == 2
    assert refused(text) == []


@pytest.mark.parametrize("icon", ["Via arxiv icon", "Via\narxiv icon", "Via\n\narxiv icon", "Via \n arxiv icon"])
def test_an_icons_caption_with_white_space(icon: str) -> None:
    text = HEADER + (RECORD + RECORD).replace("Viaarxiv icon", icon)
    assert records(text) == [WHOLE, WHOLE]
    assert furniture(text, "icon") == [icon, icon]


@pytest.mark.parametrize("label", ["Abstract:", "Abstract: ", "Abstract:\n", "Abstract\n"])
def test_the_label_of_most_abstracts_is_no_part_of_them(label: str) -> None:
    labelled = RECORD.replace(ABSTRACT, label + ABSTRACT)
    assert records(HEADER + labelled + RECORD + labelled) == [WHOLE, WHOLE, WHOLE]
    assert furniture(HEADER + labelled, "label") == [label.rstrip("\n"), "* "]


def test_the_label_of_one_abstract_among_many_is_its_authors_word() -> None:
    labelled = RECORD.replace(ABSTRACT, f"Abstract: {ABSTRACT}")
    expected = [WHOLE, {**WHOLE, "abstract": f"Abstract: {ABSTRACT}"}, WHOLE]
    assert records(HEADER + RECORD + labelled + RECORD) == expected


@pytest.mark.parametrize("abstract", [ABSTRACT, ABSTRACT * 4])
def test_titles_that_end_as_sentences_do_leave_the_page_to_its_layout(abstract: str) -> None:
    parts = f"\nIs It Rain, or Is It Snow?\n\nFeb 02, 2023\n{AUTHORS}\n\n\n{abstract}\n\nViaarxiv icon\n"
    assert identify(HEADER + 4 * parts).name == "profile"
