"""What a dump is refused for by itself."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.check import check_dumps
from flows.checks.limits import find_garbled, find_open_end, find_overlong, judge_signs
from flows.checks.signs import read_signs
from flows.settings import CheckSettings, Settings

MakeRecords = Callable[..., pl.DataFrame]

WHOLE = {"abstract": "It ends as a sentence does."}


def failed(records: pl.DataFrame, **limits: float) -> set[str]:
    return {gate.name for gate in judge_signs("page", read_signs(records), CheckSettings(**limits)) if not gate.passed}


def test_a_sound_page_passes_every_limit(make_records: MakeRecords) -> None:
    assert failed(make_records([WHOLE] * 6)) == set()
    assert failed(make_records([])) == set()


@pytest.mark.parametrize(
    "end",
    [
        "the result of",
        "its outcome is",
        "e.g. graphs,",
        "a new approach to semi-",
        "the loss (",
        "the appro",
        "(resul",
        "a Tran",
    ],
)
def test_a_page_that_breaks_off_within_a_sentence_is_cut(make_records: MakeRecords, end: str) -> None:
    cut = {"abstract": f"We study {end}"}
    assert failed(make_records([WHOLE] * 5 + [cut])) == {"min_open_end_share"}
    assert failed(make_records([WHOLE] * 5 + [cut]), min_open_end_share=0) == set()


@pytest.mark.parametrize("end", ["of our experiments", "with the data", "for SU3", "by Gross-Pitaevskii", "in 3D"])
def test_a_last_abstract_that_lacks_its_full_stop_alone_is_warned_of(make_records: MakeRecords, end: str) -> None:
    records = make_records([WHOLE] * 5 + [{"abstract": f"It agrees with what is known {end}"}])
    assert failed(records) == set()
    (found,) = find_open_end(read_signs(records), CheckSettings())
    assert (found.code, found.level, found.position) == ("open_end", "warning", 5)
    assert find_open_end(read_signs(make_records([WHOLE] * 6)), CheckSettings()) == []


def test_a_page_whose_last_abstract_lacks_its_full_stop_is_accepted_with_a_warning(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Abstract:We study a thing and tell of it.\n" * 6 + "Abstract:We tell of our results", encoding="utf-8"
    )
    (verdict,) = check_dumps([page], tmp_path, Settings(check=CheckSettings(max_repeat_share=1)))
    assert verdict.accepted
    assert [found.code for found in verdict.findings] == ["open_end"]
    page.write_bytes(page.read_bytes().removesuffix(b" results"))
    (verdict,) = check_dumps([page], tmp_path, Settings(check=CheckSettings(max_repeat_share=1)))
    assert [found.code for found in verdict.errors] == ["min_open_end_share"]


@pytest.mark.parametrize("part", [{"date_raw": "Feb 02, 2023", "date": date(2023, 2, 2)}, WHOLE])
def test_a_page_is_cut_whose_last_record_lacks_what_all_others_have(
    make_records: MakeRecords, part: dict[str, Any]
) -> None:
    titled = {"title": "A title"}
    assert failed(make_records([{**titled, **part}] * 5 + [titled])) == {"min_open_end_share"}
    assert failed(make_records([titled, *[{**titled, **part}] * 5, titled])) == set()


@pytest.mark.parametrize("end", ["at all.", "at all!", "(see text)", "$x$", "at https://github.com/a/b", "“so”", "…"])
def test_an_abstract_may_end_in_an_address_or_a_formula(make_records: MakeRecords, end: str) -> None:
    assert failed(make_records([WHOLE] * 5 + [{"abstract": f"Code {end}"}])) == set()


def test_where_records_often_break_off_or_are_few_or_exported_the_last_one_may(
    make_records: MakeRecords,
) -> None:
    cut = {"abstract": "We study the"}
    assert failed(make_records([cut, *[WHOLE] * 5, cut])) == set()
    assert failed(make_records([*[WHOLE] * 3, cut])) == set()
    assert failed(make_records([*[WHOLE] * 5, cut], layout="bibtex")) == set()


def test_repeats_unsure_cuts_and_unreadable_dates_have_limits_of_their_own(make_records: MakeRecords) -> None:
    same = {"record_id": "r" + "0" * 20, **WHOLE}
    assert failed(make_records([same, same])) == {"max_repeat_share"}
    unsure = {"flags": ["boundary_unsure"], **WHOLE}
    assert failed(make_records([WHOLE, unsure])) == {"max_unsure_share"}
    assert failed(make_records([WHOLE] * 3 + [unsure])) == set()
    undated = {"date_raw": "Xxx 99", "flags": ["date_unreadable"], **WHOLE}
    assert failed(make_records([undated, *[WHOLE] * 9])) == {"max_unreadable_dates_share"}


@pytest.mark.parametrize(
    "text", ["BjÃ¶rn Victor", "a \ufffd in it", "a\x00b", "itâ€™s"], ids=["name", "lost", "zero", "quote"]
)
def test_text_in_the_wrong_encoding_is_told_record_by_record(make_records: MakeRecords, text: str) -> None:
    records = make_records([WHOLE, {"authors_raw": [text], **WHOLE}])
    assert failed(records) == {"max_garbled_share"}
    (found,) = find_garbled(read_signs(records))
    assert (found.code, found.level, found.position, found.byte_start) == ("garbled_text", "warning", 1, 100)


@pytest.mark.parametrize("text", ["Björn Victor", "μP “quotes” – Ünïcode", "Данные", "ÂNGELA"])
def test_foreign_text_is_not_garbled(make_records: MakeRecords, text: str) -> None:
    assert failed(make_records([{"title_raw": text, **WHOLE}])) == set()


def test_an_export_in_one_other_encoding_that_was_read_whole_is_not_garbled(make_records: MakeRecords) -> None:
    other = {"authors_raw": ["Björn Victor"], "flags": ["encoding_repaired"], **WHOLE}
    assert failed(make_records([other, WHOLE], layout="csv")) == set()
    assert failed(make_records([other, WHOLE])) == {"max_garbled_share"}
    mixed = [other, {"title_raw": "Über Eis", **WHOLE}]
    assert failed(make_records(mixed, layout="csv")) == {"max_garbled_share"}
    lost = {**other, "title_raw": "Ic\ufffd"}
    assert failed(make_records([lost], layout="csv")) == {"max_garbled_share"}


@pytest.mark.parametrize(("lines", "is_refused"), [(100, True), (200, True), (30, False)])
def test_a_page_much_of_which_is_one_endless_abstract_is_refused(tmp_path: Path, lines: int, is_refused: bool) -> None:
    page = tmp_path / "page.txt"
    abstracts = "".join(
        f"Abstract:We study thing {number} and find out {'what it does, ' * 40}.\n" for number in range(9)
    )
    notices = "Our readers tell each other what they have read and what they made of it.\n" * lines
    page.write_text(abstracts + notices, encoding="utf-8")
    (verdict,) = check_dumps([page], tmp_path, Settings(check=CheckSettings(max_unsure_share=1)))
    assert ("max_overlong_share" in {found.code for found in verdict.errors}) == is_refused
    assert ("overlong_abstract" in {found.code for found in verdict.findings}) == is_refused


def test_exports_may_hold_whole_papers(make_records: MakeRecords) -> None:
    endless = make_records([{"abstract": "word " * 2000}] * 3, layout="jsonl")
    assert "max_overlong_share" not in failed(endless, max_repeat_share=1)
    assert find_overlong(read_signs(endless)) == []


MERGED = "<<<<<<< HEAD\nAbstract:We study one thing.\n=======\nAbstract:We study another.\n>>>>>>> scrape\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_merge_that_git_left_unresolved_refuses_a_page(tmp_path: Path, ends: str) -> None:
    page = tmp_path / "page.txt"
    lines = "".join(f"Abstract:We study thing {number}.\n" for number in range(6))
    page.write_text(f"{lines}{MERGED}{lines.upper()}", encoding="utf-8", newline=ends)
    (verdict,) = check_dumps([page], tmp_path, Settings())
    (found,) = verdict.errors
    assert (found.code, found.begins, found.ends) == ("merge_marks", (7, 1), (11, 15))


@pytest.mark.parametrize(
    "text", [MERGED.replace("\n=", "\n =").replace("\n>", "\n >"), "=======\n>>>>>>> a\n<<<<<<< b\n"]
)
def test_marks_that_stand_for_no_merge_do_not(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Abstract:We study a thing.\n" + text, encoding="utf-8")
    (verdict,) = check_dumps([page], tmp_path, Settings())
    assert "merge_marks" not in {found.code for found in verdict.findings}
