"""The records of a page without breaks: which headers are true, and where the text between them is cut."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from flows.layouts.base import new_tuple
from flows.layouts.cut.between import Gap
from flows.layouts.cut.folding import folded
from flows.layouts.cut.headers import Header
from flows.layouts.cut.model import ABSTRACT_CHARS, Bounds, Cut

if TYPE_CHECKING:
    from flows.layouts.cut.cutter import Cutter
    from flows.layouts.cut.pagenames import PageNames
    from flows.layouts.cut.segments import Segments

_NEXT_HEADER_CHARS: Final = 300


class Block(NamedTuple):
    """A stretch of the page with its headers; `headed`: a heading stands above, so it begins with a title."""

    low: int
    high: int
    headers: list[Header]
    headed: bool


def gaps_of(block: Block) -> list[Gap]:
    """What stands between the headers of a block; above the first there is no abstract, and below the last no title."""
    lows = [block.low, *(header.end for header in block.headers)]
    highs = [*(header.high for header in block.headers), block.high]
    return list(map(new_tuple, repeat(Gap), zip(lows, highs, strict=True)))


class Record(NamedTuple):
    """A header with its cut; without one (None) the header holds no title. `begin`: where the record begins."""

    header: Header
    cut: Cut | None
    begin: int


class _Question(NamedTuple):
    """Whether a header is true: whether the text from `low` to it ends in authors; `true`: it is in any case.

    `until`: where the abstract below ends at the latest; `fixed`: a title begins at `low`.
    """

    header: Header
    low: int
    until: int
    fixed: bool
    true: bool


def cut_records(text: str, blocks: Sequence[Block], model: "Cutter") -> list[list[Record]]:
    """The records of each block; headers that turn out to be part of an abstract are left out."""
    model.make_room()
    segments = model.segments(text, _bounds(text, blocks))
    sure = [header.sure for block in blocks for header in block.headers]
    names = model.page_names(segments, sure)
    if not all(sure):
        true = _true_blocks(text, blocks, names, model)
        if true != list(blocks):
            blocks, segments = true, model.segments(text, _bounds(text, true))
    below = [
        (header, None if place < len(block.headers) else block.high)
        for block in blocks
        for place, header in enumerate(block.headers, start=1)
    ]
    cuts = iter(_cuts(text, below, segments, names, model))
    return [_records(block.headers, list(islice(cuts, len(block.headers)))) for block in blocks]


def _records(headers: Sequence[Header], cuts: Sequence[Cut | None]) -> list[Record]:
    """The records of these headers, each cut like this."""
    begins = [header.high if cut is None else cut.title for header, cut in zip(headers, cuts, strict=True)]
    return list(map(new_tuple, repeat(Record), zip(headers, cuts, begins, strict=True)))


def _bounds(text: str, blocks: Iterable[Block]) -> list[Bounds]:
    """The bounds of what stands between the headers of the blocks."""
    found: list[Bounds] = []
    for block in blocks:
        for place, (low, high) in enumerate(gaps_of(block)[:-1]):
            found.append(new_tuple(Bounds, (_skip_space(text, low, high), high, block.headed and place == 0)))
    return found


def _skip_space(text: str, at: int, high: int) -> int:
    """The first place from `at` on, at most `high`, that is no white space."""
    while at < high and text[at].isspace():
        at += 1
    return at


def _true_blocks(text: str, blocks: Sequence[Block], names: "PageNames", model: "Cutter") -> list[Block]:
    """The blocks with the headers that are sure, and of the others those that end in authors or stand first.

    What an unsure header holds depends on which before it are true. All are judged at once, as if those before were
    true as far as is known, and again where that changes, until nothing does: the answer is the one that judging them
    in turn would give.
    """
    judged: dict[tuple[int, int], bool] = {}
    kept = list(blocks)
    while True:
        asked = [list(_questions(text, block, true)) for block, true in zip(blocks, kept, strict=True)]
        new = [ask for asks in asked for ask in asks if not ask.true and (ask.low, ask.header.high) not in judged]
        for ask, true in zip(new, _end_in_authors(text, new, names, model), strict=True):
            judged[ask.low, ask.header.high] = true
        found = [
            block._replace(headers=[ask.header for ask in asks if ask.true or judged[ask.low, ask.header.high]])
            for block, asks in zip(blocks, asked, strict=True)
        ]
        if found == kept:
            return found
        kept = found


def _questions(text: str, block: Block, true: Block) -> Iterator[_Question]:
    """Whether each header of `block` is true, if those before it are the headers of `true`."""
    held = {header.end for header in true.headers}
    low, first = block.low, True
    for place, header in enumerate(block.headers):
        begin = low if header.sure else _skip_space(text, low, header.high)
        after = block.headers[place + 1 : place + 2]
        until = after[0].high - _NEXT_HEADER_CHARS if after else block.high
        sure = header.sure or (first and begin == header.high)
        yield _Question(header, begin, until, fixed=block.headed and first, true=sure)
        if header.end in held:
            low, first = header.end, False


def _end_in_authors(text: str, asks: Sequence[_Question], names: "PageNames", model: "Cutter") -> list[bool]:
    """Whether what is above headers ends in a capitalised word that the model takes for part of an author's name."""
    last = [text[ask.low : ask.header.high].split()[-1:] for ask in asks]
    likely = [ask for ask, word in zip(asks, last, strict=True) if word and word[0][0] == word[0][0].upper()]
    segments = model.segments(text, [Bounds(ask.low, ask.header.high, ask.fixed) for ask in likely])
    abstracts = [_abstract(text, ask.header, ask.until) for ask in likely]
    cuts = model.cuts(text, segments, abstracts, names)
    true = {ask for ask, (cut, _) in zip(likely, cuts, strict=True) if cut is not None and cut.words}
    return [ask in true for ask in asks]


def _abstract_end(header: Header, until: int) -> int:
    """Where what is looked at of the abstract below a header ends, if the abstract ends at `until`."""
    return min(max(until, header.end), header.end + ABSTRACT_CHARS)


def _abstract(text: str, header: Header, until: int) -> str:
    """The beginning of the abstract below a header, case folded."""
    return folded(text[header.end : _abstract_end(header, until)])


def _cuts(
    text: str,
    below: Sequence[tuple[Header, int | None]],
    segments: "Segments",
    names: "PageNames",
    model: "Cutter",
) -> list[Cut | None]:
    """The cuts of all segments; `below`: the header that each ends at, and where its block does if it is the last.

    Of most segments the cut is plain without the paper's own abstract. The others need it, and it ends where the next
    record begins: they are cut as if that were known, and again where it turns out elsewhere, until nothing changes.
    The answer is the one that cutting from the last to the first would give.
    """
    plain = model.cuts(text, segments, [None] * len(below), names)
    cuts = [cut for cut, _ in plain]

    def until(number: int) -> int:
        end = below[number][1]
        if end is None:
            after = cuts[number + 1]
            end = after.title if after is not None else below[number + 1][0].high
        return _abstract_end(below[number][0], end)

    used: dict[int, int] = {}
    asked = [number for number, (_, waits) in enumerate(plain) if waits]
    while asked:
        used.update((number, until(number)) for number in asked)
        abstracts = [folded(text[below[number][0].end : used[number]]) for number in asked]
        found = model.cuts(text, segments.some(asked), abstracts, names)
        for number, (cut, _) in zip(asked, found, strict=True):
            cuts[number] = cut
        asked = [number - 1 for number in asked if number - 1 in used and until(number - 1) != used[number - 1]]
    return cuts
