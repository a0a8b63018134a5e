"""Authors' names: how they are shown and how they compare."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.fields.folding import letters_and_digits
from flows.fields.prose import clean_prose
from flows.fields.text import CleanText, settle

ODD_START: Final = r"^(?:Dr|DR|Prof|Professor|(?i:no|not|none|null|nan?|anon|anonymous|unknown|authors?))\b"
"""How a value of letters begins that has a title before the name, or names nobody."""
SUFFIXES: Final = frozenset(["jr", "sr", "2nd", "3rd", "ii", "iii", "iv"])
_DEGREES: Final = frozenset(["phd", "dphil", "msc", "mph", "mba", "md", "rn"])
_AFTER_TWO: Final = frozenset(["md", "rn"])  # behind a family name alone these are initials
PARTICLES: Final = frozenset(
    {
        *("van", "von", "vom", "zu", "zum", "zur", "de", "der", "den", "del", "della", "di", "da", "do", "dos", "das"),
        *("du", "la", "le", "ter", "ten"),
    }
)
_LOWER_PARTICLES: Final = frozenset(["al", "el", "bin", "ibn", "ben"])

# Most names: capitalised words and spaced initials, nothing to change in them.
_PLAIN: Final = re.compile(r"(?:[A-Z](?:[a-z]+(?:-[A-Z][a-z]+)?|\.) )+[A-Z][a-z]+(?:-[A-Z][a-z]+)?")

_GROUP: Final = re.compile(
    r"\b(?:collaborations?|(?:sub-?)?consorti(?:um|a)|groups?|teams?|projects?|committee|network|initiative|survey|"
    r"society|association|institute|university|laborator(?:y|ies)|working|task force|alliance|foundation|council|"
    r"community|investigators|behalf)\b",
    re.IGNORECASE,
)
# PubMed sets a full stop behind a list, and a group may be its last name.
_GROUP_STOP: Final = re.compile(r"(?<=[a-z]{4})\.\Z")
_GROUP_ARTICLE: Final = re.compile(r"\A(?:(?:and|for|on behalf of|the)\s+)+", re.IGNORECASE)

_ODD_START: Final = re.compile(ODD_START)
# What lists hold where they name nobody. "Nan" and "Na" are names.
_NOBODY: Final = re.compile(
    r"(?i:n/a|n\.a\.|none|null|unknown|anon(?:ymous)?|anonymous authors?|authors? unknown|unknown authors?"
    r"|not available|no authors?(?: names?)?(?: (?:available|listed|given|provided))?)|nan|NaN|NAN|NA|na"
)
_BRACKETED: Final = re.compile(r"\A\[([^\[\]]*)\]\Z")
# Braces of BibTeX around the name of a group; within a formula they would be those of a set.
_BRACED: Final = re.compile(r"\A\s*\{([^{}]*)\}\s*\Z")
_TITLE: Final = re.compile(r"\A(?:(?:Dr|Prof|Professor)(?:\.(?:-Ing\.)?\s*| )|DR\.\s*)(?=[^\W\d_a-z]\S*\s+\S)")
_EMAIL: Final = re.compile(r"[<(\[]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[>)\]]?")
_AFFILIATION: Final = re.compile(r"\s*\^?[(\[][^()\[\]]*[)\]]\Z")
_MARKS_BEFORE: Final = re.compile(r"\A(?:[\s,;:.*†‡§¶∗⋆#^/|\d]|and\s)+")
_MARKS_AFTER: Final = re.compile(
    r"(?:[\s,;:*†‡§¶∗⋆#/|²³¹⁰⁴-⁹]|\^(?:\([\w,*†‡ ]*\)|[\w*†‡]+)|(?<![-\d])\d+|\s(?:and|&)|(?<=[^\W\d_]{4})\.)+\Z"
)
_POINT_BEFORE_LETTER: Final = re.compile(r"\.(?=([^\W\d_]))")
_PARTED_HYPHEN: Final = re.compile(r"(?<=\.) -(?=[^\W\d_])")
_WORD: Final = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
_LETTER: Final = re.compile(r"[^\W\d_]")

_MAX_INITIALS: Final = 3
_MIN_SHORT_FORM: Final = 3  # "Rob" may be Robert, but "Yu" is not Yuan


class NameKey(NamedTuple):
    """A name for comparison: lower case, no accents. `given` has blanks between names, `family` none."""

    family: str
    initials: str
    given: str


def clean_name(raw: str) -> str | None:
    """A name with the given name first, or None where there is no letter, or nobody named (`Anonymous`, `N/A`).

    `Family, Given` is turned around, a suffix comes last ("Martin Luther King Jr."), accents in LaTeX are read, marks
    of footnotes and affiliations, titles before two names and more ("Dr."), degrees and e-mail addresses go. Initials
    have one blank behind each point, as on arXiv ("J. K."), and none before a hyphen ("J.-P."). Groups, and names in no
    known form, stay but for their white space. Cleaning twice changes nothing.
    """
    if _PLAIN.fullmatch(raw) and _ODD_START.match(raw) is None:
        return raw
    return settle(_clean_once, raw).text


def clean_authors(raw: Sequence[str]) -> tuple[str, ...]:
    """The cleaned names in their order. One that stands twice stays: two authors of a paper may share a name."""
    return tuple(name for text in raw if (name := clean_name(text)) is not None)


def is_group(name: str) -> bool:
    """Whether `name` is that of a collaboration, an institute or the like, and not a person's."""
    return _GROUP.search(name) is not None


def compare_name(name: str) -> NameKey:
    """The key of a cleaned name. A group's key is all in `family`; particles belong to the family name, suffixes not.

    Capitals without points beside a name in small letters are initials ("JB Lespiau").
    """
    if _GROUP.search(name):
        return NameKey(letters_and_digits(_GROUP_ARTICLE.sub("", name)), "", "")
    words = name.split()
    while len(words) > 1 and _plain_word(words[-1]) in SUFFIXES:
        words.pop()
    start = max(len(words) - 1, 0)
    while start > 0 and _is_particle(words[start - 1], first=start == 1):
        start -= 1
    given = [word for text in words[:start] for word in _given_names(text, name)]
    return NameKey(letters_and_digits("".join(words[start:])), "".join(word[0] for word in given), " ".join(given))


def same_person(a: NameKey, b: NameKey) -> bool:
    """Whether both may be one person: nothing in them differs, though one may say less.

    Given names fit where they are equal, or one is the initial or a short form of the other, or missing. Family and
    given name may have changed places.
    """
    if a.family == b.family:
        return _given_fit(a.given.split(), b.given.split())
    return _is_inverted(a, b) or _is_inverted(b, a)


def _clean_once(raw: str) -> CleanText:
    text = clean_prose(_BRACED.sub(r"\1", raw)).text
    if text is None or _LETTER.search(text) is None or _NOBODY.fullmatch(_BRACKETED.sub(r"\1", text).rstrip(".")):
        return CleanText(None)
    if _GROUP.search(text):
        text = _GROUP_STOP.sub("", text)
        word, _, name = text.partition(",")
        # Reference managers turn a group's name around as if it were a person's: "Group, ALTS".
        turned = _GROUP.fullmatch(word) is not None and name.strip() and "," not in name
        return CleanText(f"{name.strip()} {word}" if turned else text)
    spoken = _EMAIL.sub(" ", text) if "@" in text else text
    bare = " ".join(spoken.replace("~", " ").split())
    bare = _MARKS_BEFORE.sub("", _MARKS_AFTER.sub("", _AFFILIATION.sub("", bare)))
    if _LETTER.search(bare) is None:
        return CleanText(text)
    spaced = _POINT_BEFORE_LETTER.sub(lambda point: ". " if point[1].isupper() else ".", _given_first(bare))
    return CleanText(_TITLE.sub("", _PARTED_HYPHEN.sub("-", spaced)))


def _given_first(name: str) -> str:
    """`name` with what stands behind its commas put where it is spoken; unchanged where that is unclear."""
    parts = [part for text in name.split(",") if (part := text.strip())]
    if len(parts) == 1:
        return parts[0]
    suffixes = [part for part in parts[1:] if _plain_word(part) in SUFFIXES]
    degrees = _DEGREES if len(parts) > 2 else _DEGREES - _AFTER_TWO  # noqa: PLR2004 - family and given name
    rest = [part for part in parts if part not in suffixes and _plain_word(part) not in degrees]
    if len(rest) not in (1, 2):
        return name
    for place, part in enumerate(rest if len(rest) > 1 else []):
        words = part.split()
        if len(words) > 1 and _plain_word(words[-1]) in SUFFIXES:
            suffixes.append(words[-1])
            rest[place] = " ".join(words[:-1])
    return " ".join([*reversed(rest), *suffixes])


def _plain_word(text: str) -> str:
    return text.replace(".", "").lower()


def _is_particle(word: str, *, first: bool) -> bool:
    """Whether a word before a family name belongs to it. At the start of a name, a capitalised one is a given name."""
    if word.islower():
        return word in PARTICLES or word in _LOWER_PARTICLES
    return not first and word.lower() in PARTICLES


def _given_names(text: str, name: str) -> list[str]:
    """The names in one word of a given name: those joined by hyphens, and the single letters of "JB"."""
    names: list[str] = []
    for word in _WORD.findall(text):
        folded = letters_and_digits(word)
        are_initials = 1 < len(word) <= _MAX_INITIALS and word.isupper() and not name.isupper()
        names.extend(folded if are_initials else [folded])
    return [word for word in names if word]


def _given_fit(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether the given names agree: the first ones fit, and the fewer others each fit one in the other list."""
    fewer, more = sorted((a, b), key=len)
    if not fewer or "".join(a) == "".join(b):
        return True
    if not _fits(fewer[0], more[0]):
        return False
    others = iter(more[1:])
    return all(any(_fits(name, other) for other in others) for name in fewer[1:])


def _fits(a: str, b: str) -> bool:
    shorter, longer = sorted((a, b), key=len)
    return longer.startswith(shorter) and (len(shorter) in (1, len(longer)) or len(shorter) >= _MIN_SHORT_FORM)


def _is_inverted(a: NameKey, b: NameKey) -> bool:
    """Whether the given name of `a` is the family name of `b`, and the other way round."""
    return a.given.replace(" ", "") == b.family and a.family in (b.given.replace(" ", ""), b.initials)
