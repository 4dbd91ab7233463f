"""The source of findings: an article with what stands beside it, as the commands of extraction see it."""

from __future__ import annotations

import re
from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from functools import cached_property

from broadsheet.content.article import is_page
from broadsheet.content.context import ReadContext
from broadsheet.content.dates import NotADate, parse_moment
from broadsheet.content.findings import FOUND_KEYS, addition, decisions_of
from broadsheet.content.frontmatter import SourceText, body_start, decode_page, decode_text, parse_mapping, split_front_matter
from broadsheet.content.nodes import Mapping, Node, Scalar, is_null
from broadsheet.content.scan import FINDINGS_SUFFIX, SourceFile
from broadsheet.content.schema import STORY
from broadsheet.extract.finding import Finding
from broadsheet.problems import Outcome, Problem, Span
from broadsheet.sources import Sources, unreadable

_ID = re.compile(rb'^- id: "([^"\n]*)"', re.MULTILINE)


@dataclass(frozen=True)
class ArticleSource:
    """An article to extract: its file and text, what a person wrote beside it, and the bytes of its findings.

    `findings` is None where there is no such file yet.
    """

    file: SourceFile
    text: SourceText
    sidecar: Mapping | None
    findings: bytes | None

    @cached_property
    def front(self) -> Mapping | None:
        """What a person wrote above it; a build says what is wrong with it."""
        return None if is_page(self.file.path) else split_front_matter(self.text).value.metadata

    @property
    def path(self) -> str:
        """Return the path of its file of findings."""
        return findings_path(self.file.path)

    @property
    def sidecar_path(self) -> str:
        """Return the path of its sidecar, whether there is one or not."""
        return f"{self.file.path.rpartition('.')[0]}.yaml"

    @property
    def is_described(self) -> bool:
        """Say whether somebody wrote what the article is: front matter, or its headline in the sidecar."""
        above = not is_page(self.file.path) and body_start(self.text.text) > 0
        return above or _written(self.sidecar, "title") is not None

    def writes(self, key: str) -> bool:
        """Say whether somebody wrote a key, by any of its names, above the article or in the sidecar."""
        return self.written(key) is not None

    def written(self, key: str) -> Node | None:
        """Return what somebody wrote for a key, by any of its names, above the article or in the sidecar."""
        names = next(((known.key, *known.also) for known in STORY if known.key == key), (key,))
        found = (_written(mapping, name) for mapping in (self.front, self.sidecar) for name in names)
        return next((node for node in found if node is not None), None)

    def wants(self, finding: Finding) -> bool:
        """Say whether a finding is of a key that nobody wrote, or one that an editor has decided on."""
        return not self.writes(finding.field) or finding.id in self.decisions

    @property
    def written_beside(self) -> str:
        """Return the keys that extraction would find, and that stand in the sidecar of an article that is described."""
        names = {name.text for name, _ in self.sidecar.entries} if self.sidecar and self.is_described else ()
        found = (key for known in STORY if known.key in FOUND_KEYS for key in (known.key, *known.also))
        return " ".join(sorted(key for key in found if key in names))

    @property
    def decisions(self) -> Lookup[str, Node]:
        """Return what an editor decided, by the ids of findings."""
        return decisions_of(self.sidecar)

    @property
    def adds(self) -> bool:
        """Say whether an editor added something that was not found."""
        return any(addition(decision) for decision in self.decisions.values())

    @property
    def lang(self) -> str:
        """Return the language that stands above the article, or an empty text."""
        node = _written(self.front, "lang")
        return node.text if isinstance(node, Scalar) else ""

    def published(self, context: ReadContext) -> str:
        """Return the date that a person gave the article, `YYYY-MM-DD`, or an empty text."""
        node = _written(self.front, "date") or _written(self.sidecar, "date")
        moment = parse_moment(node.text, context.timezone) if isinstance(node, Scalar) else None
        return "" if moment is None or isinstance(moment, NotADate) else moment.day

    def stale_decisions(self, findings: bytes) -> tuple[Problem, ...]:
        """Return a warning for each decision about a finding that is not among those in a file of findings."""
        if not self.decisions:
            return ()
        known = {found.decode("utf-8", "replace") for found in _ID.findall(findings)}
        return tuple(
            Problem(
                "stale-decision",
                f"the decision on `{found}` is about nothing that is found in the article any more",
                Span(self.sidecar_path, node.line, node.column),
                "write the value itself into the sidecar if it is still right, or remove the line",
            )
            for found, node in self.decisions.items()
            if found not in known and addition(node) is None
        )


def findings_path(article: str) -> str:
    """Return the path of an article's file of findings."""
    return article.rpartition(".")[0] + FINDINGS_SUFFIX


def read_source(sources: Sources, file: SourceFile) -> Outcome[ArticleSource | None]:
    """Read an article with what stands beside it. None where it cannot be read; problems say why."""
    problems: list[Problem] = []
    texts = {}
    for each in (file, file.sidecar):
        data = _bytes(sources, each.path, problems) if each else None
        decode = decode_page if each and each.role == "saved-page" else decode_text
        decoded = decode(data, each.path) if each and data is not None else Outcome(None)
        problems += decoded.problems
        texts[each] = decoded.value
    text, beside = texts[file], texts.get(file.sidecar) if file.sidecar else None
    findings = _bytes(sources, file.findings.path, problems) if file.findings else None
    if text is None or (file.sidecar and beside is None):
        return Outcome(None, tuple(problems))
    sidecar = parse_mapping(beside, "bad-front-matter", "the sidecar") if beside else Outcome(None)
    problems += sidecar.problems
    return Outcome(ArticleSource(file, text, sidecar.value, findings), tuple(problems))


def _bytes(sources: Sources, path: str, problems: list[Problem]) -> bytes | None:
    try:
        return sources.text(path)
    except OSError as error:
        problems.append(unreadable(path, error))
        return None


def _written(mapping: Mapping | None, key: str) -> Node | None:
    nodes = (node for name, node in mapping.entries if name.text == key) if mapping else iter(())
    return next((node for node in nodes if not is_null(node)), None)
