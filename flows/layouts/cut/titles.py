"""What speaks for a stretch of text being one title."""

from typing import Final

from flows.layouts.cut.evidence import Key, level
from flows.layouts.cut.words import Words

_WORDS: Final = 40


def title_keys(raw: str, seen: dict[str, bool], abstract: str, words: Words, authors: int) -> list[Key]:
    """What speaks for or against `raw` being a title of a paper whose case-folded abstract is `abstract`.

    `authors` words of the first author follow; `seen` remembers which words the abstract holds.
    """
    count = score = lower = content = held = 0
    for word in map(words.__getitem__, raw.split()):
        count += 1
        score += word.title
        if word.lower:
            lower += 1
        if word.content:
            content += 1
            here = seen.get(word.key)
            if here is None:
                here = seen[word.key] = word.stem in abstract
            if here:
                held += 1
    if not count:
        return []
    size = level(count, 3, 6, 12, 20)
    return [
        (200, min(count, _WORDS)),
        (201, level(len(raw), 4, 8, 12, 16, 24, 32, 48, 64, 80, 100, 120, 140, 160, 200, 240, 300)),
        (202, max(-10, min(10, score // count >> 2)), size),
        (203, max(-12, min(12, score >> 6))),
        (204, min(3, raw.count(". "))),
        (205, "? " in raw),
        (206, "://" in raw),
        (207, level(content, 1, 3, 6, 10), held * 5 // max(1, content)),
        (208, lower * 5 // count, size),
        (209, raw.count("(") - raw.count(")")),
        (210, raw.count("$") & 1),
        (211, min(3, raw.count(", "))),
        (212, min(3, raw.count(": "))),
        (213, count == 1, authors),
        (214, raw.count('"') & 1, "\n" in raw),
    ]
