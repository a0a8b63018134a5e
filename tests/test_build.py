"""The flow end to end, on a real Prefect server: what a scheduler and an analyst see."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

from flows import cli
from flows.release.catalogue import latest_release
from flows.release.manifest import read_manifest
from flows.release.tables import read_table
from flows.release.verify import verify_release

Result = tuple[int, str]


pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture
def raw(tmp_path: Path, sample_raw: Path) -> Path:
    """A raw folder of our own with the shipped samples."""
    return Path(shutil.copytree(sample_raw, tmp_path / "raw"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder of our own."""
    return tmp_path / "out"


@pytest.fixture
def released(built: Path, out: Path) -> Path:
    """An output folder of our own with a release of the shipped samples."""
    return Path(shutil.copytree(built / "out", out, symlinks=True))


def run_build(capsys: pytest.CaptureFixture[str], raw: Path, out: Path) -> Result:
    status = cli.run(["build", "--raw", str(raw), "--out", str(out)])
    return status, capsys.readouterr().out


def current(out: Path) -> Path:
    release = latest_release(out)
    assert release is not None
    assert verify_release(release) == []
    return release


def test_dumps_become_a_release_that_accounts_for_everything(
    capsys: pytest.CaptureFixture[str], raw: Path, out: Path
) -> None:
    status, said = run_build(capsys, raw, out)
    assert status == 0
    release = current(out)
    assert (out / "latest").resolve() == release.resolve()
    papers, records = read_table(release, "papers"), read_table(release, "records")
    assert said.startswith(f"Published {release.name}: 4 dumps, {records.height} records, {papers.height} papers")
    assert f"papers added: {papers.height}\n" in said
    assert 0 < papers.height < records.height
    assert set(papers["paper_id"]) == set(records["paper_id"])
    manifest = read_manifest(release)
    assert all(source.bytes_read.total() == source.bytes for source in manifest.inputs)
    for name in ("README.md", "CHANGES.md", "papers.jsonl", "rejects.jsonl"):
        assert (release / name).is_file()
    assert list((out / ".staging").iterdir()) == []


def test_a_titleless_abstract_gets_the_title_of_the_record_that_has_one(released: Path) -> None:
    release = current(released)
    records, papers = read_table(release, "records"), read_table(release, "papers")
    bare = records.filter(layout="bare").join(papers, on="paper_id", suffix="_of_paper")
    assert bare["title"].null_count() == bare.height
    titled = bare.filter(pl.col("title_of_paper").is_not_null())
    assert not titled.is_empty()
    assert (titled["n_records"] > 1).all()
    lonely = bare.filter(pl.col("title_of_paper").is_null())
    assert not lonely.is_empty()
    assert lonely["flags_of_paper"].list.contains("no_title").all()


@pytest.mark.usefixtures("without_prefect")
def test_a_dump_that_goes_and_comes_back_leaves_every_release_sound_and_every_id_as_it_was(
    capsys: pytest.CaptureFixture[str], raw: Path, released: Path
) -> None:
    before = dict(read_table(current(released), "records").select("record_id", "paper_id").rows())
    shutil.move(raw / "bare_sample.txt", raw.parent / "aside.txt")
    run_build(capsys, raw, released)
    between = dict(read_table(current(released), "records").select("record_id", "paper_id").rows())
    assert between.items() < before.items()
    shutil.move(raw.parent / "aside.txt", raw / "bare_sample.txt")
    run_build(capsys, raw, released)
    assert dict(read_table(current(released), "records").select("record_id", "paper_id").rows()) == before


@pytest.mark.usefixtures("without_prefect")
def test_nothing_new_makes_no_new_release_and_reads_no_dump(
    capsys: pytest.CaptureFixture[str], raw: Path, released: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = current(released)
    monkeypatch.setattr("flows.build.recall_chunk", None)
    status, said = run_build(capsys, raw, released)
    assert (status, current(released)) == (0, first)
    assert said.startswith(f"Nothing new since {first.name}")
    assert "papers added" not in said


@pytest.mark.usefixtures("without_prefect")
def test_newer_code_that_says_the_same_builds_once_and_not_each_night(
    capsys: pytest.CaptureFixture[str], raw: Path, released: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = current(released)
    monkeypatch.setattr("flows.build.code_version", lambda: "9.9.9+newer")
    assert run_build(capsys, raw, released)[1].startswith(f"Nothing new since {first.name}")
    monkeypatch.setattr("flows.build.recall_chunk", None)
    assert run_build(capsys, raw, released)[1].startswith(f"Nothing new since {first.name}")
    assert [path.name for path in (released / "releases").iterdir()] == [first.name]


@pytest.mark.usefixtures("without_prefect")
def test_a_renamed_dump_moves_places_but_keeps_every_id(
    capsys: pytest.CaptureFixture[str], raw: Path, released: Path
) -> None:
    before = current(released)
    (raw / "sub").mkdir()
    (raw / "profile_sample.txt").rename(raw / "sub" / "moved.txt")
    run_build(capsys, raw, released)
    after = current(released)
    assert before != after
    ids = ("record_id", "paper_id")
    assert sorted(read_table(before, "records").select(ids).rows()) == sorted(
        read_table(after, "records").select(ids).rows()
    )
    assert set(read_table(after, "changes")["field"]) == {"dumps"}


def test_the_same_dumps_give_the_same_bytes_with_prefect_and_without(
    capsys: pytest.CaptureFixture[str], built: Path, raw: Path, out: Path
) -> None:
    run_build(capsys, raw, out)
    one, two = (read_manifest(current(folder)) for folder in (built / "out", out))
    assert one.files == two.files
    assert one.content_hash == two.content_hash


@pytest.mark.usefixtures("without_prefect")
def test_an_unreadable_dump_is_refused_and_the_others_are_published(
    capsys: pytest.CaptureFixture[str], raw: Path, out: Path
) -> None:
    (raw / "picture.png").write_bytes(b"\x89PNG" + bytes(2000))
    (raw / "page.html").write_bytes(b"<html>404</html>")
    status, said = run_build(capsys, raw, out)
    assert status == 3
    assert "refused dump picture.png [binary_dump]" in said
    rejects = read_table(current(out), "rejects")
    assert set(rejects.select("dump", "code").rows()) == {
        ("picture.png", "binary_dump"),
        ("page.html", "unknown_layout"),
    }
    assert run_build(capsys, raw, out)[0] == 3


def test_a_gate_that_fails_stops_the_release_with_its_figures(
    capsys: pytest.CaptureFixture[str], raw: Path, released: Path
) -> None:
    first = current(released)
    for dump in raw.glob("[!b]*.txt"):
        dump.unlink()
    status, said = run_build(capsys, raw, released)
    assert status == 1
    assert "No release: " in said
    assert "max_null_share_rise for date: " in said
    with get_client(sync_client=True) as client:
        states = [run.state for run in client.read_flow_runs() if str(released) in run.name and run.state is not None]
    assert any(state.is_failed() and "max_null_share_rise for date: " in str(state.message) for state in states)
    assert current(released) == first
    assert list((released / ".staging").iterdir()) == []


def test_an_empty_raw_folder_does_not_make_an_empty_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw").mkdir()
    status = cli.run(["build", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")])
    assert status == 2
    assert "There is no dump below" in capsys.readouterr().err


def test_prefect_shows_what_came_out_and_why_pieces_were_refused(
    capsys: pytest.CaptureFixture[str], raw: Path, out: Path
) -> None:
    (raw / "page.html").write_bytes(b"<html>404</html>")
    _, said = run_build(capsys, raw, out)
    with get_client(sync_client=True) as client:
        (flow_run,) = [run for run in client.read_flow_runs() if str(out) in run.name]
        of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[flow_run.id]))
        shown = {item.key: item for item in client.read_artifacts(artifact_filter=of_run)}
    assert said.splitlines()[0].split(":")[0] in str(shown["litsieve-build"].data).replace("\\", "")
    assert "unknown_layout" in str(shown["litsieve-rejects"].data)
    assert flow_run.name == f"build {raw} into {out}"
    assert flow_run.state is not None
    assert flow_run.state.is_completed()
    assert flow_run.state.name == "Unreadable"
    assert str(flow_run.state.message).endswith(" 1 reject. 1 dump could not be read.")


@pytest.mark.usefixtures("without_prefect")
def test_commands_answer_about_releases(capsys: pytest.CaptureFixture[str], raw: Path, out: Path) -> None:
    shutil.move(raw / "profile_sample.txt", raw.parent / "later.txt")
    run_build(capsys, raw, out)
    first = current(out)
    shutil.move(raw.parent / "later.txt", raw / "profile_sample.txt")
    run_build(capsys, raw, out)
    second = current(out)

    def ask(*arguments: str) -> Result:
        return cli.run([*arguments, "--out", str(out)]), capsys.readouterr().out

    assert ask("verify") == (0, f"{second}: sound\n")
    status, text = ask("releases", "--json")
    assert (status, json.loads(text)["latest"]) == (0, second.name)
    cached = sum(path.stat().st_size for path in (out / "cache").rglob("*") if path.is_file())
    assert json.loads(text)["cache_bytes"] == cached > 0
    status, text = ask("releases")
    *listed, last = text.splitlines()
    assert [line.split()[0] for line in listed] == [first.name, second.name]
    assert last == f"The cache, {out / 'cache'}, has {cached:,} bytes. It may be deleted at any time."
    status, text = ask("diff", first.name, second.name)
    assert status == 1
    assert "added" in text
    assert ask("diff", "latest", second.name)[0] == 0
    assert {row["change"] for row in json.loads(ask("diff", first.name, "--json")[1])["changes"]} >= {
        "added",
        "changed",
    }
    merged = read_table(second, "papers").filter(pl.col("n_records") > 1)["paper_id"][0]
    status, text = ask("explain", merged)
    assert status == 0
    assert merged in text
    assert "profile_sample.txt" in text
    assert json.loads(ask("explain", merged, "--json")[1])["paper_id"] == merged
    assert ask("explain", "p0000000000000000")[0] == 2
    papers = second / "papers.parquet"
    papers.chmod(0o644)
    papers.write_bytes(papers.read_bytes()[:-9])
    status, text = ask("verify")
    assert status == 1
    assert "papers.parquet" in text


def test_the_five_real_dumps_give_every_field_and_every_merge_right(shared: Path, built_of_real: Path) -> None:
    release = current(built_of_real)
    assert all(source.bytes_read.total() == source.bytes for source in read_manifest(release).inputs)
    assert read_table(release, "rejects").is_empty()
    scorer: list[str | Path] = [
        sys.executable,
        shared / "tools" / "score_release.py",
        release,
        shared / "gold" / "real_dumps.jsonl",
    ]
    scored = json.loads(subprocess.run(scorer, capture_output=True, check=True).stdout)  # noqa: S603 - our own scorer
    assert {name: (layout["exact"], layout["expected"]) for name, layout in scored["layouts"].items()} == {
        "profile": (9, 9),
        "bare": (16, 16),
        "glued": (158, 158),
        "collaborators": (10, 10),
    }
    assert scored["merge"]["papers_said"] == scored["merge"]["papers_true"] == 188
    assert (scored["merge"]["precision"], scored["merge"]["recall"]) == (1.0, 1.0)


def test_the_loading_examples_of_the_readme_run_as_they_stand(
    capsys: pytest.CaptureFixture[str], root: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(built / "out", tmp_path / "output", symlinks=True)
    monkeypatch.chdir(tmp_path)
    readme = (root / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    assert [re.findall(r"polars|pandas|duckdb", example)[0] for example in examples] == ["polars", "pandas", "duckdb"]
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - the README's own examples
        assert "paper_id" in capsys.readouterr().out
