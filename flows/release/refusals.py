"""What was rolled back, so that the next build does not publish the same again."""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from flows.release.catalogue import Catalogue, read_catalogue
from flows.release.confirmed import made_of
from flows.release.errors import ReleaseDamagedError
from flows.release.folder import RELEASES
from flows.release.index import SetAside
from flows.release.manifest import read_manifest
from flows.release.versions import version_order


class Refusal(NamedTuple):
    """The release `version`, made of what has one of the hashes `made_of`, was rolled back to the release `to`."""

    version: str
    made_of: frozenset[str]
    to: str
    reason: str | None

    def sentence(self) -> str:
        """The refusal in a few words."""
        return f"{self.version}, which was rolled back to {self.to}" + (f" ({self.reason})" if self.reason else "")


def set_aside_by(catalogue: Catalogue, out: Path, version: str) -> tuple[SetAside, ...]:
    """The releases of `out` that a rollback to `version` sets aside: all newer ones that are there, oldest first.

    One whose manifest is damaged is left out: it may be what is rolled back from, and tells no longer what it was of.
    """
    found = []
    for entry in catalogue.present():
        if version_order(entry.version) > version_order(version):
            with suppress(ReleaseDamagedError):
                manifest = read_manifest(out / RELEASES / entry.version)
                aside = SetAside(version=entry.version, inputs_hash=manifest.inputs_hash, confirmed=entry.confirmed)
                found.append(aside)
    return tuple(found)


def list_refusals(catalogue: Catalogue) -> list[Refusal]:
    """All releases that were rolled back and to which, or beyond which, no later rollback went; newest first.

    releases.json tells of them, so that they are known even when they are removed.
    """
    found: dict[str, Refusal] = {}
    accepted = ""
    for event in reversed(catalogue.events):
        for one in event.set_aside:
            if not accepted or version_order(one.version) > version_order(accepted):
                hashes = frozenset(filter(None, (one.inputs_hash, one.confirmed)))
                found.setdefault(one.version, Refusal(one.version, hashes, event.version, event.reason))
        if event.action == "rollback":
            accepted = max(accepted or event.version, event.version, key=version_order)
    return sorted(found.values(), key=lambda refusal: version_order(refusal.version), reverse=True)


def find_refusal(out: Path, inputs_hash: str) -> Refusal | None:
    """Why a build of what has this hash (as in the manifest) is not to be published, None where it may be.

    A release of the same that was published since then, and not rolled back, takes the refusal back.
    """
    catalogue = read_catalogue(out)
    refusals = list_refusals(catalogue)
    refusal = next((one for one in refusals if inputs_hash in one.made_of), None)
    if refusal is None:
        return None
    refused = {one.version for one in refusals}
    later = [
        entry.version
        for entry in catalogue.present()
        if version_order(entry.version) > version_order(refusal.version) and entry.version not in refused
    ]
    return None if any(_is_made_of(catalogue, out, version, inputs_hash) for version in later) else refusal


def _is_made_of(catalogue: Catalogue, out: Path, version: str, inputs_hash: str) -> bool:
    try:
        return inputs_hash in made_of(catalogue, out, version)
    except ReleaseDamagedError:
        return False
