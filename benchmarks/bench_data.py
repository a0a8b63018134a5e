"""Data for the benchmark at size: real papers in two snapshots, repeated under ciphers so that truth stays known.

A repetition writes every letter of titles, abstracts and names as another one of about its frequency. What differs
between two versions of a paper still does so by as much, and a repetition has no wording in common with another.
"""

import random
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

SNAPSHOTS: Final = ("arxiv_2019.parquet", "arxiv_2020.parquet")
"""100,000 records each, 113,095 papers together: 43% of the records are of a paper that another one is of, too."""

SHAPES: Final = ("files", "file", "pages")
FILE_RECORDS: Final = 20_000
PAGE_RECORDS: Final = 500
DAYS_BETWEEN: Final = 37

_ALIKE: Final = (b"aeio", b"tnsrhld", b"cmfpgwybv")
"""Letters that take each other's place; the others stay."""

_KEPT: Final = re.compile(
    rb"\\[a-zA-Z]+|https?://\S+"
    rb"|(?i:\b(?:part|vol|volume|chapter|lecture|phase|comments?|corrections?|corrigendum|errat(?:um|a)|addendum"
    rb"|repl(?:y|ies)|response|retraction|rejoinder|discussion|first|second|third|fourth|one|two|three|four|on|to|of)\b)"
    rb"|\b[IVX]+\b"
)
"""What a cipher would rob of its meaning: macros, addresses, numbers and what says that a text is about another."""

_MONTHS: Final = "%b %d, %Y"


class Data(NamedTuple):
    """The dumps, the same records as JSON Lines for FLOOR, and which paper each entry is of.

    `truth` has `dump`, `byte_start` (of the entry) and `paper`.
    """

    raw: Path
    lines: list[Path]
    truth: Path


def make_data(folder: Path, source: Path, records: int, shape: str) -> Data:
    """The data of this size and shape below `folder`, made once from the snapshots in `source`."""
    place = folder / f"{shape}-{records}"
    data = Data(place / "raw", [], place / "truth.parquet")
    if not data.truth.exists():
        shutil.rmtree(place, ignore_errors=True)
        (place / "raw").mkdir(parents=True)
        (place / "lines").mkdir()
        truth = [
            part for number, part in enumerate(_parts(source, records)) for part in _write(place, part, number, shape)
        ]
        pl.concat(truth).write_parquet(data.truth)
    kept = place / "lines" if shape == "pages" else place / "raw"
    return data._replace(lines=sorted(kept.iterdir()))


def _parts(source: Path, records: int) -> Iterator[pl.DataFrame]:
    """So many records with `paper`, a repetition of the snapshots at a time, in an order that says nothing."""
    base = _read_snapshots(source)
    kept = {name: _kept_letters(base[name]) for name in ("title", "abstract")}
    left = records
    number = 0
    while left > 0:
        part = base if number == 0 else _repeat(base, kept, number)
        part = part.with_columns(paper=pl.format("{} {}", pl.lit(number), "uid")).drop("uid")
        # All records of a paper are taken or none, up to the last one.
        part = part.sort(pl.col("paper").hash(number), maintain_order=True).head(left)
        yield part.sample(fraction=1.0, shuffle=True, seed=number)
        left -= part.height
        number += 1


def _read_snapshots(source: Path) -> pl.DataFrame:
    """Both snapshots; of the later one a quarter of the abstracts is cut off, a quarter lacks its first sentence."""
    early, late = (pl.read_parquet(source / name) for name in SNAPSHOTS)
    quarter = pl.col("uid").hash(1) % 4
    abstract = pl.col("abstract")
    cut = pl.concat_str(abstract.str.head((abstract.str.len_chars() * 0.7).cast(pl.Int64)), pl.lit("…"))
    late = late.with_columns(
        pl.when(quarter == 0)
        .then(cut)
        .when(quarter == 1)
        .then(abstract.str.replace(r"^.*?\. ", ""))
        .otherwise(abstract)
    )
    return pl.concat([early, late]).with_columns(pl.col("date").str.to_date())


def _repeat(base: pl.DataFrame, kept: dict[str, np.ndarray], number: int) -> pl.DataFrame:
    """The base under the cipher of a repetition, some weeks earlier."""
    table = _cipher(number)
    names = base["authors"].explode()
    ciphered = (
        _translate(names, table, None)
        .to_frame("authors")
        .with_columns(row=pl.Series(np.repeat(np.arange(base.height), base["authors"].list.len().to_numpy())))
    )
    lists = ciphered.group_by("row", maintain_order=True).agg("authors")["authors"]
    return base.with_columns(
        _translate(base["title"], table, kept["title"]).alias("title"),
        _translate(base["abstract"], table, kept["abstract"]).alias("abstract"),
        lists.alias("authors"),
        pl.col("date").dt.offset_by(f"-{DAYS_BETWEEN * number}d"),
    )


def _cipher(number: int) -> bytes:
    rng = random.Random(number)  # noqa: S311 - not for secrets
    table = bytearray(range(256))
    for letters in _ALIKE:
        shuffled = rng.sample(letters, len(letters))
        for letter, other in zip(letters, shuffled, strict=True):
            table[letter] = other
            table[letter - 32] = other - 32
    return bytes(table)


def _kept_letters(texts: pl.Series) -> np.ndarray:
    """For every byte of the texts, one behind the other, whether it stays."""
    data = _bytes_of(texts)
    kept = np.zeros(len(data), dtype=np.bool_)
    for found in _KEPT.finditer(data):
        kept[found.start() : found.end()] = True
    return kept


def _as_arrow(texts: pl.Series) -> pa.Array:
    return texts.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())


def _bytes_of(texts: pl.Series) -> bytes:
    return bytes(_as_arrow(texts).buffers()[2])


def _translate(texts: pl.Series, table: bytes, kept: np.ndarray | None) -> pl.Series:
    array = _as_arrow(texts)
    before = bytes(array.buffers()[2])
    after = np.frombuffer(before.translate(table), dtype=np.uint8)
    if kept is not None:
        after = np.where(kept, np.frombuffer(before, dtype=np.uint8), after)
    made = pa.LargeStringArray.from_buffers(len(array), array.buffers()[1], pa.py_buffer(after.tobytes()))
    return pl.Series(made)


def _write(place: Path, part: pl.DataFrame, number: int, shape: str) -> Iterator[pl.DataFrame]:
    """Write a part of the records in a shape; gives its truth, dump by dump."""
    rows = part.select("title", "authors", "abstract", pl.col("date").cast(pl.String))
    if shape == "pages":
        rows.write_ndjson(place / "lines" / f"{number:04}.jsonl")
        for at in range(0, part.height, PAGE_RECORDS):
            yield _write_page(place / "raw", part[at : at + PAGE_RECORDS], number * 1_000 + at // PAGE_RECORDS)
        return
    step = part.height if shape == "file" else FILE_RECORDS
    for at in range(0, part.height, step):
        name = "all.jsonl" if shape == "file" else f"{number:04}-{at // step:04}.jsonl"
        content = rows[at : at + step].write_ndjson().encode()
        path = place / "raw" / name
        before = path.stat().st_size if path.exists() else 0
        with path.open("ab") as file:
            file.write(content)
        ends = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == ord("\n")) + 1
        starts = before + np.concatenate([[0], ends[:-1]])
        yield pl.DataFrame({"dump": name, "byte_start": starts, "paper": part["paper"][at : at + step]})


def _write_page(raw: Path, part: pl.DataFrame, number: int) -> pl.DataFrame:
    """Write one page, of breaks or without by its number."""
    glued = number % 2 == 0
    pieces = ["Sort by updated\n" if glued else "Alert button\nPicture for Ada Moor\n\nAda Moor\n\nAlert button\n"]
    starts = []
    size = len(pieces[0])
    for row in part.iter_rows(named=True):
        pieces.append((_glued if glued else _profile)(row))
        starts.append(size)
        size += len(pieces[-1].encode())
    name = f"{number:07}.txt"
    (raw / name).write_text("".join(pieces), encoding="utf-8")
    return pl.DataFrame({"dump": name, "byte_start": pl.Series(starts, dtype=pl.Int64), "paper": part["paper"]})


def _glued(row: dict[str, object]) -> str:
    return f"{row['title']} {_names(row['authors'])} {row['date']} 12:00:00\nSummary:\n{row['abstract']}"


def _profile(row: dict[str, object]) -> str:
    date = f"{row['date']:{_MONTHS}}"
    return f"\n{row['title']}\n\n{date}\n{_names(row['authors'])}\n\n{row['abstract']}\n\nViaarxiv icon\n"


def _names(names: object) -> str:
    return ", ".join(names) if isinstance(names, Sequence) else ""
