"""Lists of authors that leave names out, and what stands in them for these: `et al.`, `+12 authors`, `等`."""

import re
from typing import Final, NamedTuple

_COUNT: Final = r"\d{1,4}(?:\s(?:more|other|additional|others?))?(?:\sauthors?)?(?:\snot\sshown)?"
_OTHERS: Final = re.compile(
    r"[\s,;，、；]{0,8}[\[(]?(?:(?<!\w)(?:"
    r"(?i:et\.?\s{1,4}al(?:ii|\b))"
    rf"|(?:and|&)\s{{1,4}}(?:other|more(?:\sauthors)?|{_COUNT})"
    r"|(?:(?:and|&)\s{1,4})?others"
    rf"|\+\s?{_COUNT}"
    r"|и\s{1,4}др(?:угие)?|u\.\s?a|等|ほか"  # as libraries of other countries have it
    rf")|\.{{3}}|…)\.?[\])]?(?:,?\s?\({_COUNT}\))?\Z"
    r"|\A(?i:others)\.?\Z"
)
_OTHERS_CHARS: Final = 64  # at the end of a list; more than stands for others
_BEHIND: Final = " \t\r\n\u00a0,;，、；"
# Most names end otherwise, which is seen without trying the pattern.
_ENDS: Final = (
    *".…)]0123456789",
    *("al", "AL", "alii", "more", "shown", "author", "authors", "other", "others", "Others", "additional"),
    *("др", "другие", "等", "ほか"),
)


class AuthorList(NamedTuple):
    """The names of a list as it writes them, in its order, and whether it names all authors, as far as it tells."""

    names: tuple[str, ...]
    complete: bool


def without_others(text: str) -> tuple[str, bool]:
    """A list without what at its end stands for names that it leaves out, and whether it leaves none out.

    `text` may be one element of a list. Where nothing stands for others it is unchanged.
    """
    listed = text.rstrip(_BEHIND)
    if not listed.endswith(_ENDS):
        return text, True
    others = _OTHERS.search(listed, max(0, len(listed) - _OTHERS_CHARS))
    return (text, True) if others is None else (text[: others.start()], False)
