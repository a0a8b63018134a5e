"""What a check finds: pieces of a dump with a stable code, and the verdict on the dump."""

from collections.abc import Sequence
from itertools import compress
from pathlib import Path
from typing import Final, Literal, NamedTuple

from flows.checks.lines import Place, find_places
from flows.release.manifest import Input
from flows.release.text import count_of
from flows.stages.validate import Gate
from schemas.vocabulary import REJECT_CODES

Level = Literal["error", "warning", "note"]
"""An error refuses the dump, a warning asks somebody to look, a note tells."""

LIMIT_CODES: Final = {
    "min_records_per_dump": "The dump gives too few records.",
    "max_reject_bytes_share": "Too large a share of the dump's bytes is left unread.",
    "max_unsure_share": "Too many records were cut up with little confidence: the layout may have changed.",
    "max_unreadable_dates_share": "Too many of the dates that the page shows cannot be read.",
    "max_garbled_share": "Too many records hold text in the wrong encoding, or characters that were lost.",
    "max_repeat_share": "Too many records repeat one that stands before them in the same dump.",
    "max_overlong_share": "Too much of the page stands in abstracts longer than any is: other text was taken for it.",
    "min_open_end_share": "The dump breaks off within its last record.",
    "max_conflict_share": "Too many records contradict the release, or each other.",
    "max_gone_share": "Too many papers that this dump gave to the release are no longer in it, or fall apart.",
    "max_drift": "The dump differs too much from those of its layout in the release.",
}
"""Limits that refuse a dump, each with what it says. Names are those of the settings that hold the figures."""

AGAINST_CODES: Final = {
    "conflicting_value": "The release has another value for the same paper.",
    "conflicting_ids": "A record of the release that looks like the same paper has another id.",
    "shared_id": "Another paper has the same id.",
    "joins_papers": "The record shows that several papers of the release are one.",
    "splits_papers": "Without what this dump no longer says, papers of the release fall apart:",
}
"""What is told, beside limits, of dumps that are held against a release."""

OWN_CODES: Final = {
    "garbled_text": "The text is in the wrong encoding, or characters of it were lost.",
    "overlong_abstract": "The abstract is longer than any is: text of the page that is none of it was taken for it.",
    "merge_marks": "Git left a merge unresolved here: resolve it, or fetch the dump again.",
    "same_bytes": "The raw folder holds the same bytes under another name; leave one of them out:",
    "same_name": "macOS and Windows take this name for that of another dump; rename one of them:",
    "open_end": "The last abstract has no full stop: perhaps the dump is cut off.",
}
"""What single places are told for by themselves."""

CODES: Final = {**REJECT_CODES, **LIMIT_CODES, **OWN_CODES, **AGAINST_CODES}
"""Every code of a finding with what it says."""


class Finding(NamedTuple):
    """One thing that was found: where, how grave, its stable code, and a sentence."""

    code: str
    level: Level
    message: str
    byte_start: int
    byte_end: int
    position: int | None = None
    begins: Place | None = None
    ends: Place | None = None

    def as_dict(self) -> dict[str, object]:
        """The finding for a program; lines and columns are 1-based, and null where the file is no plain text."""
        found = self._asdict()
        for name, place in (("begins", found.pop("begins")), ("ends", found.pop("ends"))):
            found[f"{name}_line"], found[f"{name}_column"] = (None, None) if place is None else place
        return found


class Compared(NamedTuple):
    """How the records of a dump stand to a release.

    `new` make papers of their own, `known` are of papers that the release has, `unchanged` ones it has word for word;
    `conflicting` of all these contradict it. `joins` are the papers that known records would join; `gave` is how many
    papers the dump of this name gave to the release, `gone` are those of them that it no longer names, and `splits`
    those that were several without what it no longer says. `drift` holds a gate for every figure that has a history.
    """

    release: str
    new: int
    known: int
    unchanged: int
    conflicting: int
    joins: list[str]
    gave: int
    gone: list[str]
    splits: list[str]
    drift: list[Gate]


class Verdict(NamedTuple):
    """What came of one dump. It is accepted if a layout could read it and no finding is an error.

    `path` is what it was asked for by, `dump` its name in a release; None where it lies outside the raw folder.
    """

    path: Path
    dump: str | None
    facts: Input
    findings: list[Finding]
    against: Compared | None = None

    @property
    def readable(self) -> bool:
        """Whether a layout could read the dump."""
        return self.facts.code is None

    @property
    def accepted(self) -> bool:
        """Whether the dump may be merged."""
        return not self.errors

    @property
    def errors(self) -> list[Finding]:
        """The findings that refuse the dump."""
        return [finding for finding in self.findings if finding.level == "error"]

    def sentence(self) -> str:
        """The verdict in a few words."""
        rejects = sum(finding.code in REJECT_CODES for finding in self.findings)
        return f"{self.facts.layout}, {count_of(self.facts.records, 'record')}, {count_of(rejects, 'reject')}"


def from_gate(gate: Gate, where: tuple[int, int]) -> Finding:
    """The finding that a limit was passed, at these bytes of the dump."""
    return Finding(gate.name, "error", f"{LIMIT_CODES[gate.name]} {gate}", *where)


def with_places(verdict: Verdict) -> Verdict:
    """The verdict with the line and column of each finding, if the dump is text as it lies there.

    A finding on the whole dump begins at its first line. Raises OSError where the file cannot be read again.
    """
    facts = verdict.facts
    if facts.packed or facts.encoding is None or not verdict.findings:
        return verdict
    whole = (0, facts.content_bytes)
    parts = [(found.byte_start, found.byte_end) != whole for found in verdict.findings]
    edges = [edge for found in compress(verdict.findings, parts) for edge in (found.byte_start, found.byte_end)]
    at = find_places(verdict.path, facts.encoding, edges)
    first = Place(1, 1)
    placed = [
        found._replace(begins=at.get(found.byte_start, first), ends=at.get(found.byte_end) if is_part else None)
        for found, is_part in zip(verdict.findings, parts, strict=True)
    ]
    return verdict._replace(findings=placed)


def by_place(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of a dump as a person reads them: errors first, then by place."""
    return sorted(findings, key=lambda found: (found.level != "error", found.byte_start, found.byte_end, found.code))
