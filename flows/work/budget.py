"""From the memory and the disk that a build may take to how its work is cut up and laid aside."""

import os
import shutil
from pathlib import Path
from typing import Final, NamedTuple

from flows.settings import Settings

READ_FACTOR: Final = 40
"""Bytes that a worker holds at most for a byte of dump that it reads at one go: text, rows, columns, folded text."""

MERGED_BYTES: Final = 11_000
"""Bytes that merging holds for a record, as much as was measured: its cleaned values, sorted for each field."""

SHARE: Final = 0.5
"""Of the budget, for what workers hold; the rest is the programs themselves and the main process."""

LEAST_SHARE: Final = 0.25
"""So much of it is for what workers merge, even where all records together leave less."""

PROGRAM_BYTES: Final = 2**28
"""Bytes of a process with all that it imports, as was measured: the main process, Prefect's server, each worker."""

RECORD_BYTES: Final = 300
"""Bytes that the main process holds for a record while others merge."""

STAGED_FACTOR: Final = 9
"""Bytes that staging, cache and release of a build hold at most for a byte of dump, if nothing is compressed."""


class Budget(NamedTuple):
    """How many workers, and the bytes that all processes together should take."""

    workers: int
    memory: int

    def ranges(self, records: int) -> int:
        """In how many ranges so many records are merged, two at least for each worker where one would not do.

        A power of two, as are the row groups of what comes of them (work.prefixes): so no group is in two ranges.
        """
        spare = self.memory - (2 + self.workers) * PROGRAM_BYTES - records * RECORD_BYTES
        held = max(self.memory * LEAST_SHARE, min(self.memory * SHARE, spare))
        least = -(-records * MERGED_BYTES * self.workers // int(held))
        return 1 if least <= 1 else 1 << (max(least, 2 * self.workers) - 1).bit_length()


def plan_budget(settings: Settings) -> Budget:
    """As many workers as are asked for and as the memory allows.

    How dumps are cut into pieces does not follow from the memory: the settings of `extract` alone decide that.
    """
    memory = int(settings.work.memory_gib * 2**30)
    asked = settings.work.workers or os.cpu_count() or 1
    workers = max(1, min(asked, int(memory * SHARE) // (settings.extract.piece_bytes * READ_FACTOR)))
    return Budget(workers, memory)


def free_bytes(folder: Path) -> int:
    """What is free on the disk of a folder, or of what it is to be made in."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free


def fit_disk(settings: Settings, dump_bytes: int, free: int) -> Settings:
    """The settings with `work.compress`, if open, decided: may so many bytes of dumps take more than are `free`?"""
    if settings.work.compress is not None:
        return settings
    compress = dump_bytes * STAGED_FACTOR > free
    return settings.model_copy(update={"work": settings.work.model_copy(update={"compress": compress})})
