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
    yield from _about_asked(explanation)
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
    yield "Judged pairs of its records" if explanation.judgements else "No pair of its records was judged."
    for judgement in explanation.judgements:
        yield from _about_judgement(judgement, explanation.paper_id)
    if explanation.near:
        yield ""
        yield "Nearly merged: pairs with records of other papers, the most alike first"
    for judgement in explanation.near:
        yield from _about_judgement(judgement, explanation.paper_id)


def _about_asked(explanation: Explanation) -> Iterator[str]:
    called = [member.record_id for member in explanation.members if member.source_id == explanation.asked]
    if called:
        yield f"{explanation.asked} is the id that an input gives to {', '.join(called)}."
    elif explanation.status == "live" and explanation.asked not in (explanation.paper_id, *explanation.record_ids):
        yield f"{explanation.asked} leads to {explanation.paper_id}, which is in this release."
    else:
        yield STATUS[explanation.status].format(asked=explanation.asked, paper_id=explanation.paper_id)
    if explanation.former_ids:
        yield f"Merged into {explanation.paper_id}: {', '.join(explanation.former_ids)}"


def _about_member(member: Member) -> Iterator[str]:
    kind = " of a reference" if member.reference else ""
    own = f", id {member.source_id}" if member.source_id is not None else ""
    flags = f", flags {', '.join(member.flags)}" if member.flags else ""
    yield f"  {member.record_id}"
    yield f"    {member.dump}, record {member.position}{kind}, bytes {member.byte_start}–{member.byte_end}{own}"
    yield f"    layout {member.layout}, confidence {member.confidence:.3f}{flags}"


def _about_origin(origin: Origin) -> Iterator[str]:
    yield f"  {origin.field}: {shortened(origin.value or '')}"
    for source in origin.sources:
        yield f"    from {source.record_id}, {source.dump}, {_told_spans(source)}"


def _told_spans(source: Source) -> str:
    return ", ".join(f"bytes {span.start}–{span.end} ({span.field})" for span in source.spans)


def _about_judgement(judgement: Judgement, paper_id: str) -> Iterator[str]:
    yield f"  {judgement.record_a} and {judgement.record_b}: {judgement.verdict}"
    yield f"    rule {judgement.rule}, score {judgement.score:.3f}"
    for record, paper, title in (
        (judgement.record_a, judgement.paper_a, judgement.title_a),
        (judgement.record_b, judgement.paper_b, judgement.title_b),
    ):
        if paper != paper_id:
            yield f"    {record} is of {paper}: {'no title' if title is None else shortened(title)}"
    for sentence in judgement.evidence:
        yield f"    {sentence}"
