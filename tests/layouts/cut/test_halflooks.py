"""How the halves of words taken apart look when many are read at once: as each does by itself."""

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.layouts.cut.chars import Chars
from flows.layouts.cut.halflooks import head_of, look_at_halves
from flows.layouts.cut.tokens import CLASSES, char_class

CHARS = Chars()
MARKS = ".?!)]}\"'”’:;,"
HALVES = st.text('aAbZzéÉß李٣Ⅷǅ_-‐+./:?)"’', min_size=1, max_size=6) | st.sampled_from(
    ["https://a.org/b/c/d/e", "see", "www.a.org/b", "github.com/a", "m/s", "Deep-learning", "GitHub:", "LLM's"]
)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(st.tuples(HALVES, HALVES), min_size=1))
def test_halves_look_alike_alone_and_among_others(pairs: list[tuple[str, str]]) -> None:
    looks = look_at_halves([f"{left} {right}" for left, right in pairs], CHARS)
    assert looks.lefts == [left for left, _ in pairs]
    assert looks.heads == [head_of(right) for _, right in pairs]
    lead, _, before, size, alpha, dot, _ = looks.left.tolist()
    stems = [left.rstrip(MARKS) for left, _ in pairs]
    assert lead == [CLASSES[char_class(left[-1])] for left, _ in pairs]
    assert before == [CLASSES[char_class(left[-2])] if len(left) > 1 else 0 for left, _ in pairs]
    assert list(zip(size, alpha, dot, strict=True)) == [(min(len(s), 4), s.isalpha(), "." in s) for s in stems]
    first, form, slash, stop, colon = looks.right.tolist()
    assert first == [CLASSES[char_class(right[0])] for _, right in pairs]
    assert [(at == 0, at == 1) for at in form] == [(head.isupper(), head.islower()) for head in looks.heads]
    assert [at == 2 for at in form] == [
        head[0].isupper() and head[1:].islower() and not head.isupper() for head in looks.heads
    ]
    assert slash == ["/" in right for _, right in pairs]
    assert stop == ["." in right[:-1] for _, right in pairs]
    assert colon == [right[len(head_of(right)) :][:1] == ":" for _, right in pairs]


def test_web_addresses_and_how_deep_they_go() -> None:
    lefts = ["https://a.org/b/c", "https://a.org", "www.a.org/b", "(github.com/a/b", "and/or", "see"]
    looks = look_at_halves([f"{left} Title" for left in lefts], CHARS)
    _, link, _, _, _, _, path = looks.left.tolist()
    assert link == [1, 1, 1, 1, 0, 0]
    assert path == [2, 0, 1, 2, 1, 0]
