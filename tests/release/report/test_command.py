"""`litsieve report`."""

from pathlib import Path

import pytest

from flows.cli import run


def test_report_tells_where_it_lies(release: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{release / 'report.html'}\n"


def test_report_of_any_release_is_drawn_again_byte_by_byte(release: Path, out: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.html"
    assert run(["report", release.name, "--out", str(out), "--to", str(again)]) == 0
    assert again.read_bytes() == (release / "report.html").read_bytes()


@pytest.mark.parametrize("where", ["{release}/report.html", "{out}/new.html", "{out}", "{out}/nowhere/new.html"])
def test_report_writes_neither_among_releases_nor_where_no_file_can_be(
    release: Path, out: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (release / "report.html").read_bytes()
    target = where.format(release=release, out=out)
    assert run(["report", "--out", str(out), "--to", target]) == 2
    assert capsys.readouterr().err.startswith(f"litsieve: {target} ")
    assert (release / "report.html").read_bytes() == before


def test_a_report_that_was_changed_is_not_shown(release: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (release / "report.html").chmod(0o644)
    (release / "report.html").write_text("changed", encoding="utf-8")
    assert run(["report", "--out", str(out)]) != 0
    assert "is not what was published" in capsys.readouterr().err
