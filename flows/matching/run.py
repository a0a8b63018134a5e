"""How matching has its pieces of work done, without knowing where."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol


class Run(Protocol):
    """Does pieces of work, here or elsewhere, and gives what came of each in the order of the pieces."""

    def __call__(self, work: Callable[[Any], Any], pieces: Iterable[Any], /) -> Iterator[Any]:
        """`map` is one."""
