"""The key that vouches for what a build leaves for the next: made once for each user, and kept outside of publications.

A folder of build state that comes from elsewhere (a cache that several people write, a copy) bears marks of another key: it is
not believed, and everything is made again. Where machines are to trust each other's state, they share a key in `BROADSHEET_KEY`.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

_SIZE = 32  # bytes


def read_key() -> bytes:
    """Return the key of this user: of the environment, else from a file, which is made when there is none.

    Where no file can be made it is a new one at each call: nothing that a build left is believed then.
    """
    given = os.environ.get("BROADSHEET_KEY", "")
    if given:
        return blake2b(given.encode("utf-8", "surrogateescape"), digest_size=_SIZE).digest()
    path = _folder() / "broadsheet" / "key"
    try:
        key = path.read_bytes()
        if len(key) == _SIZE:
            return key
    except OSError:
        pass
    key = os.urandom(_SIZE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(f"key-{os.urandom(8).hex()}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
        beside.replace(path)
        return path.read_bytes()  # two that made one at the same time have the later one in common
    except OSError:
        return key


def new_salt() -> str:
    """Return a salt that nobody has yet, in hexadecimal digits."""
    return os.urandom(16).hex()


def _folder() -> Path:
    """Return the folder in which programs keep what they have learnt, for this user."""
    named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME", "")
    try:
        return Path(named) if named else Path.home() / ".local" / "state"
    except RuntimeError:  # there is no such user
        return Path(os.devnull)
