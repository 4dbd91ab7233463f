"""Compiled templates, kept on disk: what was compiled once for the same source need not be compiled again.

A file holds a digest and the code. The digest covers the code, the source, and all that compiled it; a file that is damaged, or
that another version wrote, is as good as none. Files are replaced whole, so that builds at the same time do no harm.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import os
from hashlib import blake2b
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

import broadsheet
from broadsheet.language.languages import ENGLISH
from broadsheet.language.words import Words
from broadsheet.render import engine, messages
from broadsheet.sources import read_file

_DIGEST = 32  # bytes


class Bytecode(jinja2.BytecodeCache):
    """Keeps compiled templates in a folder.

    `base_path` counts: `{{ "/"|href }}` is worked out as a template is compiled, and so is what it says, by `words`.
    """

    def __init__(self, folder: Path, base_path: str, words: Words = ENGLISH) -> None:
        self._folder = folder
        self._for = f"{base_path}\n{words.language}"
        maker = (broadsheet.__version__, jinja2.__version__, importlib.util.MAGIC_NUMBER.hex(), base_path)
        self._maker = blake2b("\n".join(maker).encode() + words.digest + b"".join(map(_source, _COMPILERS)), digest_size=_DIGEST)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name of the file for a template."""
        return blake2b(f"{self._for}\n{name}\n{filename}".encode(), digest_size=12).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with the code that is kept for its source, if there is any."""
        try:
            data = read_file(self._folder / bucket.key)
        except OSError:
            return
        digest, code = data[:_DIGEST], data[_DIGEST:]
        if digest == self._digest(bucket, code):
            bucket.code = marshal.loads(code)  # our own, or the digest would not be right

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket. On a disk that is full nothing is kept, and nothing is lost."""
        assert bucket.code is not None
        code = marshal.dumps(bucket.code)
        path = self._folder / bucket.key
        temporary = path.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(self._digest(bucket, code) + code)
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _digest(self, bucket: Bucket, code: bytes) -> bytes:
        digest = self._maker.copy()
        digest.update(f"{bucket.key}\n{bucket.checksum}\n".encode())
        digest.update(code)
        return digest.digest()


def _source(module: str | None) -> bytes:
    return Path(module).read_bytes() if module else b""


_COMPILERS = (engine.__file__, messages.__file__, str(Path(__file__).with_name("environment.py")))
