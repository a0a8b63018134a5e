"""Telling sound rows from broken ones."""

import pandera.errors
import pandera.polars as pa
import polars as pl
import pytest

from schemas.columns import TEXTS, all_of, at_least, column, filled, not_blank
from schemas.frames import check_frame, empty_frame, polars_schema, schema_hash, split_valid
from schemas.tables import TABLES

SHOP = pa.DataFrameSchema(
    {
        "id": column(pl.String, "Its id.", unique=True, checks=[not_blank()]),
        "tags": column(TEXTS, "Its tags.", checks=[filled(), all_of(["old", "new"])]),
        "size": column(pl.Int64, "Its size.", null="nobody measured it", checks=[at_least(3)]),
    },
    name="shop",
    strict=True,
    ordered=True,
)


def rows(*values: tuple[str | None, list[str] | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame(list(values), schema=polars_schema(SHOP), orient="row")


def test_sound_rows_stay_in_their_order_and_need_no_reason() -> None:
    frame = rows(("b", ["old"], 3), ("a", [], None))
    split = split_valid(frame, SHOP)
    assert split.valid.equals(frame)
    assert split.invalid.is_empty()
    assert split.invalid.columns == [*frame.columns, "reason"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ((None, ["old"], 3), "id: not_nullable"),
        ((" a", ["old"], 3), "id: not_blank"),
        (("a", None, 3), "tags: not_nullable"),
        (("a", ["old", ""], 3), "tags: filled"),
        (("a", ["used"], 3), "tags: all_of"),
        (("a", ["old"], 2), "size: greater_than_or_equal_to(3)"),
    ],
)
def test_a_broken_row_goes_with_its_reason_and_the_others_stay(
    row: tuple[str | None, list[str] | None, int | None], reason: str
) -> None:
    split = split_valid(rows(("z", ["new"], 9), row), SHOP)
    assert split.valid["id"].to_list() == ["z"]
    assert split.invalid["reason"].to_list()[0].startswith(reason)


def test_of_rows_with_one_id_the_first_stays() -> None:
    split = split_valid(rows(("a", ["old"], 3), ("a", ["new"], 4), ("a", ["new"], 5)), SHOP)
    assert split.valid["size"].to_list() == [3]
    assert split.invalid["size"].to_list() == [4, 5]
    assert set(split.invalid["reason"]) == {"id: field_uniqueness"}


def test_of_rows_that_repeat_a_pair_the_first_stays() -> None:
    pairs = pa.DataFrameSchema({"a": column(pl.Int64, ""), "b": column(pl.Int64, "")}, name="pairs", unique=["a", "b"])
    split = split_valid(pl.DataFrame({"a": [1, 1, 1], "b": [1, 2, 1]}), pairs)
    assert split.valid.rows() == [(1, 1), (1, 2)]
    assert split.invalid["reason"].to_list() == ["multiple_fields_uniqueness"]


@pytest.mark.parametrize(
    "frame",
    [
        rows(("a", ["old"], 3)).drop("size"),
        rows(("a", ["old"], 3)).with_columns(pl.col("size").cast(pl.String)),
        rows(("a", ["old"], 3)).with_columns(more=1),
        rows(("a", ["old"], 3)).select("size", "id", "tags"),
    ],
    ids=["missing", "mistyped", "unknown", "out of order"],
)
def test_wrong_columns_are_nobodys_row_and_raise(frame: pl.DataFrame) -> None:
    with pytest.raises(pandera.errors.SchemaErrors):
        split_valid(frame, SHOP)


def test_a_frame_is_checked_by_its_values_and_not_only_by_its_columns() -> None:
    with pytest.raises(pandera.errors.SchemaErrors):
        check_frame(rows(("a", ["old"], 2)), SHOP)


def test_a_column_of_nulls_alone_is_held_against_what_it_must_have() -> None:
    none_measured = rows(("a", ["old"], None), ("b", [], None))
    assert split_valid(none_measured, SHOP).valid.equals(none_measured)
    nameless = split_valid(rows((None, ["old"], 3), (None, ["new"], 4)), SHOP)
    assert nameless.valid.is_empty()
    assert nameless.invalid["reason"].str.starts_with("id: not_nullable").all()
    # The next frame is held against the whole schema again.
    assert split_valid(rows(("a", [], 2)), SHOP).invalid["reason"].to_list() == ["size: greater_than_or_equal_to(3)"]


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_frame_fits_every_published_table(name: str) -> None:
    assert check_frame(empty_frame(TABLES[name]), TABLES[name]).is_empty()


@pytest.mark.parametrize("name", TABLES)
def test_every_published_column_has_its_entry_in_the_dictionary(name: str) -> None:
    assert TABLES[name].title
    for published in TABLES[name].columns.values():
        assert published.description
        assert published.description.endswith(".")
        assert published.nullable == (published.metadata["null"] is not None)


def test_the_schema_hash_tells_any_change_of_a_column() -> None:
    narrower = SHOP.update_column("size", nullable=False)
    fewer = SHOP.remove_columns(["size"])
    assert len({schema_hash({"shop": schema}) for schema in (SHOP, narrower, fewer)}) == 3
    assert schema_hash({"shop": SHOP}) == schema_hash({"shop": SHOP})
