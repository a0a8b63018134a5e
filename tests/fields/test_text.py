"""What `clean_text` repairs, and what it leaves alone."""

import pytest

from flows.fields.text import CleanText, clean_text, settle

UNCHANGED = [
    "Attention Is All You Need",
    "“Curled” quotes, ‘single’ ones – and dashes",
    "Größe, naïve, façade, Ångström",
    "全角ＡＢＣ（括弧）",
    "AT&T and R&D",
    "the algebras \u00c3 and \u00c2 of a dual pair",
    "Γ∈ℝ and x≤ℓ",
    "a subdomain \u00c3 of Ω, and \u00c2 ≤∞",
    "क्‍ष",
    "می‌خواهم",
]

REPAIRED = [
    # raw, text, flags
    ("  two   blanks\tand\nlines\r\n", "two blanks and lines", set()),
    ("no\u00a0break", "no break", set()),
    ("e\u0301 composed", "é composed", set()),
    ("zero\u200b-\u200dwidth\ufeff, soft\u00adhyphen", "zero-width, softhyphen", set()),
    ("bell\x07 and null\x00", "bell and null", set()),
    ("an eﬃcient ﬂow", "an efficient flow", set()),
    ("5 &lt; 6 &amp; &alpha;&#8211;&#x3b2;", "5 < 6 & α–β", set()),
    ("&amp;lt;b&amp;gt;", "<b>", set()),
    ("BjÃ¶rn", "Björn", {"mojibake_repaired"}),
    ("donâ€™t", "don’t", {"mojibake_repaired"}),
    ("dÃ©jÃ\u00a0 vu", "déjà vu", {"mojibake_repaired"}),
    ("\x93quoted\x94", "“quoted”", {"mojibake_repaired"}),
    ("caf\udce9", "café", {"encoding_repaired"}),
    ("\udc93quoted\udc94", "“quoted”", {"encoding_repaired"}),
    ("open in Windows-1252: \udc81", "open in Windows-1252: \ufffd", {"encoding_repaired"}),
    ("half a pair: \ud83d", "half a pair: \ufffd", {"encoding_repaired"}),
]


@pytest.mark.parametrize("text", UNCHANGED)
def test_sound_text_stays(text: str) -> None:
    assert clean_text(text) == CleanText(text, frozenset())


@pytest.mark.parametrize(("raw", "text", "flags"), REPAIRED)
def test_damage_is_repaired_and_flagged(raw: str, text: str, flags: set[str]) -> None:
    assert clean_text(raw) == CleanText(text, frozenset(flags))


@pytest.mark.parametrize("raw", ["", "  \n\t", "\u200b", "\x00", "\u00ad \ufeff"])
def test_nothing_left_is_none(raw: str) -> None:
    assert clean_text(raw).text is None


def test_bytes_that_did_not_decode_survive_a_round_trip_from_disk() -> None:
    raw = "Schrödinger – naïve".encode("cp1252").decode("utf-8", errors="surrogateescape")
    assert clean_text(raw) == CleanText("Schrödinger – naïve", frozenset({"encoding_repaired"}))


def test_settling_unites_the_flags_of_all_rounds() -> None:
    steps = {"a": CleanText("b", frozenset({"first"})), "b": CleanText("b", frozenset({"second"}))}
    assert settle(steps.__getitem__, "a") == CleanText("b", frozenset({"first", "second"}))


def test_a_step_that_never_rests_leaves_the_text_as_it_was() -> None:
    def swap(text: str) -> CleanText:
        return CleanText(text[::-1])

    assert settle(swap, " to  and fro ").text == "to and fro"
