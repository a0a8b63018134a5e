"""Titles that say what a text is rather than which one: notices about another paper, and headings that many share."""

from typing import Final

NOTICE: Final = (
    r"(?i)(?:^|[:.;?!–—]\s+|\s-\s|\()"  # at the start, or after the title of the paper that it is about
    r"(?:an?\s+|the\s+|authors?['’]s?\s+)?"
    r"(addend(?:um|a)|comments?|corrections?|corrig(?:endum|enda)|discussion|errat(?:um|a)|expression of concern"
    r"|rejoinder|repl(?:y|ies)|response|retraction(?: notice)?|withdrawal)"
    r"(?:\s+(?:on|to|of|for|by|from)\b|\s*[:.)]|\s*$)"
)
"""A text about another paper, in its first group the kind: a paper of its own, however much of the other it repeats."""

GENERIC: Final = frozenset(
    {
        "abstracts",
        "acknowledgements",
        "acknowledgments",
        "announcement",
        "announcements",
        "bookreview",
        "bookreviews",
        "calendar",
        "chairsmessage",
        "conclusion",
        "conclusions",
        "contents",
        "editorial",
        "editorialboard",
        "editorsnote",
        "editorsnotes",
        "epilogue",
        "foreword",
        "frontmatter",
        "guesteditorial",
        "guesteditorsintroduction",
        "inmemoriam",
        "inthisissue",
        "index",
        "introduction",
        "letterfromtheeditor",
        "lettertotheeditor",
        "letterstotheeditor",
        "news",
        "obituary",
        "overview",
        "preface",
        "proceedings",
        "prologue",
        "tableofcontents",
        "thisissue",
    }
)
"""Headings, as `compare_title` writes them with blanks left out, that many papers have in common."""
