"""What was written as an export is read back the same, in one piece or many, and damage loses no byte."""

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from pybtex.database import parse_string

from flows.formats.registry import formats
from flows.reading import extract_files
from flows.settings import ExtractSettings
from flows.stages.account import join_pieces
from flows.stages.extract import Extracted

Row = dict[str, str]

QUICK: Final = settings(deadline=None, derandomize=True, max_examples=10)
PIECE: Final = st.sampled_from([200, 700, 2**20])
COLUMNS: Final = ("title", "abstract", "journal", "volume", "note")
PRINTED: Final = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"])
TEXT: Final = st.text(PRINTED, min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
# Letters, and the marks that mean something in one format or another; braces would have to match.
MARKED: Final = st.text(st.sampled_from("abcXYZ éß漢 ,;:'&%$#@|-_=()"), min_size=1, max_size=25)
WORDS: Final = MARKED.map(lambda text: " ".join(text.split())).filter(bool)


def rows_of(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[Row]]:
    """Records that have a title and may have the other columns."""
    optional: dict[str, st.SearchStrategy[str]] = {name: values for name in COLUMNS if name != "title"}
    return st.lists(st.fixed_dictionaries({"title": values}, optional=optional), min_size=1, max_size=6)


def read(name: str, content: bytes, piece_bytes: int = 2**20) -> Extracted:
    return read_all({name: content}, piece_bytes)


def read_all(dumps: dict[str, bytes], piece_bytes: int = 2**20) -> Extracted:
    """What several dumps say; to check the frames of many takes no longer than those of one."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in dumps]
        for path, content in zip(paths, dumps.values(), strict=True):
            path.write_bytes(content)
        parts = list(extract_files(paths, Path(folder), ExtractSettings(piece_bytes=piece_bytes)))
    records, rejects, facts = (pl.concat(frames) for frames in zip(*parts, strict=True))
    return Extracted(records, rejects, join_pieces(facts))


def assert_nothing_lost(found: Extracted, size: int, dump: int = 0) -> None:
    facts = found.facts.row(dump, named=True)
    records, rejects = (frame.filter(dump=facts["dump"]) for frame in (found.records, found.rejects))
    furniture = sum(piece["bytes"] for piece in facts["furniture"])
    assert facts["field_bytes"] + furniture + facts["reject_bytes"] == facts["content_bytes"] == size
    assert facts["entries"] == records.height + rejects["position"].count()


def assert_read_back(found: Extracted, rows: list[Row], size: int) -> None:
    assert found.rejects.is_empty()
    assert_nothing_lost(found, size)
    told: list[Row] = []
    for row in found.records.iter_rows(named=True):
        kept = {"title": row["title_raw"], "abstract": row["abstract_raw"], "journal": row["venue_raw"]}
        kept |= {"volume": row["volume_raw"], **{one["name"].lower(): one["value"] for one in row["extra"]}}
        told.append({name: value for name, value in kept.items() if value is not None})
    assert told == rows


@QUICK
@given(rows=rows_of(TEXT), plain=st.booleans(), end=st.sampled_from(["\n", "\r\n"]), piece=PIECE)
def test_json_lines(rows: list[Row], plain: bool, end: str, piece: int) -> None:
    content = "".join(json.dumps(row, ensure_ascii=plain) + end for row in rows).encode()
    assert_read_back(read("x.jsonl", content, piece), rows, len(content))


@QUICK
@given(rows=rows_of(TEXT), indent=st.sampled_from([None, 1]), piece=PIECE)
def test_a_json_array(rows: list[Row], indent: int | None, piece: int) -> None:
    content = json.dumps(rows, indent=indent).encode()
    assert_read_back(read("x.json", content, piece), rows, len(content))


@QUICK
@given(
    answers=st.lists(rows_of(TEXT), min_size=1, max_size=3),
    wrap=st.sampled_from(
        [
            '{"items": %s}',
            '{"status": "ok", "message": {"facets": {}, "items": %s, "total-results": 2, "query": {"items": []}}}',
            '{"meta": {"count": 2, "title": "x"}, "results": %s, "group_by": []}',
            '{"a": [{"title": "no"}], "resultList": { "result" : %s } }',
        ]
    ),
    indent=st.sampled_from([None, 1]),
    between=st.sampled_from(["\n", "", "\r\n\ufeff", " \n\n"]),
    piece=PIECE,
)
def test_arrays_within_objects(
    answers: list[list[Row]], wrap: str, indent: int | None, between: str, piece: int
) -> None:
    content = between.join(wrap % json.dumps(rows, indent=indent) for rows in answers).encode()
    assert_read_back(read("x.json", content, piece), [row for rows in answers for row in rows], len(content))


@QUICK
@given(
    rows=rows_of(TEXT | TEXT.map(lambda text: f'"{text}"') | WORDS),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
    piece=PIECE,
)
def test_csv(rows: list[Row], delimiter: str, end: str, mark: str, piece: int) -> None:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    content = (mark + file.getvalue()).encode()
    assert_read_back(read("x.csv", content, piece), rows, len(content))


def test_a_cell_with_line_breaks_is_one_value() -> None:
    content = b'title,abstract\r\n"Two\r\nlines","A ""quoted"" word,\nand more"\r\n'
    assert_read_back(
        read("x.csv", content), [{"title": "Two lines", "abstract": 'A "quoted" word, and more'}], len(content)
    )


RIS_TAGS: Final = {"title": "TI", "abstract": "AB", "journal": "JO", "volume": "VL", "note": "N1"}


@QUICK
@given(rows=rows_of(WORDS), end=st.sampled_from(["\n", "\r\n"]), piece=PIECE)
def test_ris_says_what_rispy_reads(rows: list[Row], end: str, piece: int) -> None:
    lines = [
        line
        for row in rows
        for line in ("TY  - JOUR", *(f"{RIS_TAGS[name]}  - {value}" for name, value in row.items()), "ER  - ")
    ]
    content = "".join(line + end for line in lines).encode()
    wanted = [{"n1" if name == "note" else name: value for name, value in row.items()} for row in rows]
    assert_read_back(read("x.ris", content, piece), wanted, len(content))
    kept = rispy.loads(content.decode().replace("\r\n", "\n"))
    assert [one["title"] for one in kept] == [row["title"] for row in rows]
    assert [one.get("abstract") for one in kept] == [row.get("abstract") for row in rows]


@QUICK
@given(rows=rows_of(WORDS), quoted=st.booleans(), piece=PIECE)
def test_bibtex_says_what_pybtex_reads(rows: list[Row], quoted: bool, piece: int) -> None:
    left, right = '""' if quoted else "{}"
    entries = [
        f"@article{{k{number},\n"
        + "".join(f"  {name} = {left}{value}{right},\n" for name, value in row.items())
        + "}\n"
        for number, row in enumerate(rows)
    ]
    content = "".join(entries).encode()
    assert_read_back(read("x.bib", content, piece), rows, len(content))
    kept = parse_string(content.decode(), "bibtex").entries
    assert [dict(entry.fields) for entry in kept.values()] == rows


def test_bibtex_macros_and_joined_values_are_those_of_pybtex() -> None:
    text = '@string{a = "Sea"}\n@string{b = a # { Sand}}\n@article{k, title = b # "s", journal = a, year = 2010}\n'
    (entry,) = parse_string(text, "bibtex").entries.values()
    row = read("x.bib", text.encode()).records.row(0, named=True)
    assert row["title_raw"] == entry.fields["title"] == "Sea Sands"
    assert row["venue_raw"] == entry.fields["journal"] == "Sea"


def as_parquet(rows: list[dict[str, Any]], **options: object) -> bytes:
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), file, **options)
    return file.getvalue()


@QUICK
@given(rows=rows_of(TEXT), piece=PIECE)
def test_parquet_rows_are_json_lines(rows: list[Row], piece: int) -> None:
    whole = [{name: row.get(name) for name in COLUMNS} for row in rows]
    size = len("".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in whole).encode())
    assert_read_back(read("x", as_parquet(whole, row_group_size=2), piece), rows, size)


SAMPLES: Final = {one.name: one.example * 3 for one in formats()}
MARKS: Final = [
    *'{}[]()",:;@#=\n\r\t\\-| ',
    "\r\n",
    "TY  - JOUR\n",
    "ER  - \n",
    "@article{x,",
    '{"title": "',
    "é",
    "\ud800",
]


def damaged(text: str, data: st.DataObject) -> bytes:
    """A sample with up to four pieces of it gone or replaced."""
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        text = text[:start] + data.draw(st.sampled_from(["", *MARKS])) + text[end:]
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", sorted(SAMPLES))
@settings(deadline=None, derandomize=True, max_examples=4)
@given(data=st.data())
def test_damage_raises_nothing_and_loses_no_byte(name: str, data: st.DataObject) -> None:
    dumps = {f"{number}.txt": damaged(SAMPLES[name], data) for number in range(8)}
    found = read_all(dumps)
    assert found.facts["dump"].to_list() == list(dumps)
    for number, content in enumerate(dumps.values()):
        if found.facts["code"][number] is None:
            assert_nothing_lost(found, len(content), number)


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"parquet"}))
def test_pieces_say_what_the_whole_says_however_they_are_cut(name: str) -> None:
    content = SAMPLES[name].replace("Sea", "Séa").encode()
    if name == "csv":
        content = (SAMPLES[name].split("\n")[0] + "\n" + SAMPLES[name].split("\n")[1] * 3 + "\n").encode()
    file = {"bibtex": "x.bib", "ris": "x.ris", "csv": "x.csv"}.get(name, "x.jsonl")
    whole = read(file, content)
    for piece in (60, 150, 401):
        found = read(file, content, piece)
        assert found.records.equals(whole.records)
        assert found.rejects.equals(whole.rejects)
        assert found.facts.drop("carry").equals(whole.facts.drop("carry"))
