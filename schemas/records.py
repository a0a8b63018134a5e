"""Records: as the extract stage cuts them, as the normalize stage cleans them, and as a release publishes them."""

from typing import Final

import pandera.polars as pa
import polars as pl

from schemas.cleaned import CLEANED
from schemas.columns import TEXTS, all_of, between, column, sourced
from schemas.found import PLACE, RAW
from schemas.patterns import PAPER_ID, RECORD_ID
from schemas.vocabulary import FLAGS

_CONFIDENCE: Final = column(
    pl.Float64,
    "Probability, 0 to 1, that the record was cut up right.",
    example="0.998",
    unit="probability",
    checks=[between(0, 1)],
)

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
        **PLACE,
        **RAW,
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
    {"record_id": RECORD_ID_COLUMN, **PLACE, **RAW, **CLEANED, "confidence": _CONFIDENCE, "flags": FLAGS_COLUMN},
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
        **sourced(PLACE, "the extract stage: dump and layout"),
        **sourced(RAW, "the dump, at the bytes that `spans` gives"),
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
