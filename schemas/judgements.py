"""Matches, rejects, changes and ids, as a release publishes them."""

from typing import Final

import pandera.polars as pa
import polars as pl

from schemas.columns import TEXTS, at_least, between, column, filled, one_of, sourced
from schemas.patterns import PAPER_ID, RECORD_ID
from schemas.vocabulary import CHANGES, REJECT_CODES, RULES, STAGES, VERDICTS

Matches: Final = pa.DataFrameSchema(
    sourced(
        {
            "record_a": column(
                pl.String,
                "One record of the pair; the smaller id.",
                example="r12…",
                checks=[pa.Check.str_matches(RECORD_ID)],
            ),
            "record_b": column(
                pl.String, "The other record.", example="r9f…", checks=[pa.Check.str_matches(RECORD_ID)]
            ),
            "rule": column(pl.String, "The rule that decided.", example="same_title", checks=[one_of(tuple(RULES))]),
            "score": column(
                pl.Float64,
                "How strongly the evidence speaks for one paper, 0 to 1.",
                example="0.98",
                unit="0 to 1",
                checks=[between(0, 1)],
            ),
            "verdict": column(
                pl.String, "same, different or unsure.", example="same", checks=[one_of(tuple(VERDICTS))]
            ),
            "evidence": column(
                TEXTS,
                "What was compared and what came out, a sentence each.",
                example="[titles are equal, 6 of 6 authors agree]",
                checks=[filled()],
            ),
        },
        "the dedup stage, from both records",
    ),
    name="matches",
    title="One row a judged pair of records.",
    unique=["record_a", "record_b"],
    strict=True,
    ordered=True,
)

Rejects: Final = pa.DataFrameSchema(
    sourced(
        {
            "dump": column(pl.String, "The dump's path below the raw folder.", example="broken.txt"),
            "layout": column(
                pl.String, "The layout that read the dump.", null="no layout could read it", example="profile"
            ),
            "position": column(
                pl.Int64,
                "0-based place of the refused record in its dump.",
                null="the piece is no record",
                example="4",
                unit="records",
                checks=[at_least(0)],
            ),
            "byte_start": column(
                pl.Int64,
                "First byte of the piece in the dump, 0-based.",
                example="0",
                unit="bytes",
                checks=[at_least(0)],
            ),
            "byte_end": column(pl.Int64, "The byte after its last.", example="310", unit="bytes", checks=[at_least(0)]),
            "stage": column(pl.String, "The stage that refused it.", example="extract", checks=[one_of(tuple(STAGES))]),
            "code": column(
                pl.String, "Why, as a stable word.", example="unknown_layout", checks=[one_of(tuple(REJECT_CODES))]
            ),
            "message": column(
                pl.String, "Why, in a sentence, and what to do.", example="No layout claims this page. …"
            ),
            "text": column(
                pl.String,
                "The refused text itself; of a refused dump its first 2,000 characters.",
                null="it is not text",
                example="404 Not Found",
            ),
        },
        "the stage that refused the piece",
    ),
    name="rejects",
    title="One row a refused piece of a dump, or a refused record.",
    strict=True,
    ordered=True,
)

Changes: Final = pa.DataFrameSchema(
    sourced(
        {
            "paper_id": column(
                pl.String, "The paper that changed.", example="p81b2…", checks=[pa.Check.str_matches(PAPER_ID)]
            ),
            "change": column(
                pl.String,
                "added, removed, changed, merged or split.",
                example="changed",
                checks=[one_of(tuple(CHANGES))],
            ),
            "field": column(
                pl.String,
                "The column whose value changed.",
                null="the whole paper came, went or moved",
                example="title",
            ),
            "old": column(
                pl.String,
                "The value in the previous release, as JSON; of a text the text itself.",
                null="there was none",
            ),
            "new": column(
                pl.String,
                "The value in this release, as JSON; of a text the text itself; the other paper's id where one merged "
                "or split.",
                null="there is none",
            ),
        },
        "this release and the previous one, compared",
    ),
    name="changes",
    title="One row a difference from the previous release.",
    strict=True,
    ordered=True,
)

Ids: Final = pa.DataFrameSchema(
    sourced(
        {
            "paper_id": column(
                pl.String,
                "Every id that was ever published.",
                example="p81b2…",
                checks=[pa.Check.str_matches(PAPER_ID)],
                unique=True,
            ),
            "status": column(
                pl.String,
                "live: a paper of this release; merged: it redirects to another; removed: no record that is left is of "
                "it.",
                example="live",
                checks=[one_of(("live", "merged", "removed"))],
            ),
            "redirect": column(
                pl.String,
                "The live paper that took it over, where there is one.",
                null="the status is not merged",
                example="p5c07…",
                checks=[pa.Check.str_matches(PAPER_ID)],
            ),
            "record_ids": column(
                TEXTS,
                "Records that belong to it or last did, sorted.",
                example="[r12…, r9f…]",
                checks=[filled()],
            ),
            "fingerprints": column(
                TEXTS,
                "What tells the paper apart however its records are worded, sorted: ids, and hashes of title and first "
                "author, of title, DOI and pages, and of the abstract, each with its kind in front. They keep the id "
                "of a paper all of whose records were scraped anew and changed.",
                example="[arxiv:2401.00001, title+author:3f0c…]",
                checks=[filled()],
            ),
        },
        "all releases up to this one",
    ),
    name="ids",
    title="One row a paper id ever published, so that an id is never used twice and an old one leads somewhere.",
    strict=True,
    ordered=True,
)
