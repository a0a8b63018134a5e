"""Removing old releases."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from flows.release.catalogue import Catalogue, read_catalogue, require_built
from flows.release.errors import ReleaseDamagedError
from flows.release.folder import PRUNED, RELEASES, sync
from flows.release.footing import damaged_files
from flows.release.lock import hold_lock
from flows.release.recover import recover, sweep_pruned, without, write_catalogue
from flows.release.versions import version_order


class Pruning(NamedTuple):
    """Releases removed, or to be removed, with their bytes; and why each of the others stays. Oldest first."""

    removed: Mapping[str, int]
    kept: Mapping[str, str]


def prune(out: Path, keep: int, *, reason: str | None, wait_s: float, dry_run: bool) -> Pruning:
    """Remove all releases of `out` but the newest `keep` (at least 1) and those that are needed; see `plan_pruning`.

    Each is moved out of the way with one rename, releases.json records it, and then its files go: a kill leaves every
    release whole or gone. With `dry_run` nothing is done. Raises ReleaseDamagedError where the latest is not sound,
    because then an older one may be all there is; ReleaseNotFoundError where there was never one; OutputLockedError.
    """
    require_built(out)
    if dry_run:
        return plan_pruning(read_catalogue(out), out, keep)
    with hold_lock(out, wait_s):
        recover(out)
        catalogue = read_catalogue(out)
        plan = plan_pruning(catalogue, out, keep)
        if not plan.removed:
            return plan
        damaged = damaged_files(out / RELEASES / str(catalogue.latest))
        if damaged:
            raise ReleaseDamagedError(
                f"Nothing is removed: {', '.join(damaged)} of the latest release {catalogue.latest} is missing or not "
                "what was published, and an older release may be needed. Restore it from a copy or roll back first."
            )
        (out / PRUNED).mkdir(exist_ok=True)
        for version in plan.removed:
            (out / RELEASES / version).rename(out / PRUNED / version)
        sync(out / PRUNED)
        sync(out / RELEASES)
        write_catalogue(out, without(read_catalogue(out), list(plan.removed), reason))
        sweep_pruned(out)
        return plan


def plan_pruning(catalogue: Catalogue, out: Path, keep: int) -> Pruning:
    """What `prune` would remove, and why the rest stays.

    A release can be read without any other. But the next build needs the latest, which it goes on from, and the newest,
    which knows every id ever given (they differ after a rollback); and the release before the latest is what the
    latest's changes were told against, and what a build falls back to where the latest is damaged.
    """
    present = catalogue.present()
    if keep < 1:
        raise ValueError(f"at least one release must be kept, not {keep}")
    latest = next((entry for entry in present if entry.version == catalogue.latest), None)
    kept = {entry.version: f"one of the newest {keep}" for entry in present[-keep:]}
    if latest is not None:
        kept[latest.version] = "the latest"
        before = [entry.version for entry in present if entry.version == latest.previous]
        kept |= dict.fromkeys(before, "the latest was made from it")
    if catalogue.set_aside():
        kept[present[-1].version] = "it knows every id ever given"
    removed = [entry.version for entry in present if entry.version not in kept]
    return Pruning(
        {version: _size_bytes(out / RELEASES / version) for version in removed},
        {version: kept[version] for version in sorted(kept, key=version_order)},
    )


def _size_bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*"))
