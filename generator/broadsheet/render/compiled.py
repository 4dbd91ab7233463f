"""Compiled templates: what Jinja makes of each is kept as Python code beside the program, and Python keeps its bytecode.

The wheel comes with the built-in templates in English. Everything else is compiled when it is first asked for, and kept in the
same folder where that may be written, as Python does with its own modules; a publication's folder is never asked for code. The
name of a file holds a digest of the template and of all that compiled it, so that what was made from anything else is not found.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from functools import cache
from hashlib import blake2b
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

import jinja2

import broadsheet
from broadsheet.language.words import Words
from broadsheet.render.theme import compiled_templates

_MOST = 1_000  # files; where there are more, most are of templates that were changed since


class Compiled:
    """Code of templates that speak some words. A folder that cannot be written, or files that are damaged, cost time only."""

    def __init__(self, words: Words, folder: Path | None = None) -> None:
        self._folder = folder or compiled_templates()
        self._maker = _maker().copy()
        self._maker.update(words.digest)

    def file_name(self, name: str, source: str) -> str:
        """Return the name of the file for a template."""
        digest = self._maker.copy()
        digest.update(f"\n{name}\n{source}".encode("utf-8", "surrogatepass"))
        return f"{name.replace('/', '-')}.{digest.hexdigest()}.py"

    def find(self, name: str, source: str) -> CodeType | None:
        """Return the code that is kept for a template."""
        file_name = self.file_name(name, source)
        found = _remembered().get(file_name)
        if found is None:
            with contextlib.suppress(OSError, SyntaxError, ValueError, EOFError, TypeError):
                found = SourceFileLoader(file_name, str(self._folder / file_name)).get_code(file_name)
            if found is None or "safe" not in found.co_names:  # the end is missing: the last of the names that it imports
                return None
            _remembered()[file_name] = found
        return found

    def keep(self, name: str, source: str, python: str) -> CodeType:
        """Keep what a template was compiled to, at least in memory, and return its code."""
        file_name = self.file_name(name, source)
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                self._write(file_name, python)
        code = self.find(name, source)
        if code is None:
            code = _remembered()[file_name] = compile(python, file_name, "exec")
        return code

    def _write(self, file_name: str, python: str) -> None:
        self._folder.mkdir(exist_ok=True)
        if len(os.listdir(self._folder)) > _MOST:  # noqa: PTH208  # only their number is wanted
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(exist_ok=True)
        temporary = self._folder / os.urandom(16).hex()  # several processes, on several machines
        try:
            temporary.write_text(python, encoding="utf-8")
            temporary.replace(self._folder / file_name)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


@cache
def _maker() -> blake2b:
    """Return a digest of all that compiles templates, which is not to be changed."""
    here = Path(__file__).parent
    makers = b"".join((here / name).read_bytes() for name in ("engine.py", "environment.py", "messages.py"))
    return blake2b(f"{broadsheet.__version__} {jinja2.__version__}\n".encode() + makers, digest_size=16)


@cache
def _remembered() -> dict[str, CodeType]:
    return {}
