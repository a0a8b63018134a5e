"""How the author lists of a pair compare: as sets of people, whatever the order and however the names are written."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import polars as pl

from flows.fields.authors import NameKey, compare_name, same_person
from flows.matching.blocks import Rows

AGREE_FROM: Final = 0.5
"""Of the shorter list: from here on the lists agree. Versions add and drop authors, and listings cut long lists."""


class Shared(NamedTuple):
    """`people` in common, and how many names the two lists hold."""

    people: int
    in_a: int
    in_b: int


def compare_people(compared: pl.DataFrame, a: Rows, b: Rows) -> pl.DataFrame:
    """The author lists of pairs of rows of `compared` (see `keys.compare_records`).

    Columns: `people` (String: agree, partly, conflict; null where a list is empty, or where two incomplete lists
    have nobody in common), `people_shared`, `people_a`, `people_b` (Int64).
    """
    keys, authors, complete = compared["authors_key"], compared["authors"], compared["authors_complete"]
    pairs = pl.DataFrame(
        {
            "equal": keys.gather(a) == keys.gather(b),
            "people_a": authors.gather(a).list.len().cast(pl.Int64),
            "people_b": authors.gather(b).list.len().cast(pl.Int64),
            "complete_a": complete.gather(a),
            "complete_b": complete.gather(b),
        }
    ).with_row_index("pair")
    unequal = pairs.filter(~pl.col("equal"))["pair"].to_numpy()
    lists = zip(authors.gather(a[unequal]).to_list(), authors.gather(b[unequal]).to_list(), strict=True)
    shared = pl.DataFrame({"pair": unequal, "people_shared": [count_shared(*both) for both in lists]})
    return (
        pairs.join(shared, on="pair", how="left", maintain_order="left")
        .with_columns(pl.when("equal").then("people_a").otherwise("people_shared").alias("people_shared"))
        .select(_level().alias("people"), "people_shared", "people_a", "people_b")
    )


def _level() -> pl.Expr:
    shared, fewer = pl.col("people_shared"), pl.min_horizontal("people_a", "people_b")
    # An incomplete list names people who must all be in the other; a complete one may be an earlier version's.
    told = pl.when(~pl.col("complete_a")).then("people_a").when(~pl.col("complete_b")).then("people_b")
    both_incomplete = ~pl.col("complete_a") & ~pl.col("complete_b")
    return (
        pl.when(shared.is_null() | (both_incomplete & (shared == 0)))
        .then(None)
        .when(shared == 0)
        .then(pl.lit("conflict"))
        .when(~both_incomplete & (shared < told))
        .then(pl.lit("conflict"))
        .when(shared >= AGREE_FROM * fewer)
        .then(pl.lit("agree"))
        .otherwise(pl.lit("partly"))
    )


def count_shared(a: Sequence[str], b: Sequence[str]) -> int:
    """How many people two lists of names have in common; nobody counts twice."""
    left, right = Counter(map(_key, a)), Counter(map(_key, b))
    alike = left & right
    count = alike.total()
    # Longer names first: who is written out must not lose a partner to an initial that fits many.
    free = sorted((right - alike).elements(), key=_by_length)
    by_family: dict[str, list[int]] = defaultdict(list)
    by_given: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(free):
        by_family[name.family].append(place)
        by_given[_joined(name)].append(place)
    met: set[int] = set()
    for name in sorted((left - alike).elements(), key=_by_length):
        # Whoever may be the same person has the same family name, or the names the other way round.
        places = [*by_family[name.family], *by_family[_joined(name)], *by_given[name.family]]
        found = next((place for place in places if place not in met and same_person(name, free[place])), None)
        if found is not None:
            met.add(found)
            count += 1
    return count


def _by_length(name: NameKey) -> tuple[int, NameKey]:
    return -len(name.given), name


def _joined(name: NameKey) -> str:
    return name.given.replace(" ", "")


@lru_cache(maxsize=2**16)
def _key(name: str) -> NameKey:
    return compare_name(name)
