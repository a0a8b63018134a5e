"""The gates in the report: what failed first, then what nearly did, and no gate crowded out by another."""

from collections import Counter

from flows.release.manifest import GateResult
from flows.release.report.gates import SHOWN, describe_gates


def refused(dump: int, share: float) -> GateResult:
    return GateResult(
        name="max_reject_bytes_share", subject=f"{dump:04}.txt", value=share, limit=0.05, passed=share <= 0.05
    )


def found(dump: int, records: int) -> GateResult:
    return GateResult(
        name="min_records_per_dump", subject=f"{dump:04}.txt", value=records, limit=1, passed=records >= 1
    )


def test_each_gate_is_told_with_its_limit_its_failures_and_its_worst_value() -> None:
    told = describe_gates([refused(1, 0.01), refused(2, 0.04), found(1, 9), found(2, 0), found(3, 4)])
    assert [(name, limit, values, failed, worst) for name, _, limit, values, failed, worst in told.kinds] == [
        ("max_reject_bytes_share", "0.05", 2, 0, "0.04 (0002.txt)"),
        ("min_records_per_dump", "1", 3, 1, "0 (0002.txt)"),
    ]
    assert told.kinds[1][1] == "Fewest records that a dump with a known layout must give."
    assert told.failed == 1


def test_what_failed_comes_first_then_what_is_nearest_to_its_limit() -> None:
    told = describe_gates([refused(1, 0.01), refused(2, 0.5), refused(3, 0.04), refused(4, 0.06)])
    assert [row[1] for row in told.rows] == ["0002.txt", "0004.txt", "0003.txt", "0001.txt"]
    assert told.rest.told == ""


def test_no_gate_crowds_another_out_of_a_table_that_is_cut() -> None:
    gates = [result for dump in range(1_000) for result in (refused(dump, dump / 1e5), found(dump, 1 + dump))]
    told = describe_gates([*gates, refused(1_001, 0.9)])
    assert len(told.rows) == SHOWN
    assert told.rows[0][1] == "1001.txt"
    assert set(Counter(row[0] for row in told.rows).values()) == {200}
    assert [row[1] for row in told.rows if row[0] == "min_records_per_dump"][:2] == ["0000.txt", "0001.txt"]
    assert told.rest.told == "400 of 2,001; the other 1,601 stand under gates in manifest.json."
