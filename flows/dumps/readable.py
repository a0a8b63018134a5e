"""What dumps are read from."""

from typing import Protocol


class Readable(Protocol):
    """What can be read in pieces."""

    def read(self, size: int, /) -> bytes:
        """The next `size` bytes or fewer, none at the end."""
