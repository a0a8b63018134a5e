"""How pages write the day of a paper."""

import re
from typing import Final

from flows.fields.dates import MONTHS

BLANK: Final = r"[^\S\n]{1,4}"
_FORMS: Final = [form for name in sorted(MONTHS, key=len, reverse=True) for form in (name.capitalize(), name.upper())]
# The first letter apart, so that most lines are passed over quickly.
MONTH: Final = "(?:{})".format(
    "|".join(
        f"{letter}(?:{'|'.join(form[1:] for form in _FORMS if form[0] == letter)})"
        for letter in sorted({form[0] for form in _FORMS})
    )
)
"""A regular expression for a month's English name, as `Jan`, `JAN` or `January`, without a point behind it."""

WEEKDAY: Final = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
"""A regular expression for a day's English name, as `Thu` or `Thursday`."""

_NUMBER: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_TIME: Final = r"\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[^\S\n]?(?:[AaPp]\.?[Mm]\.?|Z|UTC|GMT|[+-]\d\d:?\d\d))?"
_NAMED: Final = (
    rf"{MONTH}\.?(?:{BLANK}|-){_NUMBER}(?:,?{BLANK}|,|-)\d{{4}}"  # `Feb 02, 2023`, `FEB 2 2023`, `Feb-02-2023`
    rf"|{_NUMBER}(?:{BLANK}|-){MONTH}\.?,?(?:{BLANK}|-)\d{{4}}"  # `2 Feb 2023`, `2nd February 2023`
)
_FIGURES: Final = (
    r"\d{4}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)\d{1,2}|\d{1,2}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)\d{4}"
    r"|\d{4}[^\S\n]?年[^\S\n]?\d{1,2}[^\S\n]?月[^\S\n]?\d{1,2}[^\S\n]?日"
)
_CLOCK: Final = rf"(?:(?:,?{BLANK}|T){_TIME})?"
DATE: Final = rf"(?=[JFMASONDTW\d])(?:(?:{WEEKDAY},?{BLANK})?(?:{_NAMED})|{_FIGURES}){_CLOCK}"
"""A regular expression for a day, and perhaps a time: with a month's English name, or in figures as `2023-02-02`."""

LABEL: Final = rf"(?:(?:Published|Submitted|Posted|Released|Updated|Added)(?:{BLANK}on)?:?{BLANK}|Date:[^\S\n]{{0,4}})"
"""A regular expression for what may stand before a day on its own line."""

# Sun is also a family name.
_STAMP: Final = rf"(?:(?:{WEEKDAY},{BLANK})?(?:{_NAMED})|{_FIGURES}){_CLOCK}"
STAMP_AT_END: Final = re.compile(rf"(?<!\S)(?:{_STAMP}|\({_STAMP}\)|\[{_STAMP}\])(?=\s*\Z)")
"""The day, and perhaps a time, that a text ends in; it may stand in brackets."""

STAMP_CHARS: Final = 64
"""More characters than a timestamp has."""
