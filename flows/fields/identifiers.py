"""arXiv identifiers, DOIs and PubMed identifiers, from running text or from a value known to be one."""

import re
from typing import Final
from urllib.parse import unquote

from flows.fields.text import MAX_ROUNDS
from flows.fields.trimming import trim_end

ARCHIVES: Final = frozenset(
    {
        *("acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn", "chem-ph"),
        *("cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "econ", "eess", "funct-an", "gr-qc", "hep-ex", "hep-lat"),
        *("hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol", "physics"),
        *("plasm-ph", "q-alg", "q-bio", "q-fin", "quant-ph", "solv-int", "stat", "supr-con"),
    }
)
"""arXiv's archives, past and present; a category is one of them, or one and a class behind a point (`cs.LG`)."""

# Year and month, then four digits until 2014 and five since; before April 2007 an archive and seven digits.
_ID: Final = (
    r"(?:(?P<new>\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})"
    r"|(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]{2,})?/(?P<number>\d{2}(?:0[1-9]|1[0-2])\d{3}))"
    r"(?:v\d{1,3})?(?!\d)"
)
_NAMED_ID: Final = re.compile(
    rf"arxiv(?:\.org/(?:abs|pdf|html|format|ps|src)/|:\s?|\.(?=\d|[a-z-]+/\d)){_ID}", re.IGNORECASE | re.ASCII
)
_WHOLE_ID: Final = re.compile(
    rf"(?:https?://)?(?:www\.|export\.)?(?:arxiv(?:\.org/(?:abs|pdf|html|format|ps|src)/|:\s?|\.))?{_ID}"
    r"(?:\.pdf)?(?:\s*\[[\w.-]+\])?",
    re.IGNORECASE | re.ASCII,
)
_FIVE_DIGITS_SINCE: Final = "1501"
_OLD_IDS_UNTIL: Final = "0703"
_FIRST_OLD_YEAR: Final = "91"

# Up to a sign that parts it from another one.
_DOI: Final = re.compile(
    r"10\.(?<![0-9.]10\.)[0-9]{4,9}/"
    r"(?:(?!</|[,;](?:doi:|https?://(?:dx\.)?doi\.org/)?10\.[0-9]{4,9}/)[^\s\"{}|])+",
    re.IGNORECASE,
)
# What a page's address asks for behind the DOI; a DOI's own `?` is escaped there, and old ones may end in `#`.
_QUERY: Final = re.compile(r"\?.*|#.+", re.DOTALL)
VIEW: Final = r"[./](?:abstract|full(?:text)?|e?pdf|short|summary|meta)"
"""What a publisher's address shows of the paper behind a DOI; small letters."""
_VIEWS: Final = re.compile(rf"(?<=/)(.+?)(?:{VIEW})+\Z", re.IGNORECASE)
# Signs that such an address escapes.
_SIGN_IN_ADDRESS: Final = re.compile(r"%(?:2[89]|3[ABCE]|5[BD])", re.IGNORECASE)
_ADDRESS: Final = "doi.org/"
_RESOLVER: Final = re.compile(r"(?:doi\s*:\s*|https?://(?:dx\.|www\.)?doi\.org/|(?:dx\.)?doi\.org/)+", re.IGNORECASE)
# Mendeley sets braces around an escaped sign: `10.5555/a{\_}1`.
_ESCAPED: Final = re.compile(r"\{\\+([_%&#$])\}|\\+([_%&#$])")
_ENTITY: Final = re.compile(r"&(?:amp;)*(amp|lt|gt);", re.IGNORECASE)
_ENTITIES: Final = {"amp": "&", "lt": "<", "gt": ">"}
_SLASH_IN_ADDRESS: Final = re.compile(r"10\.[0-9]{4,9}%2F", re.IGNORECASE)
_UNSEEN: Final = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\xad")
_PMID: Final = re.compile(
    r"(?:(?:pmid|pubmed|medline)\s*:?\s*|https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/(?:m/)?pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/)?"
    r"0*([1-9]\d{0,8})(?:\.0)?/?(?:\s*\[pmid\])?",
    re.IGNORECASE | re.ASCII,
)
_ARXIV_DOI: Final = "10.48550/arxiv."


def find_arxiv_id(text: str) -> str | None:
    """The first arXiv identifier in `text`, without version, or None.

    Only where `text` says that it is one: behind `arXiv:`, in an arxiv.org address or in a DOI of arXiv's. The class
    of an old one goes, as arXiv's own records have it: `math.GT/0309136` is `math/0309136`.
    """
    found = (_valid_id(match) for match in _NAMED_ID.finditer(text))
    return next((identifier for identifier in found if identifier is not None), None)


def clean_arxiv_id(raw: str) -> str | None:
    """The arXiv identifier that `raw` is, bare, named or as an address, without version; None if it is none."""
    match = _WHOLE_ID.fullmatch(raw.strip())
    return None if match is None else _valid_id(match)


def find_doi(text: str) -> str | None:
    """The first DOI in `text`, lower case, or None."""
    plain = _without_escapes(text)
    match = _DOI.search(plain)
    return None if match is None else _doi_at(plain, match)


def clean_doi(raw: str) -> str | None:
    r"""The DOI that `raw` is, lower case, without resolver, or None if it is none.

    Signs that LaTeX, HTML or an address writes otherwise are themselves: `a{\_}1` is `a_1`, `a&lt;b` is `a<b`, and
    `10.5555%2Fa` is `10.5555/a`. Behind a resolver's address a query or a fragment is no part of it, nor is anywhere
    what a publisher shows of the paper (`/full`, `.abstract`).
    """
    plain = _without_escapes(raw).strip()
    resolver = _RESOLVER.match(plain)
    doi = plain if resolver is None else plain[resolver.end() :]
    if resolver is not None and resolver[0].lower().endswith(_ADDRESS):
        doi = unquote(_QUERY.sub("", doi, count=1))
    elif _SIGN_IN_ADDRESS.search(doi) is not None:
        doi = unquote(doi)
    doi = _VIEWS.sub(r"\1", trim_end(doi))
    return doi.lower() if _DOI.fullmatch(doi) else None


def _doi_at(text: str, match: re.Match[str]) -> str | None:
    """The DOI that was found in `text`, where an address may stand before it."""
    start = match.start()
    before = text[max(start - len(_ADDRESS), 0) : start]
    return clean_doi(before + match[0] if before.lower() == _ADDRESS else match[0])


def _without_escapes(text: str) -> str:
    """`text` with a DOI's signs as they are, and without characters that show nothing."""
    for _ in range(MAX_ROUNDS):
        plain = _ESCAPED.sub(r"\1\2", text)
        plain = _ENTITY.sub(lambda found: _ENTITIES[found[1].lower()], plain)
        if _SLASH_IN_ADDRESS.search(plain) is not None:
            plain = unquote(plain)
        plain = plain.translate(_UNSEEN)
        if plain == text:
            break
        text = plain
    return text


def arxiv_id_of_doi(doi: str) -> str | None:
    """The arXiv identifier of a DOI that arXiv gave out, else None."""
    lower = doi.lower()
    return clean_arxiv_id(lower.removeprefix(_ARXIV_DOI)) if lower.startswith(_ARXIV_DOI) else None


def clean_pmid(raw: str) -> str | None:
    """The PubMed identifier that `raw` is, digits alone, or None; a number of PubMed Central (`PMC123`) is none."""
    match = _PMID.fullmatch(raw.strip())
    return None if match is None else match[1]


def find_named_ids(text: str) -> tuple[str, ...]:
    """Every DOI and arXiv identifier in `text`, each once in the order of appearance, as `doi:…` and `arxiv:…`.

    A DOI of arXiv's is given as the identifier that it stands for.
    """
    found: list[tuple[int, str]] = []
    for match in _DOI.finditer(text):
        doi = _doi_at(text, match)
        if doi is not None and arxiv_id_of_doi(doi) is None:
            found.append((match.start(), f"doi:{doi}"))
    for match in _NAMED_ID.finditer(text):
        identifier = _valid_id(match)
        if identifier is not None:
            found.append((match.start(), f"arxiv:{identifier}"))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _valid_id(match: re.Match[str]) -> str | None:
    new = match["new"]
    if new is not None:
        five_digits = len(new) == len("2401.00001")
        return new if new[:4] > _OLD_IDS_UNTIL and five_digits == (new[:4] >= _FIVE_DIGITS_SINCE) else None
    archive, number = match["archive"].lower(), match["number"]
    in_time = number[:4] <= _OLD_IDS_UNTIL or number[:2] >= _FIRST_OLD_YEAR
    return f"{archive}/{number}" if archive in ARCHIVES and in_time else None
