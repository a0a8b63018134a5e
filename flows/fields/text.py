"""Text as it should have arrived: decoded right, composed, on one line."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

import ftfy
from ftfy.fixes import fix_latin_ligatures, unescape_html


class CleanText(NamedTuple):
    """A cleaned text, None where nothing is left of it, and the flags of `schemas.vocabulary.FLAGS` it earned."""

    text: str | None
    flags: frozenset[str] = frozenset()


NO_TEXT: Final = CleanText(None)

MAX_ROUNDS: Final = 8
"""Each round undoes one layer of markup or wrong decoding. Of 300,000 real titles and abstracts none took four."""

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")

# Characters that show nothing: controls that are no white space, the soft hyphen, zero-width blanks, marks of
# writing direction, and code points that Unicode promises never to assign (`latex` marks places with those).
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff]"
    # Joiners shape Arabic, Indic and emoji sequences; after other characters they do nothing.
    "|(?<![\u0600-\u1fff\u2600-\U0010ffff])[\u200c\u200d]+"
)


def clean_text(raw: str) -> CleanText:
    """`raw` without damage: every run of white space one blank, none at the ends, in Unicode NFC.

    Bytes that did not decode (lone surrogates, as `surrogateescape` keeps them) read as Windows-1252
    (`encoding_repaired`). Text decoded with the wrong encoding is decoded again (`mojibake_repaired`). HTML entities
    become their characters. Curled quotes and full-width letters stay, as they are the author's own; ligatures (ﬁ)
    are split, as they are the typesetter's and no search finds them. Cleaning twice changes nothing.
    """
    return settle(_clean_once, raw)


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
    return " ".join(text.split()) or None


def _clean_once(raw: str) -> CleanText:
    if raw.isascii() and raw.isprintable() and "&" not in raw:
        return CleanText(collapse(raw))
    flags = set()
    text = raw
    if _LONE_SURROGATE.search(text):
        text = _LONE_SURROGATE.sub(_decoded, text)
        flags.add("encoding_repaired")
    if not text.isascii():
        repaired = ftfy.fix_encoding(text)
        if repaired != text:
            flags.add("mojibake_repaired")
        text = fix_latin_ligatures(repaired)
    if "&" in text:
        text = unescape_html(text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return CleanText(collapse(text), frozenset(flags))


def _decoded(match: re.Match[str]) -> str:
    """The Windows-1252 character of an escaped byte; U+FFFD for a byte that it leaves open or for half a pair."""
    byte = ord(match[0]) - 0xDC00
    return bytes([byte]).decode("cp1252", errors="replace") if 0x80 <= byte <= 0xFF else "\N{REPLACEMENT CHARACTER}"
