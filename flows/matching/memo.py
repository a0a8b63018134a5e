"""Verdicts of an earlier build, found again by all that a pair was judged by: the values of both records that count.

A pair has a key of 128 bits, made of what is compared of its records and of what all records tell of each. The same key
has the same verdict from the same code, so that one that is remembered is what judging would give again.

A folder of what is remembered has `keys.arrow`, sorted by `one`: `one` and `two` (UInt64, the halves of a key) and `at`
(UInt32, the row of the verdict, null of a pair that was not worth one), and the verdicts `000000.arrow`, `000001.arrow`
and so on, one file behind the other. What the next search for candidates begins with may stand beside them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.matching.blocks import Pairs, differs_from_last, pair_rows, split_pairs
from flows.matching.search import Search
from flows.matching.values import read_columns, read_frame, take_rows

KEYS: Final = "keys.arrow"

NUMBERS: Final = (
    *("reading", "title_key", "abstract_key", "authors_key", "surnames", "venue", "issue"),
    *("doi", "arxiv_id", "pmid", "place", "first_author"),
)
"""Of each record: `reading` stands for all that is compared of it, and the others once more for most of that."""

KEYED_AT: Final = 2**20
"""Records whose keys are made at a time, of some 200 bytes each."""

SPREAD: Final = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
"""Odd, so that the halves of a pair's key tell its first record from its second."""

Keys = npt.NDArray[np.uint64]
"""Two numbers a row."""


class Memo(NamedTuple):
    """The file with the keys of all records, in the order of their ids, and the folder of what is remembered."""

    records: Path
    earlier: Path | None


def open_memo(search: Search, folder: Path, earlier: Path | None) -> Memo:
    """Write the keys of all records into `folder`."""
    told = search.values.told_names()
    keys = np.empty((len(search.column("rank")), 2), dtype=np.uint64)
    every = pl.struct(pl.all())
    for at in range(0, len(keys), KEYED_AT):
        values = [
            read_columns(source, names, at, KEYED_AT)
            for source, names in ((search.numbers.source, NUMBERS), (search.values.told, told))
        ]
        some = pl.concat(values, how="horizontal").select(one=every.hash(1), two=every.hash(2))
        keys[at : at + KEYED_AT] = some.to_numpy()
    np.save(folder / "records.npy", keys)
    return Memo(folder / "records.npy", earlier)


def key_pairs(memo: Memo, pairs: Pairs) -> Keys:
    """The key of each pair."""
    records = np.load(memo.records, mmap_mode="r")
    a, b = split_pairs(pairs)
    keys: Keys = records[a] * SPREAD + records[b]
    return keys


class Recalled(NamedTuple):
    """Which of some pairs are remembered, and the verdicts on those of them that were worth one."""

    known: npt.NDArray[np.bool_]
    verdicts: list[pl.DataFrame]


def recall_pairs(memo: Memo, pairs: Pairs) -> Recalled:
    """What is remembered of pairs; verdicts as verdicts.judge_pairs gives them, in no order."""
    if memo.earlier is None:
        return Recalled(np.zeros(len(pairs), dtype=np.bool_), [])
    kept = read_frame(memo.earlier / KEYS)
    keys = key_pairs(memo, pairs)
    one = kept["one"].to_numpy()
    place = np.minimum(np.searchsorted(one, keys[:, 0]), max(len(one) - 1, 0))
    if not len(one):
        return Recalled(np.zeros(len(pairs), dtype=np.bool_), [])
    known: npt.NDArray[np.bool_] = (one[place] == keys[:, 0]) & (kept["two"].to_numpy()[place] == keys[:, 1])
    a, b = split_pairs(pairs[known])
    found = pl.DataFrame({"a": a, "b": b, "at": kept["at"].gather(place[known])}).drop_nulls().sort("at")
    return Recalled(known, _take(memo.earlier, found))


def _take(folder: Path, found: pl.DataFrame) -> list[pl.DataFrame]:
    """The verdicts that stand `at` these rows, which are sorted, on the pairs that are named beside them."""
    taken = []
    start = 0
    at = found["at"].to_numpy()
    for path in sorted(folder.glob("[0-9]*.arrow")):
        size = read_frame(path, ["a"]).height
        low, high = np.searchsorted(at, [start, start + size])
        if high > low:
            verdicts = take_rows(path, at[low:high] - np.uint32(start), ["rule", "score", "verdict", "evidence"])
            taken.append(pl.concat([found[int(low) : int(high)].select("a", "b"), verdicts], how="horizontal"))
        start += size
    return taken


def remember_pairs(memo: Memo, pairs: Pairs, judged: Sequence[Path], to: Path) -> None:
    """Write into the folder `to` what is to be remembered of pairs; `judged` are the files of verdicts on them."""
    rows = pl.concat([read_frame(path, ["a", "b"]) for path in judged])
    worth = pair_rows(rows["a"].to_numpy(), rows["b"].to_numpy())
    place = np.minimum(np.searchsorted(worth, pairs), max(len(worth) - 1, 0)).astype(np.uint32)
    there = worth[place] == pairs if len(worth) else np.zeros(len(pairs), dtype=np.bool_)
    keys = key_pairs(memo, pairs)
    # Of pairs that are alike one is remembered.
    order = np.argsort(keys[:, 0], kind="stable")
    one = keys[order, 0]
    is_first = differs_from_last(one)
    first = order[is_first]
    kept = pl.DataFrame({"one": one[is_first], "two": keys[first, 1], "at": place[first], "there": there[first]})
    kept.select("one", "two", at=pl.when("there").then("at")).write_ipc(to / KEYS)
    for number, path in enumerate(judged):
        (to / f"{number:06}.arrow").hardlink_to(path)
