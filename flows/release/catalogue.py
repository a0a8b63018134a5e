"""Which releases an output folder holds: what releases.json says, healed by what really lies there."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, Field

from flows.release.errors import ReleaseDamagedError, ReleaseNotFoundError
from flows.release.folder import INDEX, MANIFEST, RELEASES
from flows.release.manifest import DATASET, Manifest, Part, read_manifest
from flows.release.versions import VERSION, is_version, version_order


class ReleaseEntry(Part):
    """One line of releases.json."""

    version: str = Field(pattern=VERSION)
    content_hash: str
    created_at: AwareDatetime
    papers: int
    records: int
    previous: str | None


class Index(Part):
    """All that releases.json says."""

    dataset: str
    latest: str | None
    releases: tuple[ReleaseEntry, ...]


@dataclass(frozen=True)
class Catalogue:
    """The releases of an output folder, oldest first.

    `missing` are listed, but their folders are gone or incomplete; `latest` is never one of them. `notes` says in
    sentences what is not as it should be.
    """

    releases: tuple[ReleaseEntry, ...]
    latest: str | None
    missing: frozenset[str]
    notes: tuple[str, ...]

    def index(self) -> Index:
        """What releases.json should say."""
        return Index(dataset=DATASET, latest=self.latest, releases=self.releases)


def render_index(index: Index) -> str:
    """The text of releases.json."""
    return json.dumps(index.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"


def read_catalogue(out: Path) -> Catalogue:
    """The releases below `out`.

    A complete release that is not listed is adopted; if it comes after every listed one it was published last, and is
    the latest. A listed release that is gone stays listed, so that its version is never used again.
    """
    index, notes = _read_index(out / INDEX)
    listed = {entry.version: entry for entry in index.releases}
    adopted, refused = _adopt(out / RELEASES, listed)
    entries = tuple(sorted([*listed.values(), *adopted], key=lambda entry: version_order(entry.version)))
    missing = frozenset(entry.version for entry in entries if not _is_complete(out / RELEASES / entry.version))
    present = [entry.version for entry in entries if entry.version not in missing]
    latest = index.latest if index.latest in present else None
    if present and (latest is None or any(_after(entry.version, listed) for entry in adopted)):
        latest = present[-1]
    notes += [f"Release {version} is listed in {INDEX}, but its folder is gone or incomplete." for version in missing]
    notes += [f"Release {entry.version} was not listed in {INDEX}; it is complete and counts." for entry in adopted]
    return Catalogue(entries, latest, missing, tuple(sorted(notes + refused)))


def list_releases(out: Path) -> list[ReleaseEntry]:
    """The releases below `out` that are there to be read, oldest first."""
    catalogue = read_catalogue(out)
    return [entry for entry in catalogue.releases if entry.version not in catalogue.missing]


def latest_release(out: Path) -> Path | None:
    """The folder of the latest release, or None before the first."""
    latest = read_catalogue(out).latest
    return out / RELEASES / latest if latest is not None else None


def find_release(out: Path, which: str | Path) -> Path:
    """The folder of a release: `which` is a version, `latest`, or a path to it.

    Raises ReleaseNotFoundError, which says what there is.
    """
    if str(which) == "latest":
        latest = latest_release(out)
        if latest is None:
            raise ReleaseNotFoundError(f"There is no release in {out} yet. `litsieve build` makes one.")
        return latest
    if is_version(str(which)) and (out / RELEASES / which).is_dir():
        return out / RELEASES / which
    path = Path(which)
    if path.is_dir() and ((path / MANIFEST).is_file() or any(path.glob("*.parquet"))):
        return path
    known = ", ".join(entry.version for entry in list_releases(out)) or "none yet"
    raise ReleaseNotFoundError(f"{which} is neither a release in {out} (there: {known}) nor a folder that holds one.")


def _read_index(path: Path) -> tuple[Index, list[str]]:
    """What releases.json says, and what is wrong with it; nothing is known where it cannot be read."""
    nothing = Index(dataset=DATASET, latest=None, releases=())
    try:
        said: Any = json.loads(path.read_text(encoding="utf-8"))
        return Index.model_validate(said), []
    except FileNotFoundError:
        return nothing, []
    except (ValueError, RecursionError):
        return nothing, [f"{INDEX} cannot be read; it is made anew from the releases."]


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


def entry_from(manifest: Manifest) -> ReleaseEntry:
    """The line of releases.json for a release."""
    return ReleaseEntry(
        version=manifest.version,
        content_hash=manifest.content_hash,
        created_at=manifest.created_at,
        papers=manifest.rows("papers.parquet"),
        records=manifest.rows("records.parquet"),
        previous=manifest.previous,
    )


def _is_complete(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def _after(version: str, listed: Iterable[str]) -> bool:
    return all(version_order(version) > version_order(other) for other in listed)
