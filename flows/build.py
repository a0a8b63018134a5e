"""The build: a Prefect flow whose tasks are the stages. They move files and frames, and decide nothing.

What may be large passes between tasks as Parquet files in the run's staging folder. Prefect keeps and caches nothing:
a build that finds nothing new ends at once, and one that was killed starts over on a swept folder.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

# Read when prefect is imported: a build sends nothing to anybody, and a busy machine may need minutes to start the
# temporary server that Prefect uses where none is configured.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")

import polars as pl
from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from flows import progress
from flows.dumps.chunks import plan_chunks
from flows.dumps.files import dump_name, find_dumps, hash_dump
from flows.reading import extract_files
from flows.release.assemble import assemble
from flows.release.catalogue import latest_release
from flows.release.files import is_intact
from flows.release.lock import hold_lock
from flows.release.manifest import BuildFacts, GateResult, inputs_from, read_manifest
from flows.release.recover import recover
from flows.release.spill import load, load_all, spill
from flows.release.staging import discard, open_staging
from flows.release.summary import BuildSummary, count_steps, inputs_hash, summarize_refusal, summarize_release
from flows.release.summary_text import reject_rows, render_markdown
from flows.release.tables import read_table
from flows.settings import Settings
from flows.stages.account import join_pieces
from flows.stages.dedup import dedup
from flows.stages.normalize import normalize, number_repeats
from flows.stages.validate import Gate, check_tables, judge
from flows.version import code_version
from schemas.frames import empty_frame
from schemas.judgements import Ids

# The type of a flow's runner fits none of Prefect's own runners.
THREADS: Any = ThreadPoolTaskRunner(max_workers=2)
"""Reads and cuts up chunks; polars uses the other cores by itself."""

P = ParamSpec("P")
R = TypeVar("R")


class Plan(NamedTuple):
    """What a build has before it: the dumps in chunks, and the latest release, if any, and if it holds just these."""

    chunks: list[list[Path]]
    latest: Path | None
    unchanged: bool


class Run(NamedTuple):
    """Where a build reads, works and publishes; `place` is its own folder in staging."""

    raw: Path
    out: Path
    place: Path
    latest: Path | None
    settings: Settings


class Judged(NamedTuple):
    """Where the checked tables lie, and every gate."""

    folder: Path
    gates: list[Gate]


def is_io_error(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether trying again may help: the disk or the network failed, not the code or the request."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and not isinstance(error, FileNotFoundError | NotADirectoryError)


def stage(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """A task that is tried again after an I/O error, and whose inputs Prefect neither hashes nor keeps."""
    return task(
        task_run_name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=2,
        retry_delay_seconds=[1, 5],
        retry_condition_fn=is_io_error,
    )


@stage("plan")
def plan_build(raw: Path, out: Path, settings: Settings) -> Plan:
    """Find the dumps, and whether the latest release was made of just these by this code with these settings."""
    progress.current().start("plan", 1)
    paths = find_dumps(raw)
    if not paths:
        raise FileNotFoundError(f"There is no dump below {raw}.")
    latest = latest_release(out)
    known = latest is not None and is_intact(latest)
    seen = [(dump_name(path, raw), hash_dump(path)) for path in paths] if known else []
    now = inputs_hash(seen, settings.model_dump(mode="json"), code_version())
    unchanged = known and latest is not None and read_manifest(latest).inputs_hash == now
    progress.current().finish("plan", f"{len(paths):,} dumps")
    return Plan(plan_chunks(paths, settings.extract.chunk_bytes), latest, unchanged)


@stage("extract chunk {number}")
def extract_chunk(number: int, paths: list[Path], run: Run) -> list[Path]:
    """Cut the dumps of a chunk up; gives folders that each hold `extracted`, `extract_rejects` and `facts`."""
    folders = []
    for part, found in enumerate(extract_files(paths, run.raw, run.settings.extract)):
        folders.append(run.place / f"chunk-{number:06}-{part:04}")
        spill(folders[-1], {"extracted": found.records, "extract_rejects": found.rejects, "facts": found.facts})
    progress.current().advance("extract")
    return folders


@stage("normalize chunk {number}")
def normalize_chunk(number: int, folders: list[Path], run: Run) -> list[Path]:  # noqa: ARG001 - it names the run
    """Clean the records of a chunk; adds `normalized` and `normalize_rejects` to its folders."""
    for folder in folders:
        clean = normalize(load(folder, "extracted"), run.settings.normalize)
        spill(folder, {"normalized": clean.records, "normalize_rejects": clean.rejects})
    progress.current().advance("normalize")
    return folders


@stage("dedup")
def find_papers(folders: Sequence[Path], run: Run) -> Path:
    """Make papers of all records; gives the folder that holds `papers`, `records`, `matches` and `ids`."""
    progress.current().start("dedup", 1)
    known_ids = empty_frame(Ids) if run.latest is None else read_table(run.latest, "ids")
    records = number_repeats(load_all(folders, "normalized"))
    tables = dedup(records, known_ids, run.settings.dedup)._asdict()
    spill(run.place / "dedup", tables)
    progress.current().finish("dedup", f"{tables['papers'].height:,} papers of {records.height:,} records")
    return run.place / "dedup"


@stage("validate")
def validate_tables(folders: Sequence[Path], joined: Path, run: Run) -> Judged:
    """Hold the tables against their schemas and the limits; gives the folder with the tables that may be published."""
    progress.current().start("validate", 1)
    refused = [load_all(folders, f"{name}_rejects") for name in ("extract", "normalize")]
    tables = {name: load(joined, name) for name in ("papers", "records", "matches", "ids")}
    checked = check_tables({**tables, "rejects": pl.concat(refused)})
    previous = None if run.latest is None else read_table(run.latest, "papers")
    gates = judge(
        join_pieces(load_all(folders, "facts")), checked["rejects"], checked["papers"], previous, run.settings.gates
    )
    spill(run.place / "checked", checked)
    failed = sum(not gate.passed for gate in gates)
    progress.current().finish(
        "validate", f"{len(gates):,} gates, {failed:,} fail; {checked['rejects'].height:,} rejects"
    )
    return Judged(run.place / "checked", gates)


@stage("release")
def publish_release(folders: Sequence[Path], joined: Path, judged: Judged, run: Run) -> BuildSummary:
    """Write and publish the release, or tell which gates stop it."""
    progress.current().start("release", 1)
    tables = {name: load(judged.folder, name) for name in ("papers", "records", "matches", "rejects", "ids")}
    facts = join_pieces(load_all(folders, "facts"))
    inputs = inputs_from(facts)
    failed = [str(gate) for gate in judged.gates if not gate.passed]
    if failed:
        progress.current().finish("release", "none: gates fail")
        return summarize_refusal(inputs, tables, failed)
    said = run.settings.model_dump(mode="json")
    before = {"normalized": load_all(folders, "normalized"), "deduplicated": load(joined, "records")}
    built = BuildFacts(
        code_version=code_version(),
        settings=said,
        inputs=inputs,
        inputs_hash=inputs_hash([(source.path, source.sha256) for source in inputs], said, code_version()),
        counts=count_steps(int(facts["entries"].sum()), load_all(folders, "extracted").height, {**tables, **before}),
        gates=tuple(GateResult(**gate._asdict()) for gate in judged.gates),
    )
    published = assemble(run.out, tables, run.latest, built, now=datetime.now(UTC), settings=run.settings.release)
    summary = summarize_release(published.path, created=published.created)
    progress.current().finish("release", summary.sentence())
    return summary


@flow(
    name="litsieve",
    flow_run_name="build {raw} into {out}",
    task_runner=THREADS,
    persist_result=False,
)
def build(raw: Path, out: Path, settings: Settings | None = None) -> State[BuildSummary]:
    """Make a release in `out` of the dumps below `raw`, if they hold anything new.

    Ends Completed with the summary of the release, or Failed with that of the gates which stopped it. Raises
    FileNotFoundError or NotADirectoryError where `raw` holds no dump, OutputError where `out` cannot be used.
    """
    settings = Settings() if settings is None else settings
    log = get_run_logger()
    with ExitStack() as at_end:
        at_end.enter_context(hold_lock(out, settings.release.lock_wait_s))
        for note in recover(out):
            log.info(note)
        plan = plan_build(raw, out, settings)
        if plan.unchanged and plan.latest is not None:
            summary = summarize_release(plan.latest, created=False)
        else:
            place = open_staging(out)
            at_end.callback(discard, place)
            summary = run_stages(plan.chunks, Run(raw, out, place, plan.latest, settings))
    log.info(summary.sentence())
    create_markdown_artifact(render_markdown(summary), key="litsieve-build", description="What the build came to.")
    create_table_artifact(reject_rows(summary), key="litsieve-rejects", description="Why pieces were refused.")
    state = Completed if summary.release is not None else Failed
    return state(message=summary.sentence(), data=summary)


def run_stages(chunks: Sequence[list[Path]], run: Run) -> BuildSummary:
    """All stages after planning, each a task; chunks side by side."""
    progress.current().start("extract", len(chunks))
    progress.current().start("normalize", len(chunks))
    cut = [extract_chunk.submit(number, paths, run) for number, paths in enumerate(chunks)]
    clean = [normalize_chunk.submit(number, chunk.result(), run) for number, chunk in enumerate(cut)]
    progress.current().finish("extract", f"{len(cut):,} chunks")
    folders = [folder for chunk in clean for folder in chunk.result()]
    progress.current().finish("normalize", f"{len(clean):,} chunks")
    joined = find_papers(folders, run)
    judged = validate_tables(folders, joined, run)
    return publish_release(folders, joined, judged, run)
