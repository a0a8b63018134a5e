"""From the memory and the disk that a build may take to how its work is cut up and laid aside."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from flows.settings import Settings

READ_FACTOR: Final = 40
"""Bytes that a worker holds at most for a byte of dump that it reads at one go: text, rows, columns, folded text."""

MERGED_BYTES: Final = 11_000
"""Bytes that merging holds for a record, as much as was measured: its cleaned values, sorted for each field."""

SHARE: Final = 0.5
"""Of the budget, for what workers hold; the rest is the programs themselves and the main process."""


STAGED_FACTOR: Final = 9
"""Bytes that staging, cache and release of a build hold at most for a byte of dump, if nothing is compressed."""


class Budget(NamedTuple):
    """How many workers, and how many records one of them merges at a time."""

    workers: int
    range_records: int

    def ranges(self, records: int) -> int:
        """In how many ranges so many records are merged, two at least for each worker where one would not do.

        A power of two, as are the row groups of what comes of them (work.prefixes): so no group is in two ranges.
        """
        least = max(1, -(-records // self.range_records))
        return 1 if least == 1 else 1 << (max(least, 2 * self.workers) - 1).bit_length()


def plan_budget(settings: Settings) -> Budget:
    """As many workers as are asked for and as the memory allows, and what each of them may take up.

    How dumps are cut into pieces does not follow from the memory: the settings of `extract` alone decide that.
    """
    held = int(settings.work.memory_gib * 2**30 * SHARE)
    asked = settings.work.workers or os.cpu_count() or 1
    workers = max(1, min(asked, held // (settings.extract.piece_bytes * READ_FACTOR)))
    return Budget(workers, max(held // workers // MERGED_BYTES, 1))


def free_bytes(folder: Path) -> int:
    """What is free on the disk of a folder, or of what it is to be made in."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free


def fit_disk(settings: Settings, paths: Iterable[Path], free: int) -> Settings:
    """The settings with `work.compress`, if open, decided: may these dumps take more than the bytes that are `free`?"""
    if settings.work.compress is not None:
        return settings
    dump_bytes = sum(path.stat().st_size for path in paths if path.exists())
    compress = dump_bytes * STAGED_FACTOR > free
    return settings.model_copy(update={"work": settings.work.model_copy(update={"compress": compress})})
