"""Holding a release against what it says of itself."""

from pathlib import Path

import polars as pl

from flows.release.errors import ReleaseDamagedError
from flows.release.files import measure
from flows.release.folder import MANIFEST
from flows.release.manifest import FileFacts, Manifest, content_hash, read_manifest
from flows.release.problems import Problem
from flows.release.reconcile import reconcile
from flows.release.tables import AS_LINES, load_lines, load_table
from schemas.frames import polars_schema, schema_hash, split_valid
from schemas.tables import TABLES


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
    frames, unreadable = _read_tables(release, manifest, damaged)
    problems += unreadable
    if manifest.schema_hash != schema_hash(TABLES):
        return [*problems, *reconcile(manifest, {})]
    broken = _check_schemas(frames)
    damaged |= {problem.file for problem in broken}
    sound = {name: frame for name, frame in frames.items() if f"{name}.parquet" not in damaged}
    return [*problems, *broken, *_check_lines(release, sound, damaged), *reconcile(manifest, sound)]


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
    for file in manifest.files:
        problems += _check_file(release, file)
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


def _read_tables(release: Path, manifest: Manifest, damaged: set[str]) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """The tables whose files are sound, and what is wrong with those that cannot be read nevertheless."""
    frames = {}
    problems = []
    for name in TABLES:
        file = f"{name}.parquet"
        if file in damaged:
            continue
        try:
            frames[name] = load_table(release, name)
        except ReleaseDamagedError as error:
            problems.append(Problem("unreadable_file", file, str(error)))
            continue
        if frames[name].height != manifest.rows(file):
            message = f"It has {frames[name].height} rows; the manifest says {manifest.rows(file)}."
            problems.append(Problem("wrong_rows", file, message))
    return frames, problems


def _check_lines(release: Path, frames: dict[str, pl.DataFrame], damaged: set[str]) -> list[Problem]:
    """Whether the JSON Lines say what the Parquet files say."""
    problems = []
    for name in AS_LINES:
        file = f"{name}.jsonl"
        if file in damaged or name not in frames:
            continue
        try:
            same = load_lines(release, name).equals(frames[name])
        except ReleaseDamagedError as error:
            problems.append(Problem("unreadable_file", file, str(error)))
            continue
        if not same:
            problems.append(Problem("different_rows", file, f"Its rows are not those of {name}.parquet."))
    return problems


def _check_schemas(frames: dict[str, pl.DataFrame]) -> list[Problem]:
    """Every table against its schema."""
    problems = []
    for name, frame in frames.items():
        expected = polars_schema(TABLES[name])
        if list(frame.schema.items()) != list(expected.items()):
            wrong = {column for column, _ in frame.schema.items() ^ expected.items()} or {"order"}
            message = f"Columns are missing, unknown, mistyped or out of order: {', '.join(sorted(wrong))}."
            problems.append(Problem("broken_schema", f"{name}.parquet", message))
            continue
        invalid = split_valid(frame, TABLES[name]).invalid
        if not invalid.is_empty():
            message = f"{invalid.height} rows break the schema; the first: {invalid['reason'][0]}."
            problems.append(Problem("broken_schema", f"{name}.parquet", message))
    return problems
