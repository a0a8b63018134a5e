"""What became of a paper or a record through all releases: as data."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from flows.release.catalogue import read_catalogue
from flows.release.changes import as_text
from flows.release.errors import ReleaseDamagedError, UnknownIdError
from flows.release.files import require_intact
from flows.release.folder import RELEASES
from flows.release.lookup import look_up
from flows.release.tables import load_rows
from schemas.patterns import PAPER_ID

PLACES: Final = ("record_id", "paper_id", "dump_sha256", "byte_start", "byte_end", "spans")
"""Columns of records that say where it stood; they are not compared, as they change with the dump around it."""

STATUS: Final = {
    "live": "in the release",
    "merged": "merged into another paper",
    "removed": "no record of the paper is left",
    "gone": "the record is in no dump any more",
    "unknown": "not known yet",
    "unreadable": "the release is damaged",
}
"""What may be said of an id in a release."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field and its values before and since, as changes.parquet writes them."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """What one release says of the id.

    `status` is one of STATUS; `paper_id` the paper that the id leads to, redirects followed, None where it leads to
    none; `record_ids` the records of that paper. `changes`, `joined` and `left` (records) are against the last release
    in which it stood.
    """

    version: str
    created_at: datetime
    latest: bool
    status: str
    paper_id: str | None
    title: str | None
    record_ids: tuple[str, ...]
    changes: tuple[FieldChange, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    problem: str | None


@dataclass(frozen=True, slots=True)
class History:
    """One step a release, oldest first."""

    asked: str
    steps: tuple[Step, ...]

    def as_dict(self) -> dict[str, Any]:
        """The history for a program."""
        told = asdict(self)
        for step in told["steps"]:
            step["created_at"] = step["created_at"].isoformat()
        return told


class State(NamedTuple):
    """What a release says, before it is compared; `values` are those of the paper or, of a record, its own."""

    status: str
    paper_id: str | None = None
    title: str | None = None
    record_ids: tuple[str, ...] = ()
    values: Mapping[str, str | None] | None = None
    problem: str | None = None


def follow(out: Path, asked: str) -> History:
    """The history of a paper or a record, or of what an input calls so, in the releases of `out`.

    A damaged release is told as such and passed over. Raises UnknownIdError where no release knows the id.
    """
    catalogue = read_catalogue(out)
    steps = []
    stood: State | None = None
    for entry in catalogue.present():
        state = _state(out / RELEASES / entry.version, asked)
        before = stood if stood is not None and state.values is not None else state
        steps.append(
            Step(
                version=entry.version,
                created_at=entry.created_at,
                latest=entry.version == catalogue.latest,
                status=state.status,
                paper_id=state.paper_id,
                title=state.title,
                record_ids=state.record_ids,
                changes=_changes(before.values or {}, state.values or {}),
                joined=tuple(sorted(set(state.record_ids) - set(before.record_ids))),
                left=tuple(sorted(set(before.record_ids) - set(state.record_ids))),
                problem=state.problem,
            )
        )
        stood = state if state.values is not None else stood
    if all(step.status in {"unknown", "unreadable"} for step in steps):
        raise UnknownIdError(
            f"No release in {out} has a paper or a record of id {asked}. `litsieve explain` tells the id of a DOI, or "
            "of words of a title."
        )
    return History(asked, tuple(steps))


def _state(release: Path, asked: str) -> State:
    try:
        require_intact(release, *(f"{name}.parquet" for name in ("ids", "papers", "records")))
        found = look_up(release, asked)
    except UnknownIdError:
        return State("unknown")
    except ReleaseDamagedError as error:
        return State("unreadable", problem=str(error))
    papers = load_rows(release, "papers", pl.col("paper_id") == found.paper_id)
    if papers.is_empty():
        return State("removed")
    held = load_rows(release, "records", pl.col("paper_id") == found.paper_id)
    records = tuple(held["record_id"].sort())
    state = State(found.status, found.paper_id, papers["title"][0], records)
    if re.search(PAPER_ID, asked):
        return state._replace(values=_values(papers.drop("paper_id")))
    own = held.filter((pl.col("record_id") == asked) | (pl.col("source_id") == asked))
    if own.is_empty():
        return state._replace(status="gone")
    return state._replace(values=_values(own.head(1).drop(PLACES)))


def _values(row: pl.DataFrame) -> dict[str, str | None]:
    return row.select(as_text(column).alias(column) for column in row.columns).row(0, named=True)


def _changes(old: Mapping[str, str | None], new: Mapping[str, str | None]) -> tuple[FieldChange, ...]:
    """The fields that both have, with different values."""
    return tuple(
        FieldChange(field, old[field], value) for field, value in new.items() if field in old and old[field] != value
    )
