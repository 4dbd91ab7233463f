"""Messages: what a template says, in the language that it is compiled for.

A template says what it has to say by `_("…")`, `ngettext("…", "…", number)`, `pgettext("context", "…")`, `npgettext(…)` or
Jinja's `{% trans %}`. These are no functions: a message stands in the template as it is written, is translated as the template
is compiled, and costs nothing when a page is filled. A message is text: what HTML it needs comes in as a value.
"""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import escape

from broadsheet.language.words import Words

HOME = frozenset({"macros/chrome.html"})  # what all pages have in common: it is in the publication's language
_CONTEXTS = {"_": 0, "gettext": 0, "ngettext": 0, "pgettext": 1, "npgettext": 1}  # arguments before the message
_PLURAL = frozenset(("ngettext", "npgettext"))


def spoken(tree: nodes.Template, words: Words, name: str | None, filename: str | None, *, escaping: bool) -> nodes.Template:
    """Return a template with its messages in the language of `words`; `escaping`: they become `Markup`."""

    def fail(text: str, line: int) -> TemplateSyntaxError:
        return TemplateSyntaxError(text, line, name, filename)

    return _Translator(words, escaping, fail).visit(tree)  # type: ignore[no-any-return]


class _Translator(NodeTransformer):
    def __init__(self, words: Words, escaping: bool, fail: Callable[[str, int], TemplateSyntaxError]) -> None:
        self._words = words
        self._escaping = escaping
        self._fail = fail

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """Replace the call of a message by its translation."""
        self.generic_visit(node)
        called = node.node.name if isinstance(node.node, nodes.Name) and node.node.ctx == "load" else ""
        if called not in _CONTEXTS:
            return node
        before, many = _CONTEXTS[called], called in _PLURAL
        wanted = before + 1 + 2 * many
        texts = [argument.value if isinstance(argument, nodes.Const) else None for argument in node.args]
        written = texts[: before + 1 + many]
        if len(texts) != wanted or not all(isinstance(text, str) for text in written) or node.dyn_args or node.dyn_kwargs:
            raise self._fail(f"`{called}` takes texts as they are written, not what is worked out", node.lineno)
        context = str(written[0]) if before else ""
        forms = self._words.forms(context, *map(str, written[before:]))
        if many:
            shown = nodes.Const(tuple(map(self._shown, forms)))
            return self._call("counted", [shown, node.args[-1]], node)
        if node.kwargs:
            return self._call("said", [nodes.Const(self._shown(forms[0]))], node)
        return nodes.Const(self._shown(forms[0].replace("%%", "%"))).set_lineno(node.lineno)

    def _shown(self, text: str) -> str:
        return escape(text) if self._escaping else text

    def _call(self, name: str, args: list[nodes.Expr], node: nodes.Call) -> nodes.Node:
        call = nodes.Call(nodes.EnvironmentAttribute(name), args, node.kwargs, None, None)
        call.set_lineno(node.lineno)
        if node.environment is not None:
            call.set_environment(node.environment)
        return call
