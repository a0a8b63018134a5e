"""Web addresses and code repositories."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fields.links import find_code_urls, find_links
from flows.fields.trimming import trim_end

LINKS = [
    ("Code: https://github.com/vllm-project/vllm.", ["https://github.com/vllm-project/vllm"]),
    ("(see http://x.org/a_(b)), and [https://y.org/c]", ["http://x.org/a_(b)", "https://y.org/c"]),
    (
        "at github.com/a/b, www.x.org/d; a.github.io/p!",
        ["https://github.com/a/b", "https://www.x.org/d", "https://a.github.io/p"],
    ),
    ("twice https://x.org and https://x.org", ["https://x.org"]),
    ("HTTPS://GitHub.com/Foo/Bar", ["https://github.com/Foo/Bar"]),
    ("available athttps://x.org/~a_b?c=1&d=50%25#e", ["https://x.org/~a_b?c=1&d=50%25#e"]),
    (r"raw \url{https://x.org/a} and {https://x.org/b}", ["https://x.org/a", "https://x.org/b"]),
    ("https://x.org/∼user", ["https://x.org/~user"]),
    ("https://github.com/ google-research/bert is broken", ["https://github.com/google-research/bert"]),
    ("at https://github.com/a/b.The next sentence", ["https://github.com/a/b"]),
    ('<a href="https://x.org/a">text</a>', ["https://x.org/a"]),
    ("me@github.com/x, mail@www.x.org", []),
    ("http://localhost, https://, http:///x, https://[", []),
    ("and/or, 1/2, e.g. this", []),
    ("", []),
]

HOME_PAGES = [
    ("https://github.com/vllm-project/vllm", "https://github.com/vllm-project/vllm"),
    ("http://www.github.com/a/b.git", "https://github.com/a/b"),
    ("https://github.com/a/b/tree/main/c?tab=x#readme", "https://github.com/a/b"),
    ("https://raw.githubusercontent.com/a/b/main/c.py", "https://github.com/a/b"),
    ("https://gitlab.com/a/b/c/-/tree/main", "https://gitlab.com/a/b/c"),
    ("https://gitlab.inria.fr/a/b/tree/master", "https://gitlab.inria.fr/a/b"),
    ("https://bitbucket.org/a/b/src", "https://bitbucket.org/a/b"),
    ("https://codeberg.org/a/b", "https://codeberg.org/a/b"),
    ("https://huggingface.co/spaces/a/b", "https://huggingface.co/spaces/a/b"),
]

NO_REPOSITORY = [
    "https://github.com/vllm-project",
    "https://github.com/",
    "https://github.com/orgs/a/people",
    "https://a.github.io/b",
    "https://gist.github.com/a/123",
    "https://gitlab.com/a",
    "https://gitlab.com/-/x",
    "https://huggingface.co/a/b",
    "https://huggingface.co/datasets/a/b",
    "https://x.org/github.com/a/b",
]


@pytest.mark.parametrize(("text", "links"), LINKS)
def test_links_are_found_without_the_sentence_around_them(text: str, links: list[str]) -> None:
    assert find_links(text) == tuple(links)


@pytest.mark.parametrize(("link", "home"), HOME_PAGES)
def test_code_is_named_by_its_home_page(link: str, home: str) -> None:
    assert find_code_urls((link,)) == (home,)


@pytest.mark.parametrize("link", NO_REPOSITORY)
def test_other_pages_are_no_code(link: str) -> None:
    assert find_code_urls((link,)) == ()


def test_repositories_stand_once_in_the_order_of_their_links() -> None:
    links = ("https://github.com/B/b", "https://x.org", "https://github.com/a/a/issues", "https://github.com/b/B.git")
    assert find_code_urls(links) == ("https://github.com/B/b", "https://github.com/a/a")


@given(
    st.lists(st.sampled_from(["https://", "github.com/", "www.", "a", "b.c", "/", ".", "(", ")", "[", "{", " ", "é"]))
)
@settings(deadline=None, derandomize=True)
def test_links_have_a_scheme_and_no_white_space_and_are_found_again(pieces: list[str]) -> None:
    for link in find_links("".join(pieces)):
        assert link.startswith(("http://", "https://"))
        assert find_links(link) == (link,)


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [("a_(b)).", "a_(b)"), ("a]b", "a"), ("a(b]", "a(b"), ("a(", "a"), ("...", ""), ("a<b>c", "a<b>c"), ("a”,", "a")],
)
def test_an_address_ends_at_a_bracket_that_is_not_its_own(text: str, trimmed: str) -> None:
    assert trim_end(text) == trimmed
