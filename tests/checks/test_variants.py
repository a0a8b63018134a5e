"""The right verdict on five real dumps and on what may become of them, and the page that shows them."""

from pathlib import Path

import pytest

from benchmarks.check_variants import Told, judge_variants, table
from flows.release.catalogue import find_release


@pytest.fixture(scope="module")
def told(shared: Path, built_of_real: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    release = find_release(built_of_real, "latest")
    return list(judge_variants(shared / "raw", tmp_path_factory.mktemp("variants"), release))


def test_every_dump_and_every_variant_gets_the_right_verdict(told: list[Told]) -> None:
    assert [one.variant.what for one in told if not one.is_right] == []
    assert sum(one.variant.what == "as it is" for one in told) == 5
    assert len(told) >= 5 + 12


def test_every_error_on_a_text_names_its_line(told: list[Told]) -> None:
    for one in told:
        for verdict in (one.alone, one.against):
            if verdict.facts.encoding is not None and not verdict.facts.packed:
                assert all(found.begins is not None for found in verdict.errors)


def test_the_docs_show_these_verdicts(told: list[Told], root: Path) -> None:
    assert table(told) in (root / "docs" / "ci.md").read_text(encoding="utf-8")
