"""An explanation, for a person to read."""

from collections.abc import Iterator
from typing import Final

from flows.release.explain import Explanation, Judgement, Member, Origin, Source
from flows.release.text import count_of, printable, shortened

EMPTY: Final = (None, "[]")

STATUS: Final = {
    "live": "{asked} is in this release.",
    "merged": "{asked} was merged into {paper_id}, which is explained here.",
    "removed": "{asked} is of a paper that is in this release no more: none of its records is left.",
}


def render_explanation(explanation: Explanation) -> str:
    """The explanation as plain text without control characters, ending in a line feed."""
    return "\n".join(_printable(_lines(explanation))) + "\n"


def _printable(lines: Iterator[str]) -> Iterator[str]:
    """The lines without control characters, their indent kept."""
    for line in lines:
        text = line.lstrip(" ")
        yield " " * (len(line) - len(text)) + printable(text)


def _lines(explanation: Explanation) -> Iterator[str]:
    yield STATUS[explanation.status].format(asked=explanation.asked, paper_id=explanation.paper_id)
    if not explanation.members:
        yield f"It last had {count_of(len(explanation.record_ids), 'record')}: {', '.join(explanation.record_ids)}"
        return
    yield ""
    yield f"Paper {explanation.paper_id}: {count_of(len(explanation.members), 'record')}"
    for member in explanation.members:
        yield from _about_member(member)
    yield ""
    yield "Values"
    for origin in explanation.origins:
        if origin.value not in EMPTY:
            yield from _about_origin(origin)
    yield ""
    yield "Judged pairs" if explanation.judgements else "No pair of records was judged."
    for judgement in explanation.judgements:
        yield from _about_judgement(judgement, explanation.paper_id)


def _about_member(member: Member) -> Iterator[str]:
    flags = f", flags {', '.join(member.flags)}" if member.flags else ""
    yield f"  {member.record_id}"
    yield f"    {member.dump}, record {member.position}, bytes {member.byte_start}–{member.byte_end}"
    yield f"    layout {member.layout}, confidence {member.confidence:.3f}{flags}"


def _about_origin(origin: Origin) -> Iterator[str]:
    yield f"  {origin.field}: {shortened(origin.value or '')}"
    for source in origin.sources:
        yield f"    from {source.record_id}, {source.dump}, {_told_spans(source)}"


def _told_spans(source: Source) -> str:
    spans = [f"bytes {span.start}–{span.end} ({span.field})" for span in source.spans]
    return ", ".join(spans) or "of no bytes of its own"


def _about_judgement(judgement: Judgement, paper_id: str) -> Iterator[str]:
    yield f"  {judgement.record_a} and {judgement.record_b}: {judgement.verdict}"
    yield f"    rule {judgement.rule}, score {judgement.score:.3f}"
    for paper in (judgement.paper_a, judgement.paper_b):
        if paper != paper_id:
            yield f"    the other record belongs to {paper}"
    for sentence in judgement.evidence:
        yield f"    {sentence}"
