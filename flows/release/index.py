"""releases.json: every release, which one is latest, and what was done to them that they cannot tell themselves."""

import json
import os
import pwd
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import AwareDatetime, Field

from flows.release.folder import INDEX
from flows.release.manifest import DATASET, Manifest, Part
from flows.release.versions import VERSION

ACTIONS: Final = {
    "rollback": "{by} made {version} the latest; it was {before}",
    "fallback": "a build went on from {version}, because {before}, the latest, is damaged",
    "prune": "{by} removed {version}",
}
"""What may be done to releases, each as a sentence."""


class ReleaseEntry(Part):
    """One line of releases.json.

    `confirmed` is the hash of all that decided what the last build held that made this very release again, where that
    was something else than the release was made of: newer code, say.
    """

    version: str = Field(pattern=VERSION)
    content_hash: str
    created_at: AwareDatetime
    papers: int
    records: int
    previous: str | None
    confirmed: str | None = None


class SetAside(Part):
    """A release that was rolled back, and the hash of all that decided what it holds; `confirmed` as its entry had."""

    version: str = Field(pattern=VERSION)
    inputs_hash: str
    confirmed: str | None = None


class Event(Part):
    """Something done to the release `version` (see ACTIONS); `before` is what was the latest until then.

    `set_aside` are, of a rollback, all releases newer than `version`, oldest first.
    """

    at: AwareDatetime
    action: Literal["rollback", "fallback", "prune"]
    version: str = Field(pattern=VERSION)
    before: str | None = Field(default=None, pattern=VERSION)
    by: str
    reason: str | None = None
    set_aside: tuple[SetAside, ...] = ()

    def sentence(self) -> str:
        """The event in one line."""
        told = ACTIONS[self.action].format(by=self.by, version=self.version, before=self.before)
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.at:%Y-%m-%d %H:%M} UTC  {told}{reason}"


class Index(Part):
    """All that releases.json says; `events` oldest first."""

    dataset: str
    latest: str | None
    releases: tuple[ReleaseEntry, ...]
    events: tuple[Event, ...] = ()


NOTHING: Final = Index(dataset=DATASET, latest=None, releases=())


def event_now(
    action: Literal["rollback", "fallback", "prune"],
    version: str,
    *,
    before: str | None = None,
    reason: str | None = None,
    set_aside: tuple[SetAside, ...] = (),
) -> Event:
    """An event of this moment, by the user that this process runs as."""
    return Event(
        at=datetime.now(UTC),
        action=action,
        version=version,
        before=before,
        by=_user(),
        reason=reason,
        set_aside=set_aside,
    )


def read_index(path: Path) -> tuple[Index, list[str]]:
    """What releases.json says, and what is wrong with it; nothing is known where it cannot be read."""
    try:
        said: Any = json.loads(path.read_text(encoding="utf-8"))
        return Index.model_validate(said), []
    except FileNotFoundError:
        return NOTHING, []
    except (ValueError, RecursionError):
        return NOTHING, [f"{INDEX} cannot be read; it is made anew from the releases and the link to the latest."]


def render_index(index: Index) -> str:
    """The text of releases.json."""
    return json.dumps(index.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"


def entry_from(manifest: Manifest) -> ReleaseEntry:
    """The line of releases.json for a release."""
    return ReleaseEntry(
        version=manifest.version,
        content_hash=manifest.content_hash,
        created_at=manifest.created_at,
        papers=manifest.rows("papers.parquet"),
        records=manifest.rows("records.parquet"),
        previous=manifest.previous,
    )


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"user {os.getuid()}"
