"""Pages of made-up listings of real papers, from the renderer in `../shared/tools`."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

SHARED: Final = Path(__file__).resolve().parents[2] / "shared"
TOOL: Final = SHARED / "tools" / "render_listings.py"


def render_listings(papers: Path, to: Path, *options: str) -> None:
    """Print the papers of a Parquet file into the folder `to`: the same pages each time."""
    command = [sys.executable, str(TOOL), str(papers), str(to), *options]
    # The renderer walks through sets of names, whose order is that of their hashes.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - named above
