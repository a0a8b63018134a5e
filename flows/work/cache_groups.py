"""Row groups of the table `records`, kept in the cache: an entry `groups/<name>` each, with its rows and figures."""

import json
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Final

from flows.matching.values import made_whole
from flows.release.groups import FIGURES, ROWS, Group, lay_group
from flows.settings import ReleaseSettings
from flows.work.cache import DamagedEntryError, discard, put_entry, take_files
from flows.work.cache_code import digest_code
from flows.work.cache_parts import digest_surroundings

GROUPS: Final = "groups"

WRITER: Final = "flows.release.groups"


class Groups:
    """The groups that are known to a build, laid down in folders of `place`.

    Without a cache none are known, and none will be.
    """

    def __init__(self, cache: Path | None, place: Path, settings: ReleaseSettings) -> None:
        """`cache` is the folder of the cache, if there is one."""
        self._cache = cache
        self._place = place
        said = [digest_surroundings(), digest_code(WRITER), settings.zstd_level]
        self._base = json.dumps(said)
        self._used: list[str] = []
        self._notes: list[str] = []

    def take(self, rows: str) -> Path | None:
        """The folder with the group of these rows, if it is known."""
        if self._cache is None:
            return None
        entry = self._cache / GROUPS / self._name(rows)
        if not entry.exists():
            return None
        folder = self._new_folder()
        folder.mkdir(parents=True)
        try:
            take_files(entry, {name: folder / name for name in (ROWS, FIGURES)})
        except DamagedEntryError as error:
            self._notes.append(discard(entry, error))
            return None
        self._used.append(f"{GROUPS}/{entry.name}")
        return folder

    def put(self, rows: str, group: Group) -> Path:
        """The folder with this group of these rows, which is known from now on."""
        folder = self._new_folder()
        lay_group(folder, group)
        if self._cache is None:
            return folder
        name = self._name(rows)
        made = self._new_folder()
        try:
            made.mkdir()
            for file in (ROWS, FIGURES):
                (made / file).hardlink_to(folder / file)
            put_entry(self._cache / GROUPS / name, made, {})
        except OSError as error:
            self._notes.append(f"Nothing could be put into the cache: {error}")
        else:
            self._used.append(f"{GROUPS}/{name}")
        return folder

    def tell(self, to: Path) -> None:
        """Tell what became of the cache in a file."""
        with made_whole(to) as draft:
            draft.write_text(json.dumps({"used": self._used, "notes": self._notes}), encoding="utf-8")

    def _name(self, rows: str) -> str:
        return sha256(f"{self._base}\n{rows}".encode()).hexdigest()[:32]

    def _new_folder(self) -> Path:
        """A folder that no other attempt at the work has: a worker that was given up may still be at it."""
        return self._place / token_hex(8)
