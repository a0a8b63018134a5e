"""The beginning of a paper's own abstract, which stands after its title."""


class Opening:
    """`text[low:high]`, case folded when first asked for: of most papers the title is found without it."""

    __slots__ = ("_folded", "_high", "_low", "_text")

    def __init__(self, text: str, low: int, high: int) -> None:
        """An abstract that begins at `low`, looked at up to `high`."""
        self._text = text
        self._low = low
        self._high = high
        self._folded: str | None = None

    def folded(self) -> str:
        """The text, case folded."""
        if self._folded is None:
            self._folded = self._text[self._low : self._high].casefold()
        return self._folded
