"""How a process of a build keeps its memory. Nothing here imports polars, which looks at some of this when it is."""

import atexit
import ctypes
import gc
import os
from typing import Final

CYCLES: Final = (200_000, 20, 20)
"""So many objects more than before, and it is looked for cycles."""

DECAY_MS: Final = 5_000
"""What polars lets go is kept so long for what it needs next: kept for longer, it is more memory and no less time."""

M_TRIM_THRESHOLD: Final = -1
M_MMAP_THRESHOLD: Final = -3
"""Numbers of options of glibc's `mallopt`."""

KEPT_BYTES: Final = 2**29
"""So much that numpy lets go at the end of the heap is kept."""

OWN_PAGES_BYTES: Final = 2**25
"""What is larger gets pages of its own, which go back at once; glibc allows no more."""


def keep_memory() -> None:
    """Have this process use memory again that it let go, and seldom look for cycles; to be called before all imports.

    Columns come and go by megabytes. To get each from the system anew, and zeroed, takes a tenth of a build's time.
    """
    # Imports and rows make many objects that stay; looking them over for cycles took a tenth of a short command.
    gc.set_threshold(*CYCLES)
    # At the end, too: to look for cycles in all that Prefect imports takes a second, and the system frees it at once.
    atexit.register(gc.freeze)
    os.environ.setdefault("_RJEM_MALLOC_CONF", f"dirty_decay_ms:{DECAY_MS}")
    # Only glibc has it.
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if mallopt is not None:
        # Arrow's own pools give back what they let go within a hundredth of a second.
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        mallopt(M_MMAP_THRESHOLD, OWN_PAGES_BYTES)
        mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
