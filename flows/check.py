"""Accepting or refusing dumps before they are merged: no server, nothing written."""

from pathlib import Path
from typing import NamedTuple

from flows.dumps.chunks import read_chunk
from flows.release.manifest import Input, inputs_from
from flows.settings import Settings
from flows.stages.extract import extract
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
    dumps = read_chunk([where], where.parent, settings.extract.max_dump_bytes)
    cut = extract(dumps)
    clean = normalize(cut.records, settings.normalize)
    columns = [name for name in Rejects.columns if name in Told._fields]
    told = [Told(*row) for frame in (cut.rejects, clean.rejects) for row in frame.select(columns).iter_rows()]
    (facts,) = inputs_from(cut.facts)
    failed = [str(gate) for gate in judge_dumps(cut.facts, settings.gates) if not gate.passed]
    return Verdict(path, facts, told, failed)
