"""Why a dump cannot be read."""

import errno
from typing import Final

WANTING: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
"""What the machine wants for, which says nothing against a dump."""


class UnreadableDumpError(Exception):
    """A dump that gives no bytes to work on; `code` is one of schemas.vocabulary.REJECT_CODES."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the stable code beside the sentence for a person."""
        super().__init__(message)
        self.code = code


def damaged_table(error: Exception) -> UnreadableDumpError:
    """The refusal of a Parquet file that cannot be decoded."""
    message = f"The Parquet file is damaged or cut off ({' '.join(str(error).split())[:200]}). Fetch it again."
    return UnreadableDumpError("corrupt_archive", message)


def unreadable(error: OSError) -> UnreadableDumpError | OSError:
    """The refusal of a dump that cannot be read; the error itself where no dump could be read now."""
    if error.errno in WANTING:
        return error
    message = f"The file could not be read ({error.strerror or error}). Check that it exists and may be read."
    return UnreadableDumpError("unreadable_dump", message)
