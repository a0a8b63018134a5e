"""Accepting or refusing dumps before they are merged: no server, nothing written."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.dumps.chunks import plan_chunks
from flows.dumps.files import dump_name
from flows.reading import extract_files
from flows.release.manifest import Input, inputs_from
from flows.settings import Settings
from flows.stages.account import join_pieces
from flows.stages.normalize import normalize
from flows.stages.validate import judge_dumps

ROOT: Final = Path("/")
"""Files to check may lie anywhere, so their names are told from here."""


class Told(NamedTuple):
    """One reject of a dump: where, its stable code and what to do."""

    position: int | None
    byte_start: int
    byte_end: int
    code: str
    message: str


class Verdict(NamedTuple):
    """What came of one dump. It is accepted if a layout could read it and no gate fails."""

    path: Path
    facts: Input
    rejects: list[Told]
    failed_gates: list[str]

    @property
    def readable(self) -> bool:
        """Whether a layout could read the dump."""
        return self.facts.code is None

    @property
    def accepted(self) -> bool:
        """Whether the dump may be merged."""
        return self.readable and not self.failed_gates

    def lines(self) -> list[str]:
        """The verdict for a person: one line, and one more for each failed gate and each reject."""
        facts = self.facts
        if not self.readable:
            return [f"refused  {self.path}: {self.rejects[0].message} [{facts.code}]"]
        word = "accepted" if self.accepted else "refused "
        first = f"{word} {self.path}: {facts.layout}, {facts.records:,} records, {len(self.rejects):,} rejects"
        gates = [f"         gate: {gate}" for gate in self.failed_gates]
        told = [f"         bytes {r.byte_start:,}-{r.byte_end:,}: {r.message} [{r.code}]" for r in self.rejects]
        return [first, *gates, *told]

    def as_dict(self) -> dict[str, object]:
        """The verdict for a program."""
        return {
            "path": str(self.path),
            "accepted": self.accepted,
            "readable": self.readable,
            "facts": self.facts.model_dump(mode="json"),
            "rejects": [reject._asdict() for reject in self.rejects],
            "failed_gates": self.failed_gates,
        }


def check_dumps(paths: Sequence[Path], settings: Settings) -> Iterator[Verdict]:
    """Read dumps as a build would and judge each by itself, in their order.

    Whatever the files hold, nothing is raised. Small dumps go through the stages together, in chunks.
    """
    for chunk in plan_chunks(paths, settings.extract.chunk_bytes):
        yield from _check_chunk(chunk, settings)


def _check_chunk(paths: Sequence[Path], settings: Settings) -> Iterator[Verdict]:
    places = [path.resolve() for path in paths]
    parts = list(extract_files(places, ROOT, settings.extract))
    rejects = pl.concat(
        [part.rejects for part in parts] + [normalize(part.records, settings.normalize).rejects for part in parts]
    )
    facts = join_pieces(pl.concat([part.facts for part in parts]))
    sources = {source.path: source for source in inputs_from(facts)}
    gates = judge_dumps(facts, settings.gates)
    for path, place in zip(paths, places, strict=True):
        name = dump_name(place, ROOT)
        told = rejects.filter(pl.col("dump") == name).select(Told._fields)
        failed = [str(gate._replace(subject=str(path))) for gate in gates if gate.subject == name and not gate.passed]
        yield Verdict(path, sources[name], [Told(*row) for row in told.iter_rows()], failed)
