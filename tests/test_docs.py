"""docs/ and the code tell of the same commands, options and settings, and no page is out of reach."""

import re
from pathlib import Path
from typing import Final

import pytest
from prefect.settings.models.server.services import ServerServicesDBVacuumSettings

from flows.cli import app
from flows.settings import Settings

ALWAYS: Final = {"--help", "--version"}


def commands() -> dict[str, set[str]]:
    """Every command with its options; what may only stand in its place is none."""
    return {
        name: {
            option
            for argument in app[name].assemble_argument_collection()
            if argument.field_info.kind is argument.field_info.KEYWORD_ONLY
            for option in argument.names
            if option.startswith("--")
        }
        for name in app
        if not name.startswith("-")
    }


def pages(root: Path) -> dict[str, str]:
    """The text of README.md and of every page of docs/, by path."""
    found = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_every_command_has_its_section_and_every_option_its_row(root: Path) -> None:
    page = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    told = {
        heading.split()[0]: set(re.findall(r"^\| `(--[\w-]+)` \|", body, re.MULTILINE))
        for heading, body in re.findall(r"^## litsieve (.+)\n((?:(?!## ).*\n)*)", page, re.MULTILINE)
    }
    real = commands()
    assert sorted(real.keys() - told.keys()) == [], "commands that docs/commands.md does not tell of"
    assert sorted(told.keys() - real.keys()) == [], "commands of docs/commands.md that do not exist"
    missing = {name: sorted(options - told[name]) for name, options in real.items() if options - told[name]}
    assert missing == {}, "options that docs/commands.md does not tell of"
    invented = {name: sorted(options - real[name]) for name, options in told.items() if options - real[name]}
    assert invented == {}, "options of docs/commands.md that do not exist"


def test_commands_named_in_any_page_exist_with_their_options(root: Path) -> None:
    real = commands()
    wrong = []
    for path, text in pages(root).items():
        for name, rest in commands_named(text):
            known = real.get(name)
            if known is None:
                wrong.append(f"{path}: litsieve {name}")
                continue
            positional = {option for argument in app[name].assemble_argument_collection() for option in argument.names}
            named = set(re.findall(r"(?<!\S)--[a-z][\w-]*", rest))
            wrong += [f"{path}: litsieve {name} {option}" for option in sorted(named - known - positional - ALWAYS)]
    assert wrong == []


def commands_named(text: str) -> list[tuple[str, str]]:
    """Each `litsieve …` within backticks or in a block of code: the command, and what follows on its line."""
    code = re.findall(r"`([^`\n]+)`", text) + re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    return [found for piece in code for found in re.findall(r"(?:^|[\s/])litsieve ([a-z]+)\b([^\n;|&#]*)", piece)]


def test_settings_named_in_any_page_exist(root: Path) -> None:
    stages = Settings.model_construct().model_dump()
    real = {f"{stage}.{name}" for stage, values in stages.items() for name in values}
    for path, text in pages(root).items():
        named = set(re.findall(rf"`((?:{'|'.join(stages)})\.\w+)`", text))
        variables = re.findall(r"\bLITSIEVE_([A-Z]+)__([A-Z_]+)\b", text)
        named |= {f"{stage}.{name}".lower() for stage, name in variables}
        assert sorted(named - real) == [], f"settings of {path} that do not exist"


def test_the_server_that_is_set_up_as_documented_forgets_old_runs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (root / "docs" / "schedule.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"^\$ export (PREFECT_SERVER_SERVICES_\w+)=(\S+)$", page, re.MULTILINE)
    monkeypatch.setenv(*told)
    assert ServerServicesDBVacuumSettings().enabled_vacuum_types == {"events", "flow_runs", "orphans"}


def test_every_page_is_in_the_index(root: Path) -> None:
    index = (root / "docs" / "README.md").read_text(encoding="utf-8")
    there = {path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*.md")} - {"README.md"}
    told = set(re.findall(r"\]\(([\w/.-]+\.md)", index))
    assert sorted(there - told) == [], "pages that docs/README.md does not lead to"


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_every_picture_is_small_and_shown_somewhere(root: Path, kind: str) -> None:
    shown = " ".join(pages(root).values())
    for picture in (root / "docs").rglob(f"*.{kind}"):
        assert picture.name in shown
        assert picture.stat().st_size < 300_000
