"""What README and docs/ tell a new user is true: commands, settings and pages exist."""

import re
from pathlib import Path

from flows.cli import app
from flows.settings import Settings


def test_every_command_is_in_the_readme_and_every_one_there_exists(root: Path) -> None:
    told = set(re.findall(r"^\| `litsieve (\w+)", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert told == {name for name in app if not name.startswith("-")}


def test_every_setting_is_in_the_docs_with_its_default_and_every_one_there_exists(root: Path) -> None:
    told = re.findall(
        r"^\| `(\w+\.\w+)` \| `([^`]+)` \|", (root / "docs" / "settings.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    defaults = Settings.model_construct().model_dump()
    real = {(f"{stage}.{name}", str(value)) for stage, values in defaults.items() for name, value in values.items()}
    assert set(told) == real


def test_links_between_pages_lead_somewhere(root: Path) -> None:
    for page in [root / "README.md", root / "CHANGELOG.md", *(root / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
