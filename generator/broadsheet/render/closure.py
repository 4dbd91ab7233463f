"""The closure of a template: everything that it extends, includes or imports, and a digest over all their sources.

A page must be rendered anew when a template in its closure was changed, overridden or removed, and not otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from broadsheet.expressions import expression
from broadsheet.render.theme import ASSETS

ANYTHING = "*"  # stands for a reference that is worked out while a page is rendered
_DIGEST = 16  # bytes
_TAG = expression(r"\{%[-+]?\s*(?:extends|include|import|from)\b(.*?)[-+]?%\}", re.DOTALL)
_NAME = r"""(?:"[^"\\\n]+"|'[^'\\\n]+')"""
# One name or a list of names; whatever else stands there may be any template.
_NAMES = expression(
    rf"\s*({_NAME}|\[\s*{_NAME}(?:\s*,\s*{_NAME})*\s*,?\s*\])\s*(?:(?:import|as|ignore|with|without)\b.*)?", re.DOTALL
)


class Closures:
    """The closures of the templates in some folders, first match wins. Every source is read once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._sources: dict[str, str] = {}  # by the template's name; empty where there is no such template
        self._digests: dict[str, str] = {}
        self._references: dict[str, tuple[str, ...]] = {}  # by the digest of a source, the templates that it names

    def digest(self, template: str) -> str:
        """Return the digest of a template's closure, in hexadecimal. A template that is missing has one, too."""
        found = self._digests.get(template)
        if found is None:
            names = sorted(self.names(template))
            text = "\n".join(f"{name}\t{self._sources[name]}" for name in names)
            found = self._digests[template] = blake2b(text.encode(), digest_size=_DIGEST).hexdigest()
        return found

    def digests(self) -> dict[str, bytes]:
        """Return the digests of all templates by their names."""
        return {name: bytes.fromhex(self.digest(name)) for name in sorted(set(self._all()))}

    def names(self, template: str) -> frozenset[str]:
        """Return the names in a template's closure: its own, and those of templates that are asked for and missing."""
        seen: set[str] = set()
        queue = [template]
        while queue:
            name = queue.pop()
            if name not in seen:
                seen.add(name)
                queue += self.named(name)
                queue += self._all() if ANYTHING in self._referenced(name) else ()
        return frozenset(seen)

    def named(self, template: str) -> tuple[str, ...]:
        """Return the templates that a template names itself, sorted."""
        return tuple(name for name in self._referenced(template) if name != ANYTHING)

    def _referenced(self, name: str) -> tuple[str, ...]:
        if name not in self._sources:
            self._sources[name] = self._read(name)
        return self._references.get(self._sources[name], ())

    def _read(self, name: str) -> str:
        """Return the digest of a template's source and take note of what it names."""
        path = self._path(name)
        if path is None:
            return ""
        source = path.read_bytes()
        digest = blake2b(source, digest_size=_DIGEST).hexdigest()
        if digest not in self._references:
            self._references[digest] = _named_in(source)
        return digest

    def _path(self, name: str) -> Path | None:
        """Return the file of a template; as in Jinja, no name leads out of the folders."""
        if ".." in name.split("/") or name.startswith("/"):
            return None
        return next((folder / name for folder in self._folders if (folder / name).is_file()), None)

    def _all(self) -> list[str]:
        paths = (path.relative_to(folder) for folder in self._folders for path in folder.rglob("*") if path.is_file())
        return [path.as_posix() for path in paths if path.parts[0] != ASSETS]


def _named_in(source: bytes) -> tuple[str, ...]:
    """Return the templates that a source names, sorted.

    To parse it would take as long as to compile it. What stands in a comment or in `raw` is taken for a name, too: then a page
    depends on more than it must.
    """
    names: set[str] = set()
    for tag in _TAG.finditer(source.decode(errors="replace")):
        named = _NAMES.fullmatch(tag[1])
        names.update([name[1:-1] for name in re.findall(_NAME, named[1])] if named else [ANYTHING])
    return tuple(sorted(names))
