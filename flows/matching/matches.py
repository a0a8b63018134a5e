"""Judging all candidate pairs of a set of records, and holding every cluster against what would forbid it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.matching.blocks import Pairs, Rows, number_rows, pair_blocks, pair_rows, sort_unique, split_pairs
from flows.matching.candidates import find_candidates
from flows.matching.clusters import Labels, cluster_pairs, find_components
from flows.matching.distinct import change_some
from flows.matching.evidence import collect_evidence
from flows.matching.memo import Memo, open_memo, recall_pairs, remember_pairs
from flows.matching.places import ON_THE_PAGE
from flows.matching.run import Run
from flows.matching.search import Search
from flows.matching.values import read_frame, write_mapped
from flows.matching.verdicts import judge_pairs

BATCH_PAIRS: Final = 100_000
"""Pairs judged at a time: where all their texts differ, which is rare, a batch takes some 200 MB."""

JUDGED: Final = "judged"
"""The folder of verdicts, within that of all that is kept of the pairs."""


class Limits(NamedTuple):
    """What may be set; flows.settings.DedupSettings says what each means."""

    min_title_chars: int
    min_abstract_chars: int
    min_abstract_likeness: float
    max_years_apart: float
    max_block_records: int


class Matched(NamedTuple):
    """What was found out about records, which are numbered in the order of their ids.

    `labels` are the clusters. `judged` are the files of the judged pairs, each sorted and before the next one, and
    `apart` the pairs that were no candidates but must not meet; both as verdicts.judge_pairs gives them. `cut` has
    links that were not followed (`a`, `b`) and the pair that each would have joined (`one`, `other`).
    """

    labels: Labels
    judged: tuple[Path, ...]
    apart: pl.DataFrame
    cut: pl.DataFrame

    def unsure(self) -> pl.DataFrame:
        """The pairs (`a`, `b`) that are unsure, cut links among them."""
        judged = [
            read_frame(path, ["a", "b", "verdict"]).filter(pl.col("verdict") == "unsure").drop("verdict")
            for path in self.judged
        ]
        return pl.concat([*judged, self.cut.select("a", "b")])


class Slice(NamedTuple):
    """Some of the pairs in a file, to be judged where their content gives a reason to, or `every` one."""

    search: Search
    pairs: Path
    start: int
    stop: int
    every: bool
    limits: Limits
    to: Path
    memo: Memo | None


def match_records(search: Search, limits: Limits, folder: Path, run: Run, *, earlier: Path | None = None) -> Matched:
    """Tell which records are of one paper. Pairs are kept in `folder`; `run` does the work on pieces of them.

    What the folder `earlier` remembers is not judged again (see memo); what is to be remembered goes to `folder/memo`.
    """
    every = find_candidates(search, folder, run)
    memo = open_memo(search, folder, earlier)
    judged = judge_all(every, search, limits, folder / JUDGED, run, memo=memo)
    remembered = folder / "memo"
    remembered.mkdir()
    remember_pairs(memo, every, judged, remembered)
    pairs = pl.concat([read_frame(path, ["a", "b", "verdict", "score"]) for path in judged])
    same = pairs.filter(pl.col("verdict") == "same")
    records = len(search.column("rank"))
    components = find_components(records, same["a"].to_numpy(), same["b"].to_numpy())
    # A pair without a common key may still be forbidden: two ends of a chain whose middle has no title, say.
    apart = _forbidden(search, components, limits, folder, run).join(pairs, on=["a", "b"], how="anti").sort("a", "b")
    pairs = pl.concat([pairs, apart.select(pairs.columns)]).sort("a", "b")
    clustered = cluster_pairs(records, pairs)
    links = pairs.select("a", "b")[list(clustered.cut)]
    spared = pl.DataFrame([*clustered.cut.values()], schema={"one": pl.UInt32, "other": pl.UInt32}, orient="row")
    return Matched(clustered.labels, tuple(judged), apart, links.hstack(spared))


def judge_all(
    pairs: Pairs, search: Search, limits: Limits, to: Path, run: Run, *, memo: Memo | None = None, every: bool = False
) -> list[Path]:
    """The files of the verdicts on those of these pairs that are worth judging, in their order; one at least."""
    to.mkdir()
    np.save(to / "pairs.npy", pairs)
    starts = range(0, max(len(pairs), 1), BATCH_PAIRS)
    slices = [
        Slice(search, to / "pairs.npy", at, at + BATCH_PAIRS, every, limits, to / f"{number:06}.arrow", memo)
        for number, at in enumerate(starts)
    ]
    return list(run(judge_slice, slices))


def judge_slice(piece: Slice) -> Path:
    """Judge some pairs, and write the verdicts as verdicts.judge_pairs gives them."""
    pairs = np.load(piece.pairs, mmap_mode="r")[piece.start : piece.stop]
    if piece.memo is None:
        return write_mapped(piece.to, _judge(piece, pairs))
    known, verdicts = recall_pairs(piece.memo, pairs)
    judged = _judge(piece, pairs[~known])
    return write_mapped(piece.to, pl.concat([judged, *verdicts]).sort("a", "b") if verdicts else judged)


def _judge(piece: Slice, pairs: Pairs) -> pl.DataFrame:
    """The verdicts on some pairs, in their order."""
    a, b = split_pairs(pairs)
    values = piece.search.values
    height = int(b.max(initial=0)) + 1
    numbered, _ = number_rows(a, b, height)
    rows = values.as_stored(numbered)
    compared = values.take(rows, [name for name in values.names() if name != "abstract_key"])
    place = np.empty(height, dtype=np.uint32)
    place[rows] = np.arange(len(rows), dtype=np.uint32)
    near, far = place[a], place[b]
    judged = judge_pairs(
        collect_evidence(
            compared.with_columns(_read_abstracts(piece.search, rows, near, far)),
            near,
            far,
            min_abstract_likeness=piece.limits.min_abstract_likeness,
            max_years_apart=piece.limits.max_years_apart,
            worth=None if piece.every else _has_reason(),
        )
    )
    numbers = pl.Series(rows, dtype=pl.UInt32)
    return judged.with_columns(a=numbers.gather(judged["a"]), b=numbers.gather(judged["b"]))


def _read_abstracts(search: Search, rows: Rows, a: Rows, b: Rows) -> pl.Series:
    """The column `abstract_key` of these rows, of which the rows `a` meet the rows `b`.

    Most abstracts meet none but their equals, and of those nothing else is asked: a number stands in their place, and
    they are not read.
    """
    numbers = search.column("abstract_key").gather(rows)
    near, far = numbers.gather(a), numbers.gather(b)
    differ = near != far
    asked = pl.concat([near.filter(differ), far.filter(differ)]).unique()
    read = numbers.is_in(asked.implode()).fill_null(value=False)
    texts = search.values.take(rows[read.to_numpy()], ["abstract_key"])["abstract_key"]
    return change_some(numbers.cast(pl.String), read, lambda _: texts)


def _has_reason() -> pl.Expr:
    """Whether anything speaks for one paper: an id, like titles, one page, abstracts that share more than a phrase.

    Titles that are only close do in one venue.
    """
    titles, abstracts = pl.col("titles"), pl.col("abstracts")
    alike_titles = titles.is_not_null() & ~titles.is_in(["close", "close_swapped", "alike", "differ"])
    alike_titles |= titles.is_in(["close", "close_swapped"]) & pl.col("same_venue").fill_null(value=False)
    one_page = pl.col("places").is_in(ON_THE_PAGE).fill_null(value=False)
    return pl.col("ids").is_not_null() | alike_titles | one_page | (abstracts != "differ").fill_null(value=False)


def _forbidden(search: Search, components: Labels, limits: Limits, folder: Path, run: Run) -> pl.DataFrame:
    """The pairs within components that are `different`, whether they were candidates or not.

    Records of a component that read alike are judged once, for all of them.
    """
    told = search.values.told_names()
    large = np.bincount(components, minlength=len(components))[components] > 2  # noqa: PLR2004 - two are the link itself
    rows = np.flatnonzero(large).astype(np.uint32)
    reading = search.column("reading").gather(rows)
    classes = (
        search.values.take(rows, told)
        .with_columns(reading, row=pl.Series(rows), component=pl.Series(components[rows], dtype=pl.UInt64))
        .group_by("component", "reading", *told)
        .agg(pl.col("row").sort(), first=pl.col("row").min())
        .select("component", "first", "row")
    )
    every = pair_blocks(
        classes["component"].to_numpy(),
        classes["first"].to_numpy(),
        order=np.arange(len(components), dtype=np.uint32),
        max_block_records=len(components),
    )
    files = judge_all(sort_unique(every), search, limits, folder / "apart", run, every=True)
    judged = pl.concat([read_frame(path).filter(pl.col("verdict") == "different") for path in files])
    first = classes.select("first", "row")
    spread = (
        judged.join(first.rename({"row": "one"}), left_on="a", right_on="first")
        .join(first.rename({"row": "other"}), left_on="b", right_on="first")
        .explode("one")
        .explode("other")
    )
    return spread.with_columns(a=pl.min_horizontal("one", "other"), b=pl.max_horizontal("one", "other")).select(
        judged.columns
    )


def name_matches(matched: Matched, record_ids: pl.Series, used: pl.Series) -> Iterator[pl.DataFrame]:
    """The judged pairs of which both records are `used` (Boolean, by row), as schemas.judgements.Matches, in order."""
    starts = [_first_pair(path) for path in matched.judged]
    apart = pair_rows(matched.apart["a"].to_numpy(), matched.apart["b"].to_numpy())
    bounds = [0, *np.searchsorted(apart, np.array(starts[1:], dtype=np.uint64)).tolist(), len(apart)]
    for path, low, high in zip(matched.judged, bounds, bounds[1:], strict=False):
        pairs = pl.concat([read_frame(path), matched.apart[low:high]]).sort("a", "b")
        kept = pairs.filter(used.gather(pairs["a"]) & used.gather(pairs["b"]))
        # Rows are in the order of their ids, so the pairs are already sorted and the smaller id stands first.
        yield _mark_cut(kept, matched.cut, record_ids).select(
            record_ids.gather(kept["a"]).alias("record_a"),
            record_ids.gather(kept["b"]).alias("record_b"),
            "rule",
            "score",
            "verdict",
            "evidence",
        )


def _first_pair(path: Path) -> int:
    """The first pair that stood in the slice of a file of verdicts, judged or not."""
    at = int(path.stem) * BATCH_PAIRS
    pairs = np.load(path.with_name("pairs.npy"), mmap_mode="r")
    return int(pairs[at]) if at < len(pairs) else 0


def _mark_cut(pairs: pl.DataFrame, cut: pl.DataFrame, record_ids: pl.Series) -> pl.DataFrame:
    """The pairs with every link that was cut turned into `unsure`, and the reason added."""
    spared = cut.with_columns(one=record_ids.gather(cut["one"]), other=record_ids.gather(cut["other"]))
    reason = pl.format("it would join {} and {}, which differ", "one", "other")
    was_cut = pl.col("one").is_not_null()
    return pairs.join(spared, on=["a", "b"], how="left", maintain_order="left").with_columns(
        pl.when(was_cut).then(pl.lit("weak_link")).otherwise("rule").alias("rule"),
        pl.when(was_cut).then(pl.lit("unsure")).otherwise("verdict").alias("verdict"),
        pl.when(was_cut).then(pl.concat_list("evidence", reason)).otherwise("evidence").alias("evidence"),
    )
