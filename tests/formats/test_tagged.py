"""Formats with a tag a line: which file is whose, what is read back, and what becomes of files that were cut or joined.

Golden exports (test_golden.py) show every field.
"""

from pathlib import Path
from typing import Final

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.formats.registry import UnknownFormatError, find_format, formats, identify_format
from flows.reading import extract_files
from flows.settings import ExtractSettings
from flows.stages.extract import Extracted

QUICK: Final = settings(deadline=None, derandomize=True, max_examples=40)
NAMES: Final = {"medline": "x.nbib", "endnote": "x.enw", "wos": "x.ciw", "ris": "x.ris"}
"""The formats with a tag a line, each with what its files are called."""
EXAMPLES: Final = {one.name: one.example for one in formats()}
WORD: Final = st.text(st.sampled_from("abcXYZ éß漢%@-;:,."), min_size=1, max_size=12).map(str.strip).filter(bool)
VALUE: Final = st.lists(WORD, min_size=1, max_size=5)
"""The words of a value; a line may end behind each of them."""


def read(path: Path, content: str) -> Extracted:
    path.write_text(content, encoding="utf-8", newline="")
    (found,) = extract_files([path], path.parent, ExtractSettings())
    return found


def read_entries(name: str, content: str) -> list[dict[str, str]]:
    one = find_format(name)
    assert one is not None
    export = one.read(content, {}, True)  # noqa: FBT003 - as the stage calls it
    assert export.refusals == []
    return [entry.values for entry in export.entries]


@pytest.mark.parametrize("name", ["x.txt", *NAMES.values(), "x.bib", "x.csv", "x.json", "x.tsv", "x"])
@pytest.mark.parametrize("one", sorted(set(EXAMPLES) - {"parquet"}))
def test_no_name_of_a_file_gives_it_to_another_format(one: str, name: str) -> None:
    claimed = identify_format(name, EXAMPLES[one])
    assert claimed is not None
    assert claimed.name == one


@pytest.mark.parametrize("one", sorted(EXAMPLES))
@QUICK
@given(data=st.data(), end=st.sampled_from(["\n", "\r\n", "\r"]), mark=st.sampled_from(["", "\ufeff", "\n\n"]))
def test_what_is_left_of_a_file_is_its_own_formats_or_nobodys(
    one: str, data: st.DataObject, end: str, mark: str
) -> None:
    text = EXAMPLES[one]
    start = data.draw(st.integers(0, len(text)))
    rest = mark + text[start : data.draw(st.integers(start, len(text)))].replace("\n", end)
    for name in ("x.txt", *NAMES.values()):
        try:
            claimed = identify_format(name, rest)
        except UnknownFormatError:
            continue
        # Parquet files are JSON Lines by then, and half a line of other formats may be one of these.
        assert claimed is None or claimed.name in {one, "jsonl" if EXAMPLES[one].startswith("{") else one}


@pytest.mark.parametrize(
    "page",
    [
        "PMID- is the tag of PubMed\nand this is a page of prose about it\n",
        "PT J\nis what records begin with.\n",
        "%A comment of LaTeX\n%and another\n\\section{x}\n",
        "FN is a function key.\nVR is no tag here either, but virtual reality.\n",
        "TI  - A title\nAU  - Moor, Ada\n",
        "% Abstract\n%T a title\n",
    ],
)
def test_prose_and_lone_tags_are_no_export(page: str) -> None:
    assert identify_format("x.txt", page) is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("between", ["", "\n\n", "\n \n\t\n", "\ufeff", "\n\ufeff"])
@pytest.mark.parametrize("one", sorted(NAMES))
def test_joined_files_give_the_records_of_both(tmp_path: Path, one: str, between: str, end: str) -> None:
    content = f"\ufeff{EXAMPLES[one]}{between}{EXAMPLES[one]}\n\n\n".replace("\n", end)
    found = read(tmp_path / "x.txt", content)
    assert found.rejects.is_empty()
    assert found.records["title_raw"].to_list() == [read_entries(one, EXAMPLES[one])[0]["title"]] * 2
    raw = content.encode()
    for row in found.records.iter_rows(named=True):
        (title,) = (raw[span["start"] : span["end"]] for span in row["spans"] if span["field"] == "title")
        assert title.decode() == row["title_raw"]


@pytest.mark.parametrize("one", ["ris", "wos", "medline"])
def test_a_file_that_is_cut_off_loses_its_last_record_alone(tmp_path: Path, one: str) -> None:
    whole = EXAMPLES[one] + "\n"
    found = read(tmp_path / NAMES[one], whole + whole[: len(whole) // 2])
    assert found.records.height == 1
    (message,) = found.rejects["message"]
    assert message.endswith("the file is cut off.")


@pytest.mark.parametrize("one", sorted(NAMES))
def test_a_file_that_lost_its_beginning_loses_its_first_record_alone(tmp_path: Path, one: str) -> None:
    lines = EXAMPLES[one].splitlines(keepends=True)
    beheaded = "".join(lines[3:]) + "\n" + EXAMPLES[one]
    found = read(tmp_path / NAMES[one], beheaded if one != "ris" else EXAMPLES[one] + beheaded)
    # What opens a reference of EndNote's may be any of its tags, so that it is still one.
    assert found.records.height == (2 if one in ("endnote", "ris") else 1)
    assert found.rejects.height == (0 if one == "endnote" else 1)


def test_lines_that_were_lost_together_are_one_reject(tmp_path: Path) -> None:
    found = read(
        tmp_path / "x.ris", f"{EXAMPLES['ris']}AU  - Moor\nTI  - Lost\n  at sea\nER  - \n\nA comment\nPY  - 2019\n"
    )
    assert found.rejects["text"].to_list() == ["AU  - Moor\nTI  - Lost\n  at sea\nER  - ", "PY  - 2019"]


def wrapped(tag: str, words: list[str], indent: str) -> str:
    return f"{tag}{f'{chr(10)}{indent}'.join(words)}\n"


@QUICK
@given(papers=st.lists(st.tuples(VALUE, VALUE, st.lists(WORD, min_size=1, max_size=3)), min_size=1, max_size=4))
def test_web_of_science_says_what_rispy_reads(papers: list[tuple[list[str], list[str], list[str]]]) -> None:
    content = "FN Clarivate Analytics Web of Science\nVR 1.0\n" + "".join(
        f"PT J\n{wrapped('AU ', names, '   ')}{wrapped('TI ', title, '   ')}{wrapped('AB ', abstract, '   ')}ER\n\n"
        for title, abstract, names in papers
    )
    told = read_entries("wos", content + "EF")
    kept = rispy.loads(content, implementation=rispy.WokParser)
    assert [" ".join(one["title"].split()) for one in told] == [" ".join(one["document_title"].split()) for one in kept]
    assert [one["abstract"] for one in told] == [" ".join(one["abstract"].split()) for one in kept]


@QUICK
@given(papers=st.lists(st.tuples(VALUE, VALUE), min_size=1, max_size=4), apart=st.booleans())
def test_medline_reads_back_what_was_wrapped(papers: list[tuple[list[str], list[str]]], apart: bool) -> None:
    content = ("\n" if apart else "").join(
        f"PMID- 1\n{wrapped('TI  - ', title, ' ' * 6)}{wrapped('AB  - ', abstract, ' ' * 6)}"
        for title, abstract in papers
    )
    told = [(one["title"], one["abstract"]) for one in read_entries("medline", content)]
    assert told == [tuple(" ".join(" ".join(words).split()) for words in paper) for paper in papers]


@QUICK
@given(papers=st.lists(st.tuples(VALUE, VALUE), min_size=1, max_size=4), apart=st.booleans())
def test_endnote_reads_back_what_was_written(papers: list[tuple[list[str], list[str]]], apart: bool) -> None:
    # A line that begins with a per cent sign and another begins a value.
    papers = [(title, [f"a{word}" for word in abstract]) for title, abstract in papers]
    content = ("\n" if apart else "").join(
        f"%0 Book\n%T {' '.join(title)}\n{wrapped('%X ', abstract, '')}" for title, abstract in papers
    )
    told = [(one["title"], one["abstract"]) for one in read_entries("endnote", content)]
    assert told == [tuple(" ".join(" ".join(words).split()) for words in paper) for paper in papers]


def test_a_record_without_its_citation_is_whole_where_others_lack_it_too(tmp_path: Path) -> None:
    records = ["PMID- 1\nTI  - A\n", EXAMPLES["medline"], "PMID- 2\nTI  - B\n"]
    for piece in (20, 2**20):
        (tmp_path / "x.nbib").write_text("\n".join(records), encoding="utf-8")
        parts = list(extract_files([tmp_path / "x.nbib"], tmp_path, ExtractSettings(piece_bytes=piece)))
        assert [title for part in parts for title in part.records["title_raw"]] == ["A", "On Tides.", "B"]


def test_a_doi_of_pubmed_stands_where_it_is_written(tmp_path: Path) -> None:
    found = read(tmp_path / "x.nbib", "PMID- 1\nTI  - A\nLID - \n      10.5555/a [doi]\n")
    (span,) = [span for span in found.records["spans"][0] if span["field"] == "doi"]
    assert (tmp_path / "x.nbib").read_bytes()[span["start"] : span["end"]] == b"10.5555/a"
