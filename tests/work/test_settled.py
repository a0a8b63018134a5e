"""Papers that are made of the same records as in the last release are taken from it: the same bytes as merged anew."""

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows import build
from flows.matching.merge import merge_records
from flows.release import documents
from flows.release.rollback import roll_back
from flows.release.staging import discard, open_staging
from flows.settings import Settings
from flows.work import cache_settled, owned, ranges, tables
from flows.work.cache import CACHE
from flows.work.parts import settle_positions
from flows.work.pool import Here
from flows.work.recall import recall_chunk, settle_cache, want_all

WORDS = ("moss", "ferns", "lichen", "algae", "reeds", "sedges", "rushes", "grasses", "clover", "heather")


def paper(number: int, **more: object) -> dict[str, object]:
    """A record of a paper that reads like no other."""
    word = WORDS[number % len(WORDS)]
    listed = {"title": f"Growth of {word} under {number} lamps", "authors": ["Mei Tanaka", "Ada Moor"], "year": 2001}
    return listed | more


class Output:
    """Builds of the dumps below `raw` into `out`, all in this process."""

    def __init__(self, place: Path, merged: list[str]) -> None:
        """Four dumps, of which three share papers; `merged` hears of each paper that is merged."""
        self.raw, self.out, self.merged = place / "raw", place / "out", merged
        self._place, self._number = place, 0
        self.raw.mkdir()
        for number in range(4):
            self.write(f"{number}.jsonl", *(paper(at) for at in range(number * 3, number * 3 + 5)))

    def write(self, name: str, *rows: dict[str, object]) -> None:
        """Put a dump there."""
        (self.raw / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def build(self, out: Path | None = None, *, cache: bool = True, **options: Any) -> dict[str, bytes]:  # noqa: ANN401 - settings
        """The tables of a build, and which papers were merged for it in `merged`; no gate stops it."""
        out = self.out if out is None else out
        settings = Settings.model_validate({"work": {"cache": cache, "workers": 1}, **options})
        settings = settings.model_copy(update={"gates": settings.gates.model_copy(update={"max_null_share_rise": 9.0})})
        self.merged.clear()
        plan = build.plan_build.fn(self.raw, out, settings, again=True)
        assert not plan.unchanged
        place = open_staging(out)
        run = build.Run(self.raw, out, place, plan.latest, settings, Here())
        wanted = want_all(plan.shares, plan.found, self.raw, place, settings)
        parts = settle_positions(plan.shares, [recall_chunk(one) for one in wanted])
        papers = build.dedup_parts.fn(parts, run)
        summary = build.publish_release.fn(build.write_tables.fn(parts, papers, run), run)
        self.notes = settle_cache(place, plan.found, 3)
        discard(place)
        assert summary.release is not None
        return {
            path.name: path.read_bytes() for path in summary.release.iterdir() if path.suffix in {".parquet", ".jsonl"}
        }

    def build_both(self, **options: Any) -> dict[str, bytes]:  # noqa: ANN401 - settings
        """A build with the cache, held against one without that starts from the same releases."""
        self._number += 1
        other = self._place / f"other-{self._number}"
        shutil.copytree(self.out, other, symlinks=True)
        shutil.rmtree(other / CACHE)
        anew = self.build(other, cache=False, **options)
        told = self.build(**options)
        assert told == anew
        return told

    def entries(self) -> list[Path]:
        """What the cache knows of papers."""
        return sorted((self.out / CACHE / "settled").iterdir())


def spied(place: Path, patch: pytest.MonkeyPatch) -> Output:
    merged: list[str] = []

    def spy(records: pl.DataFrame, unsure: pl.Series) -> pl.DataFrame:
        merged.extend(records["title"].unique().sort())
        return merge_records(records, unsure)

    patch.setattr(ranges, "merge_records", spy)
    # A page for people takes a tenth of the time of builds as small as these.
    patch.setattr(documents, "render_report", lambda *_, **__: "")
    return Output(place, merged)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """The dumps that every test begins with, built once; for copying only."""
    with pytest.MonkeyPatch.context() as patch:
        output = spied(tmp_path_factory.mktemp("first"), patch)
        output.build()
    return output


@pytest.fixture
def unbuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Output:
    """Dumps that were not built yet."""
    return spied(tmp_path, monkeypatch)


@pytest.fixture
def output(unbuilt: Output, first: Output) -> Output:
    """The same, built once."""
    shutil.copytree(first.out, unbuilt.out, symlinks=True)
    return unbuilt


def test_a_new_dump_merges_its_own_papers_only(first: Output, output: Output) -> None:
    assert len(first.merged) == 14
    output.write("new.jsonl", paper(2, comment="9 pages"), paper(77))
    told = output.build_both()
    assert output.merged == ["Growth of grasses under 77 lamps", "Growth of lichen under 2 lamps"]
    assert len(pl.read_parquet(told["papers.parquet"])) == 15
    output.write("newer.jsonl", paper(78))
    output.build_both()
    assert output.merged == ["Growth of clover under 78 lamps"]


def test_dumps_that_change_go_and_come_back_give_the_same_tables(output: Output) -> None:
    content = (output.raw / "1.jsonl").read_bytes()
    (output.raw / "1.jsonl").unlink()
    told = output.build_both()
    assert "removed" in pl.read_parquet(told["changes.parquet"])["change"]
    assert "Growth of reeds under 4 lamps" in output.merged
    assert "Growth of moss under 0 lamps" not in output.merged
    (output.raw / "1.jsonl").write_bytes(content)
    output.write("2.jsonl", *(paper(at, comment="in two parts") for at in range(5, 11)))
    told = output.build_both()
    assert "changed" in pl.read_parquet(told["changes.parquet"])["change"]
    # What names records that are away, or was away itself, is merged again each time.
    assert "Growth of moss under 0 lamps" not in output.merged


def test_papers_that_become_one_or_two_give_the_same_tables(unbuilt: Output) -> None:
    unbuilt.write("apart.jsonl", paper(60, doi="10.1000/60"), paper(61, title="Lamps over moss", doi="10.1000/61"))
    unbuilt.build()
    unbuilt.write(
        "apart.jsonl", paper(60, doi="10.1000/60"), paper(61, doi="10.1000/60", title="Growth of moss under 60 lamps")
    )
    unbuilt.build_both()
    unbuilt.write("apart.jsonl", paper(60, doi="10.1000/60"), paper(61, title="Lamps over moss", doi="10.1000/61"))
    unbuilt.build_both()


def test_another_title_of_its_kind_makes_a_paper_anew(unbuilt: Output) -> None:
    unbuilt.write("short.jsonl", {"title": "Lamps and moss", "authors": ["Ada Moor"], "year": 1990})
    unbuilt.build()
    # The title becomes common, and its fingerprints with it.
    rows = [
        {"title": "Lamps and moss", "authors": [f"Bo {word.title()}"], "year": 1800 + 10 * at}
        for at, word in enumerate(WORDS)
    ]
    unbuilt.write("zz.jsonl", *rows)
    unbuilt.build_both()


def test_a_release_that_was_rolled_back_is_not_gone_on_from(output: Output) -> None:
    first = min((output.out / "releases").iterdir()).name
    output.write("new.jsonl", paper(77))
    output.build()
    roll_back(output.out, first, reason="a test", wait_s=0)
    output.write("newer.jsonl", paper(78))
    output.build_both()
    assert len(output.merged) == 16


def test_a_damaged_release_is_not_gone_on_from(output: Output) -> None:
    output.write("new.jsonl", paper(77))
    output.build()
    latest = max((output.out / "releases").iterdir()) / "papers.parquet"
    latest.chmod(0o644)
    content = bytearray(latest.read_bytes())
    content[len(content) // 2] ^= 1
    latest.write_bytes(content)
    output.write("newer.jsonl", paper(78))
    output.build_both()
    assert len(output.merged) == 16


def test_a_damaged_entry_is_removed_and_everything_merged(output: Output) -> None:
    (entry,) = output.entries()
    path = entry / cache_settled.FILE
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)
    output.write("new.jsonl", paper(77))
    output.build_both()
    assert len(output.merged) == 15
    assert any(entry.name in note for note in output.notes)
    assert not entry.exists()


@pytest.mark.parametrize("what", ["digest_code", "digest_surroundings"])
def test_other_code_or_libraries_take_nothing(output: Output, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr(cache_settled, what, lambda *_: "another")
    output.write("new.jsonl", paper(77))
    output.build_both()
    assert len(output.merged) == 15


def test_other_settings_give_the_same_tables(unbuilt: Output) -> None:
    long = "Moss grows where lamps are lit, and this tells how much of it there was in each of the rooms that were lit."
    unbuilt.write("long.jsonl", paper(60, abstract=long), paper(61, abstract=long, title="On moss in rooms with lamps"))
    unbuilt.build()
    unbuilt.build_both(dedup={"min_abstract_chars": 20, "min_title_chars": 3})
    unbuilt.build_both(normalize={"min_confidence": 1})


def test_what_is_settled_leaves_all_tables_where_a_record_of_it_is_refused(
    output: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = pl.read_parquet(output.out / "latest" / "papers.parquet")
    broken = papers.filter(pl.col("title") == "Growth of moss under 0 lamps")["paper_id"]

    def refuse(piece: owned.Owned) -> owned.Checked:
        checked = owned.check_part(piece)
        ids = pl.read_ipc(piece.owners)["paper_id"]
        return checked._replace(broken=pl.concat([checked.broken, ids.filter(ids.is_in(broken.implode())).unique()]))

    monkeypatch.setattr(tables, "check_part", refuse)
    output.write("new.jsonl", paper(77))
    told = output.build_both()
    assert broken[0] not in pl.read_parquet(told["papers.parquet"])["paper_id"]
    output.write("newer.jsonl", paper(78))
    told = output.build_both()
    assert "removed" in pl.read_parquet(told["ids.parquet"])["status"]


def test_the_cache_may_go_at_any_time(output: Output) -> None:
    shutil.rmtree(output.out / CACHE / "settled")
    output.write("new.jsonl", paper(77))
    output.build_both()
    assert len(output.merged) == 15
    output.write("newer.jsonl", paper(78))
    output.build_both()
    assert len(output.merged) == 1
