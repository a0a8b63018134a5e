"""The gates of a build: what each of them limits, and the values that failed or came nearest to failing."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from flows.release.manifest import GateResult
from flows.release.report.rests import Rest
from flows.settings import GateSettings

SHOWN: Final = 400
"""Values that are listed; the manifest has them all."""

PASSED: Final = "✓ passed"
FAILED: Final = "✗ failed"


class Gates(NamedTuple):
    """What the report shows of the gates.

    `kinds` has a row a gate: name, meaning, limit, how many values were held against it, how many of them failed, and
    the worst one. `rows` are the values: name of the gate, what it is of, value, limit, result.
    """

    kinds: list[tuple[str, str, str, int, int, str]]
    rows: list[tuple[str, str, str, str, str]]
    rest: Rest
    failed: int


def describe_gates(gates: Sequence[GateResult]) -> Gates:
    """What the report shows of the gates; of each one what failed comes first, then what is nearest to its limit."""
    ranked = [sorted(group, key=_doubt) for _, group in groupby(sorted(gates, key=_name), key=_name)]
    # By turns, so that a gate of many values leaves room for the others.
    turns = sorted((gate.passed, turn, gate.name) for group in ranked for turn, gate in enumerate(group))[:SHOWN]
    room = {group[0].name: sum(name == group[0].name for _, _, name in turns) for group in ranked}
    shown = [gate for group in ranked for gate in group[: room[group[0].name]]]
    return Gates(
        kinds=[_kind(group) for group in ranked],
        rows=[_row(gate) for gate in sorted(shown, key=lambda gate: gate.passed)],
        rest=Rest(len(gates), SHOWN, "under gates in manifest.json"),
        failed=_count_failed(gates),
    )


def _name(gate: GateResult) -> str:
    return gate.name


def _doubt(gate: GateResult) -> tuple[bool, float, str]:
    """Sorts what failed before what passed, and each by how far it lies beyond its limit."""
    beyond = gate.limit - gate.value if gate.name.startswith("min_") else gate.value - gate.limit
    return gate.passed, -beyond, gate.subject


def _kind(group: Sequence[GateResult]) -> tuple[str, str, str, int, int, str]:
    worst = group[0]
    meaning = GateSettings.model_fields[worst.name].description or ""
    worst_value = f"{worst.value:.4g} ({worst.subject})"
    return worst.name, meaning, f"{worst.limit:.4g}", len(group), _count_failed(group), worst_value


def _count_failed(gates: Iterable[GateResult]) -> int:
    return sum(not gate.passed for gate in gates)


def _row(gate: GateResult) -> tuple[str, str, str, str, str]:
    result = PASSED if gate.passed else FAILED
    return gate.name, gate.subject, f"{gate.value:.4g}", f"{gate.limit:.4g}", result
