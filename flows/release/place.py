"""Where releases may be made."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flows.release.errors import OutputError
from flows.release.lock import hold_lock

ADDRESS: Final = re.compile(r"~|[A-Za-z][\w.+-]+:")
"""What Polars and pyarrow take a relative path for that begins so."""


@contextmanager
def hold_place(raw: Path, out: Path, wait_s: float) -> Iterator[None]:
    """Hold the output folder `out` as `lock.hold_lock` does. Raises OutputError where no release can be made there."""
    if ADDRESS.match(str(out)) is not None:
        raise OutputError(
            f"{out} reads like an address or a home folder, and releases are made in folders of this machine alone. "
            "If it is one, give its whole path, from / on."
        )
    place = out.resolve()
    if _is_searched(place, raw.resolve()):
        raise OutputError(f"{out} lies in {raw}, so its releases would be read as dumps. Name another folder.")
    try:
        str(place).encode()
    except UnicodeEncodeError as error:
        raise OutputError(f"{out} has bytes in its name that are no UTF-8, which Polars cannot write to.") from error
    with hold_lock(out, wait_s):
        yield


def _is_searched(place: Path, raw: Path) -> bool:
    """Whether what lies in a folder is taken for dumps below `raw`; what is hidden is not."""
    return place.is_relative_to(raw) and not any(part.startswith(".") for part in place.relative_to(raw).parts)
