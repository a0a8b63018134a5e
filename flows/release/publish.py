"""Publishing: a staging folder becomes a release with one rename."""

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from flows.release.catalogue import read_catalogue
from flows.release.confirmed import confirm
from flows.release.errors import OutputError, ReleaseDamagedError
from flows.release.files import Measured, describe_files, is_intact
from flows.release.folder import MANIFEST, RELEASES, sync
from flows.release.manifest import (
    DATASET,
    BuildFacts,
    FileFacts,
    Manifest,
    content_hash,
    read_manifest,
    render_manifest,
)
from flows.release.recover import write_catalogue
from flows.release.staging import discard
from flows.release.versions import is_version, next_version
from schemas.frames import schema_hash
from schemas.tables import SCHEMA_VERSION, TABLES

NOTHING: Final[Mapping[str, Measured]] = MappingProxyType({})

WRITE_BITS: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Published:
    """The release that now holds the content, and whether it had to be made."""

    version: str
    path: Path
    created: bool


def publish(
    out: Path, staging: Path, facts: BuildFacts, now: datetime, measured: Mapping[str, Measured] = NOTHING
) -> Published:
    """Publish the files in `staging`, which lies below a folder of `open_staging`, as the latest release of `out`.

    `now` is the time in UTC; `measured` what is known of files that are written to their end. The caller holds the
    lock. Where the latest release has the same content and all its files are sound, nothing is published, the staging
    folder is gone, and releases.json remembers what made the same again. Raises OSError where the disk is full or the
    folder cannot be written; the latest release is then what it was. Raises OutputError where that happens once the
    release is there and only remains to be listed.
    """
    # One that failed before may have been at its end; its manifest is no file of this release.
    (staging / MANIFEST).unlink(missing_ok=True)
    files = describe_files(staging, measured)
    content = content_hash(files)
    catalogue = read_catalogue(out)
    if catalogue.latest is not None:
        latest = out / RELEASES / catalogue.latest
        if _holds(latest, content):
            discard(staging)
            confirm(catalogue, out, catalogue.latest, facts.inputs_hash)
            return Published(catalogue.latest, latest, created=False)
    known = {entry.version for entry in catalogue.releases} | _folder_versions(out)
    version = next_version(known, now.astimezone(UTC).date())
    manifest = _manifest(facts, files, version=version, previous=catalogue.latest, now=now)
    _finish(staging, manifest)
    path = out / RELEASES / version
    _move(staging, path)
    # From here on the release is there, whatever happens: reading the catalogue adopts it, as the next run would.
    try:
        write_catalogue(out, read_catalogue(out))
    except OSError as error:
        # No OSError, or the caller would try again what is done.
        raise OutputError(
            f"Release {version} is published, but not listed: {error}. The next build lists it once that is mended."
        ) from error
    return Published(version, path, created=True)


def _holds(release: Path, content: str) -> bool:
    """Whether a release has this content and is sound; its files are read only if it says that it has."""
    try:
        return read_manifest(release).content_hash == content and is_intact(release)
    except ReleaseDamagedError:
        return False


def _folder_versions(out: Path) -> set[str]:
    """Versions that a folder has, even one that is no release any more."""
    releases = out / RELEASES
    return {path.name for path in releases.iterdir() if is_version(path.name)} if releases.is_dir() else set()


def _manifest(
    facts: BuildFacts, files: tuple[FileFacts, ...], *, version: str, previous: str | None, now: datetime
) -> Manifest:
    return Manifest(
        **dict(facts),
        dataset=DATASET,
        version=version,
        previous=previous,
        schema_version=SCHEMA_VERSION,
        schema_hash=schema_hash(TABLES),
        files=files,
        content_hash=content_hash(files),
        created_at=now.astimezone(UTC),
    )


def _finish(staging: Path, manifest: Manifest) -> None:
    """Write the manifest and have every file on the disk, closed to writing.

    A published file never changes: the missing write permission keeps a slip of the hand from it. The folder keeps
    its own, because a folder without cannot be moved, nor removed when a release is no longer wanted.
    """
    (staging / MANIFEST).write_text(render_manifest(manifest), encoding="utf-8", newline="\n")
    for path in sorted(staging.iterdir()):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~WRITE_BITS)
        sync(path)
    sync(staging)


def _move(staging: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    staging.rename(path)
    sync(path.parent)
    sync(staging.parent)
