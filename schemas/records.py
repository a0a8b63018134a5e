"""Records: as the extract stage cuts them, as the normalize stage cleans them, and as a release publishes them."""

from typing import Final

import pandera.polars as pa
import polars as pl

from schemas.columns import (
    EXTRA,
    SPANS,
    TEXTS,
    TIMESTAMP,
    all_of,
    at_least,
    between,
    column,
    filled,
    not_blank,
    sourced,
)
from schemas.vocabulary import FLAGS

RECORD_ID: Final = r"^r[0-9a-f]{20}(-\d+)?$"
PAPER_ID: Final = r"^p[0-9a-f]{16}$"
SHA256: Final = r"^[0-9a-f]{64}$"
ARXIV_ID: Final = r"^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})$"
PMID: Final = r"^[1-9]\d{0,8}$"
DOI: Final = r"^10\.\d{4,9}/\S+$"
URL: Final = r"^https?://\S+$"

_PLACE: Final = {
    "dump": column(
        pl.String,
        "The dump's path below the raw folder.",
        example="002_page.txt",
        checks=[pa.Check.str_length(min_value=1)],
    ),
    "dump_sha256": column(
        pl.String,
        "SHA-256 of the dump's file as it lies in the raw folder.",
        example="9f86d0…",
        checks=[pa.Check.str_matches(SHA256)],
    ),
    "layout": column(pl.String, "The page layout or export format that the record was read by.", example="glued"),
    "position": column(
        pl.Int64,
        "0-based place of the record among those of its dump.",
        example="4",
        unit="records",
        checks=[at_least(0)],
    ),
    "byte_start": column(
        pl.Int64,
        "First byte of the record in the dump, 0-based; in a compressed dump, of what it unpacks to.",
        example="1204",
        unit="bytes",
        checks=[at_least(0)],
    ),
    "byte_end": column(
        pl.Int64, "The byte after the record's last.", example="2790", unit="bytes", checks=[at_least(1)]
    ),
    "spans": column(
        SPANS,
        "Where each field stands: `field`, `start` and `end` in bytes of the dump, end exclusive. A field that the "
        "page prints once for all its records, as its owner, lies outside the record.",
        example="[{title, 1204, 1251}]",
        unit="bytes",
    ),
    "reference": column(
        pl.Boolean,
        "Whether the dump is a reference: its records complete papers of other dumps and make none.",
        example="false",
    ),
    "source_id": column(
        pl.String, "The input's own id of the record.", null="the input gives its records no ids", example="W2741809807"
    ),
}

_RAW: Final = {
    "title_raw": column(
        pl.String,
        "Title as the page shows it, white space collapsed.",
        null="the page shows no title",
        example=r"u-$\mu$P",
        checks=[not_blank()],
    ),
    "authors_raw": column(
        TEXTS,
        "Authors as the page writes them, in its order; empty: it names none.",
        example="[Pagliardini, Matteo]",
        checks=[filled()],
    ),
    "date_raw": column(
        pl.String,
        "Date or timestamp as the page shows it.",
        null="the page shows no date",
        example="Feb 02, 2023",
        checks=[not_blank()],
    ),
    "abstract_raw": column(
        pl.String,
        "Abstract as the page shows it, white space collapsed.",
        null="the page shows no abstract",
        example="We study …",
        checks=[not_blank()],
    ),
    "subjects_raw": column(
        pl.String,
        "Archive and subject as the page shows them.",
        null="the page shows none",
        example="arXiv.org Artificial Intelligence",
        checks=[not_blank()],
    ),
    "comment_raw": column(
        pl.String,
        "The authors' comment as the page shows it.",
        null="the page shows none",
        example="15 pages",
        checks=[not_blank()],
    ),
    "venue_raw": column(
        pl.String,
        "Where the paper appeared, as the page shows it.",
        null="the page shows none",
        example="NeurIPS 2023",
        checks=[not_blank()],
    ),
    "identifier_raw": column(
        pl.String,
        "The paper's identifiers as the page shows them.",
        null="the page shows none",
        example="arXiv:2401.00001",
        checks=[not_blank()],
    ),
    **{
        f"{name}_raw": column(
            pl.String,
            f"{meaning} as the input gives it.",
            null="the input gives none",
            example=example,
            checks=[not_blank()],
        )
        for name, meaning, example in (
            ("doi", "DOI", "https://doi.org/10.1145/3292500"),
            ("arxiv_id", "arXiv identifier", "arXiv:2401.00001v2"),
            ("pmid", "PubMed identifier", "PMID: 31452104"),
            ("volume", "Volume", "108"),
            ("number", "Number of the issue", "3"),
            ("pages", "Pages", "288--297"),
            ("url", "The paper's own web address", "https://arxiv.org/abs/2401.00001"),
            ("entry_type", "Kind of publication", "inproceedings"),
        )
    },
    "extra": column(
        EXTRA,
        "What else the input says of the record, by the input's own names; empty: nothing.",
        example="[{keywords, robotics}]",
    ),
}

_CONFIDENCE: Final = column(
    pl.Float64,
    "Probability, 0 to 1, that the record was cut up right.",
    example="0.998",
    unit="probability",
    checks=[between(0, 1)],
)

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

FLAGS_COLUMN: Final = column(
    TEXTS,
    "What to beware of; the words are listed under Flags.",
    example="[boundary_unsure]",
    checks=[all_of(tuple(FLAGS))],
)

RECORD_ID_COLUMN: Final = column(
    pl.String,
    "Id of the record, made of its own content: the same in every release and whatever its dump is called.",
    example="r3f0c…",
    checks=[pa.Check.str_matches(RECORD_ID)],
)

PAPER_ID_COLUMN: Final = column(
    pl.String,
    "Id of the paper: minted once, kept over releases, never given to another paper.",
    example="p81b2…",
    checks=[pa.Check.str_matches(PAPER_ID)],
)

Extracted: Final = pa.DataFrameSchema(
    {
        **_PLACE,
        **_RAW,
        "authors_complete": CLEANED["authors_complete"],
        "confidence": _CONFIDENCE,
        "flags": FLAGS_COLUMN,
    },
    name="Extracted",
    strict=True,
    ordered=True,
)
"""What the extract stage gives: where each record stands and what its page says."""

Normalized: Final = pa.DataFrameSchema(
    {"record_id": RECORD_ID_COLUMN, **_PLACE, **_RAW, **CLEANED, "confidence": _CONFIDENCE, "flags": FLAGS_COLUMN},
    name="Normalized",
    strict=True,
    ordered=True,
)
"""What the normalize stage gives: the same records with cleaned values. Records of the same content share their id
until `number_repeats` tells them apart."""

_CLEANED_FROM: Final = {
    "title": "`title_raw`, cleaned",
    "authors": "`authors_raw`, cleaned",
    "authors_complete": "the layout, and what the author list itself says",
    "abstract": "`abstract_raw`, cleaned",
    "date": "`date_raw`, read as a day",
    "updated_at": "`date_raw`, where it shows a time of day",
    "year": "`date_raw`, or the year that the input gives",
    "venue": "`venue_raw`, or the archive that `subjects_raw` names",
    "volume": "`volume_raw`, cleaned",
    "number": "`number_raw`, cleaned",
    "pages": "`pages_raw`, cleaned",
    "entry_type": "`entry_type_raw`, in BibTeX's words",
    "subjects": "`subjects_raw`, apart",
    "doi": "`doi_raw`, `identifier_raw` or `url_raw`",
    "arxiv_id": "`arxiv_id_raw`, or another field that names one",
    "pmid": "`pmid_raw` or `identifier_raw`",
    "url": "`url_raw`, cleaned",
    "comment": "`comment_raw`, cleaned",
    "links": "`abstract_raw` and `comment_raw`",
    "code_urls": "`links`",
    "named_ids": "`abstract_raw` and `comment_raw`",
}

Records: Final = pa.DataFrameSchema(
    {
        **sourced({"record_id": RECORD_ID_COLUMN}, "a hash of what the record says"),
        **sourced(
            {"paper_id": PAPER_ID_COLUMN}, "the cluster of records that it is in, and the ids of earlier releases"
        ),
        **sourced(_PLACE, "the extract stage: dump and layout"),
        **sourced(_RAW, "the dump, at the bytes that `spans` gives"),
        **sourced(CLEANED, _CLEANED_FROM),
        **sourced({"confidence": _CONFIDENCE}, "the layout, as it cut the record out"),
        **sourced({"flags": FLAGS_COLUMN}, "the stages that met the cause"),
    },
    name="records",
    title="One row a record: where it stood, what it said, which paper it became.",
    unique=["record_id"],
    strict=True,
    ordered=True,
)
