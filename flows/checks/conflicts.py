"""Where a new record says other than the release: another value for the same paper, or an id that contradicts."""

from typing import Final

import polars as pl

from flows.checks.shared_ids import find_shared_ids
from flows.checks.standing import Published, Standing
from flows.release.text import shortened

ONE_VALUE: Final = {"title": "title_key", "doi": "doi", "arxiv_id": "arxiv_id", "pmid": "pmid"}
"""Fields of which a paper has one value, each with what it compares by."""

MIN_SHARED_NAMES: Final = 0.5
"""Of the family names in the shorter of two lists. One says little: an author's page has it on every paper."""

SHOWN_CHARS: Final = 80


def find_conflicts(standing: Standing, new: pl.DataFrame, published: Published, max_years_apart: float) -> pl.DataFrame:
    """Columns `record_id`, `code` (of findings.AGAINST_CODES) and `message`, a row each.

    `new` holds READ of the new records. A value conflicts where the release has others for the paper and none is
    equal; years, where none is within `max_years_apart`; authors, where most family names of the shorter list are not
    in the longer one. An id that a record shares with one that is held to be of another paper conflicts as well.
    """
    fresh = standing.papers.filter(~pl.col("unchanged") & pl.col("paper_id").is_not_null())
    here = standing.compared.join(fresh.select("record_id", "paper_id"), on="record_id")
    there = standing.compared.join(
        published.records.select("record_id", "paper_id").join(fresh.select("paper_id").unique(), on="paper_id"),
        on="record_id",
    )
    found = [_other_values(here, there, name, key) for name, key in ONE_VALUE.items()]
    found += [_other_people(here, there), _other_years(here, there, max_years_apart)]
    told = _tell(pl.concat(found), new, published)
    others = _other_ids(standing, published)
    shared = find_shared_ids(standing, published, new).join(others, on="record_id", how="anti")
    return pl.concat([told, others, shared, _joins(fresh)])


def _pairs(here: pl.DataFrame, there: pl.DataFrame, key: str) -> pl.DataFrame:
    """The values `key` of each new record and of all records of its paper that have one; columns `here`, `there`."""
    past = there.select("paper_id", there=pl.col(key), source=pl.col("record_id")).drop_nulls()
    return here.select("record_id", "paper_id", here=pl.col(key)).drop_nulls().join(past, on="paper_id")


def _never(pairs: pl.DataFrame, agrees: pl.Expr, field: str) -> pl.DataFrame:
    """Records that agree with none of their paper's, with the `field` and one record `source` that says otherwise."""
    return (
        pairs.group_by("record_id", "paper_id")
        .agg(agrees.any().alias("agrees"), pl.col("source").min())
        .filter(~pl.col("agrees"))
        .select("record_id", "paper_id", "source", field=pl.lit(field))
    )


def _other_values(here: pl.DataFrame, there: pl.DataFrame, field: str, key: str) -> pl.DataFrame:
    return _never(_pairs(here, there, key), pl.col("here") == pl.col("there"), field)


def _other_people(here: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    names, others = pl.col("here").str.split(" "), pl.col("there").str.split(" ")
    fewer = pl.min_horizontal(names.list.len(), others.list.len())
    shared = names.list.set_intersection(others).list.len()
    return _never(_pairs(here, there, "surnames"), shared >= MIN_SHARED_NAMES * fewer, "authors")


def _other_years(here: pl.DataFrame, there: pl.DataFrame, max_years_apart: float) -> pl.DataFrame:
    near = (pl.col("here") - pl.col("there")).abs() <= max_years_apart
    return _never(_pairs(here, there, "year"), near, "year")


def _tell(found: pl.DataFrame, new: pl.DataFrame, published: Published) -> pl.DataFrame:
    """The conflicts as sentences with both values as they read when cleaned."""
    new_rows = _by_id(new, found["record_id"])
    old_rows = _by_id(published.records, found["source"])
    rows = []
    for record, paper, source, field in found.iter_rows():
        there, here = _shown(old_rows[source], field), _shown(new_rows[record], field)
        message = f"{paper} has another {field} in the release: {there}, here {here}."
        rows.append((record, "conflicting_value", message))
    return _told(rows)


def _other_ids(standing: Standing, published: Published) -> pl.DataFrame:
    """Pairs of a new record and one of the release that would be one paper but for their ids."""
    fresh = standing.papers.filter(~pl.col("unchanged"))["record_id"].unique()
    of_new = {side: pl.col(f"record_{side}").is_in(fresh.implode()) for side in "ab"}
    pairs = standing.matches.filter(
        (pl.col("rule") == "conflicting_ids") & (pl.col("verdict") != "same") & (of_new["a"] ^ of_new["b"])
    ).select(
        record=pl.when(of_new["a"]).then("record_a").otherwise("record_b"),
        source=pl.when(of_new["a"]).then("record_b").otherwise("record_a"),
        evidence=pl.col("evidence").list.join("; "),
    )
    papers = dict(published.records.filter(pl.col("record_id").is_in(pairs["source"].implode()))
                  .select("record_id", "paper_id").iter_rows())  # fmt: skip
    return _told(
        [
            (record, "conflicting_ids", f"It looks like {papers[source]} of the release, but: {evidence}.")
            for record, source, evidence in pairs.iter_rows()
        ]
    )


def _joins(fresh: pl.DataFrame) -> pl.DataFrame:
    """Records that belong to more than one paper of the release."""
    papers = fresh.group_by("record_id").agg(pl.col("paper_id").sort()).filter(pl.col("paper_id").list.len() > 1)
    return _told(
        [
            (record, "joins_papers", f"By this record {', '.join(ids)} of the release are one paper.")
            for record, ids in papers.iter_rows()
        ]
    )


def _by_id(records: pl.DataFrame, ids: pl.Series) -> dict[str, dict[str, object]]:
    rows = records.filter(pl.col("record_id").is_in(ids.implode())).iter_rows(named=True)
    return {str(row["record_id"]): row for row in rows}


def _shown(row: dict[str, object], field: str) -> str:
    value = row[field]
    if field == "year" and value is None:
        value = row["date"]
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return f"“{shortened(text, SHOWN_CHARS)}”"


def _told(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    schema = {"record_id": pl.String, "code": pl.String, "message": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("record_id", "code", "message")
