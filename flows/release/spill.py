"""Frames on their way between tasks: uncompressed Parquet files in the run's staging folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl


def spill(folder: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    """Write each frame to `folder`/NAME.parquet; the folder is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet", compression="lz4")


def load(folder: Path, name: str) -> pl.DataFrame:
    """The frame that was spilled to `folder` under this name. Raises FileNotFoundError where there is none."""
    return pl.read_parquet(folder / f"{name}.parquet", glob=False)


def load_all(folders: Sequence[Path], name: str) -> pl.DataFrame:
    """The frames of this name of all folders, one below the other. Raises ValueError where no folder is given."""
    return pl.concat([load(folder, name) for folder in folders])
