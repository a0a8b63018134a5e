"""Setting an output folder right after whatever happened to the last run."""

from dataclasses import replace
from pathlib import Path

from flows.release.catalogue import Catalogue, read_catalogue
from flows.release.errors import OutputError
from flows.release.folder import (
    INDEX,
    LATEST,
    PRUNED,
    RELEASES,
    STAGING,
    remove_tree,
    replace_link,
    replace_text,
    sync,
)
from flows.release.index import event_now, render_index
from flows.release.staging import sweep_staging


def recover(out: Path) -> list[str]:
    """Make `out` ready for a build: at its start, by the holder of the lock.

    What killed runs left is swept away, a pruning that was cut short is finished, complete releases are adopted,
    releases.json and the link `latest` say again what is there. Nothing published is touched. Returns what was found
    amiss and done, a sentence each. Raises OutputError where something that this code never makes stands in the way.
    """
    swept = sweep_staging(out)
    pruned = sorted(path.name for path in (out / PRUNED).iterdir()) if (out / PRUNED).is_dir() else []
    catalogue = without(read_catalogue(out), pruned, reason="the run that removed it was cut short")
    notes = list(catalogue.notes)
    if swept:
        notes.append(f"Removed {swept} unfinished pieces of work that an earlier run left.")
    if pruned:
        notes.append(f"Finished the removal of {', '.join(pruned)}.")
    notes += write_catalogue(out, catalogue)
    sweep_pruned(out)
    return notes


def without(catalogue: Catalogue, versions: list[str], reason: str | None) -> Catalogue:
    """The catalogue once these releases were removed from the disk, with the events that say so."""
    gone = [version for version in versions if version in catalogue.missing]
    listed = [entry for entry in catalogue.releases if entry.version in gone]
    events = [event_now("prune", entry.version, reason=reason) for entry in listed]
    return replace(
        catalogue,
        releases=tuple(entry for entry in catalogue.releases if entry.version not in gone),
        missing=catalogue.missing.difference(gone),
        notes=tuple(note for note in catalogue.notes if not any(version in note for version in gone)),
        events=(*catalogue.events, *events),
    )


def sweep_pruned(out: Path) -> None:
    """Remove for good the releases that were moved out of the way, once releases.json lists them no more."""
    if (out / PRUNED).is_dir():
        remove_tree(out / PRUNED)


def write_catalogue(out: Path, catalogue: Catalogue) -> list[str]:
    """Make releases.json and the link `latest` say what `catalogue` says; returns what had to be written."""
    for folder in (out / RELEASES, out / STAGING):
        folder.mkdir(parents=True, exist_ok=True)
    link = out / LATEST
    if link.exists() and not link.is_symlink():
        raise OutputError(f"{link} is no link, so it cannot be made to lead to the latest release. Move it away.")
    done = []
    text = render_index(catalogue.index())
    if not _says(out / INDEX, text):
        replace_text(out / INDEX, text, out / STAGING)
        done.append(f"Wrote {INDEX}.")
    if catalogue.latest is None:
        if link.is_symlink():
            link.unlink()
            sync(out)
            done.append(f"Removed the link {LATEST}, which led nowhere.")
        return done
    leads_to = f"{RELEASES}/{catalogue.latest}"
    if not link.is_symlink() or str(link.readlink()) != leads_to:
        replace_link(link, leads_to, out / STAGING)
        done.append(f"Made {LATEST} lead to {leads_to}.")
    return done


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()
