"""Zstandard archives, unpacked in pieces."""

from typing import Final

import zstandard

from flows.dumps.readable import Readable

BLOCK_BYTES: Final = 2**16

STEP_BYTES: Final = 256
"""What is unpacked at a time: four bytes may unpack to 128 KiB, so that a step gives 8 MiB at most."""


class Frames:
    """The content of all frames of an archive, in their order.

    `zstandard` can read streams itself, but takes one that ends within a frame for whole.
    """

    def __init__(self, file: Readable) -> None:
        """Read the archive from `file` when its content is asked for."""
        self._file = file
        self._packed = memoryview(b"")
        self._held = bytearray()
        self._frame: zstandard.ZstdDecompressionObj | None = None

    def read(self, size: int, /) -> bytes:
        """The next `size` bytes or fewer, none at the end. Raises EOFError for an archive cut off, or ZstdError."""
        while len(self._held) < size and self._has_more():
            self._unpack()
        piece = bytes(self._held[:size])
        del self._held[:size]
        return piece

    def _has_more(self) -> bool:
        if not self._packed:
            self._packed = memoryview(self._file.read(BLOCK_BYTES))
        if not self._packed and self._frame is not None:
            raise EOFError("it ends within a frame")
        return bool(self._packed)

    def _unpack(self) -> None:
        frame = zstandard.ZstdDecompressor().decompressobj() if self._frame is None else self._frame
        step = self._packed[:STEP_BYTES]
        self._held += frame.decompress(step)
        self._packed = self._packed[len(step) - len(frame.unused_data) :]
        self._frame = None if frame.eof else frame
