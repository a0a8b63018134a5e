"""Row groups of the table `records`, kept in the cache: an entry `groups/<name>` each, with its rows and figures."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Final

from flows.matching.values import made_whole, read_frame
from flows.release.groups import Group
from flows.settings import ReleaseSettings
from flows.work.cache import DamagedEntryError, discard, put_entry, take_files
from flows.work.cache_code import digest_code
from flows.work.cache_parts import digest_surroundings

GROUPS: Final = "groups"

ROWS, FIGURES = "rows.parquet", "figures.arrow"

WRITER: Final = "flows.release.groups"


class Groups:
    """The groups that are known to a build that works in `place`; without a cache none are, and none will be."""

    def __init__(self, cache: Path | None, place: Path, settings: ReleaseSettings) -> None:
        """`cache` is the folder of the cache, if there is one."""
        self._cache = cache
        self._place = place / "groups"
        said = [digest_surroundings(), digest_code(WRITER), settings.zstd_level]
        self._base = json.dumps(said)
        self._used: list[str] = []
        self._notes: list[str] = []

    def take(self, rows: str) -> Group | None:
        """The group of these rows, if it is known."""
        if self._cache is None:
            return None
        entry = self._cache / GROUPS / self._name(rows)
        if not entry.exists():
            return None
        self._place.mkdir(exist_ok=True)
        taken = {name: self._place / f"{entry.name}-{name}" for name in (ROWS, FIGURES)}
        try:
            take_files(entry, taken)
        except DamagedEntryError as error:
            self._notes.append(discard(entry, error))
            return None
        else:
            self._used.append(f"{GROUPS}/{entry.name}")
            return Group(taken[ROWS].read_bytes(), read_frame(taken[FIGURES]))
        finally:
            for path in taken.values():
                path.unlink(missing_ok=True)

    def put(self, rows: str, group: Group) -> None:
        """Have the group of these rows known."""
        if self._cache is None:
            return
        name = self._name(rows)
        made = self._place / name
        try:
            made.mkdir(parents=True)
            (made / ROWS).write_bytes(group.rows)
            group.figures.write_ipc(made / FIGURES)
            put_entry(self._cache / GROUPS / name, made, {})
        except OSError as error:
            self._notes.append(f"Nothing could be put into the cache: {error}")
        else:
            self._used.append(f"{GROUPS}/{name}")

    def tell(self) -> None:
        """Tell what became of the cache in a file `cache-groups.json`."""
        with made_whole(self._place.with_name("cache-groups.json")) as draft:
            draft.write_text(json.dumps({"used": self._used, "notes": self._notes}), encoding="utf-8")

    def _name(self, rows: str) -> str:
        return sha256(f"{self._base}\n{rows}".encode()).hexdigest()[:32]
