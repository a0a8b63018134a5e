"""What a table of the report leaves out: how much, and where it stands."""

from typing import NamedTuple


class Rest(NamedTuple):
    """Of a `total` of rows at `most` so many are shown; `where` tells where they all stand."""

    total: int
    most: int
    where: str

    @property
    def told(self) -> str:
        """The sentence below the table; empty where it has all rows."""
        left = self.total - self.most
        return f"{self.most:,} of {self.total:,}; the other {left:,} stand {self.where}." if left > 0 else ""
