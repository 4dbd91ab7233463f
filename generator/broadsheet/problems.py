"""Problems: reported faults with a code, a place and a remedy.

Bad input is a value that every stage returns beside its result; nothing here prints. What a code means and how severe it is
stands in one table, `CODES`, from which the documentation is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from broadsheet.expressions import expression

T = TypeVar("T")
_FOR_A_TIME = expression(  # names of files while they are written
    r"[/\\](?:\.broadsheet-(?!output\Z|import\.json\Z)[^/\\]*|\.[^/\\]*\.broadsheet-import|\.[^/\\]*-\d+\.tmp)(?:[/\\].*)?\Z"
)


class Severity(StrEnum):
    """How much a problem weighs: an error stops the build before the first write, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


_ERRORS = {
    "alias-conflict": "a name or alias belongs to more than one actor, country or term",
    "address-conflict": "two outputs claim one address (also when they differ only by case or Unicode form)",
    "bad-address": "an address, slug or path cannot be published, or would leave the output folder",
    "bad-catalogue": "a catalogue of the publication's own words cannot be read",
    "bad-date": "a date or date-time that is not one",
    "bad-frequencies": "the file of frequencies says something else than a word and a count",
    "bad-front-matter": "the front matter is not closed, or is not a mapping",
    "bad-import": "what is imported ends early, or a part of it cannot be read",
    "bad-json": "a line of a .jsonl file is not one JSON object",
    "bad-markdown": "the Markdown of a body cannot be converted",
    "bad-template": "a template cannot be compiled or rendered",
    "bad-value": "a value that is not among the allowed ones",
    "bad-yaml": "the YAML cannot be read",
    "bad-encoding": "the file is not UTF-8 text",
    "broken-media": "a picture named in the metadata does not exist",
    "duplicate-key": "a key stands twice in one mapping",
    "duplicate-story": "two files describe the same story or entry",
    "forgotten-name": "the name of somebody who is forgotten, or is to be, stands in a file",
    "foreign-output": "the output folder holds a file that the build wants to write but does not own",
    "held-elsewhere": "a key or a folder by which other generators hold a page back, and which is not read here",
    "missing-alt": "an image has no alternative text",
    "missing-key": "a required key is missing",
    "bad-signature": "the manifest of a site is not signed with the key that was named",
    "bad-manifest": "the manifest of a site is not one",
    "missing-manifest": "a site that is to be verified has no manifest",
    "open-comment": "a comment in HTML has no end, so that a note would be published",
    "other-root": "the manifest of a site has another digest than the one that was given",
    "missing-root": "no broadsheet.yaml was found",
    "orphan-sidecar": "a sidecar has no article beside it",
    "refused-edit": "a decision or an alias cannot be added to a file without changing more of it",
    "over-limit": "an article is larger or takes longer to read than `limits` allow, or a build does, or a list is too long",
    "redirect-conflict": "an alias is the address of something that is published, or another alias",
    "redirect-loop": "aliases redirect in a circle",
    "special-file": "something that is neither a file nor a folder (a pipe, a socket, a device) stands among the sources",
    "stale-output": "an output is not what a full build makes of the same sources",
    "unreadable-file": "a file or folder of the content cannot be read, or is not there: what is published of it would go",
    "unread-page": "no article can be read in a saved web page",
    "unknown-actor": "a command was given an actor that the register does not have",
    "unknown-article": "a command was given something that is no article",
    "unknown-country": "a country that no code, name or alias matches",
    "unknown-story": "translation_of names a story that does not exist",
    "unsettled-sources": "the sources changed while the output was verified",
    "unknown-output": "`explain` was asked for something that the publication does not have",
    "unsafe-link": "a symbolic link stands among the sources, or in the place of a folder that is written, and is not followed",
    "unsafe-file": "a file that browsers may run, or that is not what its name says, would be published",
    "uncleaned-picture": "what a picture says of its maker, camera and place cannot be taken out of its file",
    "wrong-type": "a value of another type than the key takes",
}
_WARNINGS = {
    "broken-link": "a link in a body leads nowhere in the publication; it was published as plain text",
    "broken-picture": "a picture's file cannot be read, or browsers do not show it; it was published as it is",
    "foreign-markup": "template code of another generator in a body is shown as text",
    "doubtful-name": "words that may mean somebody who is to be forgotten: a family name, another form, a part of another name",
    "idle-alias": "an alias is the address of another story, and leads nowhere as long as that one is out",
    "kept-whole": "most of a raw text looked like no part of an article, and nothing of it was left out",
    "lost-redirect": "an old address of `redirects` leads to a page that is not there, or no longer",
    "html-as-code": "lines of HTML are shown as code, for they are indented by four spaces",
    "image-without-alt": "a picture in a body has no text that says what it shows",
    "not-heeded": "a part of the publication that a build with --untrusted leaves out",
    "no-catalogue": "there are no words in the publication's language; pages say theirs in English",
    "missing-base-url": "no base_url is configured; absolute addresses use a placeholder",
    "removed-markup": "raw HTML that is not safe was removed from a body",
    "stray-markup": "a tag in a body that is no HTML, or that is not closed, is shown as text",
    "unknown-key": "a key that is not in the contract",
    "orphan-comment": "a comment has no story",
    "unknown-comment": "a comment answers one that is not there",
    "unused-template": "a template of the publication's own has the name of no built-in one, and no other one names it",
    "unknown-property": "a theme sets a property that the stylesheet does not have",
    "unknown-speaker": "a quote's speaker is not an actor of the story",
    "orphan-findings": "what extraction found has no article beside it",
    "stale-decision": "an editor's decision is about nothing that is found any more",
    "stale-findings": "an article changed since extraction",
    "telling-file": "a film, a sound, a PDF or an office file says who made it, or where; it was published as it is",
    "unplaced-file": "a text file in no folder that the generator reads was passed over",
    "undated-story": "no date of a story could be found, and it is published without one",
    "unread-file": "a file of the content is no article, and no page links to it",
    "leftover-output": "the output folder holds a file that no build owns; it was left alone",
}
CODES = MappingProxyType(
    {code: (Severity.ERROR, meaning) for code, meaning in _ERRORS.items()}
    | {code: (Severity.WARNING, meaning) for code, meaning in _WARNINGS.items()}
)


class Span(NamedTuple):
    """A place in a source file: path relative to the publication, line and column from 1, in code points."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One reported fault: `message` says what was found, `hint` what to do next."""

    code: str
    message: str
    span: Span | None = None
    hint: str = ""
    related: tuple[Span, ...] = ()

    @property
    def severity(self) -> Severity:
        """Return the severity that the table of codes gives."""
        return CODES[self.code][0]

    @property
    def is_error(self) -> bool:
        """Say whether this problem stops the build."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.span}: " if self.span else ""
        hint = f"; {self.hint}" if self.hint else ""
        also = "".join(f" (see {span})" for span in self.related)
        return f"{place}{self.severity}: {self.message}{hint}{also} [{self.code}]"


class Outcome(NamedTuple, Generic[T]):
    """A stage's value and the problems met on the way."""

    value: T
    problems: tuple[Problem, ...] = ()


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by path, line, column, code and message, each once."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda p: (p.span is not None, p.span or Span(""), p.code, p.message),
        )
    )


def did_you_mean(found: str, known: Iterable[str], nearness: float = 0.6) -> str:
    """Return the remedy "did you mean `x`?" for the nearest known value, or an empty string; `nearness` goes up to 1, equal."""
    import difflib  # here: most runs have nothing to suggest

    names = {name.casefold(): name for name in sorted(known)}
    nearest = difflib.get_close_matches(found.casefold(), names, n=1, cutoff=nearness)
    return f"did you mean `{names[nearest[0]]}`?" if nearest else ""


def allowed_values(found: str, allowed: Iterable[str]) -> str:
    """Return the remedy that lists the allowed values, the nearest one first when there is one."""
    values = tuple(allowed)
    listed = "allowed are " + ", ".join(f"`{value}`" for value in values)
    nearest = did_you_mean(found, values)
    return f"{nearest} {listed}" if nearest else listed


def place_of(error: OSError) -> str:
    """Return the file or folder that a fault of the machine is about, as a person knows it; empty where it does not say.

    A file that is written has a name for that time only: then it is the place where it goes, or the folder that it is in.
    """
    return _FOR_A_TIME.sub("", str(error.filename2 or error.filename or ""))
