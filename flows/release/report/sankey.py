"""A picture of streams between three columns of nodes."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from flows.release.report.flow import JOINED, REFUSED, UNUSED, Links
from flows.release.report.scales import Linear
from flows.release.text import count_of

COLUMNS: Final = 3
NODE_WIDTH: Final = 1.4
GAP: Final = 7.0
"""Percent of the height between two nodes above each other, so that two lines of label fit beside the thinnest."""

THINNEST: Final = 0.5
"""A stream of one record among millions is drawn this high, in percent."""


class Node(NamedTuple):
    """A node of the picture in percent; `kind` picks its colour, `told` is its number in words."""

    label: str
    told: str
    kind: str
    column: int
    x: float
    y: float
    height: float


class Stream(NamedTuple):
    """A stream between two nodes: its outline as an SVG path on a field of 100 by 100."""

    path: str
    kind: str
    told: str


class Picture(NamedTuple):
    """Everything to draw, in places that came out of the scales."""

    nodes: list[Node]
    streams: list[Stream]


def draw_flow(links: Links, papers: Mapping[str, int]) -> Picture:
    """The picture of `links`, which lead from left to right; `papers` tells of a node how many papers it is."""
    sources = {source for source, _, _ in links}
    targets = {target for _, target, _ in links}
    totals: Counter[str] = Counter()
    for source, target, count in links:
        totals[target] += count
        if source not in targets:
            totals[source] += count
    place = {name: 0 if name not in targets else 1 for name in totals}
    place.update(dict.fromkeys(papers.keys() & targets - sources, COLUMNS - 1))

    def rank(name: str) -> tuple[bool, int, str]:
        """What was used first, the largest first."""
        return _kind(name) in {"refused", "unused"}, -totals[name], name

    columns = [sorted((name for name in totals if place[name] == at), key=rank) for at in range(COLUMNS)]
    height = _scale(columns, totals)
    across = Linear(0, COLUMNS - 1, 0, 100 - NODE_WIDTH)
    nodes: dict[str, Node] = {}
    for at, names in enumerate(columns):
        y = 0.0
        for name in names:
            became = f" → {count_of(papers[name], 'paper')}" if name in papers else ""
            told = count_of(totals[name], "record") + became
            nodes[name] = Node(name, told, _kind(name), at, across.at(at), y, max(height.at(totals[name]), THINNEST))
            y += nodes[name].height + GAP
    return Picture(list(nodes.values()), _draw_streams(links, nodes, height))


def _scale(columns: list[list[str]], totals: Mapping[str, int]) -> Linear:
    """From records to percent of the height, so that the fullest column fits."""
    most = max(len(names) for names in columns)
    tallest = max((sum(totals[name] for name in names) for names in columns), default=0)
    return Linear(0, max(tallest, 1), 0, 100 - (GAP + THINNEST) * most)


def _kind(name: str) -> str:
    if name.startswith(REFUSED):
        return "refused"
    return {UNUSED: "unused", JOINED: "joined"}.get(name, "used")


def _draw_streams(links: Links, nodes: Mapping[str, Node], height: Linear) -> list[Stream]:
    """The streams, those of a node below each other in the order of the nodes at their other end."""
    left = dict.fromkeys(nodes, 0.0)
    right = dict.fromkeys(nodes, 0.0)
    streams = []
    order = {name: number for number, name in enumerate(nodes)}
    for source, target, count in sorted(links, key=lambda link: (order[link[0]], order[link[1]])):
        start, end = nodes[source], nodes[target]
        tall = max(height.at(count), THINNEST)
        y0, y1 = start.y + left[source], end.y + right[target]
        left[source] += tall
        right[target] += tall
        told = f"{source} → {target}: {count_of(count, 'record')}"
        streams.append(Stream(_outline(start.x + NODE_WIDTH, y0, end.x, y1, tall), _kind(target), told))
    return streams


def _outline(x0: float, y0: float, x1: float, y1: float, tall: float) -> str:
    """The outline of a stream of one height between two points: curves that leave and arrive level."""
    middle = (x0 + x1) / 2
    there = f"M{x0:.3f} {y0:.3f}C{middle:.3f} {y0:.3f} {middle:.3f} {y1:.3f} {x1:.3f} {y1:.3f}"
    back = (
        f"L{x1:.3f} {y1 + tall:.3f}C{middle:.3f} {y1 + tall:.3f} {middle:.3f} {y0 + tall:.3f} {x0:.3f} {y0 + tall:.3f}Z"
    )
    return there + back
