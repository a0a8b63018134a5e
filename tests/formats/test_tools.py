"""Exports as the tools that people use write them, the whole way to clean records."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.reading import extract_files
from flows.settings import ExtractSettings, NormalizeSettings
from flows.stages.normalize import normalize


def cleaned(path: Path, content: str) -> list[dict[str, Any]]:
    path.write_text(content, encoding="utf-8")
    (found,) = extract_files([path], path.parent, ExtractSettings())
    records = normalize(found.records, NormalizeSettings())
    assert found.rejects.is_empty()
    assert records.rejects.is_empty()
    return records.records.to_dicts()


def cleaned_json(path: Path, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """As lines, which are read in whole columns; as an array, which is not, they must say the same."""
    lines = cleaned(path.with_suffix(".jsonl"), "".join(f"{json.dumps(row)}\n" for row in rows))
    array = cleaned(path.with_suffix(".json"), json.dumps(rows))
    told = ("title", "authors", "date", "year", "venue", "pages", "doi", "arxiv_id", "pmid", "entry_type")
    assert [[row[name] for name in told] for row in lines] == [[row[name] for name in told] for row in array]
    return lines


def test_names_in_the_extended_format_of_biblatex(tmp_path: Path) -> None:
    one, two, three = cleaned(
        tmp_path / "x.bib",
        "@book{a, title={T}, author={Moor, Ada and family=Berg, given=Jan, prefix=van der, useprefix=true}}\n"
        '@book{b, title={T}, author={given=Hans, family="Hill", suffix=III}}\n'
        "@book{c, title={T}, author={E = mc and Moor, Ada}}\n",
    )
    assert one["authors"] == ["Ada Moor", "Jan van der Berg"]
    assert two["authors"] == ["Hans Hill III"]
    assert three["authors"] == ["E = mc", "Ada Moor"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("{On tides: a view}", "On tides: a view"),
        (r"{{Erd\H{o}s and \emph{Tides}: {3D} views}}", "Erdős and Tides: 3D views"),
        ("{3D} sand, {C++} and {AT\\&T}", "3D sand, C++ and AT&T"),
        (r"{\'E}tudes of {\o}re and $x^{2+1}$", "Études of øre and x^(2+1)"),
        (r"A \textbf{1: x} and \textsc {2: y}", "A 1: x and 2: y"),
        (r"{1,000} suns at \$5 and {2,000} at \$6", "1,000 suns at $5 and 2,000 at $6"),
    ],
)
def test_braces_of_bibtex_are_no_signs_of_the_text(tmp_path: Path, written: str, title: str) -> None:
    (row,) = cleaned(tmp_path / "x.bib", f"@book{{a, title = {{{written}}}}}\n")
    assert row["title"] == title


def test_a_comma_of_bibtex_parts_no_two_names(tmp_path: Path) -> None:
    (row,) = cleaned(tmp_path / "x.bib", "@book{a, title={T}, author={Ruiz Vega, Ana Luz}}\n")
    assert row["authors"] == ["Ana Luz Ruiz Vega"]


def test_lone_names_tell_how_a_table_writes_them(tmp_path: Path) -> None:
    rows = cleaned(tmp_path / "x.csv", 'title,authors\nSand,"Moor, Ada"\nSea,"Ruiz Vega, Ana Luz"\n')
    assert [row["authors"] for row in rows] == [["Ada Moor"], ["Ana Luz Ruiz Vega"]]


def test_names_in_parts_as_csl_and_crossref_have_them(tmp_path: Path) -> None:
    people = [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "Silva", "given": "Rui", "dropping-particle": "da", "suffix": "Jr."},
        {"literal": "The Tide Consortium"},
        {"firstName": "Ada", "lastName": "Moor"},
    ]
    (row,) = cleaned_json(tmp_path / "x", {"title": "T", "author": people})
    assert row["authors"] == ["Jan van der Berg", "Rui da Silva Jr.", "The Tide Consortium", "Ada Moor"]
