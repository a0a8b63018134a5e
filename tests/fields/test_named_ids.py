"""Identifiers that a text names, of whatever paper they are."""

import pytest

from flows.fields.identifiers import find_named_ids


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "As in arXiv:1706.03762v5 and doi:10.1145/3292500.3330701.",
            ("arxiv:1706.03762", "doi:10.1145/3292500.3330701"),
        ),
        ("https://doi.org/10.48550/arXiv.2401.00001 twice: arXiv:2401.00001", ("arxiv:2401.00001",)),
        ("https://doi.org/10.5555/Sea?from=x", ("doi:10.5555/sea",)),
        ("A ratio of 1234.5678 and no id", ()),
        ("", ()),
    ],
)
def test_each_is_given_once_in_order_with_its_kind(text: str, named: tuple[str, ...]) -> None:
    assert find_named_ids(text) == named
