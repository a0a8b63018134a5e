"""All that speaks for or against one paper, for every pair: figures and levels, no verdict yet."""

from typing import Final

import polars as pl

from flows.matching.abstracts import compare_abstracts
from flows.matching.archive_dois import ARCHIVE_DOI, REGISTRANT
from flows.matching.blocks import Rows
from flows.matching.others import catalogues, copies, crowd
from flows.matching.people import compare_people
from flows.matching.places import compare_places
from flows.matching.titles import NEAR, compare_titles

CLOSE_DAYS: Final = 31
"""Listings of one version of a paper differ by days: when it was sent in, accepted, printed."""

PUBLISHED: Final = ("doi", "volume", "first_page")
"""What only a published paper has."""

_BESIDE: Final = ("common", "crowded", "copies", "catalogued", "venue", *PUBLISHED)

DAYS_A_YEAR: Final = 365.25


def collect_evidence(
    compared: pl.DataFrame,
    a: Rows,
    b: Rows,
    *,
    min_abstract_likeness: float,
    max_years_apart: float,
    worth: pl.Expr | None = None,
) -> pl.DataFrame:
    """The evidence on each pair of rows of `compared`, one row a pair.

    `compared` has the columns of keys.read_values (without ids) and of keys.tell_records. Where there is a `worth`,
    only pairs are kept of whose content it is true.

    Columns: those of `_compare_content`, those of `compare_people`, `dates` (String, a level of `weights`),
    `days_apart`, `years_apart`, `conflicts`, `crowd`, `copies`, `catalogues` and `versions` (String, levels of
    `weights`).
    """
    content = _compare_content(compared, a, b, min_abstract_likeness, worth)
    content = content if worth is None else content.filter(worth)
    a, b = content["a"].to_numpy(), content["b"].to_numpy()
    # Under one heading ("Discussion of …") other names are other people, however alike they are.
    heading = content["titles"].is_in(["equal_weak", "equal_generic"])
    like_titles = ((content["title_likeness"] >= NEAR) & ~heading).fill_null(value=False)
    evidence = pl.concat(
        [
            content,
            compare_people(compared, a, b, like_titles),
            _compare_dates(compared, a, b, max_years_apart),
            _both(compared, _BESIDE, a, b),
        ],
        how="horizontal",
    )
    sides = [name for name in evidence.columns if name.removesuffix("_a").removesuffix("_b") in _BESIDE]
    return evidence.with_columns(_conflicts(), crowd(), copies(), catalogues(), _versions()).drop(*sides, "dois_differ")


def _compare_content(
    compared: pl.DataFrame, a: Rows, b: Rows, min_abstract_likeness: float, worth: pl.Expr | None
) -> pl.DataFrame:
    """The evidence that alone may speak for one paper: the first part of `collect_evidence`.

    Columns: `a`, `b` (UInt32), those of `compare_titles`, `compare_abstracts` and `compare_places`, `ids` (String, a
    level of `weights`), `shared_id`, `conflict` (String: the ids themselves) and `dois_differ` (Boolean).
    """
    content = pl.concat(
        [
            pl.DataFrame({"a": a, "b": b}),
            compare_titles(compared, a, b),
            _compare_ids(compared, a, b),
            compare_places(compared, a, b),
        ],
        how="horizontal",
    )
    content = content.with_columns(_ids())
    # Of pairs that are kept only for their abstracts those that differ are not.
    without = content.with_columns(abstracts=pl.lit(None, pl.String))
    told = (
        pl.repeat(value=True, n=len(a), eager=True)
        if worth is None
        else without.select(worth.fill_null(value=False)).to_series()
    )
    return content.hstack(compare_abstracts(compared, a, b, min_abstract_likeness, told))


def _ids() -> pl.Expr:
    """`ids`, where a DOI is told from that of the volume in which two chapters have pages and titles of their own."""
    chapters = ~pl.col("same_page") & pl.col("titles").is_in(["swapped", "close_swapped"])
    return (
        pl.when((pl.col("ids") == "same_doi") & chapters.fill_null(value=False))
        .then(pl.lit("volume_doi"))
        .otherwise("ids")
        .alias("ids")
    )


def _conflicts() -> pl.Expr:
    """`conflicts`: `two_dois` where nothing but its DOI tells one publication from another; a veto is told nowhere."""
    same_title = pl.col("titles").is_in(["equal_long", "equal", "slip"])
    same_people = pl.col("people").is_in(["all", "most", "same", "one", "agree"])
    printed = (pl.col("places") == "same_pages") & same_title & same_people
    return pl.when(pl.col("dois_differ") & printed).then(pl.lit("two_dois")).alias("conflicts")


def _versions() -> pl.Expr:
    """`versions`: what speaks against two versions of one paper.

    An archive shows one date for all versions of a paper; where neither record has a place in print and both have a
    full date another title or text of another day is another deposit. Only a version of one day has a title that is
    about the other's. Another word in the title, and a text that is adapted to it, is how sister papers look; so is a
    longer title of another day beside a text that is only related, since who leaves words out of a title does not
    rewrite the text, and so is one title in two editions of a meeting.
    """
    unpublished = pl.all_horizontal(pl.col(f"{name}_{side}").is_null() for name in PUBLISHED for side in ("a", "b"))
    other_title = ~pl.col("titles").str.starts_with("equal")
    other_text = ~pl.col("abstracts").is_in(["equal", "near", "holds"])
    other_day = (pl.col("days_apart") > 0).fill_null(value=True)
    other_words = (pl.col("titles") == "swapped") | (other_day & (pl.col("titles") == "close_swapped"))
    return (
        pl.when(
            unpublished & (pl.col("days_apart") > 0) & (pl.col("abstracts") != "equal") & (other_title | other_text)
        )
        .then(pl.lit("deposited_apart"))
        .when(other_day & (pl.col("titles") == "about"))
        .then(pl.lit("about_the_other"))
        .when(other_words & pl.col("abstracts").is_in(["close", "related"]))
        .then(pl.lit("adapted"))
        .when(other_day & pl.col("titles").is_in(["begins", "near"]) & (pl.col("abstracts") == "related"))
        .then(pl.lit("extended"))
        .when(pl.col("places").is_in(["other_edition", "later_edition"]) & (pl.col("abstracts") == "related"))
        .then(pl.lit("rewritten"))
        .alias("versions")
    )


def _both(compared: pl.DataFrame, names: tuple[str, ...], a: Rows, b: Rows) -> pl.DataFrame:
    """The columns `names` of both rows of each pair, as `<name>_a` and `<name>_b`."""
    return pl.DataFrame(
        {f"{name}_{side}": compared[name].gather(rows) for name in names for side, rows in (("a", a), ("b", b))}
    )


def _compare_ids(compared: pl.DataFrame, a: Rows, b: Rows) -> pl.DataFrame:
    """`ids` (same_arxiv_id, same_pmid, same_doi), `shared_id`, and `conflict`: two ids of one kind that differ."""
    same_arxiv = pl.col("arxiv_id_a") == pl.col("arxiv_id_b")
    same_doi = pl.col("doi_a") == pl.col("doi_b")
    same_pmid = pl.col("pmid_a") == pl.col("pmid_b")
    # A preprint has a DOI of its own, and may lie on several servers.
    dois = [pl.col(f"doi_{side}") for side in ("a", "b")]
    servers = [pl.when(doi.str.contains(ARCHIVE_DOI)).then(doi.str.extract(REGISTRANT)) for doi in dois]
    dois_differ = ~same_doi & servers[0].eq_missing(servers[1])
    return _both(compared, ("arxiv_id", "doi", "pmid"), a, b).select(
        pl.when(same_arxiv)
        .then(pl.lit("same_arxiv_id"))
        .when(same_pmid)
        .then(pl.lit("same_pmid"))
        .when(same_doi)
        .then(pl.lit("same_doi"))
        .alias("ids"),
        pl.when(same_arxiv)
        .then(pl.format("arXiv id {}", "arxiv_id_a"))
        .when(same_pmid)
        .then(pl.format("PubMed id {}", "pmid_a"))
        .when(same_doi)
        .then(pl.format("DOI {}", "doi_a"))
        .alias("shared_id"),
        pl.when(~same_arxiv)
        .then(_both_told("arXiv ids {} and {}", "arxiv_id"))
        .when(~same_pmid)
        .then(_both_told("PubMed ids {} and {}", "pmid"))
        .when(dois_differ)
        .then(_both_told("DOIs {} and {}", "doi"))
        .alias("conflict"),
        # Of other ids one that differs is a veto, whatever else agrees.
        (dois_differ & (same_arxiv & same_pmid).fill_null(value=True)).alias("dois_differ"),
    )


def _both_told(words: str, name: str) -> pl.Expr:
    """The words with the values of both records, whichever of them comes first."""
    values = (f"{name}_a", f"{name}_b")
    return pl.format(words, pl.min_horizontal(values), pl.max_horizontal(values))


def _compare_dates(compared: pl.DataFrame, a: Rows, b: Rows, max_years_apart: float) -> pl.DataFrame:
    """`dates` (a level of `weights`), `days_apart` (null without two full dates) and `years_apart`."""
    days = (pl.col("date_a") - pl.col("date_b")).dt.total_days().abs()
    years = pl.coalesce(days / DAYS_A_YEAR, (pl.col("year_a") - pl.col("year_b")).abs().cast(pl.Float64))
    return (
        _both(compared, ("date", "year"), a, b)
        .select(days.alias("days_apart"), years.alias("years_apart"))
        .select(
            pl.when(pl.col("years_apart").is_null())
            .then(None)
            .when(pl.col("days_apart") == 0)
            .then(pl.lit("same_day"))
            .when((pl.col("days_apart") <= CLOSE_DAYS) | (pl.col("years_apart") == 0))
            .then(pl.lit("close"))
            .when(pl.col("years_apart") <= 1)
            .then(pl.lit("year"))
            .when(pl.col("years_apart") <= max_years_apart)
            .then(pl.lit("apart"))
            .otherwise(pl.lit("far"))
            .alias("dates"),
            "days_apart",
            "years_apart",
        )
    )
