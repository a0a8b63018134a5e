"""Which fingerprints a record leaves, and what two papers that share them may be."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from flows.matching.fingerprints import read_prints, tell_prints
from flows.matching.joining import join_parts, read_part
from flows.matching.resemblance import find_alike, find_heirs, settle_alike

Rows = Callable[..., pl.DataFrame]

LONG = "On the growth of moss in Norway, in Iceland and in my refrigerator"
ABSTRACT = (
    "We grow moss at a constant temperature below freezing and count its leaves every week for as long as it takes. "
    "After a year the moss has doubled its leaves."
)
PEOPLE = {"authors": ["Mei Tanaka", "Olav Berg"]}


def prints(records: pl.DataFrame) -> list[str]:
    part = read_part(records, min_abstract_chars=100)
    told = join_parts([part.numbers], records["record_id"], min_title_chars=12).told
    return sorted(tell_prints(read_prints(part.values, records), told["title_kind"]).explode().drop_nulls().to_list())


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ({"title": LONG, **PEOPLE}, {"title", "title+author"}),
        ({"title": "Growth of moss", **PEOPLE}, {"title+author"}),
        ({"title": "Growth of moss", **PEOPLE, "authors_complete": False}, {"title+owner"}),
        ({"title": "Growth of moss"}, {"title"}),
        ({"title": "Moss"}, set()),
        ({"title": "Moss", **PEOPLE}, {"title+author"}),
        ({"title": "Editorial", **PEOPLE}, set()),
        ({"title": "Reply", **PEOPLE, "doi": "10.1000/1"}, {"doi", "doi+author", "title+doi"}),
        ({"title": "Editorial", "volume": "5", "pages": "1–2"}, {"title+pages"}),
        ({"title": "Editorial", "volume": "5"}, set()),
        ({"abstract": ABSTRACT}, {"abstract"}),
        ({"abstract": "We grow moss."}, set()),
        ({"title": "Moss", "arxiv_id": "2103.00001", "pmid": "12"}, {"arxiv", "pmid"}),
        ({"doi": "10.48550/arxiv.2103.00001", "title": "Moss"}, {"arxiv"}),
    ],
)
def test_a_record_leaves_what_tells_its_paper_apart(records_of: Rows, values: dict[str, Any], kinds: set[str]) -> None:
    assert {fingerprint.split(":")[0] for fingerprint in prints(records_of(values))} == kinds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "Growth of Moß", **PEOPLE}, {"title": "GROWTH OF MOSS", "authors": ["M. Tanaka"]}),
        ({"abstract": ABSTRACT}, {"abstract": ABSTRACT.upper()}),
        ({"title": "Preface", "volume": "5", "pages": "1–2"}, {"title": "Preface", "volume": "5", "pages": "1"}),
    ],
)
def test_wording_makes_no_difference(records_of: Rows, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert prints(records_of(one)) == prints(records_of(other))


def test_a_notice_that_repeats_the_abstract_is_another_paper(records_of: Rows) -> None:
    paper, notice = {"title": LONG, "abstract": ABSTRACT}, {"title": f"Correction to: {LONG}", "abstract": ABSTRACT}
    assert not set(prints(records_of(paper))) & set(prints(records_of(notice)))


def frame(key: str, rows: dict[str, list[str]], **more: str) -> pl.DataFrame:
    told = [{key: name, "fingerprint": one, **more} for name, held in rows.items() for one in held]
    return pl.DataFrame(told, schema=dict.fromkeys((key, "fingerprint", *more), pl.String))


def settle(lost: dict[str, list[str]], new: dict[str, list[str]]) -> dict[str, str]:
    known = frame("paper_id", lost)
    nobody = owners({})
    return settle_alike(
        find_alike(known.with_columns(status=pl.lit("live")), frame("first", new), known, nobody), nobody
    )


def owners(papers: dict[str, str]) -> pl.DataFrame:
    rows = [*papers.items()]
    return pl.DataFrame(rows, schema={"first": pl.String, "paper_id": pl.String}, orient="row")


@pytest.mark.parametrize(
    ("lost", "new", "settled"),
    [
        ({"P": ["abstract:1"]}, {"c": ["abstract:1"]}, {"c": "P"}),
        ({"P": ["doi:1"]}, {"c": ["doi:1"]}, {}),
        ({"P": ["abstract:1", "doi:1"]}, {"c": ["abstract:1", "doi:2"]}, {}),
        ({"P": ["title:1", "title+author:1"]}, {"c": ["title:1", "title+author:2"]}, {}),
        ({"P": ["title:1", "title+author:1"]}, {"c": ["title:1", "title+owner:2"]}, {"c": "P"}),
        ({"P": ["abstract:1"], "Q": ["abstract:1"]}, {"c": ["abstract:1"]}, {"c": "P"}),
        ({"P": ["abstract:1"]}, {"c": ["abstract:1"], "d": ["abstract:1"]}, {"c": "P"}),
        ({"P": ["abstract:1"], "Q": ["abstract:1"]}, {"c": ["abstract:1"], "d": ["abstract:1"]}, {}),
        (
            {"P": ["title:1"], "Q": ["title:1", "pmid:1"]},
            {"c": ["title:1", "pmid:1"], "d": ["title:1"]},
            {"c": "Q", "d": "P"},
        ),
    ],
    ids=[
        "one fingerprint",
        "a DOI alone",
        "another DOI",
        "a title by others",
        "a title on an author's page",
        "two papers for one cluster",
        "one paper for two clusters",
        "two for two",
        "two for two, one surely",
    ],
)
def test_a_lost_paper_takes_what_reads_like_it(
    lost: dict[str, list[str]], new: dict[str, list[str]], settled: dict[str, str]
) -> None:
    assert settle(lost, new) == settled


@pytest.mark.parametrize(("had", "heirs"), [(["abstract:2"], [("P", "Q")]), (["abstract:1"], [])])
def test_a_lost_paper_redirects_to_what_came_to_read_like_it_but_not_to_what_always_did(
    had: list[str], heirs: list[tuple[str, str]]
) -> None:
    known = frame("paper_id", {"P": ["abstract:1"], "Q": had})
    lost = known.filter(paper_id="P").with_columns(status=pl.lit("live"))
    taken = owners({"c": "Q"})
    alike = find_alike(lost, frame("first", {"c": [*had, "abstract:1"]}), known, taken)
    assert settle_alike(alike, taken) == {}
    assert list(find_heirs(alike, taken, known)) == heirs
