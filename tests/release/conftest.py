"""A small release: four papers made of five records, which stood in two dumps."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest

from flows.release.catalogue import latest_release
from flows.release.changes import compare
from flows.release.changes_text import render_changes
from flows.release.documents import write_documents
from flows.release.lock import hold_lock
from flows.release.manifest import BuildFacts, BytesRead, GateResult, Input, StepCounts
from flows.release.publish import Published, publish
from flows.release.recover import recover
from flows.release.staging import open_staging
from flows.release.statistics import Tally
from flows.release.tables import load_table, read_table, write_tables
from flows.settings import ReleaseSettings
from schemas.frames import check_frame, empty_frame, polars_schema
from schemas.tables import TABLES

Frames = dict[str, pl.DataFrame]
Row = dict[str, Any]

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIRST_SHA256, SECOND_SHA256 = "a" * 64, "b" * 64


def paper_id(number: int) -> str:
    return f"p{number:016x}"


def record_id(number: int) -> str:
    return f"r{number:020x}"


def frame_of(schema: pa.DataFrameSchema, rows: list[Row]) -> pl.DataFrame:
    """Rows of a table; of what they leave out, lists are empty and all else is null."""
    types = polars_schema(schema)
    empty: Row = {name: [] if isinstance(dtype, pl.List) else None for name, dtype in types.items()}
    return check_frame(pl.DataFrame([{**empty, **row} for row in rows], schema=types), schema)


def record(number: int, paper: int, *, dump: str, position: int, **values: Any) -> Row:  # noqa: ANN401 - cells of a table
    start = 100 * position
    return {
        "record_id": record_id(number),
        "paper_id": paper_id(paper),
        "dump": dump,
        "dump_sha256": FIRST_SHA256 if dump == "first.txt" else SECOND_SHA256,
        "layout": "profile" if dump == "first.txt" else "bare",
        "position": position,
        "byte_start": start,
        "byte_end": start + 90,
        "spans": [
            {"field": "title", "start": start, "end": start + 30},
            {"field": "abstract", "start": start + 40, "end": start + 90},
        ],
        "authors_complete": True,
        "confidence": 0.99,
        "reference": False,
        "extra": [],
        **values,
    }


@pytest.fixture(scope="session")
def frames() -> Frames:
    """The tables of the sample release, without changes. Whoever needs another one makes a new dict."""
    mixing = {"title": "Mixing | *stars* & <b>tags</b>", "abstract": "Über μP and “quotes”.\nTwo lines."}
    dated = {"date": date(2023, 2, 2), "year": 2023, "updated_at": datetime(2023, 2, 2, 18, 44, 11, tzinfo=UTC)}
    records = [
        record(1, 1, dump="first.txt", position=0, title_raw=mixing["title"], **mixing, authors=["Ann Lee"]),
        record(2, 1, dump="second.txt", position=0, abstract_raw="Über μP", abstract=mixing["abstract"]),
        record(3, 2, dump="first.txt", position=1, title="Second paper", title_raw="Second paper", **dated),
        record(4, 3, dump="first.txt", position=2, title="Third paper", links=["https://example.org/a"]),
        record(5, 4, dump="second.txt", position=1, abstract="No title here.", flags=["no_title"]),
    ]
    papers = [
        {"n_records": 2, "dumps": ["first.txt", "second.txt"], **mixing, "authors": ["Ann Lee"]},
        {"n_records": 1, "dumps": ["first.txt"], "title": "Second paper", **dated},
        {"n_records": 1, "dumps": ["first.txt"], "title": "Third paper", "links": ["https://example.org/a"]},
        {"n_records": 1, "dumps": ["second.txt"], "abstract": "No title here.", "flags": ["no_title"]},
    ]
    matches = [
        {
            "record_a": record_id(1),
            "record_b": record_id(2),
            "rule": "same_abstract",
            "score": 0.98,
            "verdict": "same",
            "evidence": ["abstracts are equal"],
        },
        {
            "record_a": record_id(3),
            "record_b": record_id(4),
            "rule": "same_title",
            "score": 0.4,
            "verdict": "unsure",
            "evidence": ["titles are alike", "years differ"],
        },
    ]
    rejects = [
        {"position": 3, "byte_start": 300, "byte_end": 310, "code": "empty_record", "message": "Nothing in it."},
        {"byte_start": 310, "byte_end": 330, "code": "unclaimed_text", "message": "Nobody's.", "text": "404 \u2028 é"},
    ]
    members = {1: [1, 2], 2: [3], 3: [4], 4: [5]}
    ids: list[Row] = [
        {"paper_id": paper_id(paper), "status": "live", "record_ids": [record_id(number) for number in numbers]}
        for paper, numbers in members.items()
    ]
    ids.append({"paper_id": paper_id(9), "status": "merged", "redirect": paper_id(1), "record_ids": [record_id(2)]})
    ids.append({"paper_id": paper_id(10), "status": "removed", "record_ids": [record_id(77)]})
    numbered = [{"paper_id": paper_id(at + 1), "authors_complete": True, **row} for at, row in enumerate(papers)]
    placed = [{"dump": "first.txt", "layout": "profile", "stage": "extract", **row} for row in rejects]
    return {
        "papers": frame_of(TABLES["papers"], numbered),
        "records": frame_of(TABLES["records"], records),
        "matches": frame_of(TABLES["matches"], matches),
        "rejects": frame_of(TABLES["rejects"], placed),
        "ids": frame_of(TABLES["ids"], ids),
    }


@pytest.fixture(scope="session")
def facts() -> BuildFacts:
    """What the build of the sample release knows of itself."""
    first = Input(
        path="first.txt",
        sha256=FIRST_SHA256,
        bytes=330,
        packed=False,
        content_bytes=330,
        encoding="utf-8",
        layout="profile",
        code=None,
        entries=4,
        records=3,
        bytes_read=BytesRead(fields=240, furniture={"space": 60}, rejects=30),
    )
    second = first.model_copy(
        update={
            "path": "second.txt",
            "sha256": SECOND_SHA256,
            "layout": "bare",
            "bytes": 190,
            "content_bytes": 190,
            "entries": 2,
            "records": 2,
            "bytes_read": BytesRead(fields=160, furniture={"label": 20, "space": 10}, rejects=0),
        }
    )
    through = StepCounts(records_in=5, records_out=5, records_rejected=0)
    return BuildFacts(
        code_version="0.1.0",
        settings={"release": {"zstd_level": 3}},
        inputs=(first, second),
        inputs_hash="c" * 64,
        counts={
            "extract": StepCounts.model_validate({**dict(through), "records_in": 6, "records_rejected": 1, "dumps": 2}),
            "normalize": through,
            "dedup": StepCounts.model_validate({**dict(through), "papers": 4}),
            "validate": through,
        },
        gates=(GateResult(name="min_records_per_dump", subject="first.txt", value=3, limit=1, passed=True),),
    )


Stage = Callable[[Path, Frames], Path]
Publish = Callable[..., Published]


@pytest.fixture(scope="session")
def stage(facts: BuildFacts) -> Stage:
    """Write all files of a release but the manifest into a new staging folder of an output folder."""

    def write(out: Path, frames: Frames) -> Path:
        latest = latest_release(out)
        old = None if latest is None else {name: read_table(latest, name) for name in TABLES}
        changes = compare(old, frames)
        whole = {**frames, "changes": changes}
        staging = open_staging(out)
        write_tables(staging, whole, ReleaseSettings())
        before = [] if old is None else [old["papers"]]
        titles = pl.concat([papers.select("paper_id", "title") for papers in (frames["papers"], *before)])
        text = render_changes(changes, lambda _: titles, first=old is None)
        (staging / "CHANGES.md").write_text(text, encoding="utf-8")
        write_documents(staging, facts, first=old is None)
        return staging

    return write


@pytest.fixture(scope="session")
def publish_frames(stage: Stage, facts: BuildFacts) -> Publish:
    """The last part of a build: from the tables to a release."""

    def build(out: Path, frames: Frames, now: datetime = NOON) -> Published:
        with hold_lock(out, wait_s=0):
            recover(out)
            staging = stage(out, frames)
            tallies = {name: Tally(empty_frame(schema)) for name, schema in TABLES.items()}
            for name, tally in tallies.items():
                tally.add(load_table(staging, name))
            statistics = {name: tally.tell() for name, tally in tallies.items()}
            return publish(out, staging, facts.model_copy(update={"statistics": statistics}), now)

    return build


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder that is not there yet."""
    return tmp_path / "output"


@pytest.fixture(scope="session")
def published(publish_frames: Publish, tmp_path_factory: pytest.TempPathFactory, frames: Frames) -> Path:
    """An output folder that holds the sample; for copying only."""
    out = tmp_path_factory.mktemp("published") / "output"
    return publish_frames(out, frames).path.parents[1]


@pytest.fixture
def release(published: Path, out: Path) -> Path:
    """The sample, published, for one test."""
    return Path(shutil.copytree(published, out, symlinks=True)) / "releases" / "2026-11-20.001"


@pytest.fixture(scope="session")
def retitled(frames: Frames) -> Frames:
    """The sample with another title of the second paper."""
    title = pl.when(pl.col("paper_id") == paper_id(2)).then(pl.lit("Second paper, revised")).otherwise("title")
    return {**frames, "papers": frames["papers"].with_columns(title=title)}


@pytest.fixture(scope="session")
def published_twice(
    publish_frames: Publish, tmp_path_factory: pytest.TempPathFactory, published: Path, retitled: Frames
) -> Path:
    """An output folder that holds the sample and, a day later, `retitled`; for copying only."""
    out = tmp_path_factory.mktemp("published") / "output"
    shutil.copytree(published, out, symlinks=True)
    return publish_frames(out, retitled, NOON + timedelta(days=1)).path.parents[1]


@pytest.fixture
def both(published_twice: Path, out: Path) -> Path:
    """An output folder with two releases, for one test."""
    return Path(shutil.copytree(published_twice, out, symlinks=True))
