"""How empty the columns of papers are."""

from pathlib import Path

import polars as pl

from flows.release.statistics import Tally
from flows.stages.validate import WATCHED
from flows.work.emptiness import read_emptiness, tell_emptiness
from schemas.frames import empty_frame
from schemas.papers import Papers


def test_a_value_that_is_null_and_a_list_without_elements_are_empty() -> None:
    papers = pl.concat(
        [
            empty_frame(Papers),
            pl.DataFrame({"title": ["One", None, None], "authors": [["Li Wei"], [], ["Ada King", "Li Wei"]]}),
        ],
        how="diagonal",
    )
    tally = Tally(empty_frame(Papers))
    tally.add(papers)
    told = tell_emptiness(3, tally.tell())
    assert (told.papers, told.empty["title"], told.empty["authors"], told.empty["doi"]) == (3, 2, 1, 3)
    assert set(told.empty) == set(WATCHED)


def test_a_release_tells_it_of_its_papers(built: Path) -> None:
    latest = built / "out" / "latest"
    papers = pl.read_parquet(latest / "papers.parquet")
    told = read_emptiness(latest)
    assert told.papers == papers.height
    assert told.empty["title"] == papers["title"].null_count()
    assert told.empty["subjects"] == (papers["subjects"].list.len() == 0).sum()
