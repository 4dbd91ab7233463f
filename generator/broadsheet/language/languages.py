"""Languages: the words of a publication's pages, in its own language and in those of stories that are in another one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.language.catalogue import Catalogue, built_in, built_in_languages, own_catalogue, read_catalogue
from broadsheet.language.customs import ENGLISH as ENGLISH_CUSTOMS
from broadsheet.language.customs import customs_of
from broadsheet.language.own import LOCALE, own_files
from broadsheet.language.words import Words
from broadsheet.problems import Problem, Span

ENGLISH = Words("en", Catalogue(), ENGLISH_CUSTOMS, b"en")
NO_WORDS = b"-"  # digest of the words of a language that has no catalogue


@dataclass(slots=True)
class Languages:
    """The words by language, each made when it is first asked for. `folder` holds the publication's own catalogues, if any."""

    language: str
    folder: Path | None = None
    _made: dict[str, Words | None] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """Return the words of the publication's own language: English ones where there is no catalogue for it."""
        found = self._words(self.language)
        if found is None:
            catalogue = Catalogue()
            found = self._made[self.language] = Words(self.language, catalogue, customs_of(self.language), NO_WORDS)
        return found

    def of(self, language: str) -> Words:
        """Return the words of a language, or those of the publication's where there is no catalogue for it."""
        return (self._words(language) if language and language != self.language else None) or self.words

    def _words(self, language: str) -> Words | None:
        if language not in self._made:
            found = built_in(language)
            own = own_catalogue(self.folder, language).value if self.folder else None
            if own is not None:
                found = own.over(found) if found else own
            digest = f"{language}\n".encode() + found.digest if found else b""
            self._made[language] = Words(language, found, customs_of(language), digest) if found else None
        return self._made[language]


def check_catalogues(languages: Languages) -> list[Problem]:
    """Return what is wrong with a publication's own catalogues, and whether there are words for its language at all."""
    paths = own_files(languages.folder) if languages.folder else []
    problems = [problem for path in paths for problem in read_catalogue(path, f"{LOCALE}/{path.name}").problems]
    if not problems and languages.words.digest == NO_WORDS:
        hint = f"add {LOCALE}/{languages.language}.po; there are words in {', '.join(built_in_languages())}"
        found = f"there are no words in `{languages.language}`; pages say theirs in English"
        problems.append(Problem("no-catalogue", found, Span("broadsheet.yaml"), hint))
    return problems
