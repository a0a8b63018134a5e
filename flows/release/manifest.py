"""The manifest of a release: what it was made of and every file in it, with checksums."""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import polars as pl
import pydantic
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from flows.release.errors import ReleaseDamagedError
from flows.release.folder import MANIFEST
from flows.release.statistics import Statistics
from flows.release.versions import VERSION

DATASET: Final = "litsieve-papers"

COMPARISON_FILES: Final = frozenset(
    {"changes.parquet", "CHANGES.md", "report.html", "croissant.json", "datapackage.json"}
)
"""What tells of the step from the previous release, or gives the checksums of files that do. It is no content: a
rebuild of the latest release would compare itself with that release and find no change."""


class Part(BaseModel):
    """What all parts of a manifest share: they cannot be changed, and hold nothing that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BytesRead(Part):
    """Where the bytes of a dump went; `furniture` by kind."""

    fields: int = Field(ge=0)
    furniture: dict[str, int]
    rejects: int = Field(ge=0)

    def total(self) -> int:
        """All bytes accounted for."""
        return self.fields + sum(self.furniture.values()) + self.rejects


class Input(Part):
    """One dump. `content_bytes` is what it unpacks to; `entries` were found, `records` of them were cut out."""

    path: str
    sha256: str | None
    bytes: int
    packed: bool
    content_bytes: int
    encoding: str | None
    layout: str | None
    code: str | None
    entries: int
    records: int
    bytes_read: BytesRead


class StepCounts(BaseModel):
    """How many records went into a step, came out and were refused; any other count of the step beside them.

    `records_unused` are those of references that no paper of another dump needed.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, int]

    records_in: int
    records_out: int
    records_rejected: int
    records_unused: int = Field(default=0, ge=0)


class GateResult(Part):
    """One gate and what was measured against it."""

    name: str
    subject: str
    value: float
    limit: float
    passed: bool


class BuildFacts(Part):
    """What a build knows of itself. `counts` is by step, named as in schemas.vocabulary.STAGES.

    `statistics` is of the published tables and columns.
    """

    code_version: str
    settings: dict[str, Any]
    inputs: tuple[Input, ...]
    inputs_hash: str
    counts: dict[str, StepCounts]
    gates: tuple[GateResult, ...]
    statistics: Statistics = Field(default_factory=dict)

    def unused(self) -> int:
        """Records of references that no paper of another dump needed."""
        return sum(step.records_unused for step in self.counts.values())


class FileFacts(Part):
    """One file of the release; `rows` is null of a file that is no table."""

    name: str = Field(pattern=r"^[\w.-]+$")
    sha256: str
    bytes: int
    rows: int | None


class Manifest(BuildFacts):
    """All that manifest.json says."""

    dataset: str
    version: str = Field(pattern=VERSION)
    previous: str | None = Field(pattern=VERSION)
    schema_version: str
    schema_hash: str
    files: tuple[FileFacts, ...]
    content_hash: str
    created_at: AwareDatetime

    def rows(self, name: str) -> int:
        """Rows of the file `name`; 0 if there is no such table."""
        return next((file.rows or 0 for file in self.files if file.name == name), 0)


def inputs_from(facts: pl.DataFrame) -> tuple[Input, ...]:
    """The inputs of a manifest from a frame of the schema DumpFacts, by path."""
    # A loop over dumps, not rows of data.
    return tuple(
        Input(
            path=dump["dump"],
            sha256=dump["dump_sha256"],
            bytes=dump["size_bytes"],
            packed=dump["packed"],
            content_bytes=dump["content_bytes"],
            encoding=dump["encoding"],
            layout=dump["layout"],
            code=dump["code"],
            entries=dump["entries"],
            records=dump["records"],
            bytes_read=BytesRead(
                fields=dump["field_bytes"],
                furniture={piece["kind"]: piece["bytes"] for piece in dump["furniture"]},
                rejects=dump["reject_bytes"],
            ),
        )
        for dump in facts.sort("dump").iter_rows(named=True)
    )


def content_hash(files: Iterable[FileFacts]) -> str:
    """SHA-256 over the names and checksums of the files that are content, in the order of their names."""
    lines = sorted(f"{file.sha256}  {file.name}\n" for file in files if file.name not in COMPARISON_FILES)
    return sha256("".join(lines).encode()).hexdigest()


def render_manifest(manifest: Manifest) -> str:
    """The text of manifest.json: keys sorted, and a checksum over all the rest in `manifest_hash`."""
    said = manifest.model_dump(mode="json")
    told = {**said, "manifest_hash": _hash(said)}
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_manifest(release: Path) -> Manifest:
    """The manifest of a release folder. Raises ReleaseDamagedError where it is missing or not what was written."""
    path = release / MANIFEST
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(said, dict) or said.pop("manifest_hash", None) != _hash(said):
            raise ReleaseDamagedError(f"{path} was changed after it was written. Restore it from a copy.")
    except FileNotFoundError as error:
        raise ReleaseDamagedError(
            f"{path} is missing, so this is no complete release. Restore it from a copy."
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise ReleaseDamagedError(f"{path} cannot be read: {error}. Restore it from a copy.") from error
    try:
        return Manifest.model_validate(said)
    except pydantic.ValidationError as error:
        # It is what was written, so no copy of it helps.
        raise ReleaseDamagedError(
            f"{path} is of another version of litsieve ({said.get('code_version')}), which can read it; "
            f"to this one it is none: {_reason(error)}."
        ) from error


def _hash(said: dict[str, Any]) -> str:
    # Without line breaks: a build reads manifests again and again, and that takes a tenth of the time.
    return sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()).hexdigest()


def _reason(error: pydantic.ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}"
