"""Columns of authors' names."""

from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from flows.fields.authors import ODD_START, clean_name
from flows.fields.index_names import with_initials_first
from flows.formats.registry import formats
from flows.stages.lists import counted, listed, listed_texts
from flows.stages.rows import marked, put
from flows.stages.suspects import TEXT, suspects

PLAIN: Final = r"^(?:[A-Z](?:[a-z]+(?:-[A-Z][a-z]+)?|\.) )+[A-Z][a-z]+(?:-[A-Z][a-z]+)?$"
"""Most names: capitalised words and spaced initials, which `clean_name` returns as they are."""
SPOKEN: Final = r"^\p{L}+(?:\.?['’-]\p{L}+)*(?:\.? \p{L}+(?:\.?['’-]\p{L}+)*)*$"
"""Nearly all others: words of letters, some with a point behind them, but not the last; so they stay, too."""
OF_LIST: Final = r"^and | and$"
"""A name with this was cut out of a list, and `clean_name` takes it away."""
ENDS_IN_INITIALS: Final = r" (?:[A-Z]{1,3}\.?|\pL\.)(?: (?:[JS]r|2nd|3rd|I{2,3}|IV)\.?)?$"
"""What the forms of a name in an index have (`Zuna RE`, `Zuna R. 3rd`), and no other known one."""

_clean_name: Final = lru_cache(maxsize=2**17)(clean_name)


def clean_people(records: pl.DataFrame) -> pl.Series:
    """The cleaned names of each record, from its columns `authors_raw` and `layout`; those that hold no letter go."""
    raw = records["authors_raw"]
    names = raw.explode(empty_as_null=False)
    odd = ~names.str.contains(PLAIN) | names.str.contains(ODD_START)
    if not odd.any():
        return raw
    found = _cleaned(names.filter(odd))
    rows = np.repeat(np.arange(len(raw)), raw.list.len().to_numpy())
    fresh = put(names, odd, found)
    kept = fresh.is_not_null()
    cleaned = listed(counted(rows[kept.to_numpy()], len(raw)), fresh.filter(kept)).alias(raw.name)
    in_initials = found.str.contains(ENDS_IN_INITIALS).fill_null(value=False).to_numpy()
    if not in_initials.any():
        return cleaned
    # Only an export lists names as an index does; on a page "Soman KP" is how the author writes it.
    exported = records["layout"].is_in([one.name for one in formats()])
    where = exported & marked(len(raw), rows[odd.to_numpy()][in_initials])
    turned = [with_initials_first(one) for one in cleaned.filter(where).to_list()]
    return put(cleaned, where, listed_texts(turned))


def _cleaned(names: pl.Series) -> pl.Series:
    """Names as `clean_name` gives them."""
    more = suspects(names, ~TEXT.str.contains(SPOKEN) | TEXT.str.contains(OF_LIST) | TEXT.str.contains(ODD_START))
    return put(names, more, pl.Series([_clean_name(name) for name in names.filter(more).to_list()], dtype=pl.String))
