"""Versions go up, whatever the clock does."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.release.versions import is_version, next_version, version_order

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        ([], "2026-11-20.001"),
        (["2026-11-19.007"], "2026-11-20.001"),
        (["2026-11-20.001", "2026-11-20.002"], "2026-11-20.003"),
        (["2026-11-20.999"], "2026-11-20.1000"),
        (["2026-11-20.1000", "2026-11-20.999"], "2026-11-20.1001"),
        (["2027-01-01.004"], "2027-01-01.005"),  # the clock jumped back
    ],
)
def test_next_version(existing: list[str], expected: str) -> None:
    assert next_version(existing, TODAY) == expected


@given(days=st.lists(st.dates(date(1000, 1, 1)), max_size=20))
@settings(deadline=None, derandomize=True)
def test_versions_only_go_up_whatever_the_clock_does(days: list[date]) -> None:
    versions: list[str] = []
    for day in days:
        versions.append(next_version(versions, day))
    assert versions == sorted(versions, key=version_order)
    assert len(set(versions)) == len(versions)
    assert all(is_version(version) for version in versions)


@pytest.mark.parametrize("name", ["latest", "2026-11-20", "2026-13-20.001", "2026-11-20.1", "../2026-11-20.001", ""])
def test_other_names_are_no_versions(name: str) -> None:
    assert not is_version(name)
