"""A dump that is no page is told for what it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.dumps.stand_ins import SHORT_CHARS, tell_stand_in

HTML = "<!DOCTYPE html>\n<html><head><title>Papers</title><style>p {}</style></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "a pointer of Git LFS"),
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n", "a merge that git left unresolved"),
        ("Access denied\n\nYou do not have permission to read this.\n", "“Access denied”"),
        ("Too many requests. Please try again later.", "“Too many requests”"),
        ('{"message": "API rate limit exceeded"}', "“rate limit”"),
        (HTML.replace("{}", "<h1>Service Unavailable</h1>"), "“Service Unavailable”"),
        (HTML.replace("{}", "<h1>503 Bad gateway</h1>" + "<!-- -->" * SHORT_CHARS), "“Bad gateway”"),
    ],
)
def test_what_stands_in_the_place_of_a_page_is_told(text: str, told: str) -> None:
    assert told in str(tell_stand_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        HTML.replace("{}", "<p>Of lakes not found on maps.</p>" * 99),
        "Of a page that nobody knows.\n",
        "A heading\n=======\nand text, not found\n" * 99,
    ],
)
def test_of_anything_else_nothing_is_told(text: str) -> None:
    assert tell_stand_in(text) is None


@given(st.text(alphabet="<>= \nab!html?", max_size=300))
@settings(deadline=None, derandomize=True)
def test_it_takes_any_text(text: str) -> None:
    assert tell_stand_in(text) is None or len(str(tell_stand_in(text))) < SHORT_CHARS
