"""What a release is known to be made of: what it was made of, and what a later build made it of again."""

from dataclasses import replace
from pathlib import Path

from flows.release.catalogue import Catalogue
from flows.release.folder import RELEASES
from flows.release.manifest import read_manifest
from flows.release.recover import write_catalogue


def made_of(catalogue: Catalogue, out: Path, version: str) -> frozenset[str]:
    """The hashes (as in the manifest) of all that is known to make this release of `out`, which is listed.

    Raises ReleaseDamagedError where its manifest cannot be read.
    """
    confirmed = {entry.confirmed for entry in catalogue.releases if entry.version == version and entry.confirmed}
    return frozenset({read_manifest(out / RELEASES / version).inputs_hash, *confirmed})


def confirm(catalogue: Catalogue, out: Path, version: str, inputs_hash: str) -> None:
    """Remember in releases.json that what has this hash makes the release `version` again, so that none need try.

    Only the last such hash is kept: who goes back to older code builds once more. Raises OSError, ReleaseDamagedError.
    """
    if inputs_hash in made_of(catalogue, out, version):
        return
    entries = (
        entry.model_copy(update={"confirmed": inputs_hash}) if entry.version == version else entry
        for entry in catalogue.releases
    )
    write_catalogue(out, replace(catalogue, releases=tuple(entries)))
