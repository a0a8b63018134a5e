"""Titles, abstracts and comments have this in common: text, with LaTeX in it."""

from flows.fields.html_tags import without_tags
from flows.fields.latex import has_markup, read_once
from flows.fields.text import CleanText, clean_once, collapse, is_clean_ascii, settle


def clean_prose(raw: str) -> CleanText:
    """`raw` without damage (`text.clean_text`) and tags (`html_tags`), with its LaTeX readable (`latex.read_latex`).

    Cleaning twice changes nothing.
    """
    if is_clean_ascii(raw) and not has_markup(raw) and "<" not in raw:
        return CleanText(raw)
    return settle(clean_prose_once, raw)


def clean_prose_once(raw: str) -> CleanText:
    """One round of `clean_prose`."""
    clean = CleanText(raw) if is_clean_ascii(raw) else clean_once(raw)
    if clean.text is not None and "<" in clean.text:
        clean = CleanText(collapse(without_tags(clean.text)), clean.flags)
    if clean.text is None or not has_markup(clean.text):
        return clean
    read = read_once(clean.text)
    return CleanText(read.text, clean.flags | read.flags)
