"""The reading of one build after the other, with a cache and without, for tests of the cache."""

import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from flows.dumps.files import dump_name, find_dumps
from flows.settings import ExtractSettings, Settings
from flows.stages.account import join_pieces
from flows.work import parts, recall
from flows.work.cache import CACHE
from flows.work.cache_parts import NOTHING, look_up
from flows.work.parts import FILES, Chunk, Part, settle_positions, share_out
from flows.work.recall import Wanted, recall_chunk, settle_cache

Tables = dict[str, pl.DataFrame]

SMALL = Settings.model_validate({"extract": {"piece_bytes": 500, "chunk_bytes": 1_000}})
"""So that a handful of little dumps makes several shares of several parts."""


def lines(name: str, count: int) -> str:
    rows = [{"title": f"Growth of moss {name} {n}", "authors": ["Mei Tanaka"], "year": 2000 + n} for n in range(count)]
    return "".join(json.dumps(row) + "\n" for row in rows)


class Builds:
    """The reading of builds of the dumps below `raw`, with the cache below `out`."""

    def __init__(self, place: Path, options: Settings = SMALL) -> None:
        """No build yet, and no dump."""
        self.raw, self.out, self.settings = place / "raw", place / "out", options
        self.raw.mkdir()
        self.names: list[str] = []
        self.notes: list[str] = []
        self._place, self._number = place, 0

    def write(self, name: str, content: str) -> None:
        """Put a dump there."""
        (self.raw / name).write_text(content, encoding="utf-8")

    def read(self, options: Settings | None = None) -> Tables:
        """Read as a build does; `names` are the dumps that were read anew."""
        options = options or self.settings
        self._number += 1
        place = self._place / f"build-{self._number}"
        place.mkdir()
        shares = share_out(find_dumps(self.raw), self.raw, options.extract)
        found = look_up(shares, self.raw, self.out, options, {})
        self.names = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(recall, "extract_share", self._spy)
            read = [
                recall_chunk(Wanted(Chunk(number, share, self.raw, place, options), found.cache, found.base, known))
                for number, (share, known) in enumerate(zip(shares, found.shares, strict=True))
            ]
        self.notes = settle_cache(place, found, options.work.cache_builds)
        return joined(settle_positions(shares, read))

    def read_from_nothing(self, options: Settings | None = None) -> Tables:
        """The same without any cache."""
        # All dumps as one part: what stands in the parts does not depend on how they were cut.
        options = (options or self.settings).model_copy(
            update={
                "extract": ExtractSettings(
                    references=(options or self.settings).extract.references,
                    max_dump_bytes=(options or self.settings).extract.max_dump_bytes,
                )
            }
        )
        self._number += 1
        place = self._place / f"build-{self._number}"
        shares = share_out(find_dumps(self.raw), self.raw, options.extract)
        read = [
            recall_chunk(Wanted(Chunk(number, share, self.raw, place, options), None, "", NOTHING))
            for number, share in enumerate(shares)
        ]
        return joined(settle_positions(shares, read))

    def entries(self) -> list[Path]:
        """What lies in the cache."""
        return sorted((self.out / CACHE / "parts").iterdir())

    def _spy(self, share: parts.Share, chunk: Chunk) -> object:
        pieces = share if isinstance(share, list) else [share.path]
        self.names += [dump_name(path, self.raw) for path in pieces]
        return parts.extract_share(share, chunk)


def joined(found: Sequence[Part]) -> Tables:
    """All that the parts hold, whatever their sizes."""
    tables = {name: pl.concat([parts.load(part, name) for part in found]) for name in FILES}
    counts = [sum(getattr(part, name) for part in found) for name in ("entries", "extracted", "records")]
    # Of a large dump there is an account for every piece.
    tables[parts.FACTS] = join_pieces(tables[parts.FACTS]).drop("carry")
    return tables | {"counts": pl.DataFrame({"counts": counts})}


def same(one: Tables, other: Tables) -> bool:
    return all(one[name].equals(other[name]) for name in one | other)
