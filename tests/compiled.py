"""What is compiled from templates, kept for all builds of a process: to compile it anew is nine tenths of a small build."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from unittest import mock

from jinja2.bccache import Bucket

from broadsheet.language.languages import ENGLISH
from broadsheet.language.words import Words
from broadsheet.render.bytecode import Bytecode

_KEPT: dict[tuple[str, bytes, str, str], CodeType] = {}


class Remembered(Bytecode):
    """Keeps in memory what a build would keep in a folder that is empty in every new publication."""

    def __init__(self, folder: Path, base_path: str, words: Words = ENGLISH) -> None:
        super().__init__(folder, base_path, words)
        self._known_for = (base_path, words.digest)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with the code that was compiled from its source, if it was."""
        bucket.code = _KEPT.get((*self._known_for, bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket."""
        assert bucket.code is not None
        _KEPT[(*self._known_for, bucket.key, bucket.checksum)] = bucket.code


@contextlib.contextmanager
def remembered_templates() -> Iterator[None]:
    """Let all builds within share what was compiled."""
    with mock.patch("broadsheet.render.environment.Bytecode", Remembered):
        yield
