"""The template engine: Jinja, whose compiled templates print, look up attributes and call macros with less ado.

What a template means stays as Jinja says. But a page of an archive prints some hundred short texts, and most of the time that
Jinja takes for one goes into wrapping, checking and unwrapping it. This module is about that time and nothing else.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import partial
from types import FunctionType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup
from markupsafe import escape as escape_any

try:
    from markupsafe._speedups import _escape_inner as escape_text  # the compiled function that `escape` wraps
except ImportError:  # none was compiled, or another release

    def escape_text(text: str, /) -> str:
        """Return a text escaped, as `markupsafe` does it."""
        return str(escape_any(text))


# At the end of a compiled template, where its line numbers stay, this puts ours in the place of Jinja's functions.
_OURS = f"\nfrom {__name__} import PlainMacro as Macro, printed as escape, safe\n"

safe = partial(str.__new__, Markup)


def printed(value: Any) -> str:  # whatever a template prints  # noqa: ANN401
    """Return a value as a template prints it, escaped where it is not `Markup`."""
    kind = type(value)
    if kind is str:
        return escape_text(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    return escape_any(value)


class PlainMacro(Macro):
    """A macro. `plain` is its function, which may be called directly with up to `size` values by position."""

    def __init__(
        self,
        environment: jinja2.Environment,
        func: FunctionType,
        name: str,
        arguments: list[str],
        catch_kwargs: bool,
        catch_varargs: bool,
        caller: bool,
        default_autoescape: bool | None = None,
    ) -> None:
        super().__init__(environment, func, name, arguments, catch_kwargs, catch_varargs, caller, default_autoescape)
        self.plain = func
        self.size = -1 if catch_kwargs or catch_varargs or caller else len(arguments)
        if self.size >= 0:
            func.__defaults__ = (missing,) * self.size  # the function itself puts a default in the place of what is missing


class QuickGenerator(CodeGenerator):
    """Compiles attributes and calls to Python's own, and to Jinja's only for what these cannot do."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Write the look-up of an attribute; where there is none, Jinja looks for an item of that name, and is strict."""
        owner, found = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({owner} := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr({owner}, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write a call; what turns out to be a macro is called directly."""
        escaping = frame.eval_ctx.autoescape and not frame.eval_ctx.volatile
        by_position = not (node.kwargs or node.dyn_args or node.dyn_kwargs or forward_caller)
        if not (escaping and by_position and isinstance(node.node, nodes.Name)):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        callee = self.temporary_identifier()
        self.write(f"(safe({callee}.plain(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(f")) if type({callee} := ")
        self.visit(node.node, frame)
        self.write(f") is Macro and {callee}.size >= {len(node.args)} else ")
        super().visit_Call(node, frame)
        self.write(")")


class Engine(jinja2.Environment):
    """An environment whose templates do not change once they are loaded."""

    code_generator_class = QuickGenerator

    def __init__(self, **options: Any) -> None:  # Jinja's  # noqa: ANN401
        super().__init__(**options)
        self._loaded: dict[str, jinja2.Template] = {}

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """Return a template by its name."""
        if not isinstance(name, str):
            return name
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = super().get_template(name, parent, globals)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows: a plain dictionary, which an import compares in no time."""
        return {**self.globals, **(d or {})}

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        return super()._generate(source, name, filename, defer_init) + _OURS
