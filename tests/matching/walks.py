"""Releases one after the other, made of small dumps in memory."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl

from flows.settings import DedupSettings, NormalizeSettings
from flows.stages.normalize import normalize, number_repeats
from schemas.frames import empty_frame, polars_schema
from schemas.judgements import Ids
from schemas.records import Extracted, Normalized

Listing = Mapping[str, Any]
Dumps = Mapping[str, Sequence[Listing]]
Tables = Any
"""`papers`, `records`, `matches` and `ids`, frames as a build publishes them."""
Dedup = Callable[..., Tables]

TYPES = polars_schema(Extracted)


@cache
def cleaned(listing: str) -> dict[str, Any]:
    """A listing, as JSON, as the normalize stage gives it, wherever it stands."""
    raw = {f"{name}_raw": value for name, value in json.loads(listing).items()}
    place = {"dump": "page.txt", "dump_sha256": "0" * 64, "layout": "profile", "position": 0, "reference": False}
    cut = {"byte_start": 0, "byte_end": 1, "confidence": 1.0, "authors_complete": bool(raw.get("authors_raw"))}
    lists: dict[str, Any] = {name: [] for name, dtype in TYPES.items() if isinstance(dtype, pl.List)}
    row = {**dict.fromkeys(TYPES), **lists, **place, **cut, **raw}
    return normalize(pl.DataFrame([row], schema=TYPES), NormalizeSettings()).records.row(0, named=True)


class History:
    """Releases one after the other: each knows the ids of the one before."""

    def __init__(self, dedup: Dedup) -> None:
        """Nothing is published yet."""
        self.ids = empty_frame(Ids)
        self._dedup = dedup

    def release(self, dumps: Dumps, references: Dumps | None = None, order: Sequence[int] | None = None) -> Tables:
        """What a build of these dumps gives; `order` is that of the records, which makes no difference."""
        rows = [
            {**cleaned(json.dumps(listing)), "dump": dump, "position": position, "reference": side is not dumps}
            for side in (dumps, references or {})
            for dump, listings in side.items()
            for position, listing in enumerate(listings)
        ]
        records = number_repeats(pl.DataFrame(rows, schema=polars_schema(Normalized)))
        found = self._dedup(records if order is None else records[list(order)], self.ids, DedupSettings())
        self.ids = found.ids
        return found

    def leads_to(self, paper: str) -> tuple[str, str | None]:
        """Status and redirect of an id in the last release."""
        (row,) = self.ids.filter(pl.col("paper_id") == paper).select("status", "redirect").rows()
        return row


def paper_of(release: Tables, dump: str, position: int = 0) -> str:
    """The paper of the record that stands there."""
    return str(release.records.filter(dump=dump, position=position)["paper_id"].item())
