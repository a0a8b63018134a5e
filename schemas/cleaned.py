"""Columns of what is published of a paper: cleaned values, of a record and of a paper alike."""

from typing import Final

import pandera.polars as pa
import polars as pl

from schemas.columns import TEXTS, TIMESTAMP, between, column, filled, not_blank
from schemas.patterns import ARXIV_ID, DOI, PMID, URL

CLEANED: Final = {
    "title": column(
        pl.String,
        "Title in readable Unicode.",
        null="no record of it shows a title",
        example="u-μP",
        checks=[not_blank()],
    ),
    "authors": column(
        TEXTS,
        "Authors in the order of the page, given name first; empty: none is named.",
        example="[Matteo Pagliardini]",
        checks=[filled()],
    ),
    "authors_complete": column(
        pl.Boolean, "Whether `authors` names all authors, as far as the page tells.", example="true"
    ),
    "abstract": column(
        pl.String,
        "Abstract in readable Unicode, LaTeX markup resolved.",
        null="no record of it shows an abstract",
        example="We study …",
        checks=[not_blank()],
    ),
    "date": column(
        pl.Date,
        "Date of publication, the earliest that a record of the published version gives (one with volume, number, "
        "pages or a kind of publication, of no preprint); where none does, the earliest date that a listing shows, "
        "which may be that of a later version of the paper.",
        null="no record of it shows a date",
        example="2023-02-02",
        unit="day",
    ),
    "updated_at": column(
        TIMESTAMP,
        "The latest full timestamp that a listing shows, in UTC.",
        null="no record of it shows a time of day",
        example="2023-02-02 18:44:11+00:00",
        unit="microsecond, UTC",
    ),
    "year": column(
        pl.Int32,
        "Year of publication as a record of the published version gives it, be it as a year alone; where none does, "
        "the year of `date`, or the earliest year alone. It is later than `date` where only a preprint is dated to the "
        "day.",
        null="no record of it shows a year",
        example="2023",
        unit="year",
        checks=[between(1500, 2200)],
    ),
    "venue": column(
        pl.String,
        "Archive, journal or conference; of the published version rather than the preprint.",
        null="no record of it names one",
        example="arXiv.org",
        checks=[not_blank()],
    ),
    "volume": column(
        pl.String,
        "Volume of the venue, from the record that names the venue or one that does not contradict it.",
        null="no such record gives one",
        example="108",
        checks=[not_blank()],
    ),
    "number": column(
        pl.String,
        "Number of the issue, from the same record or one that does not contradict it.",
        null="no such record gives one",
        example="3",
        checks=[not_blank()],
    ),
    "pages": column(
        pl.String,
        "First and last page with an en dash between, or the page or article number alone; from the same record or one "
        "that does not contradict it.",
        null="no such record gives them",
        example="288–297",
        checks=[not_blank()],
    ),
    "entry_type": column(
        pl.String,
        "Kind of publication in BibTeX's words, lower case: article, inproceedings, book and so on; from the same "
        "record or one that does not contradict it.",
        null="no such record tells",
        example="article",
        checks=[not_blank()],
    ),
    "subjects": column(
        TEXTS, "Subjects that a listing files it under.", example="[Artificial Intelligence]", checks=[filled()]
    ),
    "doi": column(
        pl.String,
        "Digital object identifier, lower case, without resolver.",
        null="no record of it gives one",
        example="10.1145/3292500",
        checks=[pa.Check.str_matches(DOI)],
    ),
    "arxiv_id": column(
        pl.String,
        "arXiv identifier without version.",
        null="no record of it gives one",
        example="2401.00001",
        checks=[pa.Check.str_matches(ARXIV_ID)],
    ),
    "pmid": column(
        pl.String,
        "PubMed identifier, digits alone.",
        null="no record of it gives one",
        example="31452104",
        checks=[pa.Check.str_matches(PMID)],
    ),
    "url": column(
        pl.String,
        "The paper's own page on the web, as an input gives it; of the published version rather than the preprint.",
        null="no record of it gives one",
        example="https://arxiv.org/abs/2401.00001",
        checks=[pa.Check.str_matches(URL)],
    ),
    "comment": column(
        pl.String,
        "The authors' comment.",
        null="no record of it has one",
        example="15 pages",
        checks=[not_blank()],
    ),
    "links": column(
        TEXTS,
        "Web addresses named in abstract or comment, in order of appearance.",
        example="[https://github.com/vllm-project/vllm]",
        checks=[filled()],
    ),
    "code_urls": column(
        TEXTS,
        "Those links that lead to a code repository, as its home page.",
        example="[https://github.com/vllm-project/vllm]",
        checks=[filled()],
    ),
    "named_ids": column(
        TEXTS,
        "DOIs and arXiv ids that abstract or comment name, as `doi:…` and `arxiv:…`; often those of other papers.",
        example="[arxiv:1706.03762]",
        checks=[filled()],
    ),
}
