"""The text of a dump and the places of its characters."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.dumps.text import byte_positions, decode, repair, with_plain_line_ends

TEXT = "Maß und Zahl ∑𝒳 – Łukasz\n"


@pytest.mark.parametrize(
    ("content", "encoding", "bom_bytes"),
    [
        (TEXT.encode(), "utf-8", 0),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8", 3),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le", 2),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be", 2),
        (TEXT.encode("utf-16-le"), "utf-16-le", 0),
        (TEXT.encode("utf-16-be"), "utf-16-be", 0),
    ],
)
def test_every_encoding_gives_the_same_text(content: bytes, encoding: str, bom_bytes: int) -> None:
    decoded = decode(content)
    assert decoded is not None
    assert (decoded.text, decoded.encoding, decoded.bom_bytes, decoded.tail_bytes) == (TEXT, encoding, bom_bytes, 0)


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"%PDF-1.7\nplain looking text", bytes(range(256)) * 4, b"\0" * 100],
    ids=["PNG", "PDF", "all bytes", "zeros"],
)
def test_a_binary_file_is_no_text(content: bytes) -> None:
    assert decode(content) is None


def test_a_stray_control_character_does_not_make_a_page_binary() -> None:
    decoded = decode(b"Abstract:" + b"word " * 100 + b"\x00")
    assert decoded is not None


def test_bytes_of_another_encoding_are_kept_apart_and_read_as_windows_1252() -> None:
    decoded = decode("Caf\u00e9 ".encode() + "caf\u00e9 \u2013 \u20ac".encode("cp1252") + b" \x81 end")
    assert decoded is not None
    assert repair(decoded.text) == "Café café – € \ufffd end"


def test_half_a_character_at_the_end_of_utf16_is_counted_and_not_lost() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"c")
    assert decoded is not None
    assert (decoded.text, decoded.tail_bytes) == ("ab", 1)


def test_windows_and_old_mac_line_ends_become_plain_ones_in_the_same_place() -> None:
    text = "one\r\ntwo\rthree\r\r\nfour\n"
    plain = with_plain_line_ends(text)
    assert plain == "one \ntwo\nthree  \nfour\n"
    words = ("two", "three", "four")
    assert [plain.index(word) for word in words] == [text.index(word) for word in words]


@settings(deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_positions_account_for_every_byte_of_any_dump(content: bytes) -> None:
    decoded = decode(content)
    if decoded is None:
        return
    at = byte_positions(decoded, range(len(decoded.text) + 1))
    assert at[0] == decoded.bom_bytes
    assert at[len(decoded.text)] == len(content) - decoded.tail_bytes
    steps = [at[i + 1] - at[i] for i in range(len(decoded.text))]
    assert all(1 <= step <= 4 for step in steps)
    repair(decoded.text).encode()


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=50), st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]))
def test_positions_lead_back_to_the_bytes_of_each_character(text: str, encoding: str) -> None:
    boms = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    content = boms[encoding] + text.encode(encoding)
    decoded = decode(content)
    if decoded is None:
        return
    at = byte_positions(decoded, range(len(text) + 1))
    assert [content[at[i] : at[i + 1]].decode(encoding) for i in range(len(text))] == list(text)
