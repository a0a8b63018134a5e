"""Where a release lies until it is published; on the file system of the releases, so that one rename publishes it."""

import errno
import os
import secrets
import shutil
from pathlib import Path
from typing import Final

from flows.release.errors import OutputError
from flows.release.folder import STAGING, remove_tree

NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""What the system says where a file system knows no such links."""


def open_staging(out: Path) -> Path:
    """A new empty folder below `out`, which the next run sweeps away if this one is killed."""
    # The umask decides who may read it, as everywhere; tempfile's folders would stay closed to all others.
    staging = out / STAGING / f"{os.getpid()}-{secrets.token_hex(4)}"
    staging.mkdir(parents=True)
    return staging


def require_links(staging: Path) -> None:
    """Raises OutputError where the file system of a staging folder makes no hard links or no symbolic ones."""
    file, hard, soft = (staging / name for name in ("file", "hard", "soft"))
    try:
        file.touch()
        hard.hardlink_to(file)
        soft.symlink_to(file.name)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        raise OutputError(
            f"The file system of {staging.parents[1]} makes no hard links or no symbolic ones, which the cache and "
            f"`latest` are ({error.strerror}). Name a folder on another with --out."
        ) from error
    for path in (file, hard, soft):
        path.unlink()


def discard(staging: Path) -> None:
    """Remove a staging folder and all in it; one that is gone already is fine."""
    if staging.exists():
        remove_tree(staging)


def emptied(folder: Path) -> Path:
    """A folder below staging that is not there, whatever an attempt before this one left in it."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def sweep_staging(out: Path) -> int:
    """Remove everything that earlier runs left in the staging of `out`; returns how many things that was.

    Only for the holder of the lock: another build's work lies there too.
    """
    left = sorted((out / STAGING).iterdir()) if (out / STAGING).is_dir() else []
    for path in left:
        if path.is_dir() and not path.is_symlink():
            remove_tree(path)
        else:
            path.unlink()
    return len(left)
