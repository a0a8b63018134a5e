"""How pages write the day of a paper."""

from typing import Final

_BLANK: Final = r"[^\S\n]{1,4}"
_WEEKDAY: Final = rf"[MTWFS](?:on|ue|ed|hu|ri|at|un)[a-z]{{0,6}},?{_BLANK}"
# As `Jan` and `JAN`; the first letter apart, so that most lines are passed over quickly.
_MONTH: Final = r"[JFMASOND](?:an|eb|ar|pr|ay|u[nlg]|ep|ct|ov|ec|AN|EB|AR|PR|AY|U[NLG]|EP|CT|OV|EC)[A-Za-z]{0,6}\.?"
_NUMBER: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_TIME: Final = r"\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[^\S\n]?(?:[AP]M|Z|UTC|GMT|[+-]\d\d:?\d\d))?"
DATE: Final = (
    rf"(?=[JFMASONDTW\d])(?:{_WEEKDAY})?(?:"
    rf"{_MONTH}(?:{_BLANK}|-){_NUMBER}(?:,?{_BLANK}|,|-)\d{{4}}"  # `Feb 02, 2023`, `FEB 2 2023`, `Feb-02-2023`
    rf"|{_NUMBER}(?:{_BLANK}|-){_MONTH},?(?:{_BLANK}|-)\d{{4}}"  # `2 Feb 2023`, `Thu, 2nd February 2023`
    r"|\d{4}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)\d{1,2}|\d{1,2}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)\d{4}"
    rf")(?:(?:,?{_BLANK}|T){_TIME})?"
)
"""A regular expression for a day, and perhaps a time: with a month's English name, or in figures as `2023-02-02`."""
