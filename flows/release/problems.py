"""What may be wrong with a release."""

from typing import Final, NamedTuple

PROBLEMS: Final = {
    "bad_manifest": "The manifest is missing, cannot be read, was changed, or contradicts itself.",
    "missing_file": "A file that belongs to the release is not there.",
    "unlisted_file": "A file lies in the release that was not published with it.",
    "unreadable_file": "A file cannot be read.",
    "wrong_checksum": "A file is not what was published.",
    "wrong_rows": "A table has more or fewer rows than were published.",
    "different_rows": "Two forms of one table do not say the same.",
    "broken_schema": "A table breaks its schema.",
    "broken_ids": "An id is used twice, leads nowhere, or two tables disagree about it.",
    "lost_records": "Records found are not records published, records refused and unused records of references.",
    "lost_bytes": "The bytes of a dump are not all accounted for.",
}
"""The stable codes of problems, each with its meaning."""


class Problem(NamedTuple):
    """One thing that is wrong: a code of PROBLEMS, the file that shows it, and a sentence with the figures."""

    code: str
    file: str
    message: str

    def __str__(self) -> str:
        """The problem on a line."""
        return f"{self.file}: {self.message} [{self.code}]"
