"""Which code a piece of work depends on: a module and all of this package that it imports, and these in turn."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import flows

ROOT: Final = Path(flows.__file__).parents[1]

IMPORT: Final = re.compile(
    r"^[ \t]*(?:"
    r"from[ ]+((?:flows|schemas)[\w.]*)[ ]+import[ ]+(\([^)]*\)|[^\n]*)"  # names, which may be modules, on some lines
    r"|import[ ]+((?:flows|schemas)[\w.]*))",
    re.MULTILINE,
)

LOOKS_UP: Final = "iter_modules"
"""A module that has this word takes what it needs from all its package."""


@cache
def digest_code(module: str) -> str:
    """A digest of the sources of a module and of all that it imports of this project, and of the data beside them."""
    digest = sha256()
    sources = find_sources(module)
    beside = {path for folder in {source.parent for source in sources} for path in folder.iterdir() if _is_data(path)}
    for path in sorted(sources | beside):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def find_sources(module: str) -> set[Path]:
    """The files of a module, of the packages that it lies in, and of all modules that it imports of this project."""
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        for path in _files_of(name):
            if path in found:
                continue
            found.add(path)
            text = path.read_text(encoding="utf-8")
            for source, names, whole in IMPORT.findall(text):
                waiting += [whole or source, *(f"{source}.{word}" for word in re.findall(r"\w+", names))]
            if LOOKS_UP in text:
                waiting += [f"{_name(path.parent)}.{other.stem}" for other in path.parent.glob("*.py")]
    return found


def _files_of(module: str) -> list[Path]:
    """The file of a module, if it is one, and those of the packages around it."""
    parts = module.split(".")
    packages = [ROOT.joinpath(*parts[:depth], "__init__.py") for depth in range(1, len(parts) + 1)]
    return [path for path in (ROOT.joinpath(*parts).with_suffix(".py"), *packages) if path.is_file()]


def _name(folder: Path) -> str:
    return ".".join(folder.relative_to(ROOT).parts)


def _is_data(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".py", ".pyc"}
