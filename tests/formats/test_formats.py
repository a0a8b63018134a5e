"""Which format a file has, what exports do that golden ones do not show, and the whole way to clean records."""

import json
from pathlib import Path
from time import process_time
from typing import Final

import polars as pl
import pytest

from flows.formats.base import extension_of
from flows.formats.registry import (
    AmbiguousFormatError,
    Format,
    UnknownFormatError,
    find_format,
    formats,
    identify_format,
)
from flows.layouts.registry import layouts
from flows.reading import extract_files
from flows.settings import ExtractSettings, NormalizeSettings, Settings
from flows.stages.extract import Extracted
from flows.stages.normalize import normalize


def extracted(path: Path, content: bytes, settings: ExtractSettings | None = None) -> Extracted:
    path.write_bytes(content)
    (found,) = extract_files([path], path.parent, settings or ExtractSettings())
    return found


def clean(path: Path, content: str) -> dict[str, object]:
    found = normalize(extracted(path, content.encode()).records, NormalizeSettings())
    assert found.rejects.is_empty()
    return found.records.row(0, named=True)


def test_no_format_has_the_name_of_a_layout() -> None:
    assert not {one.name for one in formats()} & {one.name for one in layouts()}


def test_pages_are_claimed_by_no_format() -> None:
    assert [identify_format("x.txt", layout.example) for layout in layouts()] == [None] * len(layouts())


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv", "x.bib.gz", "a/x.RIS"])
def test_a_file_that_is_called_an_export_must_be_one(name: str) -> None:
    with pytest.raises(UnknownFormatError, match="no format claims it"):
        identify_format(name, "Abstract:A page.\n")
    assert extension_of(name) in {".jsonl", ".csv", ".bib", ".ris"}


def test_two_formats_that_claim_one_file_are_an_error_and_no_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [find_format("csv"), find_format("ris")]
    greedy = [Format(one.name, "", "", lambda _: 0.9, one.read) for one in known if one is not None]
    monkeypatch.setattr("flows.formats.registry.formats", lambda: tuple(greedy))
    with pytest.raises(AmbiguousFormatError, match=r"2 formats claim this file: csv 0\.90, ris 0\.90"):
        identify_format("x.txt", "")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.csv", b"", "empty_dump"),
        ("x.csv", b"title,authors\n", "empty_dump"),
        ("x.bib", b"@comment{nothing}\n", "empty_dump"),
        ("x.json", b"[]", "unknown_layout"),
        ("x.jsonl", b"1\nnull\n", "unknown_layout"),
        ("x.parquet", b"PAR2", "unknown_layout"),
        ("x.parquet", b"PAR1", "corrupt_archive"),
    ],
)
def test_an_export_without_entries_is_refused_whole(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    found = extracted(tmp_path / name, content)
    assert found.rejects["code"].to_list() == [code]
    assert found.records.is_empty()


@pytest.mark.parametrize(("left", "right"), [(b"[", b"]"), (b'{"name": ', b"}")])
@pytest.mark.parametrize("depth", [100, 900, 100_000])
def test_a_value_that_is_nested_too_deeply_costs_only_its_line(
    tmp_path: Path, left: bytes, right: bytes, depth: int
) -> None:
    deep = b'{"title": "C", "authors": ' + left * depth + b'"x"' + right * depth + b"}\n"
    found = extracted(tmp_path / "x.jsonl", b'{"title": "A"}\n' + deep + b'{"title": "B"}\n')
    assert found.records["title_raw"].to_list() == ["A", "B"]
    assert found.rejects["message"].to_list() == ["Line 2: A value is nested too deeply. The line is no JSON object."]


def test_a_number_of_a_million_digits_is_text(tmp_path: Path) -> None:
    found = extracted(
        tmp_path / "x.jsonl", b'{"title": "A", "n": ' + b"9" * 10**6 + b', "m": [' + b"9" * 10**5 + b"]}\n"
    )
    assert len(found.records["extra"][0][0]["value"]) == 10**6


def test_bytes_of_another_encoding_and_halves_of_characters_are_repaired_and_flagged(tmp_path: Path) -> None:
    found = extracted(tmp_path / "x.jsonl", b'{"title": "Caf\xe9"}\n{"title": "\\ud800 x"}\n{"title": "\\u00e9"}\n')
    assert found.records["title_raw"].to_list() == ["Café", "\ufffd x", "é"]
    assert found.records["flags"].to_list() == [["encoding_repaired"], ["encoding_repaired"], []]


def test_a_table_in_utf16_as_spreadsheets_save_it(tmp_path: Path) -> None:
    content = "title\tyear\r\nGröße\t2010\r\n".encode("utf-16")
    row = extracted(tmp_path / "x.txt", content).records.row(0, named=True)
    assert [content[span["start"] : span["end"]].decode("utf-16-le") for span in row["spans"]] == ["Größe", "2010"]


def test_references_are_told_by_patterns_over_the_path(tmp_path: Path) -> None:
    for name in ("a.jsonl", "reference/b.jsonl", "reference/deep/c.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('{"title": "T"}\n', encoding="utf-8")
    (tmp_path / "page.txt").write_text("Abstract:Text.\n", encoding="utf-8")
    settings = ExtractSettings(references=("reference/*", "*.txt"))
    found = pl.concat(part.records for part in extract_files(sorted(tmp_path.rglob("*.*")), tmp_path, settings))
    assert dict(found.select("dump", "reference").iter_rows()) == {
        "a.jsonl": False,
        "page.txt": True,
        "reference/b.jsonl": True,
        "reference/deep/c.jsonl": True,
    }


def test_references_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITSIEVE_EXTRACT__REFERENCES", '["reference/*"]')
    assert Settings().extract.references == ("reference/*",)


def test_bibtex_comes_out_clean(tmp_path: Path) -> None:
    row = clean(
        tmp_path / "x.bib",
        r"""@Article{k,
  author = {Erd{\H{o}}s, P{\'a}l and van der Berg, A. B. and {The ATLAS Collaboration} and others},
  title = {The {DNA} of \emph{S{\~a}o} {P}aulo: {\'E}tude in $\mu$ \& more},
  journal = {Nature {\&} Sand}, volume = 108, number = {1--2}, pages = {288--97}, year = 2019, month = mar, day = 5,
  doi = {https://doi.org/10.5555/A\_1}, url = {https://example.org/a\_b}, pmid = {12}, abstract = "{A} na{\"\i}ve text"
}""",
    )
    assert row["title"] == "The DNA of São Paulo: Étude in μ & more"
    assert row["authors"] == ["Pál Erdős", "A. B. van der Berg", "The ATLAS Collaboration"]
    assert row["abstract"] == "A naïve text"
    assert (row["venue"], row["volume"], row["number"], row["pages"]) == ("Nature & Sand", "108", "1-2", "288–297")
    assert (row["doi"], row["url"], row["pmid"]) == ("10.5555/a_1", "https://example.org/a_b", "12")
    assert (str(row["date"]), row["year"], row["entry_type"]) == ("2019-03-05", 2019, "article")
    assert row["flags"] == ["authors_incomplete"]


def test_ris_comes_out_clean(tmp_path: Path) -> None:
    row = clean(
        tmp_path / "x.ris",
        "TY  - CPAPER\nAU  - Zuna, R E\nTI  - On Tides.\nT2  - Proceedings of Sand\nDA  - 2019/03//\nPY  - 2019\n"
        "SP  - S12\nEP  - 9\nUR  - https://arxiv.org/abs/2103.00001v3\nER  - \n",
    )
    assert (row["title"], row["authors"], row["venue"]) == ("On Tides", ["R E Zuna"], "Proceedings of Sand")
    assert (row["date"], row["year"], row["pages"], row["arxiv_id"]) == (None, 2019, "S12–S19", "2103.00001")
    assert row["entry_type"] == "inproceedings"
    assert "date_unreadable" not in str(row["flags"])


def test_the_arxiv_snapshot_comes_out_clean(tmp_path: Path) -> None:
    (sample,) = [one.example for one in formats() if one.name == "arxiv_snapshot"]
    row = clean(tmp_path / "x.jsonl", sample)
    assert (row["source_id"], row["arxiv_id"], row["authors"]) == ("2103.00001", "2103.00001", ["Ada Moor", "Bo Li"])
    assert (str(row["date"]), row["venue"], row["subjects"]) == ("2021-03-01", "arXiv.org", ["physics.ao-ph"])


def test_an_index_of_words_may_not_fill_the_memory(tmp_path: Path) -> None:
    work = {"id": "W1", "title": "T", "authorships": [], "abstract_inverted_index": {"a": [0], "z": [10**12], "b": [1]}}
    found = extracted(tmp_path / "x.jsonl", json.dumps(work).encode())
    assert found.records["abstract_raw"].to_list() == ["a b"]


@pytest.mark.parametrize("name", ["cytology_screening", "dblp_acm", "digital_work", "special_cases", "stroke"])
def test_real_exports_are_read_in_full(shared: Path, name: str) -> None:
    path = shared / "data" / "dedup" / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    parts = list(extract_files([path], path.parent, ExtractSettings()))
    assert all(part.rejects.is_empty() for part in parts)
    records = pl.concat(part.records for part in parts)
    assert records["source_id"].to_list() == [row["source_id"] for row in rows]
    cleaned = normalize(records[:500], NormalizeSettings())
    assert cleaned.rejects.is_empty()
    assert cleaned.records["year"].to_list() == [row["year"] for row in rows[:500]]


OPENED: Final = {"csv": "title,year\n", "ris": "TY  - JOUR\n", "medline": "PMID- 1\n", "wos": "PT J\nAU Li, B\n"}


def test_time_grows_with_the_file_and_not_with_its_square() -> None:
    """Of broken files too: quotes and brackets that are never closed."""
    for name, piece in (
        ("csv", '"x,\n'),
        ("bibtex", "@a{x, t={\n"),
        ("ris", "TY  - X\nTI  - t\n"),
        ("ris", "TI  - t\n"),
        ("wos", "PT J\nTI t\n"),
        ("wos", "   Moor, A\n"),
        ("endnote", "%0 Book\n%T t\n"),
        ("endnote", "%A Moor, Ada\n"),
        ("medline", "PMID- 1\nTI  - t\n"),
        ("medline", "TI  - t\n      and more\n"),
        ("jsonl", '{"title": [\n'),
    ):
        one = find_format(name)
        assert one is not None
        spent = []
        for times in (2_000, 16_000):
            text = OPENED.get(name, "") + piece * times
            start = process_time()
            one.read(text, {}, True)  # noqa: FBT003 - as the stage calls it
            spent.append(process_time() - start)
        assert spent[1] < 40 * spent[0] + 0.2, f"{name}: {spent}"
