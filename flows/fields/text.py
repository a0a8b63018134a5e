"""Text as it should have arrived: decoded right, composed, on one line."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

import ftfy
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from ftfy.fixes import unescape_html


class CleanText(NamedTuple):
    """A cleaned text, None where nothing is left of it, and the flags of `schemas.vocabulary.FLAGS` it earned."""

    text: str | None
    flags: frozenset[str] = frozenset()


MAX_ROUNDS: Final = 8
"""Each round undoes one layer of markup or wrong decoding. Of 320,000 real titles and abstracts none took four."""

BADNESS_CHARS: Final = 6
"""The longest stretch that ftfy's test for wrong decoding looks at; one such character at least is not ASCII."""

_ASCII_SPACES: Final = tuple(char for char in map(chr, range(0x80)) if char.isspace() and char != " ")
_SPACES: Final = tuple(char for char in map(chr, range(0x10000)) if char.isspace() and char != " ")
_PRINTABLE: Final = bytes(range(ord(" "), ord("~") + 1))
_PLAIN_TO_BLANK: Final = bytes(ord(" ") if " " <= chr(byte) <= "~" else byte for byte in range(256))
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_FOREIGN: Final = re.compile("[^\x00-\x7f]+")
_LONE_LETTER: Final = re.compile("[\u00c2\u00c3](?=[\x00-\x7f]|$)")
# All that `is_bad` looks for has one of four letters, or two characters of its categories side by side, not both Greek:
# those are formulas.
_SIGN_OF_MOJIBAKE: Final = re.compile(f"(?![Α-Ωα-ω]{{2}})[{''.join(MOJIBAKE_CATEGORIES.values())}]{{2}}|[ŒœÂÃ]")
_CONTROL_OF_WINDOWS: Final = re.compile("[\x80-\x9f]")
_LIGATURE: Final = re.compile("[\ufb00-\ufb06]")

# Characters that show nothing: controls that are no white space, the soft hyphen, zero-width blanks, marks of
# writing direction, and code points that Unicode promises never to assign (`latex_marks` are such).
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff]+"
)
# Joiners shape Arabic, Indic and emoji sequences; after other characters they do nothing.
_IDLE_JOINER: Final = re.compile("(?<![\u0600-\u1fff\u2600-\U0010ffff])[\u200c\u200d]+")


def clean_text(raw: str) -> CleanText:
    """`raw` without damage: every run of white space one blank, none at the ends, in Unicode NFC.

    Bytes that did not decode (lone surrogates, as `surrogateescape` keeps them) read as Windows-1252
    (`encoding_repaired`). Text decoded with the wrong encoding is decoded again (`mojibake_repaired`). HTML entities
    become their characters. Curled quotes and full-width letters stay, as they are the author's own; ligatures (ﬁ)
    are split, as they are the typesetter's and no search finds them. Cleaning twice changes nothing.
    """
    if is_clean_ascii(raw):
        return CleanText(raw)
    return settle(clean_once, raw)


def settle(step: Callable[[str], CleanText], text: str) -> CleanText:
    """Repeat `step` until it changes nothing; the flags are those of all rounds.

    Where it never comes to rest, the text is only rid of its white space: that answer is the same every time.
    """
    flags: frozenset[str] = frozenset()
    current = text
    for _ in range(MAX_ROUNDS):
        clean = step(current)
        flags |= clean.flags
        if clean.text is None or clean.text == current:
            return CleanText(clean.text, flags)
        current = clean.text
    return CleanText(collapse(text), flags)


def collapse(text: str) -> str | None:
    """`text` with every run of white space as one blank and none at its ends; None where nothing is left."""
    if _is_collapsed(text):
        return text
    return " ".join(text.split()) or None


def _is_collapsed(text: str) -> bool:
    """Whether `collapse` would change nothing: ten times cheaper to see than to take a text apart and join it."""
    if text == "" or "  " in text or text[0] == " " or text[-1] == " ":
        return False
    return not any(map(text.__contains__, _ASCII_SPACES if text.isascii() else _SPACES))


def is_clean_ascii(text: str) -> bool:
    """Whether `text` plainly needs no cleaning, which costs less to see than cleaning it for nothing."""
    return (
        text.isascii()
        and "&" not in text
        and "  " not in text
        and text != ""
        and text[0] != " " != text[-1]
        and not text.encode().translate(None, _PRINTABLE)
    )


def clean_once(raw: str) -> CleanText:
    """One round of `clean_text`, for who repeats it with other steps between."""
    flags: frozenset[str] = frozenset()
    text, odd = raw, _odd_stretches(raw)
    if not text.isascii():
        text, flags = _repair(text, odd)
    if "&" in text:
        text = unescape_html(text)
    if text is not raw:
        odd = _odd_stretches(text)
    if text.isascii():
        text = _INVISIBLE.sub("", text) if odd else text
    else:
        text = unicodedata.normalize("NFC", _simplify(text, "".join(odd)))
    return CleanText(collapse(text), flags)


def _odd_stretches(text: str) -> list[str]:
    """The stretches of `text` that are not printable ASCII, white space aside, in their order.

    Looked for among bytes, which costs a tenth of a regular expression; nearly all of a text is plain.
    """
    stretches = text.encode("utf-8", "surrogatepass").translate(_PLAIN_TO_BLANK).split()
    return b" ".join(stretches).decode("utf-8", "surrogatepass").split(" ") if stretches else []


def _repair(text: str, odd: list[str]) -> tuple[str, frozenset[str]]:
    """`text` decoded as it should have been, and the flags for what was wrong; `odd` as `_odd_stretches`."""
    flags = set()
    if _has_surrogates(text):
        text = _SURROGATE.sub(_decoded, text)
        odd = _odd_stretches(text)
        flags.add("encoding_repaired")
    if _may_be_mojibake(odd) and is_bad(_around_foreign(text)):
        repaired = ftfy.fix_encoding(text)
        if repaired != text and _is_certain(text):
            flags.add("mojibake_repaired")
            text = repaired
    return text, frozenset(flags)


def _has_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _may_be_mojibake(odd: list[str]) -> bool:
    """Whether it is worth ftfy's time, of which finding nothing takes most.

    UTF-8 read as something else shows at least two foreign characters in a row; Windows-1252 read as Latin-1 shows
    controls.
    """
    foreign = " ".join(odd)
    if _CONTROL_OF_WINDOWS.search(foreign):
        return True
    return _SIGN_OF_MOJIBAKE.search(foreign) is not None and max(map(len, _FOREIGN.findall(foreign)), default=0) > 1


def is_innocent(foreign: str) -> bool:
    """Whether these characters, none of them ASCII, are none by which wrong decoding shows."""
    return _SIGN_OF_MOJIBAKE.search(foreign) is None and _CONTROL_OF_WINDOWS.search(foreign) is None


def _around_foreign(text: str) -> str:
    """The foreign stretches of `text` with what stands beside them: enough for ftfy to see that nothing is wrong."""
    margin = BADNESS_CHARS - 1
    return "\n".join(text[max(found.start() - margin, 0) : found.end() + margin] for found in _FOREIGN.finditer(text))


def _is_certain(text: str) -> bool:
    """Whether ftfy finds more than a capital A with tilde or circumflex, which it takes for half of a letter.

    Such a letter before a blank is as likely one of mathematics or of a name that lost another character.
    """
    rest = _LONE_LETTER.sub("A", text)
    return rest == text or ftfy.fix_encoding(rest) != rest


def _simplify(text: str, odd: str) -> str:
    """`text` without characters that show nothing and without ligatures; `odd` holds what is not plain ASCII."""
    if _INVISIBLE.search(odd):
        text = _INVISIBLE.sub("", text)
    if "\u200c" in odd or "\u200d" in odd:
        text = _IDLE_JOINER.sub("", text)
    if _LIGATURE.search(odd):
        text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return text


def _decoded(match: re.Match[str]) -> str:
    """The Windows-1252 character of an escaped byte; U+FFFD for a byte that it leaves open or for half a pair."""
    try:
        return match[0].encode("ascii", errors="surrogateescape").decode("cp1252", errors="replace")
    except UnicodeEncodeError:
        return "\N{REPLACEMENT CHARACTER}"
