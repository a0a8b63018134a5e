"""What the releases of an output folder owe each other."""

from pathlib import Path

import polars as pl

from flows.release.catalogue import read_catalogue
from flows.release.errors import ReleaseDamagedError, ReleaseNotFoundError
from flows.release.folder import INDEX, RELEASES
from flows.release.index import ReleaseEntry
from flows.release.manifest import read_manifest
from flows.release.problems import Problem
from flows.release.tables import read_table
from flows.release.verify import verify_release


def verify_all(out: Path) -> list[tuple[str, list[Problem]]]:
    """Every release of `out`, oldest first, with all that is wrong with it: in itself, and after those before it.

    A release that is listed but not there is a problem too. Which ids a damaged release gave is not known, and not
    asked of the later ones. Raises ReleaseNotFoundError where there is none: that nothing is wrong would say too much
    of a folder that was misspelt, or whose disk is not there.
    """
    catalogue = read_catalogue(out)
    if not catalogue.releases:
        raise ReleaseNotFoundError(f"There is no release in {out} yet. `litsieve build` makes one.")
    told = []
    given = pl.Series("paper_id", [], pl.String)
    for entry in catalogue.releases:
        release = out / RELEASES / entry.version
        if entry.version in catalogue.missing:
            told.append((str(release), [Problem("missing_file", INDEX, "It is listed, but its folder is gone.")]))
            continue
        problems = verify_release(release)
        try:
            ids = read_table(release, "ids")["paper_id"]
            problems += [*_check_entry(entry, release), *_check_ids(ids, given)]
            given = pl.concat([given, ids]).unique()
        except ReleaseDamagedError:
            # What is wrong with the file or the manifest is among the problems already.
            pass
        told.append((str(release), problems))
    return told


def _check_entry(entry: ReleaseEntry, release: Path) -> list[Problem]:
    """Whether releases.json tells of the release what its manifest says."""
    manifest = read_manifest(release)
    if (entry.content_hash, entry.previous) == (manifest.content_hash, manifest.previous):
        return []
    return [Problem("bad_manifest", INDEX, f"{INDEX} and the manifest do not tell the same of {entry.version}.")]


def _check_ids(ids: pl.Series, given: pl.Series) -> list[Problem]:
    """Whether a release knows every id that was given before it."""
    forgotten = given.filter(~given.is_in(ids.implode())).sort()
    if forgotten.is_empty():
        return []
    message = f"{len(forgotten)} ids of earlier releases are not in it; the first: {forgotten[0]}."
    return [Problem("broken_ids", "ids.parquet", message)]
