"""Accepting or refusing dumps before they are merged: no server, nothing written."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.checks.asked import Asked, asked_for
from flows.checks.findings import Finding, Verdict, by_place, from_gate, with_places
from flows.checks.limits import find_garbled, find_open_end, find_overlong, judge_signs
from flows.checks.merge_marks import find_merge_marks
from flows.checks.neighbours import Neighbours, find_twins, look_around
from flows.checks.signs import read_signs
from flows.dumps.chunks import plan_chunks
from flows.dumps.files import dump_name
from flows.reading import extract_files
from flows.release.manifest import Input, inputs_from
from flows.settings import Settings
from flows.stages.account import join_pieces
from flows.stages.normalize import normalize
from flows.stages.validate import Gate, judge_dumps
from schemas.vocabulary import UNREADABLE_CODES


class Checked(NamedTuple):
    """A dump that was checked by itself: the verdict, signs.read_signs of its records, and the columns asked for.

    Findings have no lines yet: more may come.
    """

    verdict: Verdict
    signs: pl.DataFrame
    records: pl.DataFrame


def check_dumps(paths: Sequence[Path], raw: Path, settings: Settings) -> Iterator[Verdict]:
    """Read dumps as a build of the folder `raw` would and judge each by itself, in their order; others as they are.

    Whatever the files hold, nothing is raised. A file that is named twice is judged once; links are dumps of their own
    in the raw folder, as they are for a build, and nowhere else. Small dumps go through the stages together, in chunks.
    """
    for checked in check_each(paths, raw, settings):
        yield with_places(checked.verdict)


def check_each(paths: Sequence[Path], raw: Path, settings: Settings, columns: Sequence[str] = ()) -> Iterator[Checked]:
    """As `check_dumps`, with what the verdicts were made from; of the records only these `columns`."""
    files: dict[Path, Asked] = {}
    for path in paths:
        one = asked_for(path, raw)
        files.setdefault(one.place, one)
    around = look_around(raw)
    for _, together in groupby(files.values(), key=lambda one: one.folder):
        for chunk in plan_chunks((one.place for one in together), settings.extract.chunk_bytes):
            yield from _check_chunk([files[place] for place in chunk], around, settings, columns)


def _check_chunk(
    files: Sequence[Asked], around: Neighbours, settings: Settings, columns: Sequence[str]
) -> Iterator[Checked]:
    """The verdicts on files that lie in one folder."""
    folder = files[0].folder
    rejects, signs, records, facts = [], [], [], []
    for part in extract_files([one.place for one in files], folder, settings.extract):
        clean = normalize(part.records, settings.normalize)
        rejects += [part.rejects, clean.rejects]
        signs.append(read_signs(clean.records))
        records.append(clean.records.select("dump", *columns))
        facts.append(part.facts)
    whole = join_pieces(pl.concat(facts))
    sources = {source.path: source for source in inputs_from(whole)}
    gates = judge_dumps(whole, settings.gates)
    of_dump = [_Parts(frames) for frames in (rejects, signs, records)]
    for one in files:
        name = dump_name(one.place, folder)
        rejects_of, signs_of, records_of = (parts.of(name) for parts in of_dump)
        mine = [gate for gate in gates if gate.subject == name] + judge_signs(name, signs_of, settings.check)
        failed = [gate._replace(subject=str(one.path)) for gate in mine if not gate.passed]
        source = sources[name]
        told = [*find_garbled(signs_of), *find_overlong(signs_of), *find_open_end(signs_of, settings.check)]
        if source.code is None:
            told += [*find_merge_marks(one.place, source), *find_twins(one, source, around)]
        findings = [*_rejected(rejects_of), *_passed(failed, source, signs_of), *told]
        yield Checked(Verdict(one.path, one.dump, source, by_place(findings)), signs_of, records_of)


class _Parts:
    """The rows of frames by dump."""

    def __init__(self, frames: Sequence[pl.DataFrame]) -> None:
        whole = pl.concat(frames)
        self._nothing = whole.clear()
        self._by_dump = whole.partition_by("dump", as_dict=True)

    def of(self, dump: str) -> pl.DataFrame:
        """Those of one dump."""
        return self._by_dump.get((dump,), self._nothing)


def _rejected(rejects: pl.DataFrame) -> list[Finding]:
    """The rejects of a dump as findings; one that is of the whole dump refuses it."""
    rows = rejects.select("code", "message", "byte_start", "byte_end", "position").iter_rows()
    return [Finding(code, "error" if code in UNREADABLE_CODES else "warning", *told) for code, *told in rows]


def _passed(failed: Sequence[Gate], source: Input, signs: pl.DataFrame) -> list[Finding]:
    """The limits that were passed as findings on the whole dump; where it breaks off, on its last record."""
    last = signs.select("byte_start", "byte_end").row(-1) if signs.height else (0, 0)
    whole = (0, source.content_bytes)
    return [from_gate(gate, last if gate.name == "min_open_end_share" else whole) for gate in failed]
