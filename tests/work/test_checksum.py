"""The checksum of a file of the cache: it shows what disks and memory do to files."""

import random
from pathlib import Path

import pytest

from flows.work.cache import ROWS, WORDS, checksum

BLOCK_BYTES = 8 * ROWS * WORDS

CONTENT = random.Random(5).randbytes(2 * BLOCK_BYTES + 1_001)  # noqa: S311 - no secret


def harmed(*stretches: tuple[int, bytes]) -> bytes:
    """The content with other bytes at these places."""
    content = bytearray(CONTENT)
    for at, other in stretches:
        content[at : at + len(other)] = other
    return bytes(content)


def at(start: int, size: int) -> bytes:
    return CONTENT[start : start + size]


@pytest.mark.parametrize(
    "other",
    [
        *(harmed((place, bytes([CONTENT[place] ^ 4]))) for place in (0, 4_095, 70_001, BLOCK_BYTES, len(CONTENT) - 1)),
        harmed((16, at(24, 8)), (24, at(16, 8))),
        harmed((4_096, at(8_192, 4_096)), (8_192, at(4_096, 4_096))),
        harmed((0, at(BLOCK_BYTES, BLOCK_BYTES)), (BLOCK_BYTES, at(0, BLOCK_BYTES))),
        harmed((512, bytes(512))),
        CONTENT[:-1],
        b"",
    ],
    ids=["first", "row", "middle", "block", "last", "numbers", "rows", "blocks", "zeros", "shorter", "empty"],
)
def test_a_flipped_bit_and_what_lies_elsewhere_or_is_gone_show(tmp_path: Path, other: bytes) -> None:
    whole, damaged = tmp_path / "whole", tmp_path / "damaged"
    whole.write_bytes(CONTENT)
    damaged.write_bytes(other)
    assert checksum(whole) == checksum(whole)
    assert checksum(whole) != checksum(damaged)
