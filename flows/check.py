"""Accepting or refusing dumps before they are merged: no server, nothing written."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.reading import extract_files
from flows.release.manifest import Input, inputs_from
from flows.settings import Settings
from flows.stages.account import join_pieces
from flows.stages.normalize import normalize
from flows.stages.validate import judge_dumps
from schemas.judgements import Rejects


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


def check_dump(path: Path, settings: Settings) -> Verdict:
    """Read one dump as a build would and judge it by itself. Whatever the file holds, nothing is raised."""
    where = path.resolve()
    parts = list(extract_files([where], where.parent, settings.extract))
    clean = [normalize(part.records, settings.normalize) for part in parts]
    facts = join_pieces(pl.concat([part.facts for part in parts]))
    columns = [name for name in Rejects.columns if name in Told._fields]
    rejects = pl.concat([part.rejects for part in parts] + [part.rejects for part in clean])
    told = [Told(*row) for row in rejects.select(columns).iter_rows()]
    failed = [str(gate) for gate in judge_dumps(facts, settings.gates) if not gate.passed]
    return Verdict(path, inputs_from(facts)[0], told, failed)
