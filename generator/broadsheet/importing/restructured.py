"""reStructuredText: to HTML by docutils, which runs nothing, and includes only texts of the archive.

Directives of a generator's own become what they show; of those that nobody knows the words stay, and they are noted.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from broadsheet.content.opening import bare
from broadsheet.content.yamltext import Value
from broadsheet.importing.blocks import LANGUAGE
from broadsheet.importing.files import inside, read_text
from broadsheet.importing.needs import needed
from broadsheet.importing.shortcodes import VIDEOS
from broadsheet.importing.values import Matter
from broadsheet.problems import Problem, Span

_DIRECTIVE = re.compile(r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]*\|[ \t]+)?([\w-]+)::[ \t]*(.*)$", re.MULTILINE)
_ROLE = re.compile(r":([\w-]+):`")
_STRUCK = frozenset(("strike", "strikethrough", "strike-through", "line-through", "del", "s"))
_TARGET = re.compile(r"\s*<[^<>]*>\Z")
_CODE = re.compile(r'<pre class="code ([\w+#.-]+) literal-block"><code>')
_DATUM = re.compile(r"[\w\"')\]}] ?[,:=][ \t]*(?:[\[({\"'-]|\d).*[^.!?]\Z|,[ \t]*\d\Z")  # a line of data: `"Ebb", [1, 2]`
_MOST_INCLUDED = 1_000_000  # bytes in one article, however often a text includes others
_SETTINGS = {
    "file_insertion_enabled": False, "raw_enabled": True, "report_level": 5, "halt_level": 6, "input_encoding": "unicode",
    "input_encoding_error_handler": "replace", "traceback": True,
    "syntax_highlight": "none", "initial_header_level": 2, "doctitle_xform": True, "embed_stylesheet": False,
    "_disable_config": True, "toc_backlinks": False, "math_output": "LaTeX",
}  # fmt: skip


def read_restructured(text: str, where: str, above: dict[str, Value], path: Path) -> Matter:
    """Return what docutils makes of reStructuredText; `above` are the metadata that stand before it, `path` is its file's."""
    core, nodes, writers = (_part(name) for name in ("core", "nodes", "writers.html5_polyglot"))
    unknown = _learn(text, nodes)
    _learn_to_include(path.parents[where.count("/")], nodes, unknown)
    writer = writers.Writer()
    try:
        tree = core.publish_doctree(text, str(path), settings=_settings().copy())
        for literal in tree.findall(nodes.literal):
            literal["classes"].append("code")  # for it is written as `code` only then
        for number in [each for each in tree.findall(nodes.inline) if "ln" in each["classes"]]:
            number.parent.remove(number)  # that of a line of code: it is no part of the code
        values = _said(tree, nodes, above)
        _sections_again(tree, nodes, str(values["title"]))
        core.publish_from_doctree(tree, writer=writer, settings=_settings().copy())
    except Exception as error:  # noqa: BLE001  docutils raises what it pleases
        return Matter(
            None, "", (Problem("bad-markdown", f"the reStructuredText cannot be read: {error}", Span(where), "mend it"),)
        )
    unknown = list(dict.fromkeys(unknown))
    return Matter(
        {**values, **({"template_code": unknown} if unknown else {})},
        _CODE.sub(rf'<pre><code class="{LANGUAGE}\1">', writer.parts["body"]),
    )


@lru_cache(maxsize=1)
def _settings() -> Any:  # noqa: ANN401
    """Return what docutils goes by: to put that together takes it as long as to read a short text."""
    parts = (_part("parsers.rst").Parser, _part("readers.standalone").Reader, _part("writers.html5_polyglot").Writer)
    found = _part("frontend").get_default_settings(*parts)
    vars(found).update(_SETTINGS)
    return found


def _learn_to_include(root: Path, nodes: Any, unknown: list[str]) -> None:  # noqa: ANN401
    """Let docutils include texts and code below a folder, and no other file; `unknown` takes what it may not, or cannot."""
    left, include = _MOST_INCLUDED, _part("parsers.rst.directives.misc").Include
    specified = {**include.option_spec, "parser": str}  # docutils would import the module that it names

    class CodeListing(include):  # type: ignore[misc, valid-type]
        """A file of code, as Nikola shows one from its folder of such."""

        option_spec = specified
        optional_arguments, final_argument_whitespace = 1, False

        def run(self) -> list[Any]:
            nonlocal left
            said = self.arguments[0]
            found = next((each for each in (root / "listings" / said, root / said) if _may_be_included(root, each)), None)
            left -= found.stat().st_size if found else 0
            if not found or left < 0:
                unknown.append(f".. listing:: {' '.join(self.arguments)}")
                return []
            code = read_text(found, said)[0].strip("\n")
            return [nodes.literal_block(code, code, classes=["code", *self.arguments[1:]])]

    class Inside(include):  # type: ignore[misc, valid-type]
        option_spec = specified

        def run(self) -> list[Any]:
            nonlocal left
            settings, said = self.state.document.settings, self.arguments[0].strip()
            beside = Path(self.state.document.current_source).resolve().parent
            found = next((each for each in (beside / said, root / said) if _may_be_included(root, each)), None)
            left -= found.stat().st_size if found else 0
            if not found or left < 0:
                unknown.append(f".. include:: {said}")
                return []
            unknown.extend(_learn(read_text(found, said)[0], nodes))
            self.arguments[0] = str(found.resolve())
            self.options.setdefault("encoding", "utf-8")
            self.options.pop("parser", None)
            settings.file_insertion_enabled = True
            try:
                shown: list[Any] = super().run()
            except Exception:  # docutils hides the words of what it cannot do
                unknown.append(f".. include:: {said}")
                raise
            finally:
                settings.file_insertion_enabled = False
            return shown

    for name, kind in (("include", Inside), ("listing", CodeListing)):
        _part("parsers.rst.directives").register_directive(name, kind)


def _may_be_included(root: Path, path: Path) -> bool:
    if not inside(root, path) or path.is_symlink():
        return False
    return not any(part.startswith(".") for part in path.resolve().relative_to(root.resolve()).parts)


def _said(tree: Any, nodes: Any, above: dict[str, Value]) -> dict[str, Value]:  # noqa: ANN401
    """Return the metadata of a document: those above it, its own, and its title where they have none."""
    values = dict(above)
    for info in tree.findall(nodes.docinfo):
        for child in info:
            if isinstance(child, nodes.field):
                values[child[0].astext().lower()] = child[1].astext()
            elif isinstance(child, nodes.authors):
                values["authors"] = [author.astext() for author in child]
            else:
                values[child.tagname] = child.astext()
    if not values.get("title"):
        values["title"] = tree.get("title", "") if _child(tree, nodes.title) else ""
    return values


def _sections_again(tree: Any, nodes: Any, headline: str) -> None:  # noqa: ANN401
    """Make title and subtitle of a document sections again, as they were written, but for one that says the headline."""
    for kind in (nodes.subtitle, nodes.title):
        heading = _child(tree, kind)
        if not heading or bare(heading.astext()) == bare(headline):
            continue
        heads = [each for each in tree if isinstance(each, (nodes.title, nodes.subtitle, nodes.docinfo))]
        held = [each for each in tree if each not in heads]
        ids = (tree if kind is nodes.title else heading)["ids"]
        tree.clear()
        tree.extend(each for each in heads if each is not heading)
        tree.append(nodes.section("", nodes.title("", "", *heading.children), *held, ids=ids))


def _child(tree: Any, kind: Any) -> Any:  # noqa: ANN401
    return next((each for each in tree if isinstance(each, kind)), None)


def _part(name: str) -> Any:  # a module of docutils  # noqa: ANN401
    return needed(f"docutils.{name}", "import-rst", "reStructuredText")


def _learn(text: str, nodes: Any) -> list[str]:  # noqa: ANN401
    """Tell docutils of the directives and roles in a text that it does not know; return those that nobody does, as written."""
    directives, roles, language = (_part(f"parsers.rst.{name}") for name in ("directives", "roles", "languages.en"))
    unknown = []
    for name, argument in _DIRECTIVE.findall(text):
        known = name.lower()
        if known == "thumbnail":
            directives.register_directive(name, _part("parsers.rst.directives.images").Figure)
        elif known not in (*language.directives, "listing"):
            directives.register_directive(name, _directive(known, nodes, directives))
        if known not in (*language.directives, *VIDEOS, "thumbnail", "listing"):
            unknown.append(f".. {name}:: {argument}".strip())
    for name in _ROLE.findall(text):
        if name.lower() not in language.roles:
            roles.register_canonical_role(name.lower(), _role(nodes))
    return list(dict.fromkeys(unknown))


def _directive(name: str, nodes: Any, directives: Any) -> Any:  # noqa: ANN401
    """Return what shows a directive: a link for a film, else its title and the words in it; data are code."""

    class Options(dict[str, Any]):
        def __missing__(self, key: str) -> Any:  # noqa: ANN401
            return directives.unchanged

    class Shown(_part("parsers.rst").Directive):  # type: ignore[misc]
        has_content, optional_arguments, final_argument_whitespace, option_spec = (
            True,
            9,
            True,
            Options(title=directives.unchanged),
        )

        def run(self) -> list[Any]:
            if name in VIDEOS and self.arguments:
                words, address = VIDEOS[name]
                said = self.arguments[0].split()[0]
                link = nodes.reference("", words, refuri=said if "://" in said else address.format(said))
                return [nodes.paragraph("", "", link)]
            held = nodes.container()
            if title := self.options.get("title", "").strip("\"' "):
                held += nodes.paragraph("", "", nodes.strong("", title))
            if self.content and all(_DATUM.search(line) for line in self.content if line.strip()):
                data = "\n".join(self.content)
                return [held, nodes.literal_block(data, data, classes=["code"])]
            self.state.nested_parse(self.content, self.content_offset, held)
            return [held]

    return Shown


def _role(nodes: Any) -> Any:  # noqa: ANN401
    def shown(name: str, raw: str, text: str, *_more: Any, **_others: Any) -> tuple[list[Any], list[Any]]:  # noqa: ANN401
        words = _TARGET.sub("", text)
        if name.lower() in _STRUCK:
            return [nodes.raw(raw, f"<s>{escape(words)}</s>", format="html")], []
        return [nodes.inline(raw, words)], []

    return shown
