"""The summary of a build as Markdown and as a table, for pages that show runs."""

from flows.release.summary import BuildSummary
from flows.release.text import escape_markdown
from schemas.vocabulary import REJECT_CODES


def reject_rows(summary: BuildSummary) -> list[dict[str, str | int]]:
    """One row a reject code: `code`, `rejects` and `reason`, most frequent first."""
    return [{"code": code, "rejects": count, "reason": REJECT_CODES[code]} for code, count in summary.rejects.items()]


def render_markdown(summary: BuildSummary) -> str:
    """The figures of a build as Markdown."""
    counts = {"dumps": summary.dumps, "records": summary.records, "papers": summary.papers}
    if summary.unused:
        counts["unused records of references"] = summary.unused
    rows = [f"| {name} | {count:,} |" for name, count in counts.items()]
    rows += [f"| rejects: {code} | {count:,} |" for code, count in summary.rejects.items()]
    rows += [f"| papers {change} | {count:,} |" for change, count in summary.changes.items()]
    parts = [escape_markdown(summary.sentence()), "\n".join(["| | |", "|---|---:|", *rows])]
    if summary.failed_gates:
        parts.append(
            "\n".join(["Gates that fail:", "", *(f"- {escape_markdown(gate)}" for gate in summary.failed_gates)])
        )
    if summary.refused:
        lines = (f"- {escape_markdown(dump)}: {REJECT_CODES[code]}" for dump, code in summary.refused)
        parts.append("\n".join(["Dumps that were refused:", "", *lines]))
    return "\n\n".join(parts) + "\n"
