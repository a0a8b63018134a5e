"""Version names of releases: the day in UTC and a number within it, as `2026-11-20.001`."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

VERSION: Final = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\.\d{3,}$"


def is_version(name: str) -> bool:
    """Whether `name` has the form of a version."""
    return re.search(VERSION, name) is not None


def version_order(version: str) -> tuple[str, int]:
    """The key by which versions sort: the thousandth release of a day comes after the 999th."""
    day, number = version.split(".")
    return day, int(number)


def next_version(existing: Iterable[str], today: date) -> str:
    """The version of the next release, after all of `existing`.

    Where `today` lies before the day of the latest one, because the clock jumped back, that day goes on.
    """
    last_day, last_number = max((version_order(version) for version in existing), default=("", 0))
    day = max(today.isoformat(), last_day)
    number = last_number + 1 if day == last_day else 1
    return f"{day}.{number:03d}"
