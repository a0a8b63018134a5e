"""What stands between the headers of a page, with the author lists at its ends, in arrays."""

from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.groups import Bools, Ints, Numbers

MAX_NAME_WORDS: Final = 8
LAST_WORDS: Final = 2 * MAX_NAME_WORDS
"""How many of a chunk's last words are looked at: those that may be a name, and more."""


READ_WORDS: Final = 5
"""So many words are read where a first author may stand, seldom more are needed."""


class Segments(NamedTuple):
    """Stretches of a text, each an abstract, the next title and its authors, and the list of authors that ends each.

    Between the commas of a list stand its chunks, from its end back to the first that can be no name. `text`: what all
    positions are of. Of each segment: where it begins and ends; `fixed`: its title begins at `low`; `final`: the number
    of its last chunk; `size`: how many chunks its list has; `whole`: nothing stands before them; `back`: how many
    chunks follow the last in which the first author may begin; `told`: the chunk that ends in the first author where
    the form of the names tells it, and `told_words` of how many words that is, else 0.

    Of each chunk, in the order of the text: `ends`: where it ends; `stop`: the number of the word after its last;
    `counts`: how many words it has; `opening`: whether its first is an initial; `initials`: whether any is. Of each
    word: its number (as in `Words`) and where it begins; the first is none. Of the words of the first chunk read in a
    segment only the last READ_WORDS have a number until `far_rows` asks for more; the others have 0.
    """

    text: str
    low: Ints
    high: Ints
    fixed: Bools
    final: Ints
    size: Ints
    whole: Bools
    back: Ints
    told: Ints
    told_words: Ints
    ends: Ints
    stop: Ints
    counts: Ints
    opening: Bools
    initials: Bools
    words: Ints
    begins: Ints

    def some(self, rows: Ints | list[int]) -> "Segments":
        """Some of the segments."""
        return self._replace(
            low=self.low[rows],
            high=self.high[rows],
            fixed=self.fixed[rows],
            final=self.final[rows],
            size=self.size[rows],
            whole=self.whole[rows],
            back=self.back[rows],
            told=self.told[rows],
            told_words=self.told_words[rows],
        )

    def rows(self, chunks: Ints, width: int) -> Ints:
        """The numbers of the last words of these chunks, at most `width`: each row right-aligned, zeros before.

        The `width` is at most READ_WORDS.
        """
        return self.words.take(self._places(chunks, width))

    def far_rows(self, chunks: Ints, width: int, words: Numbers[str]) -> Ints:
        """The same of any `width`; words without a number get theirs."""
        at = self._places(chunks, width)
        unread = np.unique(at[self.words[at] == 0])
        unread = unread[unread > 0]
        # They stand one behind the other, before the words that were read: no comma is among them.
        last = np.flatnonzero(np.diff(unread, append=0) != 1)
        first = np.append(0, last[:-1] + 1)[: len(last)]
        spans = zip(self.begins[unread[first]].tolist(), self.begins[unread[last] + 1].tolist(), strict=True)
        texts = "\n".join([self.text[begin:end] for begin, end in spans]).split()
        self.words[unread] = np.fromiter(map(words.__getitem__, texts), np.int64, len(texts))
        return self.words.take(at)

    def _places(self, chunks: Ints, width: int) -> Ints:
        """The places of the last words of these chunks, 0 where a row has none."""
        at = self.stop[chunks][:, None] + np.arange(-width, 0)
        inside = at >= (self.stop - self.counts)[chunks][:, None]
        return np.where(inside, at, 0)
