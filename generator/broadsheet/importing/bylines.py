"""Bylines: several authors whom an archive writes as one text become several, where it is sure that they are.

It is sure where each part is a name of two words or more and a word stands between them ("Ann Lee and Bo Ray"), or where each
part stands by itself elsewhere in the archive. "Lee, Ann" is one author, and so is "Marks and Spencer".
"""

from __future__ import annotations

import re
from functools import lru_cache

from broadsheet.extract.structure.bylines import is_name
from broadsheet.importing.notebook import Notebook

_AND = {
    "ar": "و", "bg": "и", "ca": "i", "cs": "a", "da": "og", "de": "und", "el": "και", "eo": "kaj", "es": "y|e", "fa": "و",
    "fi": "ja", "fr": "et", "hu": "és", "id": "dan", "it": "e|ed", "nb": "og", "nl": "en", "nn": "og", "no": "og", "pl": "i|oraz",
    "pt": "e", "ro": "și|şi", "ru": "и", "sv": "och", "sw": "na", "tr": "ve", "uk": "і|та|й", "vi": "và",
}  # fmt: skip
_TOLD = re.compile(r"\s*\([^()]*\)\Z")  # where somebody is from, behind the name


class Bylines:
    """What a first look at an archive found of its authors: who stands by himself, and who stands first."""

    def __init__(self, notebook: Notebook) -> None:
        self._alone, self._first = notebook.table(), notebook.table()

    def note(self, authors: tuple[str, ...], lang: str) -> None:
        """Take note of the authors of a post."""
        for author in authors:
            parts = _parts(author, lang)
            (self._first if len(parts) > 1 else self._alone).setdefault(parts[0].casefold(), True)

    def parted(self, authors: tuple[str, ...], lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the authors of a post, each by himself as far as that is sure, and notes on those that may be several."""
        found: list[str] = []
        notes: list[str] = []
        for author in authors:
            parts = _parts(author, lang)
            are_names = len(parts) > 1 and all(is_name(_TOLD.sub("", part)) for part in parts)
            is_sure = len(parts) > 1 and (
                all(part.casefold() in self._alone for part in parts) or (are_names and self._are_people(author, parts, lang))
            )
            found += parts if is_sure else [author]
            notes += [f"`{author}` may be several authors: if so, part them"] if are_names and not is_sure else []
        return tuple(dict.fromkeys(found)), tuple(notes)

    def _are_people(self, author: str, parts: list[str], lang: str) -> bool:
        """Say whether names are those of several people: behind a comma there may be the place or the firm of the first one."""
        is_joined = bool(_between(lang)[0].search(author))
        return is_joined or all(name in self._alone or name in self._first for name in map(str.casefold, parts))


def _parts(author: str, lang: str) -> list[str]:
    return [part for part in (each.strip() for each in _between(lang)[1].split(author)) if part] or [author]


@lru_cache(maxsize=256)
def _between(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what joins the last name to the others in a language, and all that stands between names."""
    word = rf"(?:&|and|{_AND.get(lang.partition('-')[0].lower(), 'and')})"
    joined = rf"(?:\s|[,;])\s*{word}\s+"
    return re.compile(joined, re.IGNORECASE), re.compile(rf"\s*[,;]\s*{word}\s+|\s+{word}\s+|\s*[,;、，]\s*", re.IGNORECASE)
