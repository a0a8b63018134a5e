"""How the author lists of a pair compare: as sets of people, whatever the order and however the names are written."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import polars as pl
from rapidfuzz import fuzz

from flows.fields.authors import NameKey, compare_name
from flows.matching.blocks import Rows
from flows.matching.distinct import per_distinct
from flows.matching.keys import AUTHOR_BREAK
from flows.matching.names import bare_families, is_group_key, may_be_one, run_together
from flows.matching.spellings import spell_start

AGREE_FROM: Final = 0.5
"""Of the shorter list: from here on the lists agree. Versions add and drop authors, and listings cut long lists."""

MANY: Final = 3
"""So many people and nobody else on either list: hardly ever two papers of one day."""

MOST: Final = 0.8
"""Of the longer list, of which MANY must stand in the other too: the rest is misspelt or left out."""

MIN_MISSPELT: Final = 2
"""People with misspelt names, and nobody else, who are hardly others: of one it might be a namesake."""

MIN_SPELT: Final = 3
ALIKE_NAMES: Final = 60.0
"""Likeness of two given names, 0 to 100, of which one is misspelt: "Renee" and "Reee" are 89 alike, "John" and
"James" 22."""


def compare_people(compared: pl.DataFrame, a: Rows, b: Rows, like_titles: pl.Series) -> pl.DataFrame:
    """The author lists of pairs of rows of `compared` (see `evidence.collect_evidence`).

    `like_titles` says for each pair whether the titles are nearly equal: only then names are held for misspelt.
    Columns: `people` (String: all, most, same, one, agree, partly, misspelt, loosely, conflict; null where a list is
    empty, or where two incomplete lists have nobody in common), `people_shared`, `people_a`, `people_b` (Int64). Lists
    agree `loosely` whose people can only be the same if names are misspelt, or if one list names groups alone; they are
    `misspelt` where that holds of two or more and nobody is left.
    """
    keys, complete = compared["authors_key"], compared["authors_complete"]
    people = keys.str.count_matches(AUTHOR_BREAK, literal=True).cast(pl.Int64) + 1
    pairs = pl.DataFrame(
        {
            "equal": keys.gather(a) == keys.gather(b),
            "people_a": people.gather(a),
            "people_b": people.gather(b),
            "complete_a": complete.gather(a),
            "complete_b": complete.gather(b),
        }
    ).with_row_index("pair")
    unequal = pairs.filter(~pl.col("equal"))["pair"]
    lists = pl.DataFrame(
        {"a": keys.gather(a[unequal]), "b": keys.gather(b[unequal]), "like": like_titles.gather(unequal)}
    )
    shared = lists.select(unequal, *per_distinct(lists.to_struct(), _count).struct.unnest())
    return (
        pairs.join(shared, on="pair", how="left", maintain_order="left")
        .with_columns(pl.when("equal").then("people_a").otherwise("people_shared").alias("people_shared"))
        .select(_level().alias("people"), "people_shared", "people_a", "people_b")
    )


def _level() -> pl.Expr:
    shared, fewer = pl.col("people_shared"), pl.min_horizontal("people_a", "people_b")
    more, misspelt = pl.max_horizontal("people_a", "people_b"), pl.col("misspelt")
    # An incomplete list names people who must all be in the other; a complete one may be an earlier version's.
    told = pl.when(~pl.col("complete_a")).then("people_a").when(~pl.col("complete_b")).then("people_b")
    both_incomplete = ~pl.col("complete_a") & ~pl.col("complete_b")
    return (
        pl.when(shared.is_null() | (both_incomplete & (shared == 0)))
        .then(None)
        .when((shared == 0) & (misspelt >= MIN_MISSPELT) & (misspelt == more))
        .then(pl.lit("misspelt"))
        .when((shared == 0) & pl.col("loosely"))
        .then(pl.lit("loosely"))
        .when(shared == 0)
        .then(pl.lit("conflict"))
        .when(~both_incomplete & (shared < told))
        .then(pl.lit("conflict"))
        .when(shared == more)
        .then(
            pl.when(shared >= MANY)
            .then(pl.lit("all"))
            .when((shared == 1) & pl.col("complete_a") & pl.col("complete_b"))
            .then(pl.lit("one"))
            .otherwise(pl.lit("same"))
        )
        .when((shared >= MANY) & (shared >= MOST * more))
        .then(pl.lit("most"))
        .when(shared >= AGREE_FROM * fewer)
        .then(pl.lit("agree"))
        .otherwise(pl.lit("partly"))
    )


def _count(pairs: pl.Series) -> pl.Series:
    """Of pairs of lists (structs) `people_shared`, how many people both name; and if nobody, how many may be the same.

    The latter is `misspelt`, as `count_misspelt` tells where the titles are `like`, and `loosely`, whether it is told.
    """
    a, b, likes = pairs.struct.unnest()
    one, other = (side.str.split(AUTHOR_BREAK).to_list() for side in (a, b))
    shared = [count_shared(*lists) for lists in zip(one, other, strict=True)]
    asked = (likes & (pl.Series(shared, dtype=pl.Int64) == 0)).to_list()
    misspelt = [count_misspelt(*lists) if ask else None for *lists, ask in zip(one, other, asked, strict=True)]
    return pl.DataFrame(
        {
            "people_shared": pl.Series(shared, dtype=pl.Int64),
            "loosely": pl.Series([some is not None for some in misspelt], dtype=pl.Boolean),
            "misspelt": pl.Series(misspelt, dtype=pl.Int64),
        }
    ).to_struct()


def count_misspelt(a: Sequence[str], b: Sequence[str]) -> int | None:
    """How many of the shorter list stand in the other with a misspelt name or its parts in another order.

    None if they are less than half. A list of groups alone may stand for any people: 0.
    """
    if all(not _key(name).given for name in a) or all(not _key(name).given for name in b):
        return 0
    fewer, more = sorted(([_parts(name) for name in a], [_parts(name) for name in b]), key=len)
    found = sum(any(_loosely_one(name, other) for other in more) for name in fewer)
    return found if found >= AGREE_FROM * len(fewer) else None


def _parts(name: str) -> list[str]:
    key = _key(name)
    return [key.family, *key.given.split()]


def _loosely_one(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two names share a part that is spelt out, and the other parts begin alike or are nearly spelt alike."""
    for place, part in enumerate(a):
        for other_place, other in enumerate(b):
            if min(len(part), len(other)) < MIN_SPELT or not _nearly(part, other):
                continue
            rest = [*a[:place], *a[place + 1 :]]
            other_rest = [*b[:other_place], *b[other_place + 1 :]]
            if not rest or not other_rest or any(_nearly(one, two) for one in rest for two in other_rest):
                return True
    return False


def _nearly(a: str, b: str) -> bool:
    if min(len(a), len(b)) < MIN_SPELT:
        return a[:1] == b[:1]
    return a == b or any(
        one[0] == other[0] and fuzz.ratio(one, other) >= ALIKE_NAMES
        for one, other in ((a, b), (spell_start(a), spell_start(b)))
    )


def count_shared(a: Sequence[str], b: Sequence[str]) -> int:
    """How many people two lists of names have in common; nobody counts twice."""
    keys_a, keys_b = [_key(name) for name in a], [_key(name) for name in b]
    of_groups = any(is_group_key(key) for key in keys_a) and any(is_group_key(key) for key in keys_b)
    if not of_groups and _name_parts(keys_a).isdisjoint(_name_parts(keys_b)):
        return 0  # nobody below could find a partner: most pairs that meet by wording alone
    left, right = Counter(keys_a), Counter(keys_b)
    alike = left & right
    count = alike.total()
    # Longer names first: who is written out must not lose a partner to an initial that fits many.
    free = sorted((right - alike).elements(), key=_by_length)
    by_family: dict[str, list[int]] = defaultdict(list)
    by_given: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(free):
        by_family[name.family].append(place)
        for bare, _ in bare_families(name.family):
            by_family[bare].append(place)
        by_family[run_together(name)].append(place)
        by_given[_joined(name)].append(place)
        for part in name.given.split()[1:]:
            by_given[part].append(place)
    met: set[int] = set()
    for name in sorted((left - alike).elements(), key=_by_length):
        # Whoever may be the same person has the same family name, or the names the other way round.
        places = [*by_family[name.family], *by_family[_joined(name)], *by_given[name.family]]
        places += by_family[run_together(name)]
        places += [place for part in name.given.split()[1:] for place in by_family[part]]
        places += [place for bare, _ in bare_families(name.family) for place in by_family[bare]]
        if is_group_key(name):
            places += [place for place, other in enumerate(free) if is_group_key(other)]
        found = next((place for place in places if place not in met and may_be_one(name, free[place])), None)
        if found is not None:
            met.add(found)
            count += 1
    return count


def _name_parts(keys: Sequence[NameKey]) -> set[str]:
    """The family names, without their particles and run together too, and the given names, both ways."""
    found = {
        part
        for key in keys
        for part in (key.family, _joined(key), run_together(key), *key.given.split()[1:])
        if part != ""
    }
    return found | {bare for key in keys for bare, _ in bare_families(key.family)}


def _by_length(name: NameKey) -> tuple[int, NameKey]:
    return -len(name.given), name


def _joined(name: NameKey) -> str:
    return name.given.replace(" ", "")


@lru_cache(maxsize=2**16)
def _key(name: str) -> NameKey:
    return compare_name(name)
