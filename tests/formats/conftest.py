"""What all tests of formats share."""

from collections.abc import Iterator

import pytest

from flows.stages import extract


@pytest.fixture(scope="package", autouse=True)
def in_columns() -> Iterator[None]:
    """JSON Lines are read in whole columns here, few as they are; tests/stages/test_json_lines.py reads both ways."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract, "FEW_BYTES", 0)
        yield
