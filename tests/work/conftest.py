"""The tables of a release as the work of a build makes them, without a flow."""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from flows.matching.run import Run
from flows.reading import Piece
from flows.settings import ReleaseSettings, Settings
from flows.work.cache_parts import NOTHING
from flows.work.papers import drop_compared, find_papers
from flows.work.parts import Chunk, Share, settle_positions
from flows.work.recall import Wanted, recall_chunk
from flows.work.tables import Tables, Written, write_all
from schemas.frames import empty_frame
from schemas.judgements import Ids

Make = Callable[..., tuple[Path, Written]]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory, sample_raw: Path) -> Make:
    """Makes tables of the sample dumps, or of those in `raw`, in chunks of these; gives their folder."""

    def work(
        chunks: Sequence[Sequence[str] | Piece],
        *,
        ranges: int = 1,
        raw: Path = sample_raw,
        latest: Path | None = None,
        settings: Settings | None = None,
        run: Run = map,
        cache: Path | None = None,
        groups: Path | None = None,
        group_rows: int = 40,
    ) -> tuple[Path, Written]:
        settings = Settings() if settings is None else settings
        place = tmp_path_factory.mktemp("made")
        shares: list[Share] = [one if isinstance(one, Piece) else [raw / name for name in one] for one in chunks]
        read = [
            recall_chunk(Wanted(Chunk(number, share, raw, place, settings), None, "", NOTHING))
            for number, share in enumerate(shares)
        ]
        parts = settle_positions(shares, read)
        known = empty_frame(Ids) if latest is None else pl.read_parquet(latest / "ids.parquet")
        papers = find_papers(parts, place / "pairs", known, settings.dedup, run, cache=cache)
        drop_compared(parts, place / "pairs")
        staging = place / "release"
        staging.mkdir()
        release = ReleaseSettings(row_group_rows=group_rows)
        return staging, write_all(Tables(parts, papers, place, staging, latest, ranges, release, None, groups), run)

    return work
