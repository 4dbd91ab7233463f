"""The program: what changes when its own code does."""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import blake2b

import broadsheet
from broadsheet.render.theme import COMPILED


@cache
def program_salt() -> str:
    """Return what `code_salt` says of the program as it was when somebody first asked: this process has no other."""
    return code_salt()


def code_salt() -> str:
    """Return what changes when the program does: its version and that of Python, and the state of its own files.

    Of what is kept beside them others take note: it is made from them, and from templates.
    """
    state = blake2b(digest_size=12)
    here = os.path.dirname(broadsheet.__file__)  # a hundred files, at every start  # noqa: PTH120
    for base, folders, files in os.walk(here):
        folders[:] = sorted({*folders} - {COMPILED, "__pycache__"})
        for name in sorted(files):
            if name.endswith((".py", ".tsv", ".txt", ".gz", ".json", ".po", ".ttf")):
                found = os.stat(f"{base}/{name}")  # noqa: PTH116
                state.update(f"{base[len(here) :]}/{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return f"{broadsheet.__version__} {sys.version_info[:3]} {state.hexdigest()}"
