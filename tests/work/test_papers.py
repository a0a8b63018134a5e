"""Papers of the parts of a build: repeats are numbered as in one frame."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.stages.normalize import number_repeats
from flows.work.papers import number_ids

Records = list[tuple[str, bool]]


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["ra", "rb", "rc"]), st.booleans()), max_size=12))
def test_repeats_get_the_ids_that_they_have_in_one_frame(records: Records) -> None:
    frame = pl.DataFrame(
        {
            "record_id": pl.Series([record for record, _ in records], dtype=pl.String),
            "reference": pl.Series([reference for _, reference in records], dtype=pl.Boolean),
            "dump": pl.Series(["a.txt"] * len(records), dtype=pl.String),
            "position": pl.Series(range(len(records)), dtype=pl.Int64),
        }
    )
    numbered = number_ids(frame["record_id"], frame["reference"])
    assert numbered.to_list() == number_repeats(frame)["record_id"].to_list()
    assert numbered.n_unique() == len(records)
