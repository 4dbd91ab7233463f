"""Catalogues: the messages of a language, from gettext's `.po` files.

The program's own are in `locale/LANGUAGE/LC_MESSAGES/broadsheet.po`; a publication's `locale/LANGUAGE.po` is put on top, so that
it may say a thing otherwise, or add a language. A message that no catalogue has is said in English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from gettext import c2py
from hashlib import blake2b
from pathlib import Path

from broadsheet.language.own import LOCALE, own_files
from broadsheet.problems import Outcome, Problem, Span

_BUILT_IN = Path(__file__).resolve().parents[1] / LOCALE
Key = tuple[str, str]  # context, or empty, and message


def in_english(number: int) -> int:
    """Return which of two forms a number takes in English."""
    return 0 if number == 1 else 1


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """The messages of a language: by context and English text the forms of its translation. `plural` says which a number takes.

    `size` is how many forms the language has.
    """

    messages: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    plural: Callable[[int], int] = in_english
    size: int = 2
    digest: bytes = b""

    def over(self, other: Catalogue) -> Catalogue:
        """Return the catalogue with what only another one has; the rule for plurals is its own, and so are all plurals."""
        if not other.messages:
            return self
        alike = all(self.plural(number) == other.plural(number) for number in range(1000))
        kept = {key: forms for key, forms in other.messages.items() if alike or len(forms) == 1}
        return Catalogue({**kept, **self.messages}, self.plural, self.size, self.digest + other.digest)


def built_in(language: str) -> Catalogue | None:
    """Return the program's own catalogue for a language tag, that of the language where there is none of the region."""
    for name in _names(language):
        path = _BUILT_IN / name / "LC_MESSAGES" / "broadsheet.po"
        if path.is_file():
            return read_catalogue(path, path.name).value
    return Catalogue() if language.lower().split("-")[0] == "en" else None


def built_in_languages() -> tuple[str, ...]:
    """Return the languages that the program speaks."""
    return tuple(sorted({"en", *(path.name.replace("_", "-") for path in _BUILT_IN.iterdir() if path.is_dir())}))


def own_catalogue(folder: Path, language: str) -> Outcome[Catalogue | None]:
    """Return the catalogue that a publication has in its folder for a language tag, or for the language."""
    for name in _names(language):
        path = folder / f"{name}.po"
        if path in own_files(folder):
            return read_catalogue(path, f"{folder.name}/{path.name}")
    return Outcome(None)


def _names(language: str) -> tuple[str, ...]:
    """Return how the files for a tag may be called, the most special first: `pt-BR`, `pt_BR`, `pt`."""
    parts = language.split("-")
    tags = ["-".join(parts[:size]) for size in range(len(parts), 0, -1)]
    return tuple(dict.fromkeys(name for tag in tags for name in (tag, tag.replace("-", "_"))))


def read_catalogue(path: Path, name: str) -> Outcome[Catalogue | None]:
    """Read a `.po` file; `name` is how it is called in problems. Fuzzy and empty translations are passed over."""
    from babel.messages.pofile import PoFileError, read_po  # here: English does without

    data = path.read_bytes()
    try:
        with path.open("rb") as file:
            parsed = read_po(file, abort_invalid=True)
        plural = c2py(parsed.plural_expr)
    except PoFileError as error:
        return _broken(name, str(error), error.lineno + 1)
    except (UnicodeDecodeError, LookupError, ValueError) as error:
        return _broken(name, str(error), 1)
    messages: dict[Key, tuple[str, ...]] = {}
    for message in parsed:
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if ids[0] and not message.fuzzy and all(forms) and len(forms) == (1 if len(ids) == 1 else parsed.num_plurals):
            wrong = _placeholders(ids, forms)
            if wrong:
                return _broken(name, wrong, message.lineno or 1)
            messages[(message.context or "", ids[0])] = forms
    return Outcome(Catalogue(messages, plural, parsed.num_plurals, blake2b(data, digest_size=12).digest()))


def _placeholders(ids: tuple[str, ...], forms: tuple[str, ...]) -> str:
    """Return what is wrong with the values that a translation names; empty when nothing is."""
    known = {name for text in ids for name in named_values(text)}
    for form in forms:
        strange = sorted(set(named_values(form)) - known)
        if strange:
            return f"`{form}` names `{strange[0]}`, which `{ids[0]}` does not have"
        try:
            form % dict.fromkeys(known, "")
        except (ValueError, TypeError, KeyError):
            return f"`{form}` has a percent sign that is neither doubled nor begins a value"
    return ""


def named_values(text: str) -> tuple[str, ...]:
    """Return the names of the values in a message, in order: `num` of "%(num)s stories"."""
    return tuple(part.partition(")")[0] for part in text.replace("%%", "").split("%(")[1:])


def _broken(name: str, why: str, line: int) -> Outcome[Catalogue | None]:
    hint = "mend the file, or take it away to have the program's own words"
    return Outcome(None, (Problem("bad-catalogue", f"the catalogue cannot be read: {why}", Span(name, line), hint),))
