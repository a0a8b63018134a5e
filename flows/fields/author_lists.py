"""Lists of authors in one text: where one name ends and the next begins."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from flows.fields.authors import PARTICLES, SUFFIXES, is_group
from flows.fields.index_names import is_index_name
from flows.fields.left_out import AuthorList, without_others

_AND: Final = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_COMMA_AND: Final = re.compile(r",\s*(?:and|&)\s+", re.IGNORECASE)
_LEADING_AND: Final = re.compile(r"\A(?:and|&)\s+", re.IGNORECASE)
_NAMES_APART: Final = re.compile(r";|\s+and\s+", re.IGNORECASE)
# The slash of a group's name may stand between blanks, too.
_SLASH: Final = re.compile(r"\s/\s")
_STRONG: Final = re.compile(r"[;|\r\n；、，]|//")
# A list as programs write it into a cell: `['Ada Moor', "Ann O'Neill"]`, of NumPy without commas.
_WRITTEN: Final = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_WRITTEN_LIST: Final = re.compile(rf"\s*\[\s*(?:{_WRITTEN})(?:[\s,]+(?:{_WRITTEN}))*\s*\]\s*")
_ESCAPED: Final = re.compile(r"\\(['\"\\])")
_ELEMENT: Final = re.compile(_WRITTEN)
_GAP: Final = re.compile(r"\s{2,}")
_NO_LETTER: Final = re.compile(r"[\W\d_]+")
_ONE_WORD_NAME: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# At the end a run of signs is tried from its first one only.
_ENDS: Final = re.compile(r"\A(?:[\s,;]|&(?!#?\w))+|(?=[\s,&;])(?<![\s,&])(?<!(?<!\w);)(?:[\s,&]|(?<!\w);)+\Z")
_COMMA: Final = re.compile(",")
_MASKED: Final = re.compile(r"\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]|&#?\w{1,10};")

_INITIAL_FIRST: Final = re.compile(r"(?<!\w)[^\W\d_a-z](?:[. -]|$)+(?=.*[^\W\d_]{2})")

_FAMILY_AND_GIVEN: Final = 2
_MAX_INITIALS: Final = 4


def split_authors(text: str, *, inverted: bool = False) -> AuthorList:
    """The names in `text`, which has ` and `, `;`, `|`, ` / `, line breaks or commas between them.

    A name may be inverted (`Family, Given`): whether a comma parts two names or the two halves of one is told by the
    other signs in the list, and where there are none by how many words stand between the commas. `Perez Cachon, Ana
    Lucia` may be either: it is one name where `inverted` says that the input writes names so (`are_inverted`). Braces
    and brackets hold together what is in them.
    """
    # Every pattern below may try a long gap from each of its places on.
    text = _GAP.sub(_as_one, text)
    if _WRITTEN_LIST.fullmatch(text) is not None:
        return join_lists([_ESCAPED.sub(r"\1", element[1:-1]) for element in _ELEMENT.findall(text)])
    rest, complete = without_others(text)
    strong = _cut(rest, _STRONG if is_group(rest) or _STRONG.search(rest) is not None else _SLASH)
    if len(strong) > 1:
        parts = [name for part in strong for name in _joined_by_and(_LEADING_AND.sub("", part.strip()))]
        return _listed(parts, complete=complete)
    return _listed(_joined(rest, inverted=inverted), complete=complete)


def are_inverted(texts: Iterable[str]) -> bool:
    """Whether the lists of an input mostly write names as `Family, Given`.

    Told by the lists that have ` and ` or `;` between names, and those of one name with a comma that cannot be two,
    against those with only commas between three or more.
    """
    inverted = spoken = 0
    for text in (_GAP.sub(_as_one, text) for text in texts):
        if ";" in text or _AND.search(text) is not None:
            inverted += all("," in part for part in _cut(text, _NAMES_APART) if part.strip())
            spoken += "," not in text
        else:
            names = _between_commas(text, inverted=False)
            inverted += len(names) == 1 and "," in names[0]
            spoken += len(names) > _FAMILY_AND_GIVEN
    return inverted > spoken


def join_lists(texts: Sequence[str]) -> AuthorList:
    """The names of a list whose elements stand apart, each one name; an element `et al.` makes it incomplete."""
    kept = [without_others(text) for text in texts]
    return _listed([text for text, _ in kept], complete=all(complete for _, complete in kept))


def _as_one(gap: re.Match[str]) -> str:
    """A line break where there is one in a gap, for it parts names; else a blank."""
    return "\n" if "\n" in gap[0] or "\r" in gap[0] else " "


def _listed(parts: Sequence[str], *, complete: bool) -> AuthorList:
    names = tuple(name for part in parts if (name := _ENDS.sub("", " ".join(part.split()))))
    return AuthorList(names, complete and bool(names))


def _cut(text: str, mark: re.Pattern[str]) -> list[str]:
    """`text` cut at every mark that stands in no brackets."""
    masked = text
    while (hidden := _MASKED.sub(lambda found: "\0" * len(found[0]), masked)) != masked:
        masked = hidden
    parts, at = [], 0
    for found in mark.finditer(masked):
        parts.append(text[at : found.start()])
        at = found.end()
    return [*parts, text[at:]]


def _joined(text: str, *, inverted: bool) -> list[str]:
    """The names of a list with ` and ` or commas, or both."""
    parts = _cut(text, _AND)
    if len(parts) == 1:
        return _between_commas(text, inverted=inverted)
    one_and = len(parts) == 2  # noqa: PLR2004 - the word stands between two parts
    if one_and and (_COMMA_AND.search(text) is not None or _is_spoken(parts) or _is_cited(parts)):
        return _between_commas(",".join(parts), inverted=inverted)
    return parts


def _joined_by_and(text: str) -> list[str]:
    """The names within one part of a list with semicolons: mostly one, in PubMed's all that stand before a group."""
    if is_group(text):
        return [text]
    names = [name.strip() for name in _cut(text, _COMMA)]
    return names if len(names) > 1 and all(map(is_index_name, names)) else _cut(text, _AND)


def _is_spoken(parts: Sequence[str]) -> bool:
    """Whether ` and ` stands once before the last name of a list with commas: `Ada Xu, Bo Li and Cy Wu`.

    The last name then has no comma, and what stands between the others' are whole names.
    """
    if len(parts) > _FAMILY_AND_GIVEN or "," in parts[-1]:
        return False
    names = [part.strip() for part in parts[0].split(",")]
    return len(names) > 1 and all(len(name.split()) > 1 and not _are_initials(name) for name in names)


def _is_cited(parts: Sequence[str]) -> bool:
    """Whether ` & ` stands before the last name of a list as references have it: `Xu, A., Li, B. & Wu, C. D.`.

    Family names and initials take turns, and there are so many that they cannot be those of one name.
    """
    halves = [[half.strip() for half in part.split(",")] for part in parts]
    given = [half for side in halves for half in side[1::2]]
    return (
        len(halves[0]) > _FAMILY_AND_GIVEN
        and all(len(side) % 2 == 0 for side in halves)
        and all(map(_are_initials, given))
    )


def _between_commas(text: str, *, inverted: bool) -> list[str]:
    """The names of a list with commas only."""
    parts = [part.strip() for part in _cut(text, _COMMA)]
    parts = _with_suffixes([part for part in parts if part])
    if len(parts) % 2 or all(map(is_index_name, parts)):
        return parts
    families, given = parts[::2], parts[1::2]
    if _are_pairs(families, given) or (inverted and len(given) == 1 and not _are_names(parts)):
        return [f"{family}, {name}" for family, name in zip(families, given, strict=True)]
    return parts


def _with_suffixes(parts: Sequence[str]) -> list[str]:
    """The parts with `Jr.` and its like put behind the name before them."""
    joined: list[str] = []
    for part in parts:
        if joined and part.replace(".", "").lower() in SUFFIXES:
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    return joined


def _are_pairs(families: Sequence[str], given: Sequence[str]) -> bool:
    """Whether family and given names take turns: every second part is no whole name, or nothing but initials."""
    if all(_are_initials(name) for name in given):
        return True
    if any(_ONE_WORD_NAME.search(name) for name in (*families, *given)):
        return False
    if all(_is_family(name) for name in families):
        return True
    return len(families) == 1 and len(given[0].split()) == 1


def _are_names(parts: Sequence[str]) -> bool:
    """Whether each part has initials before a longer word and so is a whole name: `J. Smith`, `Ada M. Wu`, `M Berg`."""
    return all(_INITIAL_FIRST.search(part) is not None for part in parts)


def _is_family(name: str) -> bool:
    """Whether this is a family name by itself: one word, or begun by a particle, or ended by a suffix."""
    words = name.replace(".", "").lower().split()
    return len(words) == 1 or words[0] in PARTICLES or (len(words) == len(("Hunter", "III")) and words[-1] in SUFFIXES)


def _are_initials(name: str) -> bool:
    letters = _NO_LETTER.sub("", name)
    return letters.isupper() and len(letters) <= _MAX_INITIALS
