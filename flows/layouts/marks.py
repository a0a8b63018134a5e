r"""What shows that a page of a layout begins or goes on: the marks by which a dump of several pages is told apart.

Marks are regular expressions without groups, over text whose line ends are `\n`, and stand in one place because they
are chosen against each other: a mark of one layout must be nothing that records of another layout say. A layout without
marks here works as any other; its pages are only not found behind pages of other layouts.
"""

from typing import Final, NamedTuple

from flows.layouts.dates import MONTH, WEEKDAY

KINDS: Final = ("page", "entry", "titled")
"""The fields of Marks that say what a line begins with."""


class Marks(NamedTuple):
    """Regular expressions for what a line begins with, white space aside; empty where a layout has no such line.

    Each begins with a capital letter, a digit, a bracket, a backslash, or one of the letters `a` and `n`, by which most
    lines are passed over quickly.

    `page` opens a page, `entry` an entry; `titled` stands below the line with the title. `joined` opens a page wherever
    it stands, also right behind the last character of another page; where a page may be one line, `literal` is what
    `joined` begins with. Entries that are `unsure` may be the beginning of another layout's abstract; in front of the
    title of `running` ones the end of another page may stand.
    """

    page: str
    entry: str
    titled: str
    joined: str
    literal: str = ""
    unsure: bool = False
    running: bool = False


_END: Final = r"[^\S\n]*(?=\n|\Z)"
_ARXIV_ID: Final = r"arXiv:(?:\d{4}\.\d{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,3})?"
_ARXIV_ENTRY: Final = (
    rf"\[\d{{1,6}}\]\s{{0,8}}{_ARXIV_ID}(?:"
    r"(?:\s{0,8}(?:\([^()\n]{1,80}\)|\[v\d{1,3}\])){0,3}\s{0,8}\[\s{0,4}(?:pdf|ps|html|other|src|tex|dvi|txt)\b"
    rf"|{_END}\n\s{{0,8}}Title:)"
)
_ARXIV_MAIL: Final = rf"{_ARXIV_ID}(?:[^\S\n]\([^()\n]{{1,80}}\))?{_END}\n(?:From:|Date[ :]|Title:|replaced with )"
_ARXIV_PAGE: Final = (
    rf"Showing new listings for [A-Z]|{WEEKDAY}, \d{{1,2}} {MONTH} \d{{4}} "
    r"\((?:showing|continued)|(?:New|Cross|Replacement) submissions \(showing|Total of [\d,]{1,9} entries"
)

MARKS: Final = {
    "arxiv_listing": Marks(
        page=_ARXIV_PAGE,
        # The first line of an only record may stand right behind another page; its title has a line of its own.
        entry=rf"{_ARXIV_ENTRY}|(?:\\\\{_END}\n)?{_ARXIV_MAIL}|Title:\s",
        titled="",
        joined=rf"Showing new listings for [A-Z]|{_ARXIV_ENTRY}",
    ),
    "bare": Marks(
        page="",
        # With a blank behind it the label is more often an author's own word.
        entry=r"Abstract:(?=\S)",
        titled="",
        joined=r"(?<=[\w.!?…)\]}$/”»])Abstract:(?=\S)",
        literal="Abstract:",
        unsure=True,
    ),
    "cards": Marks(
        page=rf"Search Results for author: \S|Trending Research{_END}|Found [\d,]{{1,9}} papers",
        entry="",
        titled=(
            rf"(?:\d{{1,6}}|no) code implementations?(?: in [A-Z][\w ]{{1,40}})?(?:[^\S\n]*•|{_END})"
            rf"|\d{{1,2}} {MONTH}\.?,? \d{{4}}[^\S\n]*•"
        ),
        joined=r"Search Results for author: \S|Trending Research(?=\n)",
    ),
    "collaborators": Marks(
        page=rf"Goto\s+Collaborating Authors{_END}|Collaborating Authors{_END}",
        entry="",
        titled=rf"arXiv\.org [A-Z][\w&,()/ -]{{1,100}}{_END}",
        joined=r"Goto\s+Collaborating Authors(?=\s)",
    ),
    "glued": Marks(
        page=rf"Sort by [\w ]{{1,24}}{_END}",
        entry="",
        titled=rf"(?:(?<=\d\n)|(?<=\d \n))Summary:{_END}",
        joined=r"(?<![ \t\u00a0])Sort by [\w ]{1,24}(?=\n)",
        running=True,
    ),
    "profile": Marks(
        page=rf"Alert button{_END}|Picture for (?=\S)",
        entry="",
        titled=rf"Via[\w.-]{{1,40}} icon(?![a-z_])|{MONTH}\.? \d{{1,2}}, \d{{4}}{_END}",
        joined=r"Alert button\s+Picture for (?=\S)",
    ),
}
"""By layout."""
