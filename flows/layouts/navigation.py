"""Lines by which pages of all kinds lead to other pages."""

from typing import Final

NAVIGATION: Final = (
    r"(?:(?:Load|Show|See|View) [Mm]ore(?: papers| results)?|(?:Next|Previous|Prev)(?: [Pp]age)?"
    r"|Page \d{1,4}(?: of \d{1,4})?|Back to [Tt]op)\Z"
)
"""A regular expression for such a line, white space at its ends aside; no abstract has one."""
