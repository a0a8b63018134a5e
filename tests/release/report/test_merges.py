"""The merges that a person should look at."""

from pathlib import Path

import polars as pl

from flows.release.report.merges import find_merges


def test_a_long_list_of_authors_ends_after_a_whole_name_and_says_how_many_more_there_are(release: Path) -> None:
    names = [f"Ann Author{number:03}" for number in range(60)]
    path = release / "records.parquet"
    records = pl.read_parquet(path).with_columns(authors=pl.lit(names, dtype=pl.List(pl.String)))
    path.unlink()
    records.write_parquet(path)
    [large] = find_merges(release).largest
    told = dict(large.rows)["authors"][0]
    assert told.startswith("Ann Author000, Ann Author001, ")
    assert told.endswith("Ann Author019 and 40 more")
    assert len(told) < 330


def test_evidence_that_is_left_out_is_counted(release: Path) -> None:
    path = release / "matches.parquet"
    matches = pl.read_parquet(path)
    path.unlink()
    pl.concat([matches] * 9).write_parquet(path)
    [large] = find_merges(release).largest
    assert len(large.pairs) == 6
    assert large.rest.told == "6 of 9; the other 3 stand in matches.parquet."
