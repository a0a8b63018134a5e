"""Web addresses in running text, and which of them lead to code."""

import re
from typing import Final

from flows.fields.trimming import trim_end

_FORM: Final = r"""https?://[^\s<>"{}|\\^`]+
      | (?<![\w@./-])                                   # not the rest of an address or e-mail
        (?:www\.[\w-]+\.|(?:github|gitlab|bitbucket|codeberg|huggingface)\.(?:com|org|co)/SITE)
        [^\s<>"{}|\\^`]*"""
_ADDRESS: Final = re.compile(_FORM.replace("SITE", ""), re.IGNORECASE | re.VERBOSE)
# That a site may begin with any word takes most of the time, and is tried only where there is one.
_SITE: Final = re.compile(r"git(?:hub|lab)\.io\b", re.IGNORECASE)
_ADDRESS_OR_SITE: Final = re.compile(
    _FORM.replace("SITE", rf"|[\w-]+\.(?:{_SITE.pattern})"), re.IGNORECASE | re.VERBOSE
)
_SIGNS_OF_ONE: Final = ("http", "www.", "github", "gitlab", "bitbucket", "codeberg", "huggingface")
_WITH_HOST: Final = re.compile(r"https?://[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#]\S*)?\Z", re.IGNORECASE)
_SCHEME_AND_HOST: Final = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
# A line that was broken behind the host, and a sentence that lost the blank before it.
_BROKEN: Final = re.compile(r"(https?://(?:www\.)?(?:github|gitlab)\.com/)\s+(?=[\w-]+/[\w.-]+)", re.IGNORECASE)
_NEXT_SENTENCE: Final = re.compile(r"\.(?:The|This|These|We|Our|It|In|Code|All)\Z")

_REPOSITORY: Final = re.compile(
    r"https?://(?:www\.)?(?P<host>(?:raw\.)?github(?:usercontent)?\.com|bitbucket\.org|codeberg\.org)"
    r"/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)",
    re.IGNORECASE,
)
_GITLAB: Final = re.compile(
    r"https?://(?:www\.)?(?P<host>gitlab(?:\.[\w-]+)+)/(?P<path>[\w.-]+(?:/[\w.-]+)+)", re.IGNORECASE
)
_SPACE: Final = re.compile(
    r"https?://(?:www\.)?huggingface\.co/spaces/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)", re.IGNORECASE
)
_NO_OWNERS: Final = frozenset(
    {
        *("about", "apps", "collections", "contact", "explore", "features", "groups", "login", "marketplace", "orgs"),
        *("search", "settings", "sponsors", "topics", "trending", "users"),
    }
)
_INSIDE_PROJECT: Final = frozenset(
    ["-", "blob", "commit", "commits", "issues", "raw", "releases", "tags", "tree", "wikis"]
)


def find_links(text: str) -> tuple[str, ...]:
    """The web addresses in a cleaned `text`, each once, in order of appearance.

    Addresses without a scheme count where they begin with `www.` or name a code host, and get `https://`. Punctuation
    and brackets that belong to the sentence go.
    """
    lower = text.lower()
    if not any(sign in lower for sign in _SIGNS_OF_ONE):
        return ()
    joined = _BROKEN.sub(r"\1", text.replace("∼", "~"))
    form = _ADDRESS if _SITE.search(joined) is None else _ADDRESS_OR_SITE
    return tuple(dict.fromkeys(link for found in form.findall(joined) if (link := _clean_link(found)) is not None))


def find_code_urls(links: tuple[str, ...]) -> tuple[str, ...]:
    """The home pages of the code repositories that `links` lead to, each once, in their order.

    GitHub, GitLab (any server called so), Bitbucket, Codeberg, and Spaces on Hugging Face, which are programs; its
    models and datasets are not. An owner's page alone is no repository, nor is a site on `github.io`.
    """
    homes: dict[str, str] = {}
    for link in links:
        home = _home_page(link)
        if home is not None:
            # The hosts take no notice of case: the first spelling stands for all.
            homes.setdefault(home.lower(), home)
    return tuple(homes.values())


def _clean_link(found: str) -> str | None:
    link = trim_end(_NEXT_SENTENCE.sub("", trim_end(found)))
    if not link.lower().startswith("http"):
        link = f"https://{link}"
    if _WITH_HOST.match(link) is None:
        return None
    return _SCHEME_AND_HOST.sub(lambda head: head[0].lower(), link, count=1)


def _home_page(link: str) -> str | None:
    if match := _REPOSITORY.match(link):
        host = match["host"].lower().removeprefix("raw.").replace("githubusercontent", "github")
        return _home(host, match["owner"], match["name"])
    if match := _SPACE.match(link):
        return _home("huggingface.co/spaces", match["owner"], match["name"])
    if match := _GITLAB.match(link):
        parts = match["path"].split("/")
        end = next((place for place, part in enumerate(parts) if part in _INSIDE_PROJECT), len(parts))
        return _home(match["host"].lower(), "/".join(parts[: end - 1]), parts[end - 1]) if end > 1 else None
    return None


def _home(host: str, owner: str, name: str) -> str | None:
    name = name.removesuffix(".git").rstrip(".")
    return f"https://{host}/{owner}/{name}" if name and owner.lower() not in _NO_OWNERS else None
