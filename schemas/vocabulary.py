"""The closed sets of words in published columns, each with its meaning for the data dictionary."""

from typing import Final

FLAGS: Final = {
    "no_title": "No title is known.",
    "no_abstract": "No abstract is known.",
    "no_authors": "No author is known.",
    "no_date": "No date is known.",
    "authors_incomplete": "The page names only some of the authors.",
    "boundary_unsure": "The page has no break here, and where one field ends was decided with low confidence.",
    "undefined_macro": "The text holds a LaTeX macro that no known package defines; it stays as it is.",
    "latex_unreadable": "The LaTeX markup is broken; the text stays as the page has it.",
    "mojibake_repaired": "Text that had been decoded with the wrong encoding was repaired.",
    "encoding_repaired": "Bytes that are not valid in the dump's encoding were read as Windows-1252.",
    "date_unreadable": "The page shows a date that could not be read.",
    "unsure_match": "A record of another paper may describe this paper; see `matches`.",
}

REJECT_CODES: Final = {
    "empty_dump": "The file holds nothing. Scrape the page again or remove the file.",
    "binary_dump": "The file is no text. Put only pages and exports below the raw folder, plain or as .gz or .zst.",
    "unreadable_dump": "The file could not be read. Check that it exists and that its permissions allow reading.",
    "link_outside": "The file is a link that leads out of the raw folder. Put the file itself there.",
    "corrupt_archive": "The compressed file is damaged or cut off. Fetch it again.",
    "oversized_dump": "The file unpacks to more than the limit `extract.max_dump_bytes`. Split it or raise the limit.",
    "endless_entry": "One entry goes on for more than 32 MiB, so the rest of the file is refused. Fetch it again.",
    "unknown_layout": "No layout claims this page. `litsieve layouts` lists the known ones; docs/ tells how to add it.",
    "ambiguous_layout": "More than one layout claims this page. Make their `matches` tell the pages apart.",
    "unclaimed_text": "No record of this page's layout holds this text.",
    "broken_entry": "An entry of an export breaks its format; the message names its line.",
    "empty_record": "The record has neither a title nor an abstract.",
    "invalid_record": "The record breaks the schema of the stage that made it.",
    "invalid_paper": "The paper breaks the schema of the published table.",
}

UNREADABLE_CODES: Final = frozenset(
    {
        "empty_dump",
        "binary_dump",
        "unreadable_dump",
        "link_outside",
        "corrupt_archive",
        "oversized_dump",
        "endless_entry",
        "unknown_layout",
        "ambiguous_layout",
    }
)
"""The codes that refuse a whole dump: a run that met one ends with exit status 3."""

STAGES: Final = {
    "extract": "Cutting a dump up into records.",
    "normalize": "Cleaning the values of a record.",
    "dedup": "Making papers of records.",
    "validate": "Checking what is about to be published.",
}

VERDICTS: Final = {
    "same": "Both records describe one paper.",
    "different": "The records describe two papers, though something spoke for one.",
    "unsure": "The evidence does not decide; this pair joins no papers.",
}

RULES: Final = {
    "same_id": "They share a DOI, a PubMed id or an arXiv id.",
    "same_title": "Their titles are equal.",
    "similar_title": "Their titles are nearly equal.",
    "generic_title": "Their titles are equal, but many papers are called so.",
    "same_abstract": "Their abstracts are equal, or one is the other's beginning.",
    "similar_abstract": "Their abstracts are nearly equal.",
    "same_place": "They stand in the same volume on the same page.",
    "other_title": "Their titles differ.",
    "other_abstract": "Their abstracts differ.",
    "other_authors": "They are by different people.",
    "other_date": "Their dates are too far apart.",
    "other_place": "They appeared in different places.",
    "conflicting_ids": "Each has a DOI, a PubMed id or an arXiv id, and these differ.",
    "numbered_titles": "Their titles differ in a number, a part or a version.",
    "notice": "One is a correction, a reply or a retraction of the other.",
    "weak_link": "They look like one paper, but each belongs with records that cannot be one paper.",
}

CHANGES: Final = {
    "added": "The paper is new in this release.",
    "removed": "No record of the paper is left.",
    "changed": "A field has another value; `old` and `new` give both.",
    "merged": "The paper became part of another; `new` is the id that it redirects to.",
    "split": "Records of this paper now make another one; `new` is that paper's id.",
}
