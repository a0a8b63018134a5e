"""A dump that the raw folder has already, and names that are one elsewhere, are warned of."""

import shutil
import unicodedata
from pathlib import Path

import pytest

from flows.check import check_dumps
from flows.settings import Settings


@pytest.fixture
def raw(tmp_path: Path, sample_raw: Path) -> Path:
    """A raw folder with two pages."""
    (tmp_path / "raw" / "sub").mkdir(parents=True)
    shutil.copy(sample_raw / "bare_sample.txt", tmp_path / "raw" / "sub" / "bare.txt")
    shutil.copy(sample_raw / "profile_sample.txt", tmp_path / "raw" / "profile.txt")
    return tmp_path / "raw"


def warnings(path: Path, raw: Path) -> list[tuple[str, str]]:
    """Code and last word of each finding on one dump, which is accepted."""
    (verdict,) = check_dumps([path], raw, Settings())
    assert verdict.accepted
    return [(found.code, found.message.rpartition(": ")[2]) for found in verdict.findings]


def test_the_same_bytes_under_another_name_are_told_in_the_raw_folder_and_before_they_come_there(raw: Path) -> None:
    for copy in (raw / "again.txt", raw.parent / "new.txt"):
        shutil.copy(raw / "profile.txt", copy)
        assert warnings(copy, raw) == [
            ("same_bytes", "profile.txt" if copy.parent == raw else "again.txt, profile.txt")
        ]


def test_of_many_copies_a_few_are_named(raw: Path) -> None:
    for number in range(8):
        shutil.copy(raw / "profile.txt", raw / f"copy{number}.txt")
    told = "copy0.txt, copy1.txt, copy2.txt, copy3.txt, copy4.txt and 3 more"
    assert warnings(raw / "profile.txt", raw) == [("same_bytes", told)]


def test_a_dump_by_itself_or_one_of_the_same_size_has_no_twin(raw: Path, tmp_path: Path) -> None:
    (raw / "nowhere.txt").symlink_to("gone.txt")
    assert warnings(raw / "profile.txt", raw) == []
    page = (raw / "profile.txt").read_bytes()
    (raw / "other.txt").write_bytes(page.replace(b"We ", b"we ", 1))
    assert warnings(raw / "profile.txt", raw) == []
    assert warnings(raw / "profile.txt", tmp_path / "no folder") == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("sub/BARE.txt", "sub/bare.txt"),
        ("Sub/bare.txt", "sub/bare.txt"),
        (unicodedata.normalize("NFD", "é.txt"), unicodedata.normalize("NFC", "É.txt")),
    ],
)
def test_names_that_differ_in_case_or_in_the_form_of_accents_are_told(
    raw: Path, sample_raw: Path, name: str, other: str
) -> None:
    (raw / name).parent.mkdir(exist_ok=True)
    shutil.copy(sample_raw / "glued_sample.txt", raw / name)
    if not (raw / other).exists():
        shutil.copy(sample_raw / "collaborators_sample.txt", raw / other)
    if (raw / name).samefile(raw / other):
        pytest.skip("this file system takes the two for one")
    assert warnings(raw / name, raw) == [("same_name", other)]
