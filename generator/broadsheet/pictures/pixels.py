"""Pixels of PNG: the compressed streams of a picture and its frames, held against their sizes: nothing stands behind one."""

from __future__ import annotations

import struct
import zlib

from broadsheet.pictures.items import UncleanError

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by the type of colour
# Where the seven passes of an interlaced picture begin, and how far their pixels are apart: across and down.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_AT_ONCE = 1 << 20  # bytes
_MOST = 1 << 30  # bytes of pixels: a picture of 250 million in colours with transparency


class Pixels:
    """Reads the chunks of a PNG in their order."""

    def __init__(self) -> None:
        self._head = b""
        self._left = 0  # bytes of pixels that the stream in hand may still hold
        self._unpacking = zlib.decompressobj()

    def bare(self, kind: bytes, content: bytes) -> bytes:
        """Return the content of a chunk without what stands behind the pixels. Raises UncleanError."""
        if kind == b"IHDR":
            self._head = content
            self._begin(content[:8])
        elif kind == b"fcTL":
            self._begin(content[4:12])
        elif kind == b"IDAT":
            return self._stream(content)
        elif kind == b"fdAT":  # the place of the frame stands before its pixels
            return content[:4] + self._stream(content[4:])
        return content

    def _begin(self, size: bytes) -> None:
        width, height = struct.unpack(">II", size)
        depth, colour, _, _, interlaced = self._head[8:] or bytes(5)
        bits = depth * _CHANNELS.get(colour, 4)
        passes = _PASSES if interlaced else ((0, 0, 1, 1),)
        parts = ((-(-max(0, width - x) // across), -(-max(0, height - y) // down)) for x, y, across, down in passes)
        self._left = sum(rows * (1 + (columns * bits + 7) // 8) for columns, rows in parts if columns)
        if self._left > _MOST:
            raise UncleanError("it has more pixels than are looked through")
        self._unpacking = zlib.decompressobj()

    def _stream(self, piece: bytes) -> bytes:
        if self._unpacking.eof:
            return b""
        rest = piece
        try:
            while rest and not self._unpacking.eof:
                self._left -= len(self._unpacking.decompress(rest, _AT_ONCE))
                rest = self._unpacking.unconsumed_tail
                if self._left < 0:
                    raise UncleanError("it holds more pixels than its size says")
        except zlib.error:
            raise UncleanError("its pixels cannot be read") from None
        return piece[: len(piece) - len(self._unpacking.unused_data)]
