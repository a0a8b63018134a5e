"""Names as indexes list them: the family name, then initials (`Zuna RE`, `Zuna R.E.`)."""

import re
from collections.abc import Sequence
from typing import Final

from flows.fields.authors import is_group

# Small letters tell a family name from initials; a suffix comes last ("Hill R 3rd").
_INDEX_NAME: Final = re.compile(
    r"(?P<family>(?=.*[^\W\d_A-Z])[^\d,.]+) "
    r"(?P<initials>[A-Z]{1,3}\.?|[^\W\d_]\.(?:[ -]?[^\W\d_]\.)*)"
    r"(?P<suffix> (?:[JS]r|2nd|3rd|I{2,3}|IV)\.?)?"
)
_TOGETHER: Final = re.compile(r"[A-Z]{2,}\.?")


def is_index_name(name: str) -> bool:
    """Whether `name` ends in initials, a suffix aside, and so can be one of an index."""
    return _found(name) is not None


def with_initials_first(names: Sequence[str]) -> tuple[str, ...]:
    """The names of one list, turned around where all of them are a family name and initials: `Zuna RE` is `R E Zuna`.

    So PubMed lists them, and Scopus with points (`Zuna R. E.`); groups may stand among them. Without points one name
    alone may as well end in a short family name in capitals, and so may all of a list whose last words have two letters
    or three; then nothing changes. A point behind the last name alone ends the list.
    """
    found = [None if is_group(name) else _found(name) for name in names]
    forms = [form for form in found if form is not None]
    if len(forms) < sum(not is_group(name) for name in names):
        return tuple(names)
    pointed = ["." in form["initials"] for form in forms]
    letters = [len(form["initials"].rstrip(".")) for form in forms]
    if not any(pointed) and (1 not in letters or len(forms) == 1):
        return tuple(names)
    return tuple(
        name if form is None else _turned(form, bare=not all(pointed)) for name, form in zip(names, found, strict=True)
    )


def _found(name: str) -> re.Match[str] | None:
    form = _INDEX_NAME.fullmatch(name)
    return form if form is not None and form["initials"].isupper() else None


def _turned(form: re.Match[str], *, bare: bool) -> str:
    initials = form["initials"]
    if bare or _TOGETHER.fullmatch(initials) is not None:
        initials = " ".join(letter for letter in initials if letter.isalpha())
    return f"{initials} {form['family']}{form['suffix'] or ''}"
