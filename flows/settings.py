"""Every setting: one frozen model a stage, composed here and read at the call, never at import.

A value comes from, in this order: what the caller gives, the environment (`LITSIEVE_GATES__MAX_REJECT_SHARE=0.1`), the
file `litsieve.toml` in the working folder, the default below.
"""

import os
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

SETTINGS_FILE: Final = "litsieve.toml"

PREFIX: Final = "LITSIEVE_"
DELIMITER: Final = "__"


class StageSettings(BaseModel):
    """What the settings of all stages share: they cannot be changed, and a misspelt name is an error."""

    # The manifest is to hold them, and JSON has no form for what is infinite.
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ExtractSettings(StageSettings):
    """How dumps are read and cut up."""

    chunk_bytes: int = Field(32 * 2**20, ge=1, description="Dumps are worked on in chunks of about this many bytes.")
    piece_bytes: int = Field(
        16 * 2**20, ge=1, description="A larger dump is read in pieces of this many bytes, which bounds memory."
    )
    max_dump_bytes: int = Field(
        2**30, ge=1, description="A dump that unpacks to more bytes is refused; guards against archives without end."
    )
    references: tuple[str, ...] = Field(
        (),
        description="Patterns (`*`, `?`) of dumps below raw whose records complete papers of others and make none.",
    )


class NormalizeSettings(StageSettings):
    """How values are cleaned."""

    min_confidence: float = Field(
        0.9, ge=0, le=1, description="A record that was cut up with less confidence is flagged `boundary_unsure`."
    )


class DedupSettings(StageSettings):
    """When two records are one paper."""

    min_title_chars: int = Field(
        12, ge=1, description="A shorter title, letters and digits counted, is no evidence by itself."
    )
    min_abstract_chars: int = Field(
        100, ge=1, description="A shorter abstract, letters and digits counted, is no evidence by itself."
    )
    min_abstract_likeness: float = Field(
        0.9, gt=0, le=1, description="Abstracts at least this alike (0 to 1) are nearly equal."
    )
    max_years_apart: float = Field(
        8, ge=0, description="Equal titles whose dates lie further apart, in years, are not merged on that alone."
    )
    max_block_records: int = Field(
        200, ge=2, description="A key that more records share is too common to pair them by itself."
    )


class GateSettings(StageSettings):
    """What stops a release."""

    min_papers: int = Field(
        1, ge=0, description="Fewest papers that a release may have: fewer tell of dumps that cannot be read."
    )
    min_records_per_dump: int = Field(1, ge=0, description="Fewest records that a dump with a known layout must give.")
    max_reject_share: float = Field(
        0.05, ge=0, le=1, description="Largest share of records that a build may refuse, of all that it met."
    )
    max_reject_bytes_share: float = Field(
        0.05, ge=0, le=1, description="Largest share of a dump's bytes that its layout may leave unread."
    )
    min_rejects: int = Field(
        3,
        ge=0,
        description="Fewer refused records, or bytes of an export worth fewer, stop nothing, whatever their share.",
    )
    max_null_share_rise: float = Field(
        0.1, ge=0, le=1, description="How much larger the share of empty values of a column may be than last time."
    )


class CheckSettings(StageSettings):
    """What `check` refuses, beside what the gates refuse; a build looks at none of it."""

    max_unsure_share: float = Field(
        0.25, ge=0, le=1, description="Largest share of a dump's records that may be cut up with little confidence."
    )
    max_unreadable_dates_share: float = Field(
        0.25, ge=0, le=1, description="Largest share of the dates that a dump shows which may be unreadable."
    )
    max_garbled_share: float = Field(
        0.05, ge=0, le=1, description="Largest share of a dump's records that may hold text in the wrong encoding."
    )
    max_repeat_share: float = Field(
        0.1, ge=0, le=1, description="Largest share of a dump's records that may repeat one before them word for word."
    )
    max_overlong_share: float = Field(
        0.25, ge=0, le=1, description="Largest share of a page that may stand in abstracts of over 5,000 characters."
    )
    min_open_end_share: float = Field(
        0.1,
        ge=0,
        le=1,
        description="A page whose last abstract breaks off is cut off, unless this share of the others do; 0: never.",
    )
    max_conflict_share: float = Field(
        0.1, ge=0, le=1, description="Largest share of a dump's records that may contradict the release."
    )
    max_gone_share: float = Field(
        0.2,
        ge=0,
        le=1,
        description="Largest share of a dump's papers in the release that its new version may lack or take apart.",
    )
    max_years_apart: float = Field(
        1, ge=0, description="Years of one paper that lie further apart contradict each other."
    )
    max_drift: float = Field(
        4.0,
        gt=0,
        description="How far a dump may lie from the middle of its layout's history, in spreads of that history.",
    )


class ReleaseSettings(StageSettings):
    """How a release is written."""

    lock_wait_s: float = Field(600, ge=0, description="Seconds to wait for another build of the same output folder.")
    zstd_level: int = Field(2, ge=1, le=22, description="Compression level of the Parquet files.")
    row_group_rows: int = Field(32_768, ge=1, le=2**31, description="Most rows in a row group of the Parquet files.")


class WorkSettings(StageSettings):
    """How much of the machine a build takes. No setting here makes any difference to a release."""

    workers: int = Field(
        0, ge=0, description="Processes that dumps and papers are worked on in; 0: as many as there are cores."
    )
    memory_gib: float = Field(
        4,
        ge=1,
        le=2**20,
        description="Memory for all processes together, in GiB; with less, more and smaller pieces are made.",
    )
    cache: bool = Field(
        default=True, description="Keep under the output folder what dumps were read as, so that a dump is read once."
    )
    compress: bool | None = Field(
        None,
        description="Compress records while they are worked on: less disk, more time; unset: where it may not suffice.",
    )
    cache_builds: int = Field(3, ge=1, description="What so many builds did not use is removed from the cache.")
    runner: Literal["processes", "dask"] = Field(
        "processes",
        description="Where pieces are worked on: `processes` of this machine, or workers of a `dask` cluster.",
    )
    address: str | None = Field(
        None,
        description="Where the Dask scheduler listens (`tcp://…`); without it a cluster is started on this machine.",
    )


class _Environment(EnvSettingsSource):
    """The environment; of a list or a stage that is no JSON it says which variable holds it."""

    def __call__(self) -> dict[str, Any]:
        """The values that are set. Raises SettingsError."""
        try:
            return super().__call__()
        except SettingsError as error:
            wrong = error.__cause__.doc if isinstance(error.__cause__, JSONDecodeError) else None
            names = [name.upper() for name, value in self.env_vars.items() if value == wrong]
            ours = [name for name in names if name.startswith(PREFIX)]
            if not ours:
                raise
            raise SettingsError(f"""{ours[0]} must be JSON, as '["arxiv/*"]' for a list.""") from error


class Settings(BaseSettings):
    """All settings of a build."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter=DELIMITER, toml_file=SETTINGS_FILE
    )

    extract: ExtractSettings = ExtractSettings()
    normalize: NormalizeSettings = NormalizeSettings()
    dedup: DedupSettings = DedupSettings()
    gates: GateSettings = GateSettings()
    check: CheckSettings = CheckSettings()
    release: ReleaseSettings = ReleaseSettings()
    work: WorkSettings = WorkSettings()

    @model_validator(mode="before")
    @classmethod
    def _refuse_what_is_passed_over(cls, given: object) -> object:
        """Raise ValueError for what is meant to set something, and which no source of settings would read."""
        if os.path.lexists(SETTINGS_FILE) and not Path(SETTINGS_FILE).is_file():
            raise ValueError(f"{SETTINGS_FILE} is no file.")
        parts = {stage.upper(): type(field.default).model_fields for stage, field in cls.model_fields.items()}
        joined = {f"{stage}_{name.upper()}" for stage, names in parts.items() for name in names}
        for name in os.environ:
            told = name.upper().removeprefix(PREFIX)
            stage, delimiter, _ = told.partition(DELIMITER)
            # Other names may be those of other programs: Kubernetes sets LITSIEVE_PORT beside a service `litsieve`.
            if name.upper().startswith(PREFIX) and ((delimiter and stage not in parts) or told in joined):
                raise ValueError(f"{name} is no setting; one is called as {PREFIX}GATES__MAX_REJECT_SHARE.")
        return given

    def deciding(self) -> dict[str, Any]:
        """The settings that decide what a release holds, as plain data."""
        return self.model_dump(mode="json", exclude={"work", "check"})

    def on(self, runner: str | None, address: str | None) -> Self:
        """The same with another runner or address, where one is given."""
        given = {name: value for name, value in (("runner", runner), ("address", address)) if value is not None}
        return self.model_copy(update={"work": self.work.model_copy(update=given)})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Settings come from the call, the environment and the TOML file, in this order."""
        return init_settings, _Environment(settings_cls), TomlConfigSettingsSource(settings_cls)
