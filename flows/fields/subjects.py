"""The archive that a paper is in and the subjects that it is filed under."""

import re
from typing import Final, NamedTuple

from flows.fields.identifiers import ARCHIVES
from flows.fields.prose import clean_prose

ARXIV: Final = "arXiv.org"

_ARCHIVE_AND_SUBJECTS: Final = re.compile(r"arxiv\.org(?:\s+(?P<subjects>.+))?", re.IGNORECASE)
_NAME_AND_CATEGORY: Final = re.compile(r"(?P<name>.+?)\s*\((?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Za-z-]+)?\)")
_CATEGORY: Final = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]+)?")
_LABEL: Final = re.compile(r"\A(?:subjects?|categor(?:y|ies))\s*:\s*", re.IGNORECASE)


class Subjects(NamedTuple):
    """Where a paper appeared, None if the page does not say, and its subjects, each once, in the page's order."""

    venue: str | None
    subjects: tuple[str, ...] = ()


def read_subjects(raw: str) -> Subjects:
    """Archive and subjects of `arXiv.org Artificial Intelligence` or `Machine Learning (cs.LG); Databases (cs.DB)`.

    Of bare categories (`cs.LG cs.AI`) each is a subject. Anything else is a venue as it stands.
    """
    text = _LABEL.sub("", clean_prose(raw).text or "")
    if not text:
        return Subjects(None)
    match = _ARCHIVE_AND_SUBJECTS.fullmatch(text)
    if match is not None:
        return Subjects(ARXIV, _each_once((match["subjects"] or "").split(";")))
    words = text.split()
    if all(_CATEGORY.fullmatch(word) and word.partition(".")[0] in ARCHIVES for word in words):
        return Subjects(ARXIV, _each_once(words))
    listed = [_NAME_AND_CATEGORY.fullmatch(part.strip()) for part in text.split(";") if part.strip()]
    names = [found["name"] for found in listed if found is not None and found["archive"] in ARCHIVES]
    if names and len(names) == len(listed):
        return Subjects(ARXIV, _each_once(names))
    return Subjects(text)


def _each_once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in names if (name := text.strip())))
