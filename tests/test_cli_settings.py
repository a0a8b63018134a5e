"""Settings that are wrong, or that nothing would read: one line on the command line that names them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flows import cli

Check = Callable[[], tuple[int, str]]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], sample_raw: Path) -> Check:
    """Checks a sound dump; gives the status, and what is said to the person."""

    def run() -> tuple[int, str]:
        status = cli.run(["check", str(sample_raw / "bare_sample.txt")])
        return status, capsys.readouterr().err

    return run


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LITSIEVE_GATES__MAX_REJECT_SHARE", "lots", "gates.max_reject_share"),
        ("LITSIEVE_GATE__MAX_REJECT_SHARE", "0.1", "LITSIEVE_GATE__MAX_REJECT_SHARE is no setting"),
        ("LITSIEVE_GATES_MAX_REJECT_SHARE", "0.1", "LITSIEVE_GATES_MAX_REJECT_SHARE is no setting"),
        ("litsieve_gates_max_reject_share", "0.1", "litsieve_gates_max_reject_share is no setting"),
        ("LITSIEVE_GATES__MAX_REJECT_SHAR", "0.1", "gates.max_reject_shar is no setting"),
        ("LITSIEVE_WORK__MEMORY_GIB", "inf", "work.memory_gib"),
        ("LITSIEVE_DEDUP__MAX_YEARS_APART", "inf", "dedup.max_years_apart: Input should be a finite number"),
        ("LITSIEVE_RELEASE__ROW_GROUP_ROWS", "1" + "0" * 20, "release.row_group_rows"),
        ("LITSIEVE_EXTRACT__REFERENCES", "a*", "LITSIEVE_EXTRACT__REFERENCES must be JSON"),
        ("LITSIEVE_GATES", "{0.1", "LITSIEVE_GATES must be JSON"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(
    check: Check, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    status, err = check()
    assert status == 2
    assert told in err
    assert "pydantic" not in err
    assert err.count("\n") == 1


def test_a_name_of_another_program_is_no_setting(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITSIEVE_SERVICE_HOST", "10.0.0.1")
    assert check()[0] == 0


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("gone")], ids=["folder", "dangling link"])
def test_a_settings_file_that_is_none_is_told(
    check: Check,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    make: Callable[[Path], None],
) -> None:
    make(tmp_path / "litsieve.toml")
    monkeypatch.chdir(tmp_path)
    status, err = check()
    assert status == 2
    assert "litsieve.toml is no file" in err


@pytest.mark.parametrize("content", [b"[gates]\nmax_reject_share = 0,1\n", b"# \xe9\n", b"\xef\xbb\xbf[gates]\n"])
def test_a_settings_file_that_cannot_be_read_is_named(
    check: Check, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "litsieve.toml").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    status, err = check()
    assert status == 2
    assert err.startswith("litsieve: Settings: litsieve.toml cannot be read: ")
