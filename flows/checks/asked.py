"""The files that a check is asked for, each as a build of the raw folder would meet it."""

import os
from pathlib import Path
from typing import Final, NamedTuple

from flows.dumps.files import dump_name

ANYWHERE: Final = Path("/")
"""Files outside the raw folder may be checked too; their names are told from here."""


class Asked(NamedTuple):
    """A file under the `path` that it was asked for by, the `place` to read it at, and the `folder` above that.

    The folder is the raw one where the file lies in it. There a link stays one, since a build looks where it leads.
    """

    path: Path
    place: Path
    folder: Path

    @property
    def dump(self) -> str | None:
        """Its name in a release; None where no build of the raw folder meets it."""
        return None if self.folder == ANYWHERE else dump_name(self.place, self.folder)

    @property
    def is_hidden(self) -> bool:
        """Whether builds pass over it, as `find_dumps` does."""
        return self.dump is not None and any(part.startswith(".") for part in self.place.relative_to(self.folder).parts)


def asked_for(path: Path, raw: Path) -> Asked:
    """Where a file stands to the raw folder, which need not exist."""
    folder = raw.resolve()
    place = path.parent.resolve() / path.name
    if place.is_relative_to(folder):
        return Asked(path, place, folder)
    named, below = (Path(os.path.abspath(one)) for one in (path, raw))  # noqa: PTH100 - `resolve` would follow links
    above = named.relative_to(below).parents if named.is_relative_to(below) else ()
    links = [folder / one for one in above if (folder / one).is_symlink()]
    # In a linked folder that leads out of the raw one: a build goes no further than to that link.
    return Asked(path, links[-1], folder) if links else Asked(path, path.resolve(), ANYWHERE)
