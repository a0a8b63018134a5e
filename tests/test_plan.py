"""What a build says before it begins."""

from flows.plan import tell_idle
from flows.settings import ExtractSettings

DUMPS = ["arxiv/2019.jsonl", "pages/tides.txt"]


def test_a_pattern_of_references_that_no_dump_is_called_as_is_told() -> None:
    told = tell_idle(DUMPS, ExtractSettings(references=("arxiv/*", "raw/arxiv/*", "Pages/*")))
    assert told == "no dump is called as extract.references has it: raw/arxiv/*, Pages/*"


def test_nothing_is_told_where_every_pattern_is_of_use_or_there_is_none() -> None:
    assert tell_idle(DUMPS, ExtractSettings(references=("*.jsonl", "pages/t?des.txt"))) is None
    assert tell_idle(DUMPS, ExtractSettings()) is None
