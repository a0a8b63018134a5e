"""Elements of XML, with the places of what they hold.

A record is parsed by itself, so that a broken one costs no other. No document type can stand within it, hence no entity
of its own and nothing from elsewhere: the parser refuses both there. Letters may be written as HTML names them
(`&eacute;`), for which the document types of DBLP and of journals' articles stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import name2codepoint
from typing import Final
from xml.parsers import expat

from flows.formats.base import BrokenEntryError

MAX_DEPTH: Final = 64
"""No export of papers sets its elements deeper within each other."""


_NAMED: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_LETTERS: Final = {
    name.encode(): f'<!ENTITY {name} "&#{code};">'.encode()
    for name, code in name2codepoint.items()
    if name not in ("amp", "lt", "gt", "quot")
}


@dataclass(slots=True)
class Element:
    """One element: `start` is where its tag begins, `inner` where its content does, `end` where that ends.

    `name` has no prefix of a namespace, which every writer chooses. `text` is all that stands within, without tags;
    `says` tells whether some of it stands in no element of its own.
    """

    name: str
    attributes: dict[str, str]
    start: int
    inner: int = -1
    end: int = -1
    text: str = ""
    says: bool = False
    children: list["Element"] = field(default_factory=list)

    def find_all(self, *path: str) -> Iterator["Element"]:
        """The elements at a path of names from here, in their order."""
        found = [self]
        for name in path:
            found = [child for element in found for child in element.children if child.name == name]
        return iter(found)


def parse_element(text: str, start: int, end: int) -> Element:
    """The element `text[start:end]`, with places in `text`. Raises BrokenEntryError."""
    return _Builder(text, start, end).build()


class _Builder:
    def __init__(self, text: str, start: int, end: int) -> None:
        # Halves of characters, and bytes that were none, are errors to the parser.
        self._data = text[start:end].encode("utf-8", "surrogatepass")
        self._byte, self._char = 0, start
        named = sorted(_LETTERS.keys() & set(_NAMED.findall(self._data)))
        if named:
            declared = b"<!DOCTYPE x [%s]>" % b"".join(_LETTERS[name] for name in named)
            self._data = declared + self._data
            self._char -= len(declared)
        self._open: list[tuple[Element, int]] = []
        self._texts: list[str] = []
        self._root: Element | None = None
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._say
        self._parser.DefaultHandlerExpand = self._pass

    def build(self) -> Element:
        try:
            self._parser.Parse(self._data, True)  # noqa: FBT003 - it takes no keywords
        except expat.ExpatError as error:
            where = f"{error.lineno - 1:,} lines below" if error.lineno > 1 else "in this line"
            raise BrokenEntryError(f"Its XML is broken {where}: {expat.ErrorString(error.code)}.") from error
        if self._root is None:
            raise BrokenEntryError("It holds no element.")
        return self._root

    def _place(self) -> int:
        """Where the text stands that is being parsed; what begins an element's content is known only behind its tag."""
        at = self._parser.CurrentByteIndex
        self._char += len(self._data[self._byte : at].decode())
        self._byte = at
        if self._open and self._open[-1][0].inner < 0:
            self._open[-1][0].inner = self._char
        return self._char

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        element = Element(name.rpartition(":")[2], attributes, self._place())
        if self._open:
            self._open[-1][0].children.append(element)
        else:
            self._root = element
        self._open.append((element, len(self._texts)))
        if len(self._open) > MAX_DEPTH:
            raise BrokenEntryError("Its elements are nested too deeply.")

    def _end(self, _: str) -> None:
        place = self._place()
        element, first = self._open.pop()
        element.end = place
        element.text = "".join(self._texts[first:])

    def _say(self, said: str) -> None:
        self._place()
        self._texts.append(said)
        element = self._open[-1][0]
        element.says = element.says or not said.isspace()

    def _pass(self, _: str) -> None:
        self._place()
