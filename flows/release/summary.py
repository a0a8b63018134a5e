"""What a build came to, in a few figures."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from flows.release.examples import Changed, Piece, name_changed, name_pieces
from flows.release.files import require_intact
from flows.release.manifest import Input, StepCounts, read_manifest
from flows.release.tables import load_table
from flows.release.text import count_of, printable
from schemas.vocabulary import REJECT_CODES


class Refused(NamedTuple):
    """A dump that was refused whole: its path below the raw folder and the code of its reject."""

    dump: str
    code: str


class BuildSummary(NamedTuple):
    """The figures of a build.

    `release` is the folder of the release that now holds the content, None where gates stopped it; `created` is False
    where an earlier build had made it. `unused` counts records of references that no paper of another dump needed,
    `rejects` rejects by code, `changes` papers by kind of change by this build; `changed` and `pieces` name some of
    either. `failed_gates` are sentences with limit and value. `rolled_back` tells of the release that these
    dumps make and that is not wanted: then `release` is the latest all the same.
    """

    release: Path | None
    created: bool
    dumps: int
    records: int
    papers: int
    unused: int
    rejects: dict[str, int]
    changes: dict[str, int]
    refused: list[Refused]
    failed_gates: list[str]
    rolled_back: str | None = None
    changed: tuple[Changed, ...] = ()
    pieces: tuple[Piece, ...] = ()

    def sentence(self) -> str:
        """The summary in one line."""
        if self.release is None:
            return f"No release: {count_of(len(self.failed_gates), 'failed gate')}. " + printable(
                "; ".join(self.failed_gates)
            )
        if self.rolled_back is not None:
            told = f"these dumps, settings and code made {self.rolled_back}"
            return printable(f"Nothing new since {self.release.name}: {told}. `litsieve build --again` publishes it.")
        came = ", ".join(
            [count_of(self.dumps, "dump"), count_of(self.records, "record"), count_of(self.papers, "paper")]
        )
        if self.unused:
            came += f", {count_of(self.unused, 'unused record')} of references"
        news = f"Published {self.release.name}" if self.created else f"Nothing new since {self.release.name}"
        lost = f" {count_of(len(self.refused), 'dump')} could not be read." if self.refused else ""
        return f"{news}: {came}, {count_of(sum(self.rejects.values()), 'reject')}.{lost}"

    def lines(self) -> list[str]:
        """The summary for a person: what came out, what was refused and why, and where to look."""
        told = [self.sentence()]
        if self.release is None:
            told.append("  Nothing was published. `litsieve check` tells what is wrong with a dump, line by line; with")
            told.append("  `--against` it tells what the release would lose.")
            told.append("  Mend or remove the dumps, or raise the limit: `gates` in docs/settings.md.")
        elif self.created:
            for change, count in self.changes.items():
                told.append(f"  papers {change}: {count:,}")
                told += [f"    {paper.line()}" for paper in self.changed if paper.change == change]
        for code, count in self.rejects.items():
            told.append(f"  rejects {code}: {count:,}. {REJECT_CODES[code]}")
            told += [f"    {piece.line()}" for piece in self.pieces if piece.code == code]
        told += [f"  refused dump {printable(dump)} [{code}]" for dump, code in self.refused]
        if self.release is not None:
            told.append(f"  Look at {self.release / 'report.html'} and {self.release / 'CHANGES.md'}.")
        return told

    def as_dict(self) -> dict[str, object]:
        """The summary for a program."""
        return {
            **self._asdict(),
            "release": str(self.release) if self.release is not None else None,
            "refused": [dump._asdict() for dump in self.refused],
            "changed": [paper._asdict() for paper in self.changed],
            "pieces": [piece._asdict() for piece in self.pieces],
        }


class Came(NamedTuple):
    """How many records came out of each stage, each counted where they lie.

    `entries` were found by the layouts, `extracted` of them became records, `normalized` were clean. `unused` are those
    of references that no paper needed; `records` and `papers` were published. `refused` is by stage, `verdicts` are the
    matches by verdict.
    """

    entries: int
    extracted: int
    normalized: int
    unused: int
    records: int
    papers: int
    refused: Mapping[str, int]
    verdicts: Mapping[str, int]


def summarize_release(release: Path, *, created: bool) -> BuildSummary:
    """The summary of a release. Raises ReleaseDamagedError where it cannot be read."""
    manifest = read_manifest(release)
    require_intact(release, "changes.parquet", "rejects.parquet")
    changed = load_table(release, "changes", ["paper_id", "change"]).unique()
    changes = count_by(changed, "change")
    rejects = load_table(release, "rejects", ["code", "dump", "byte_start", "message"])
    refused = refused_dumps(manifest.inputs)
    return BuildSummary(
        release=release,
        created=created,
        dumps=len(manifest.inputs),
        records=manifest.rows("records.parquet"),
        papers=manifest.rows("papers.parquet"),
        unused=manifest.unused(),
        rejects=count_by(rejects, "code"),
        changes=changes if created else {},
        refused=refused,
        failed_gates=[],
        changed=tuple(name_changed(release, changed, changes)) if created else (),
        pieces=tuple(name_pieces(rejects, [dump.dump for dump in refused])),
    )


def summarize_refusal(
    inputs: Sequence[Input], came: Came, rejects: Mapping[str, int], failed_gates: list[str]
) -> BuildSummary:
    """The summary of a build that its gates stopped; `rejects` are counted by code."""
    return BuildSummary(
        release=None,
        created=False,
        dumps=len(inputs),
        records=came.records,
        papers=came.papers,
        unused=came.unused,
        rejects=dict(sorted(rejects.items(), key=lambda one: (-one[1], one[0]))),
        changes={},
        refused=refused_dumps(inputs),
        failed_gates=failed_gates,
    )


def refused_dumps(inputs: Sequence[Input]) -> list[Refused]:
    """The dumps that no layout could read."""
    return [Refused(source.path, source.code) for source in inputs if source.code is not None]


def count_by(frame: pl.DataFrame, column: str) -> dict[str, int]:
    """How often each value of a column occurs, most frequent first."""
    counted = frame.group_by(column).len().sort(["len", column], descending=[True, False])
    return dict(counted.iter_rows())


def count_steps(came: Came) -> dict[str, StepCounts]:
    """The counts of every step."""
    joined = came.normalized - came.unused
    verdicts = {f"matches_{verdict}": n for verdict, n in sorted(came.verdicts.items())}

    def step(name: str, before: int, after: int, **more: int) -> StepCounts:
        return StepCounts(records_in=before, records_out=after, records_rejected=came.refused.get(name, 0), **more)

    return {
        "extract": step("extract", came.entries, came.extracted),
        "normalize": step("normalize", came.extracted, came.normalized),
        "dedup": step("dedup", came.normalized, joined, records_unused=came.unused, **verdicts),
        "validate": step("validate", joined, came.records, papers=came.papers),
    }


def inputs_hash(dumps_seen: Sequence[tuple[str, str | None]], settings: Mapping[str, Any], code_version: str) -> str:
    """SHA-256 over all that decides what a build comes to: dumps by path and checksum, settings and code."""
    said = dumps([sorted(dumps_seen, key=lambda dump: dump[0]), settings, code_version], sort_keys=True)
    return sha256(said.encode()).hexdigest()
