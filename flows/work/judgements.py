"""Writing the tables of what was judged: matches, and rejects."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from flows.matching.matches import name_matches
from flows.release.statistics import TableStatistics
from flows.release.tables import ROW_ORDER, write_lines, write_table
from flows.settings import ReleaseSettings
from flows.work.papers import Papers
from flows.work.parts import REJECTS, Part, load
from schemas.frames import check_frame
from schemas.judgements import Matches, Rejects


def write_matches(
    staging: Path, papers: Papers, gone: pl.DataFrame, settings: ReleaseSettings
) -> tuple[TableStatistics, dict[str, int]]:
    """Write the table `matches`, but for those of papers that are `gone` (`paper_id`).

    Gives its statistics and how many there are of each verdict.
    """
    counts: Counter[str] = Counter()
    used, record_ids = papers.used, papers.record_ids.gather(papers.places)
    if not gone.is_empty():
        used = used & ~papers.paper_ids.gather(papers.places).is_in(gone["paper_id"].implode()).fill_null(value=False)

    def checked() -> Iterator[pl.DataFrame]:
        for matches in name_matches(papers.matched, record_ids, used):
            counts.update(dict(matches["verdict"].value_counts().iter_rows()))
            yield check_frame(matches, Matches)

    told = write_table(staging, "matches", checked(), settings)
    return told, dict(counts)


def write_rejects(
    staging: Path, parts: Sequence[Part], more: Sequence[pl.DataFrame], settings: ReleaseSettings
) -> tuple[TableStatistics, dict[str, int], dict[str, int]]:
    """Write the table `rejects`: those of all parts, and `more` of each.

    Gives its statistics, the refused records by stage, and the rejects by code.
    """
    stages: Counter[str] = Counter()
    codes: Counter[str] = Counter()

    with (staging / "rejects.jsonl").open("wb") as lines:

        def checked() -> Iterator[pl.DataFrame]:
            for part, added in zip(parts, more, strict=True):
                rejects = pl.concat([load(part, REJECTS), added]).sort(ROW_ORDER["rejects"], nulls_last=False)
                refused = rejects.filter(pl.col("position").is_not_null())
                stages.update(dict(refused["stage"].value_counts().iter_rows()))
                codes.update(dict(rejects["code"].value_counts().iter_rows()))
                write_lines(lines, rejects)
                yield check_frame(rejects, Rejects)

        told = write_table(staging, "rejects", checked(), settings)
    return told, dict(stages), dict(codes)
