"""What is asked of a record before and after it has its paper."""

from flows.work.hashes import GIVEN
from schemas.records import Normalized, Records


def test_of_a_record_nothing_is_asked_later_but_the_ids_that_it_is_given() -> None:
    assert set(Records.columns) - set(GIVEN) == set(Normalized.columns) - set(GIVEN)
    for name, column in Records.columns.items():
        if name not in GIVEN:
            before = Normalized.columns[name]
            asked = (column.dtype, column.nullable, column.unique, column.checks)
            assert asked == (before.dtype, before.nullable, before.unique, before.checks), name
