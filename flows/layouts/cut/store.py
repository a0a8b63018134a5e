"""The file that holds a model: a zip archive of its lexicon and its weights."""

from pathlib import Path
from typing import IO, Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np

from flows.layouts.cut.evidence import Weights, dense
from flows.layouts.cut.groups import Ints
from flows.layouts.cut.kinds import kinds_of, starts_of
from flows.layouts.cut.lexicon import Lexicon

_SMALLEST: Final = 0.01
"""A weight below this changes no decision and is not stored."""


class Stored(NamedTuple):
    """A model as it is stored: its lexicon, and two weights for each code of evidence.

    `words`, `rows` and `pieces` are as `flows.layouts.cut.lexicon.Lexicon` wants them; `quick` are the weights of the
    quick look.
    """

    words: list[str]
    rows: bytes
    pieces: Ints
    weights: Weights
    quick: Weights

    def lexicon(self) -> Lexicon:
        """The lexicon of the model."""
        return Lexicon(self.words, self.rows, self.pieces)


def save(path: Path, model: Stored) -> None:
    """Write the model; the same model gives the same bytes."""
    codes = np.flatnonzero(np.maximum(abs(model.weights), abs(model.quick)) >= _SMALLEST)
    kinds = kinds_of(codes)
    members = {
        "words.txt": "\n".join(model.words).encode(),
        "rows": model.rows,
        "pieces": model.pieces.astype("<i1").tobytes(),
        "kinds": kinds.astype("<u2").tobytes(),
        "seen": (codes - starts_of(kinds)).astype("<u4").tobytes(),
        "weights": model.weights[codes].astype("<f2").tobytes(),
        "quick": model.quick[codes].astype("<f2").tobytes(),
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
    seen = np.frombuffer(content["seen"], "<u4").astype(np.int64)
    codes = seen + starts_of(np.frombuffer(content["kinds"], "<u2"))
    return Stored(
        words=content["words.txt"].decode().split("\n"),
        rows=content["rows"],
        pieces=np.frombuffer(content["pieces"], "<i1").astype(np.int64),
        weights=dense(codes, np.frombuffer(content["weights"], "<f2")),
        quick=dense(codes, np.frombuffer(content["quick"], "<f2")),
    )
