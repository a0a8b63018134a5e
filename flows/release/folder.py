"""The names in an output folder, and writing there so that a crash or a power cut leaves the old or the new."""

import os
import shutil
import stat
from pathlib import Path
from typing import Final

LOCK: Final = ".lock"
STAGING: Final = ".staging"
PRUNED: Final = ".pruned"
RELEASES: Final = "releases"
INDEX: Final = "releases.json"
LATEST: Final = "latest"
MANIFEST: Final = "manifest.json"


def sync(path: Path) -> None:
    """Have the file or folder at `path` on the disk before anything that depends on it is done."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_anew(target: Path, text: str) -> None:
    """Write `text` into the file `target`, which an attempt before may have left there, closed to writing."""
    target.unlink(missing_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")


def replace_text(target: Path, text: str, beside: Path) -> None:
    """Make `text` the content of the file `target` in one step.

    It is written in the folder `beside` first, which must lie on the same file system.
    """
    fresh = beside / target.name
    fresh.write_text(text, encoding="utf-8", newline="\n")
    sync(fresh)
    fresh.replace(target)
    sync(target.parent)


def replace_link(target: Path, leads_to: str, beside: Path) -> None:
    """Make the symbolic link `target` lead to `leads_to` (a path as seen from the link) in one step, as above."""
    fresh = beside / target.name
    fresh.symlink_to(leads_to)
    fresh.replace(target)
    sync(target.parent)


def remove_tree(folder: Path) -> None:
    """Remove a folder and all in it, folders that are closed to writing included; links are not followed."""
    _open_to_owner(folder)
    for within, names, _ in os.walk(folder):
        for name in names:
            _open_to_owner(Path(within, name))
    shutil.rmtree(folder)


def _open_to_owner(folder: Path) -> None:
    if not folder.is_symlink():
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IRWXU)
