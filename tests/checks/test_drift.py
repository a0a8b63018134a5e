"""Drift: few dumps in a history alarm little, many narrow the limits, and a few odd ones do not widen them."""

from collections.abc import Callable

import polars as pl

from flows.checks.drift import judge_drift
from flows.checks.history import reckon_figures
from flows.checks.signs import measures

MakeRecords = Callable[..., pl.DataFrame]


def figures(*dumps: pl.DataFrame) -> pl.DataFrame:
    return reckon_figures(pl.concat(dumps).lazy().select("dump", "layout", *measures()), [])


def drifted(now: pl.DataFrame, history: pl.DataFrame) -> set[str]:
    gates = judge_drift(now, history, 4.0)
    return {gate.subject.partition(" (")[0] for gate in gates if not gate.passed}


def page(
    make: MakeRecords, name: str, *, dated: int, of: int = 20, chars: int = 1000, layout: str = "profile"
) -> pl.DataFrame:
    rows = [
        {"title": "A title of a paper", "abstract": "x" * chars, "date": None, "year": 2020 if at < dated else None}
        for at in range(of)
    ]
    return make(rows, dump=name, layout=layout)


def test_one_dump_in_the_history_alarms_only_where_a_field_is_gone(make_records: MakeRecords) -> None:
    history = figures(page(make_records, "a", dated=20))
    assert drifted(figures(page(make_records, "new", dated=0)), history) == {"share of records with year"}
    assert drifted(figures(page(make_records, "new", dated=8)), history) == set()
    assert drifted(figures(page(make_records, "new", dated=20, chars=300)), history) == set()


def test_many_dumps_narrow_the_limits(make_records: MakeRecords) -> None:
    history = figures(*(page(make_records, f"{at:03}", dated=20, chars=1000 + at) for at in range(60)))
    assert drifted(figures(page(make_records, "new", dated=8)), history) == {"share of records with year"}
    assert drifted(figures(page(make_records, "new", dated=18)), history) == set()
    assert drifted(figures(page(make_records, "new", dated=20, chars=250)), history) == {"characters of abstract"}
    assert drifted(figures(page(make_records, "new", dated=20, chars=800)), history) == set()


def test_a_history_that_varies_lets_more_pass_and_odd_dumps_in_it_do_not(make_records: MakeRecords) -> None:
    steady = [page(make_records, f"{at:03}", dated=20) for at in range(30)]
    odd = [page(make_records, f"odd{at}", dated=0) for at in range(4)]
    assert drifted(figures(page(make_records, "new", dated=2)), figures(*steady, *odd)) == {
        "share of records with year"
    }
    varied = [page(make_records, f"{at:03}", dated=at % 21) for at in range(42)]
    assert drifted(figures(page(make_records, "new", dated=0)), figures(*varied)) == set()


def test_small_dumps_are_judged_mildly_and_other_layouts_not_at_all(make_records: MakeRecords) -> None:
    history = figures(*(page(make_records, f"{at:03}", dated=18) for at in range(60)))
    assert drifted(figures(page(make_records, "new", dated=0, of=1)), history) == set()
    assert judge_drift(figures(page(make_records, "new", dated=0, layout="bare")), history, 4.0) == []


def test_a_gate_tells_both_figures(make_records: MakeRecords) -> None:
    history = figures(page(make_records, "a", dated=20), page(make_records, "b", dated=20))
    gates = judge_drift(figures(page(make_records, "new", dated=0, chars=500)), history, 4.0)
    told = {gate.subject for gate in gates}
    assert "share of records with year (0 here, 1 in 2 dumps of profile)" in told
    assert "characters of abstract (500 here, 1,000 in 2 dumps of profile)" in told
