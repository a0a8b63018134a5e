"""The build: a Prefect flow whose tasks are the stages. They move files and numbers, and decide nothing.

What may be large lies in files of the run's staging folder; the work on them is done by the functions of `work`, in
other processes where there is much of it. Prefect keeps and caches nothing: a build that finds nothing new ends at
once, and one that was killed starts over on a swept folder.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

# First: it sets what Prefect reads when it is imported.
import flows.quiet  # noqa: F401 - for that alone  # isort: skip

import polars as pl
from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.futures import as_completed
from prefect.states import Completed, Failed

from flows import progress
from flows.artifacts import Pages, ProgressArtifacts, show_build
from flows.plan import Plan, make_plan
from flows.release.assemble import assemble
from flows.release.footing import known_ids
from flows.release.manifest import BuildFacts, GateResult, Input, inputs_from
from flows.release.place import hold_place
from flows.release.recover import recover
from flows.release.staging import discard, emptied, open_staging, require_links
from flows.release.statistics import Statistics
from flows.release.summary import BuildSummary, Came, count_steps, inputs_hash, summarize_refusal, summarize_release
from flows.release.text import count_of
from flows.settings import Settings
from flows.stages.account import join_pieces
from flows.stages.validate import Gate, judge
from flows.tasks import THREADS, counted, stage
from flows.version import code_version
from flows.work.budget import plan_budget
from flows.work.cache import CACHE
from flows.work.cache_settled import keep_settled, take_settled
from flows.work.emptiness import read_emptiness, tell_emptiness
from flows.work.opening import open_workers
from flows.work.papers import Papers, drop_compared, find_papers
from flows.work.parts import FACTS, Part, load, settle_positions
from flows.work.pool import Workers
from flows.work.recall import Wanted, recall_chunk, settle_cache, want_all
from flows.work.settled import Settling
from flows.work.tables import Tables, write_all


class Run(NamedTuple):
    """Where a build reads, works and publishes; `place` is its own folder in staging."""

    raw: Path
    out: Path
    place: Path
    latest: Path | None
    settings: Settings
    pool: Workers


class Judged(NamedTuple):
    """The staging folder with the tables, what they were made of, how many records came how far, and every gate."""

    staging: Path
    inputs: tuple[Input, ...]
    came: Came
    rejects: dict[str, int]
    gates: list[Gate]
    statistics: Statistics
    settling: Settling | None


@stage("plan")
def plan_build(raw: Path, out: Path, settings: Settings, *, again: bool) -> Plan:
    """Find the dumps, and whether the latest release was made of just these by this code with these settings."""
    return make_plan(raw, out, settings, code_version(), again=again)


@stage("read chunk {number}")
def read_share(number: int, wanted: Wanted, run: Run) -> list[Part]:  # noqa: ARG001 - it names the run
    """Cut dumps up and clean their records, or take them from the cache; gives the parts in the dumps' order."""
    return list(run.pool.call(recall_chunk, wanted))


@stage("dedup")
def dedup_parts(parts: Sequence[Part], run: Run) -> Papers:
    """Make papers of all records."""
    progress.current().start("dedup")
    place = emptied(run.place / "pairs")
    cache = run.out / CACHE if run.settings.work.cache else None
    papers = find_papers(
        parts, place, known_ids(run.out), run.settings.dedup, counted("dedup", run.pool.map), cache=cache
    )
    made, records = papers.paper_ids.n_unique() - papers.paper_ids.has_nulls(), len(papers.paper_ids)
    progress.current().finish("dedup", f"{count_of(made, 'paper')} of {count_of(records, 'record')}", records)
    return papers


@stage("validate")
def write_tables(parts: Sequence[Part], papers: Papers, run: Run) -> Judged:
    """Write the tables, each row held against its schema, and judge the limits that stop a release."""
    progress.current().start("validate")
    drop_compared(parts, run.place / "pairs")
    staging = emptied(run.place / "release")
    staging.mkdir()
    ranges = plan_budget(run.settings).ranges(len(papers.record_ids))
    cache = run.out / CACHE if run.settings.work.cache else None
    settling = None if cache is None else take_settled(run.out, run.latest, run.place)
    place = emptied(run.place / "ranges")
    written = write_all(
        Tables(parts, papers, place, staging, run.latest, ranges, run.settings.release, settling, cache),
        counted("validate", run.pool.map),
    )
    facts = join_pieces(pl.concat([load(part, FACTS) for part in parts]))
    previous = None if run.latest is None else read_emptiness(run.latest)
    came = Came(
        entries=sum(part.entries for part in parts),
        extracted=sum(part.extracted for part in parts),
        normalized=len(papers.record_ids),
        unused=papers.paper_ids.null_count(),
        records=written.records,
        papers=written.papers,
        refused=written.refused,
        verdicts=written.verdicts,
    )
    emptiness = tell_emptiness(written.papers, written.statistics["papers"])
    gates = judge(facts, sum(written.refused.values()), emptiness, previous, run.settings.gates)
    failed = sum(not gate.passed for gate in gates)
    told = f"{count_of(len(gates), 'gate')}, {failed:,} failed; {count_of(sum(written.rejects.values()), 'reject')}"
    progress.current().finish("validate", told, written.records)
    return Judged(staging, inputs_from(facts), came, written.rejects, gates, written.statistics, settling)


@stage("release")
def publish_release(judged: Judged, run: Run) -> BuildSummary:
    """Publish the release, or tell which gates stop it."""
    progress.current().start("release", 1)
    failed = [str(gate) for gate in judged.gates if not gate.passed]
    if failed:
        progress.current().finish("release", f"none: {count_of(len(failed), 'failed gate')}")
        return summarize_refusal(judged.inputs, judged.came, judged.rejects, failed)
    said = run.settings.deciding()
    built = BuildFacts(
        code_version=code_version(),
        settings=said,
        inputs=judged.inputs,
        inputs_hash=inputs_hash([(source.path, source.sha256) for source in judged.inputs], said, code_version()),
        counts=count_steps(judged.came),
        gates=tuple(GateResult(**gate._asdict()) for gate in judged.gates),
        statistics=judged.statistics,
    )
    published = assemble(run.out, judged.staging, run.latest, built, now=datetime.now(UTC))
    if judged.settling is not None:
        keep_settled(run.out, published.path, judged.settling)
    summary = summarize_release(published.path, created=published.created)
    progress.current().finish("release", summary.sentence())
    return summary


@flow(
    name="litsieve",
    flow_run_name="build {raw} into {out}",
    task_runner=THREADS,
    persist_result=False,
)
def build(raw: Path, out: Path, settings: Settings | None = None, *, again: bool = False) -> State[BuildSummary]:
    """Make a release in `out` of the dumps below `raw`, if they hold anything new.

    What made a release that was rolled back is not new, unless it is to be published `again`. Ends Completed with the
    summary of the release (named Unreadable where it is new and a dump could not be read), or Failed with that of the
    gates which stopped it. Raises FileNotFoundError or
    NotADirectoryError where `raw` holds no dump, OutputError where `out` cannot be used.
    """
    settings = Settings() if settings is None else settings
    log = get_run_logger()
    pages = Pages()
    with ExitStack() as at_end:
        at_end.enter_context(progress.shown_to(ProgressArtifacts(pages)))
        at_end.enter_context(hold_place(raw, out, settings.release.lock_wait_s))
        for note in recover(out):
            log.info(note)
        plan = plan_build(raw, out, settings, again=again)
        if plan.latest is not None and (plan.unchanged or plan.refusal is not None):
            summary = summarize_release(plan.latest, created=False)._replace(rolled_back=plan.refusal)
        else:
            place = open_staging(out)
            at_end.callback(discard, place)
            require_links(place)
            with open_workers(settings, raw, place, len(plan.shares)) as pool:
                run = Run(raw, out, place, plan.latest, plan.settings, pool)
                judged = make_tables(plan, run)
            # Without the workers, whose memory the report of millions of papers may need.
            summary = publish_release(judged, run)
            for note in settle_cache(place, plan.found, settings.work.cache_builds):
                log.info(note)
    log.info(summary.sentence())
    pages.put(lambda: show_build(summary))
    if summary.release is None:
        return Failed(name="Refused", message=summary.sentence(), data=summary)
    if summary.created and summary.refused:
        # A name of its own, by which somebody may be told: once, and not by each later build of the same dumps.
        return Completed(name="Unreadable", message=summary.sentence(), data=summary)
    return Completed(message=summary.sentence(), data=summary)


def make_tables(plan: Plan, run: Run) -> Judged:
    """The stages from reading to validating, each a task; shares side by side."""
    parts = settle_positions(plan.shares, read_all(plan, run))
    records = count_of(sum(part.records for part in parts), "record")
    progress.current().finish("read", f"{records} in {count_of(len(plan.shares), 'chunk')}")
    return write_tables(parts, dedup_parts(parts, run), run)


def read_all(plan: Plan, run: Run) -> list[list[Part]]:
    """The parts of each share. Told as they come: what a worker still held when it was lost would be read again."""
    progress.current().start("read", len(plan.shares))
    wanted = want_all(plan.shares, plan.found, run.raw, run.place, run.settings)
    read = [read_share.submit(number, one, run) for number, one in enumerate(wanted)]
    numbers = {one.task_run_id: number for number, one in enumerate(read)}
    found: dict[int, list[Part]] = {}
    for one in as_completed(read):
        parts = found[numbers[one.task_run_id]] = one.result()
        progress.current().advance("read", sum(part.records for part in parts))
    return [found[number] for number in range(len(read))]
