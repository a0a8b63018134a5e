"""Which code made a release."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import schemas
from flows import __version__

SOURCE_SUFFIXES: Final = {".py", ".zip", ".json", ".jinja", ".css", ".js"}


@cache
def code_version() -> str:
    """The package's version and, after a `+`, a digest of its sources and model files.

    The digest tells working copies apart that share a version number. It is over code, weights and page templates.
    """
    digest = sha256()
    for root in (Path(__file__).parent, Path(schemas.__file__).parent):
        for path in sorted(root.rglob("*")):
            if path.suffix in SOURCE_SUFFIXES:
                digest.update(path.relative_to(root.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"
