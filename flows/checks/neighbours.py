"""What else lies in the raw folder: the same bytes under another name, or a name that a file system takes for this."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from flows.checks.as_text import some_of
from flows.checks.asked import Asked
from flows.checks.findings import OWN_CODES, Finding
from flows.dumps.files import dump_name, find_dumps, hash_dump
from flows.release.manifest import Input
from flows.release.text import printable


class Neighbours(NamedTuple):
    """The dumps of the raw folder `folder`: their names by size, and by what some file systems make of the name."""

    folder: Path
    by_size: Mapping[int, Sequence[Path]]
    by_name: Mapping[str, Sequence[Path]]


def look_around(raw: Path) -> Neighbours:
    """The dumps of the raw folder, none where there is no such folder. No file is read."""
    folder = raw.resolve()
    by_size: dict[int, list[Path]] = defaultdict(list)
    by_name: dict[str, list[Path]] = defaultdict(list)
    for path in find_dumps(folder) if folder.is_dir() else ():
        # A link that leads nowhere has no size, and what went meanwhile neither.
        with suppress(OSError):
            by_size[path.stat().st_size].append(path)
        by_name[_folded(dump_name(path, folder))].append(path)
    return Neighbours(folder, by_size, by_name)


def find_twins(one: Asked, facts: Input, around: Neighbours) -> Iterator[Finding]:
    """Warnings on a dump that was read: `same_bytes` and `same_name`, each with the other dumps."""
    whole = (0, facts.content_bytes)
    others = [path for path in around.by_size.get(facts.bytes, ()) if path != one.place]
    same = [path for path in others if hash_dump(path) == facts.sha256]
    if same:
        yield Finding("same_bytes", "warning", f"{OWN_CODES['same_bytes']} {_listed(same, around.folder)}", *whole)
    named = [path for path in around.by_name.get(_folded(one.dump or ""), ()) if path != one.place]
    if named:
        yield Finding("same_name", "warning", f"{OWN_CODES['same_name']} {_listed(named, around.folder)}", *whole)


def _folded(name: str) -> str:
    """A dump's name as file systems compare it that know no case and one form of accents, as those of macOS."""
    return normalize("NFC", normalize("NFC", name).casefold())


def _listed(paths: Sequence[Path], folder: Path) -> str:
    return printable(some_of([dump_name(path, folder) for path in paths]))
