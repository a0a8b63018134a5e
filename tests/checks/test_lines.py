"""Lines and columns as an editor counts them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.checks.lines import Place, find_places


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_place_counts_lines_and_characters(tmp_path: Path, end: str) -> None:
    path = tmp_path / "page.txt"
    text = f"μP{end}second{end}{end}über uns"
    path.write_bytes(text.encode())
    starts = {word: len(text[: text.index(word)].encode()) for word in ("P", "second", "ber")}
    found = find_places(path, "utf-8", starts.values())
    assert [found[start] for start in starts.values()] == [Place(1, 2), Place(2, 1), Place(4, 2)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_a_mark_counts_as_it_reads(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "page.txt"
    content = "\ufeffone\ntwo".encode(encoding)
    path.write_bytes(content)
    assert find_places(path, encoding, [2, len(content) - 2]) == {2: Place(1, 1), len(content) - 2: Place(2, 3)}


def test_bytes_that_are_no_utf_8_count_as_characters(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"caf\xe9 noir")
    assert find_places(path, "utf-8", [5])[5] == Place(1, 6)


@given(text=st.text(alphabet=st.sampled_from("ab\nμ😀 "), max_size=60), block=st.integers(1, 7))
@settings(deadline=None, derandomize=True)
def test_it_makes_no_difference_how_the_file_is_read(
    tmp_path_factory: pytest.TempPathFactory, text: str, block: int
) -> None:
    path = tmp_path_factory.mktemp("pages") / "page.txt"
    path.write_bytes(text.encode())
    offsets = [len(text[:at].encode()) for at in range(len(text) + 1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.checks.lines.BLOCK_BYTES", block)
        found = find_places(path, "utf-8", offsets)
    lines = [text[:at].split("\n") for at in range(len(text) + 1)]
    assert list(found.values()) == [Place(len(told), len(told[-1]) + 1) for told in lines]
