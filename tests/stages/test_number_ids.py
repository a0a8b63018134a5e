"""Repeats of a record get ids of their own."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.stages.normalize import number_ids

Records = list[tuple[str, bool]]


def numbered_one_by_one(records: Records) -> list[str]:
    """The ids as a person would write them down: first all records but references, then these."""
    seen: dict[str, int] = {}
    ids = [""] * len(records)
    for place in sorted(range(len(records)), key=lambda at: (records[at][1], at)):
        record = records[place][0]
        seen[record] = seen.get(record, 0) + 1
        ids[place] = record if seen[record] == 1 else f"{record}-{seen[record]}"
    return ids


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["ra", "rb", "rc"]), st.booleans()), max_size=12))
def test_repeats_are_numbered_in_their_order_those_of_references_last(records: Records) -> None:
    ids = pl.Series([record for record, _ in records], dtype=pl.String)
    reference = pl.Series([reference for _, reference in records], dtype=pl.Boolean)
    assert number_ids(ids, reference).to_list() == numbered_one_by_one(records)
