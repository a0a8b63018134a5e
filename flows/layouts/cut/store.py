"""The file that holds a model: a zip archive of its lexicon and its weights."""

import json
import struct
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flows.layouts.cut.evidence import Key
from flows.layouts.cut.lexicon import Lexicon

_SMALLEST: Final = 0.01
"""A weight below this changes no decision and is not stored."""


class Stored(NamedTuple):
    """A model as it is stored: its lexicon, and two weights for each key of evidence.

    `words`, `rows` and `pieces` are as `flows.layouts.cut.lexicon.Lexicon` wants them; `quick` are the weights of the
    quick look.
    """

    words: list[str]
    rows: bytes
    pieces: list[int]
    weights: Mapping[Key, float]
    quick: Mapping[Key, float]

    def lexicon(self) -> Lexicon:
        """The lexicon of the model."""
        return Lexicon(self.words, self.rows, self.pieces)


def save(path: Path, model: Stored) -> None:
    """Write the model; the same model gives the same bytes."""
    keys = [
        key
        for key, weight in model.weights.items()
        if abs(weight) >= _SMALLEST or abs(model.quick.get(key, 0.0)) >= _SMALLEST
    ]
    members = {
        "words.txt": "\n".join(model.words).encode(),
        "rows": model.rows,
        "pieces": array("b", model.pieces).tobytes(),
        "keys.json": json.dumps(keys, ensure_ascii=False, separators=(",", ":")).encode(),
        "weights": struct.pack(f"<{len(keys)}e", *(model.weights[key] for key in keys)),
        "quick": struct.pack(f"<{len(keys)}e", *(model.quick.get(key, 0.0) for key in keys)),
    }
    with ZipFile(path, "w") as archive:
        for name, content in members.items():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=9)


def read(source: IO[bytes]) -> Stored:
    """The model in a file that `save` wrote."""
    with ZipFile(source) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    keys: list[Key] = list(map(tuple, json.loads(content["keys.json"])))
    pieces = array("b")
    pieces.frombytes(content["pieces"])
    floats = f"<{len(keys)}e"
    quick = zip(keys, struct.unpack(floats, content["quick"]), strict=True)
    return Stored(
        words=content["words.txt"].decode().split("\n"),
        rows=content["rows"],
        pieces=pieces.tolist(),
        weights=dict(zip(keys, struct.unpack(floats, content["weights"]), strict=True)),
        quick={key: weight for key, weight in quick if weight},
    )
