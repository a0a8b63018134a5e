"""A large export is read in pieces: wherever these end, they say what the whole file says."""

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from flows.reading import extract_files
from flows.settings import ExtractSettings
from flows.stages.account import join_pieces
from flows.stages.extract import Extracted
from tests.formats.test_golden import GOLDEN


def read(path: Path, piece_bytes: int) -> Extracted:
    parts = list(extract_files([path], path.parent, ExtractSettings(piece_bytes=piece_bytes)))
    records, rejects, facts = (pl.concat(frames) for frames in zip(*parts, strict=True))
    return Extracted(records, rejects, join_pieces(facts))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parent.name}/{path.name}")
@settings(deadline=None, derandomize=True, max_examples=5)
@given(piece=st.integers(min_value=1, max_value=900), joined=st.booleans())
def test_pieces_say_what_the_whole_file_says(path: Path, piece: int, joined: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(path.read_bytes() * (1 + joined))
        whole, pieces = read(copy, 2**20), read(copy, piece)
    assert_frame_equal(pieces.records, whole.records)
    assert_frame_equal(pieces.rejects, whole.rejects)
    told = ("entries", "records", "field_bytes", "reject_bytes", "content_bytes")
    assert pieces.facts.select(told).to_dicts() == whole.facts.select(told).to_dicts()
