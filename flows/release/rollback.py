"""Making another release the latest."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flows.release.catalogue import read_catalogue, require_built
from flows.release.errors import ReleaseDamagedError, ReleaseNotFoundError
from flows.release.folder import RELEASES
from flows.release.footing import damaged_files
from flows.release.index import Event, event_now
from flows.release.lock import hold_lock
from flows.release.recover import recover, write_catalogue
from flows.release.refusals import set_aside_by


class RolledBack(NamedTuple):
    """The release that is the latest now and what was it before; `event` is None where nothing had to be done."""

    version: str
    before: str | None
    event: Event | None


def roll_back(out: Path, version: str, *, reason: str | None, wait_s: float) -> RolledBack:
    """Make the release `version` of `out` the latest, and record in releases.json who did it, when and why.

    It may be an older release or, to go forward again, a newer one. No release changes, none goes away. It stays the
    latest until a build publishes something new, which then goes on from it; what made a newer release is not new (see
    refusals). Raises ReleaseNotFoundError, ReleaseDamagedError where a file of it is not what was published,
    OutputLockedError.
    """
    require_built(out)
    with hold_lock(out, wait_s):
        recover(out)
        catalogue = read_catalogue(out)
        versions = [entry.version for entry in catalogue.present()]
        if version not in versions:
            known = ", ".join(versions) or "none yet"
            raise ReleaseNotFoundError(f"{version} is no release in {out} (there: {known}).")
        if version == catalogue.latest:
            return RolledBack(version, version, None)
        damaged = damaged_files(out / RELEASES / version)
        if damaged:
            raise ReleaseDamagedError(
                f"{', '.join(damaged)} of {version} is missing or not what was published. Restore it from a copy or "
                "choose another release; the latest is what it was."
            )
        aside = set_aside_by(catalogue, out, version)
        event = event_now("rollback", version, before=catalogue.latest, reason=reason, set_aside=aside)
        write_catalogue(out, replace(catalogue, latest=version, events=(*catalogue.events, event)))
        return RolledBack(version, catalogue.latest, event)
