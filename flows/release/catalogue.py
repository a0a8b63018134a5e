"""Which releases an output folder holds: what releases.json says, healed by what really lies there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.release.errors import ReleaseDamagedError, ReleaseNotFoundError
from flows.release.folder import INDEX, LATEST, MANIFEST, RELEASES
from flows.release.index import Event, Index, ReleaseEntry, entry_from, read_index
from flows.release.manifest import DATASET, read_manifest
from flows.release.versions import is_version, version_order

NO_RELEASE: Final = "There is no release in {out} yet. `litsieve build` makes one."


@dataclass(frozen=True)
class Catalogue:
    """The releases of an output folder, oldest first, and what was done to them.

    `missing` are listed, but their folders are gone or incomplete; `latest` is never one of them. `notes` says in
    sentences what is not as it should be.
    """

    releases: tuple[ReleaseEntry, ...]
    latest: str | None
    missing: frozenset[str]
    notes: tuple[str, ...]
    events: tuple[Event, ...] = ()

    def index(self) -> Index:
        """What releases.json should say."""
        return Index(dataset=DATASET, latest=self.latest, releases=self.releases, events=self.events)

    def present(self) -> list[ReleaseEntry]:
        """The releases that are there to be read."""
        return [entry for entry in self.releases if entry.version not in self.missing]

    def set_aside(self) -> frozenset[str]:
        """Releases that are newer than the latest: it was rolled back, or fell back, from them."""
        if self.latest is None:
            return frozenset()
        return frozenset(entry.version for entry in self.present() if _is_after(entry.version, [self.latest]))


def read_catalogue(out: Path) -> Catalogue:
    """The releases below `out`.

    A complete release that is not listed is adopted; if it comes after every listed one it was published last, and is
    the latest. A listed release that is gone stays listed, so that its version is never used again. Where releases.json
    is lost, the latest is the one that the link leads to.
    """
    index, notes = read_index(out / INDEX)
    listed = {entry.version: entry for entry in index.releases}
    adopted, refused = _adopt(out / RELEASES, listed)
    entries = tuple(sorted([*listed.values(), *adopted], key=lambda entry: version_order(entry.version)))
    missing = frozenset(entry.version for entry in entries if not _is_complete(out / RELEASES / entry.version))
    present = [entry.version for entry in entries if entry.version not in missing]
    latest = _latest(index, present, adopted, out / LATEST)
    notes += [f"Release {version} is listed in {INDEX}, but its folder is gone or incomplete." for version in missing]
    notes += [f"Release {entry.version} was not listed in {INDEX}; it is complete and counts." for entry in adopted]
    return Catalogue(entries, latest, missing, tuple(sorted(notes + refused)), index.events)


def list_releases(out: Path) -> list[ReleaseEntry]:
    """The releases below `out` that are there to be read, oldest first."""
    return read_catalogue(out).present()


def latest_release(out: Path) -> Path | None:
    """The folder of the latest release, or None before the first."""
    latest = read_catalogue(out).latest
    return out / RELEASES / latest if latest is not None else None


def require_built(out: Path) -> None:
    """Raises ReleaseNotFoundError where no build was ever made in `out`, which need not be there."""
    if not (out / RELEASES).is_dir() and not (out / INDEX).is_file():
        raise ReleaseNotFoundError(NO_RELEASE.format(out=out))


def find_release(out: Path, which: str | Path) -> Path:
    """The folder of a release: `which` is a version, `latest`, or a path to it.

    Raises ReleaseNotFoundError, which says what there is.
    """
    if str(which) == "latest":
        latest = latest_release(out)
        if latest is None:
            raise ReleaseNotFoundError(NO_RELEASE.format(out=out))
        return latest
    if is_version(str(which)) and (out / RELEASES / which).is_dir():
        return out / RELEASES / which
    path = Path(which)
    if path.is_dir() and ((path / MANIFEST).is_file() or any(path.glob("*.parquet"))):
        return path
    known = ", ".join(entry.version for entry in list_releases(out)) or "none yet"
    raise ReleaseNotFoundError(f"{which} is neither a release in {out} (there: {known}) nor a folder that holds one.")


def _latest(index: Index, present: Sequence[str], adopted: Sequence[ReleaseEntry], link: Path) -> str | None:
    """Which of the releases that are there, given in their order, is the latest."""
    listed = [entry.version for entry in index.releases]
    if not present:
        return None
    if not listed:
        linked = link.readlink().name if link.is_symlink() else None
        return linked if linked in present else present[-1]
    if any(_is_after(entry.version, listed) for entry in adopted):
        return present[-1]
    if index.latest in present:
        return index.latest
    before = [version for version in present if index.latest is None or _is_after(index.latest, [version])]
    return (before or present)[-1]


def _adopt(releases: Path, listed: dict[str, ReleaseEntry]) -> tuple[list[ReleaseEntry], list[str]]:
    """Entries for the complete releases that are not listed, and why the others are none."""
    adopted = []
    refused = []
    for folder in sorted(releases.iterdir()) if releases.is_dir() else []:
        if folder.name in listed or not folder.is_dir():
            continue
        try:
            adopted.append(_entry_of(folder))
        except ReleaseDamagedError as error:
            refused.append(f"{folder} is left alone: {error}")
    return adopted, refused


def _entry_of(folder: Path) -> ReleaseEntry:
    manifest = read_manifest(folder)
    if manifest.version != folder.name:
        raise ReleaseDamagedError(f"its manifest is that of release {manifest.version}.")
    return entry_from(manifest)


def _is_complete(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def _is_after(version: str, others: Iterable[str]) -> bool:
    return all(version_order(version) > version_order(other) for other in others)
