"""Columns of authors' names."""

from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from flows.fields.author_lists import with_initials_first
from flows.fields.authors import clean_name
from flows.formats.registry import formats
from flows.stages.lists import counted, listed, listed_texts
from flows.stages.texts import put

PLAIN: Final = r"^(?:[A-Z](?:[a-z]+(?:-[A-Z][a-z]+)?|\.) )+[A-Z][a-z]+(?:-[A-Z][a-z]+)?$"
"""Most names: capitalised words and spaced initials, which `clean_name` returns as they are."""
ENDS_IN_INITIALS: Final = r" [A-Z]{1,3}$"
"""What PubMed's form of a name has, and no other known one."""

_clean_name: Final = lru_cache(maxsize=2**17)(clean_name)


def clean_people(records: pl.DataFrame) -> pl.Series:
    """The cleaned names of each record, from its columns `authors_raw` and `layout`."""
    names = clean_names(records["authors_raw"])
    # Only an export lists names as PubMed does; on a page "Soman KP" is how the author writes it.
    exported = records["layout"].is_in([one.name for one in formats()])
    if not exported.any():
        return names
    some = names.list.eval(pl.element().str.contains(ENDS_IN_INITIALS)).list.any()
    where = exported & some
    turned = [with_initials_first(found) for found in names.filter(where).to_list()]
    return put(names, where, listed_texts(turned))


def clean_names(raw: pl.Series) -> pl.Series:
    """The names of every list cleaned, without those that hold no letter."""
    names = raw.explode(empty_as_null=False)
    where = ~names.str.contains(PLAIN)
    if not where.any():
        return raw
    found = pl.Series([_clean_name(name) for name in names.filter(where).to_list()], dtype=pl.String)
    fresh = put(names, where, found)
    rows = np.repeat(np.arange(len(raw)), raw.list.len().to_numpy())
    kept = fresh.is_not_null()
    return listed(counted(rows[kept.to_numpy()], len(raw)), fresh.filter(kept)).alias(raw.name)
