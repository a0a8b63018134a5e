"""Holding a release against what it says of itself, some rows at a time."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from flows.release.errors import ReleaseDamagedError
from flows.release.files import measure
from flows.release.folder import MANIFEST
from flows.release.manifest import FileFacts, Manifest, content_hash, read_manifest
from flows.release.problems import Problem
from flows.release.reconcile import LOOKED_AT, reconcile
from flows.release.tables import AS_LINES, count_rows, load_table, parse_lines, read_batches, read_schema
from schemas.frames import polars_schema, schema_hash, split_valid
from schemas.tables import TABLES

BATCH_ROWS: Final = 32_768
"""Rows that are held against their schema at a time."""


def verify_release(release: Path) -> list[Problem]:
    """All that is wrong with the release in the folder `release`; nothing, if it is what was published.

    Checksums first, and only files that pass are read: then every table against its schema, then the counts. Of a
    release that another version of the schemas made, only checksums, rows and the counts of the manifest are
    checked.
    """
    try:
        manifest = read_manifest(release)
    except ReleaseDamagedError as error:
        return [Problem("bad_manifest", MANIFEST, str(error))]
    problems = _check_files(release, manifest)
    damaged = {problem.file for problem in problems}
    known = manifest.schema_hash == schema_hash(TABLES)
    sound = []
    for name in TABLES:
        file = f"{name}.parquet"
        if file in damaged:
            continue
        found = list(_check_rows(release, name, manifest))
        readable = all(problem.code == "wrong_rows" for problem in found)
        found += _check_table(release, name, damaged) if known and readable else ()
        problems += found
        if all(problem.file != file or problem.code == "wrong_rows" for problem in found):
            sound.append(name)
    if not known:
        return [*problems, *reconcile(manifest, {})]
    return [*problems, *reconcile(manifest, {name: load_table(release, name, LOOKED_AT[name]) for name in sound})]


def _check_files(release: Path, manifest: Manifest) -> list[Problem]:
    """Missing, changed and additional files."""
    listed = {file.name for file in manifest.files} | {MANIFEST}
    expected = [f"{table}.parquet" for table in TABLES] + [f"{table}.jsonl" for table in AS_LINES]
    # Names with a dot in front are what file managers leave behind.
    there = sorted(path.name for path in release.iterdir() if not path.name.startswith("."))
    unlisted = "The manifest does not list it."
    problems = [
        *(Problem("missing_file", name, unlisted) for name in expected if name not in listed),
        *(Problem("unlisted_file", name, unlisted) for name in there if name not in listed),
    ]
    # Checksums are made outside the interpreter's lock.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        for found in threads.map(lambda file: _check_file(release, file), manifest.files):
            problems += found
    if content_hash(manifest.files) != manifest.content_hash:
        problems.append(Problem("bad_manifest", MANIFEST, "The content hash is not that of the files it lists."))
    return problems


def _check_file(release: Path, file: FileFacts) -> list[Problem]:
    try:
        found = measure(release / file.name)
    except FileNotFoundError:
        return [Problem("missing_file", file.name, "The manifest lists it, but it is not there.")]
    except OSError as error:
        return [Problem("unreadable_file", file.name, f"It cannot be read: {error}.")]
    if found.bytes != file.bytes:
        return [Problem("wrong_checksum", file.name, f"It has {found.bytes} bytes, not {file.bytes} as published.")]
    if found.sha256 != file.sha256:
        return [Problem("wrong_checksum", file.name, "Its content is not what was published.")]
    return []


def _check_rows(release: Path, name: str, manifest: Manifest) -> Iterator[Problem]:
    """Whether a table can be opened and has as many rows as were published."""
    file = f"{name}.parquet"
    try:
        rows = count_rows(release, name)
    except ReleaseDamagedError as error:
        yield Problem("unreadable_file", file, str(error))
        return
    if rows != manifest.rows(file):
        yield Problem("wrong_rows", file, f"It has {rows} rows; the manifest says {manifest.rows(file)}.")


def _check_table(release: Path, name: str, damaged: set[str]) -> Iterator[Problem]:
    """A table against its schema, and its JSON Lines against it."""
    file = f"{name}.parquet"
    try:
        columns = list(read_schema(release, name).items())
        expected = polars_schema(TABLES[name])
        if columns == list(expected.items()):
            yield from _check_batches(release, name, damaged)
            return
    except ReleaseDamagedError as error:
        yield Problem("unreadable_file", file, str(error))
        return
    wrong = {column for column, _ in dict(columns).items() ^ expected.items()} or {"order"}
    message = f"Columns are missing, unknown, mistyped or out of order: {', '.join(sorted(wrong))}."
    yield Problem("broken_schema", file, message)


def _check_batches(release: Path, name: str, damaged: set[str]) -> Iterator[Problem]:
    """The rows of a table against its schema and its JSON Lines; a batch of both is in memory."""
    broken, first, differs = 0, None, False
    compared = name in AS_LINES and f"{name}.jsonl" not in damaged
    lines = _Lines(release, name) if compared else None
    for frame in read_batches(release, name, BATCH_ROWS):
        invalid = split_valid(frame, TABLES[name]).invalid
        if not invalid.is_empty():
            first = invalid["reason"][0] if broken == 0 else first
            broken += invalid.height
        if lines is not None:
            differs = differs or not lines.say(frame)
    broken, first = (broken, first) if broken else _count_repeats(release, name)
    if broken:
        message = f"{broken} rows break the schema; the first: {first}."
        yield Problem("broken_schema", f"{name}.parquet", message)
    elif lines is not None:
        yield from lines.problems(differs=differs)


def _count_repeats(release: Path, name: str) -> tuple[int, str]:
    """How many rows repeat a key that must be unique, in whatever batch it was met before."""
    schema = TABLES[name]
    keys = [list(schema.unique)] if schema.unique else []
    keys += [[column] for column, described in schema.columns.items() if described.unique]
    for key in keys:
        found = load_table(release, name, key)
        repeats = found.height - found.n_unique()
        if repeats:
            return repeats, f"{', '.join(key)}: it is not unique"
    return 0, ""


class _Lines:
    """The JSON Lines of a table, read along with its batches."""

    def __init__(self, release: Path, name: str) -> None:
        self._name = name
        self._path = release / f"{name}.jsonl"
        self._at = 0
        self._error: ReleaseDamagedError | None = None

    def say(self, frame: pl.DataFrame) -> bool:
        """Whether the next lines say the same as the rows of a batch."""
        if self._error is not None:
            return True
        with self._path.open("rb") as file:
            file.seek(self._at)
            text = b"".join(islice(file, frame.height))
            self._at = file.tell()
        try:
            return parse_lines(self._path, BytesIO(text), self._name).equals(frame)
        except ReleaseDamagedError as error:
            self._error = error
            return True

    def problems(self, *, differs: bool) -> Iterator[Problem]:
        """What was found, and whether lines are left."""
        if self._error is not None:
            yield Problem("unreadable_file", self._path.name, str(self._error))
        elif differs or self._at != self._path.stat().st_size:
            yield Problem("different_rows", self._path.name, f"Its rows are not those of {self._name}.parquet.")
