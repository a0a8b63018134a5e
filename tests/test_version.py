"""What makes a build start over: other code, weights or templates, and settings that decide what a release holds."""

import tomllib
from pathlib import Path

from flows.settings import CheckSettings, GateSettings, Settings, WorkSettings
from flows.version import SOURCE_SUFFIXES, code_version

ROOT = Path(__file__).resolve().parents[1]


def test_every_data_file_of_the_package_counts_as_its_code() -> None:
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    files = [
        path
        for package, patterns in packaged.items()
        for pattern in patterns
        for path in (ROOT / package.replace(".", "/")).glob(pattern)
        if path.name != "py.typed"
    ]
    assert {path.suffix for path in files} <= SOURCE_SUFFIXES
    assert len(files) > 1


def test_the_code_version_tells_the_package_and_its_sources() -> None:
    version, digest = code_version().split("+")
    assert version.count(".") == 2
    assert len(digest) == 12


def test_what_a_release_holds_does_not_depend_on_the_machine_nor_on_what_check_refuses() -> None:
    usual = Settings()
    assert Settings(work=WorkSettings(workers=7), check=CheckSettings(max_drift=9)).deciding() == usual.deciding()
    assert Settings(gates=GateSettings(max_reject_share=0.5)).deciding() != usual.deciding()
