"""Large dumps of JSON Lines cut into pieces beforehand, which several may work on at once."""

import gzip
import json
import os
from pathlib import Path

import polars as pl
import pytest

from flows.reading import Piece, extract_files, extract_piece, moved, plan_pieces
from flows.settings import ExtractSettings
from flows.stages.account import join_pieces
from flows.stages.extract import Extracted

SMALL = ExtractSettings(piece_bytes=400)


def lines(count: int) -> bytes:
    rows = ({"title": f"Title {number} é", "authors": "Moor, Ada; Li, Bo", "id": number} for number in range(count))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def whole(path: Path) -> Extracted:
    (found,) = extract_files([path], path.parent, ExtractSettings())
    return found


def joined(parts: list[Extracted]) -> Extracted:
    records, rejects, facts = (pl.concat(frames) for frames in zip(*parts, strict=True))
    return Extracted(records, rejects, join_pieces(facts))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_pieces_in_any_order_say_what_the_whole_says(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "x.jsonl"
    content = lines(40).replace(b'{"title": "Title 7', b'{"title" "Title 7').replace(b"}\n", b"}\n\n", 3)
    path.write_bytes(mark + content.removesuffix(b"\n"))
    pieces = plan_pieces(path, tmp_path, SMALL)
    assert len(pieces) > 3
    assert [piece.end for piece in pieces[:-1]] == [piece.start for piece in pieces[1:]]
    backwards = [extract_piece(piece) for piece in reversed(pieces)]
    found, wanted = joined(backwards[::-1]), whole(path)
    assert found.records.equals(wanted.records)
    assert found.rejects.equals(wanted.rejects)
    assert found.rejects["message"][0].startswith("Line 11:")
    assert found.facts.drop("carry").equals(wanted.facts.drop("carry"))


def test_what_is_small_packed_or_no_lines_is_not_cut(tmp_path: Path) -> None:
    contents = {
        "a.jsonl": lines(2),
        "b.jsonl.gz": gzip.compress(lines(90)),
        "c.json": b"[" + lines(90),
        "d.txt": b"x" * 999,
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        assert plan_pieces(tmp_path / name, tmp_path, SMALL) == []
    assert plan_pieces(tmp_path / "none.jsonl", tmp_path, SMALL) == []


def test_lines_of_several_records_are_put_right_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(lines(3).replace(b"}\n", b"} ", 1) + lines(30))
    parts: list[Extracted] = []
    pieces: list[Piece] = plan_pieces(path, tmp_path, SMALL)
    by = 0
    for piece in pieces:
        parts.append(moved(extract_piece(piece), by))
        by += int(parts[-1].facts["entries"].sum()) - piece.entries
    assert by == 1
    assert joined(parts).records.equals(whole(path).records)


def test_a_file_that_changed_meanwhile_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(lines(40))
    pieces = plan_pieces(path, tmp_path, SMALL)
    os.utime(path, ns=(1, 1))
    with pytest.raises(OSError, match="changed while it was read"):
        extract_piece(pieces[0])
