"""What the next release stands on: the latest release, as far as it is sound, and every id ever given."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.release.catalogue import Catalogue, read_catalogue
from flows.release.errors import ReleaseDamagedError
from flows.release.files import measure
from flows.release.folder import MANIFEST, RELEASES
from flows.release.index import event_now
from flows.release.manifest import read_manifest
from flows.release.recover import write_catalogue
from flows.release.tables import read_table
from schemas.frames import empty_frame
from schemas.judgements import Ids

NEEDED: Final = frozenset({MANIFEST, "papers.parquet", "records.parquet", "ids.parquet"})
"""What a build reads of the release before it; damage to another file is mended by publishing anew."""


class Footing(NamedTuple):
    """The release to go on from, None before the first, of which the files NEEDED are sound; what was amiss."""

    latest: Path | None
    note: str | None


def settle_latest(out: Path) -> Footing:
    """The release that a build goes on from: the latest or, where that is damaged, the newest sound one before it.

    For the holder of the lock: falling back makes the older release the latest, so that readers have a sound one too,
    and records it in releases.json. Raises ReleaseDamagedError where no release is sound, or where the ids given in
    the damaged one cannot be read (`known_ids`); OSError where the disk cannot be read, which proves no damage.
    """
    catalogue = read_catalogue(out)
    if catalogue.latest is None:
        return Footing(None, note=None)
    latest = out / RELEASES / catalogue.latest
    damaged = damaged_files(latest, lambda name: name in NEEDED)
    if not damaged:
        return Footing(latest, note=None)
    told = f"{', '.join(damaged)} of {latest.name} cannot be read or is not what was published"
    older = _newest_sound_before(catalogue, out)
    if older is None:
        raise ReleaseDamagedError(
            f"{told}, and no older release is sound. Restore the folder {latest} from a copy; or move it away, and the "
            "next build goes on without it and without its ids."
        )
    known_ids(out)
    event = event_now("fallback", older, before=latest.name, reason=told)
    write_catalogue(out, replace(catalogue, latest=older, events=(*catalogue.events, event)))
    return Footing(out / RELEASES / older, note=f"{told}; going on from {older}, which is the latest now.")


def rest_is_sound(latest: Path) -> bool:
    """Whether a release that `settle_latest` found is sound to the last file: these a build need not read.

    Raises OSError where the disk cannot be read.
    """
    return not damaged_files(latest, lambda name: name not in NEEDED)


def damaged_files(release: Path, asked: Callable[[str], bool] = lambda _: True) -> list[str]:
    """The files of a release that are missing or are not what was published; the manifest alone where it is one.

    Only those are looked at whose names are `asked` for. Raises OSError where the disk fails to read one that is there.
    """
    try:
        manifest = read_manifest(release)
    except ReleaseDamagedError:
        return [MANIFEST]
    files = [file for file in manifest.files if asked(file.name)]
    # Checksums are made outside the interpreter's lock.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        sums = threads.map(lambda file: _checksum(release / file.name), files)
        return [file.name for file, found in zip(files, sums, strict=True) if found != file.sha256]


def known_ids(out: Path) -> pl.DataFrame:
    """Every id ever given in `out`, as schemas.judgements.Ids: those of the newest release, though it be set aside.

    The latest may be an older one after a rollback. The ids given since then stay given: each release knows all those
    of the newest before it, so the newest knows them all. Raises ReleaseDamagedError where its table cannot be read.
    """
    present = read_catalogue(out).present()
    if not present:
        return empty_frame(Ids)
    newest = out / RELEASES / present[-1].version
    try:
        return read_table(newest, "ids")
    except ReleaseDamagedError as error:
        raise ReleaseDamagedError(
            f"{error} Nothing else tells which ids were given by then, and none may be given twice. Where there is "
            f"no copy, move the folder {newest} away: then ids first given in it are forgotten."
        ) from error


def _newest_sound_before(catalogue: Catalogue, out: Path) -> str | None:
    versions = [entry.version for entry in catalogue.present()]
    before = versions[: versions.index(catalogue.latest)] if catalogue.latest in versions else versions
    return next((version for version in reversed(before) if not damaged_files(out / RELEASES / version)), None)


def _checksum(path: Path) -> str | None:
    try:
        return measure(path).sha256
    except FileNotFoundError:
        return None
