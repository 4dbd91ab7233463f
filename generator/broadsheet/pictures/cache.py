"""The cache: a folder in which what was made of pictures is kept by name, so that nothing is made twice.

Names are of what the bytes depend on, and before the bytes stands a digest made with a key that is kept elsewhere: nothing in it
that is believed is ever wrong. It can be removed at any time, and several builds may use it at once: a file is written under
another name and then renamed.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Collection
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from broadsheet.sources import read_file

_DIGEST = 16  # bytes
_KEEP_NS = 30 * 24 * 3600 * 1_000_000_000  # what nobody has asked for is kept so much longer than what was made last


class PictureCache(NamedTuple):
    """Files by name, in folders by the first two characters."""

    folder: Path
    key: bytes = b""

    def read(self, name: str) -> bytes | None:
        """Return what is kept under a name; None where there is nothing, or what somebody else put there."""
        try:
            kept = read_file(self._place(name))
        except OSError:
            return None
        data = kept[_DIGEST:]
        return data if kept[:_DIGEST] == self._digest(name, data) else None

    def holds(self, name: str) -> bool:
        """Say whether something is kept under a name, and take note that it was asked for."""
        place = self._place(name)
        try:
            found = place.lstat()
            if found.st_size and stat.S_ISREG(found.st_mode):
                os.utime(place)
                return True
        except OSError:
            return False
        return False

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name. Raises OSError when the machine fails."""
        place = self._place(name)
        if place.parent.is_symlink():
            place.parent.unlink()  # it leads to what is not ours
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".{os.urandom(16).hex()}")
        try:
            beside.write_bytes(self._digest(name, data) + data)
            beside.replace(place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def _digest(self, name: str, data: bytes) -> bytes:
        state = blake2b(name.encode(), key=self.key, digest_size=_DIGEST)
        state.update(data)
        return state.digest()

    def prune(self, used: Collection[str]) -> int:
        """Remove what is not `used` and was not asked for in the month before the newest was made; return how much it was."""
        found: list[tuple[int, str, str]] = []
        for base, _, names in os.walk(self.folder):
            for name in names:
                with contextlib.suppress(OSError):  # another build removes, too
                    found.append(((Path(base) / name).stat().st_mtime_ns, base, name))
        newest = max(found, default=(0, "", ""))[0]
        gone = 0
        for time_ns, base, name in found:
            if name not in used and time_ns < newest - _KEEP_NS:
                with contextlib.suppress(OSError):
                    (Path(base) / name).unlink()
                    gone += 1
        return gone

    def _place(self, name: str) -> Path:
        return self.folder / name[:2] / name
