"""The template engine: Jinja, whose compiled templates print, look up attributes and call macros with less ado.

What a template means stays as Jinja says. But a page of an archive prints some hundred short texts, and most of the time that
Jinja takes for one goes into wrapping, checking and unwrapping it. This module is about that time and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from functools import cached_property, partial
from keyword import iskeyword
from types import CodeType, FunctionType
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.filters import FILTERS
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup
from markupsafe import escape as escape_any

from broadsheet.language.languages import ENGLISH
from broadsheet.language.words import Words
from broadsheet.render.compiled import Compiled
from broadsheet.render.messages import HOME, spoken

try:
    from markupsafe._speedups import _escape_inner as escape_text  # the compiled function that `escape` wraps
except ImportError:  # none was compiled, or another release

    def escape_text(text: str, /) -> str:
        """Return a text escaped, as `markupsafe` does it."""
        return str(escape_any(text))


# At the end of a compiled template, where its line numbers stay, this puts ours in the place of Jinja's functions.
_OURS = f"\nfrom {__name__} import PlainMacro as Macro, escape_text, printed as escape, safe\n"

_COUNTS_KEPT = 20_000
_OWN = "`{}`: no name that begins with `_` is for templates"
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
    """Compiles attributes and calls to Python's own, and collects what a template prints instead of yielding it bit by bit.

    What Python finds no attribute for raises AttributeError: Jinja may know an item of that name, or what to say. So such a
    template is filled again as Jinja compiles it, see `Engine.filled`.
    """

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write a body; that of a template or of a block collects its text and yields it in one piece."""
        whole = frame.buffer is None
        if whole:
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if whole:
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Write a template; at its end, where line numbers stay as they are, the messages that it says."""
        super().visit_Template(node, frame)
        for value, name in self._messages.items():
            self.writeline(f"{name} = {value!r}")

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        """Write a constant; a message, with all its forms, is made once."""
        value = node.value
        if type(value) is Markup or (type(value) is tuple and value and type(value[0]) is Markup):
            self.write(self._messages.setdefault(value, f"message_{len(self._messages)}"))
        else:
            super().visit_Const(node, frame)

    @cached_property
    def _messages(self) -> dict[Any, str]:
        return {}

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Write the look-up of an attribute. What a view makes its fields of is not for templates."""
        if node.attr.startswith("_"):
            self.fail(_OWN.format(node.attr), node.lineno)
        if not node.attr.isidentifier() or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        if isinstance(node.node, nodes.Name):
            self.write(frame.symbols.ref(node.node.name))  # where it is `missing`, it has no attributes
        else:
            self.write("(")
            self.visit(node.node, frame)
            self.write(")")
        self.write(f".{node.attr}")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        """Write the look-up of a template that is imported."""
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.imported(")
        self.visit(node.template, frame)
        self.write(")")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write a call; what turns out to be a macro is called directly, and so is what the engine itself says."""
        if isinstance(node.node, nodes.EnvironmentAttribute):
            self.write(f"environment.{node.node.name}(")
            for argument in node.args:
                self.visit(argument, frame)
                self.write(", ")
            for keyword in node.kwargs:
                self.write(f"{keyword.key}=")
                self.visit(keyword.value, frame)
                self.write(", ")
            self.write(")")
            return
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

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """Begin what prints a value: what is `Markup` as it is, a text escaped, anything else by `printed`."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
            return
        value = self.temporary_identifier()
        self._printing.append(value)
        self.write(f"({value} if type({value} := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_post(node, frame, finalize)
            return
        value = self._printing.pop()
        self.write(f") is Markup else escape_text({value}) if type({value}) is str else escape({value}))")

    @cached_property
    def _printing(self) -> list[str]:
        return []


class Engine(jinja2.Environment):
    """An environment whose templates do not change once they are loaded. `exact`: it compiles as Jinja does.

    `compiled` keeps what was compiled. Its templates speak `words`. `home` is an engine that speaks the publication's language,
    where that is another one: what all pages have in common is filled there.
    """

    def __init__(
        self,
        *,
        exact: bool = False,
        compiled: Compiled | None = None,
        words: Words = ENGLISH,
        home: Engine | None = None,
        **options: Any,  # Jinja's  # noqa: ANN401
    ) -> None:
        self.code_generator_class = CodeGenerator if exact else QuickGenerator
        self.words = words
        super().__init__(**options, extensions=("jinja2.ext.i18n",))
        self.policies["ext.i18n.trimmed"] = True
        self.newstyle_gettext = True
        self._home = home
        self._counted: dict[tuple[tuple[str, ...], int], str] = {}  # an archive says the same of many a number
        self._exact = exact
        self._compiled = compiled
        self._options = options
        self._loaded: dict[str, jinja2.Template] = {}
        self._modules: dict[str | jinja2.Template, TemplateModule] = {}
        self._declined: set[str] = set()  # templates that ask for more than attributes
        self._other: Engine | None = None

    def filled(self, name: str, **values: Any) -> str:  # what the template knows  # noqa: ANN401
        """Return the text of a template. Raises what Jinja raises."""
        if name not in self._declined:
            try:
                return self.get_template(name).render(values)
            except AttributeError:
                self._declined.add(name)
        if self._other is None:
            self._other = Engine(exact=True, words=self.words, home=self._home, **self._options)
            self._other.filters.update(self.filters)
        return self._other.get_template(name).render(values)

    @property
    def declined(self) -> frozenset[str]:
        """Return the templates that were filled as Jinja compiles them, which takes longer."""
        return frozenset(self._declined)

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """Return a template by its name."""
        if not isinstance(name, str):
            return name
        if self._home is not None and name in HOME:
            return self._home.get_template(name)
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = super().get_template(name, parent, globals)
        return found

    def imported(self, name: str | jinja2.Template) -> TemplateModule:
        """Return what a template defines for those that import it: all of them know the same names by themselves."""
        module = self._modules.get(name)
        if module is None:
            module = self._modules[name] = self.get_template(name).module
        return module

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401
        """Return an attribute. Raises TemplateRuntimeError where its name begins with `_`."""
        return super().getattr(obj, _allowed(attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401
        """Return an item, or the attribute of its name, as above."""
        return super().getitem(obj, _allowed(argument))

    def said(self, text: str, /, **values: Any) -> str:  # whatever a template prints  # noqa: ANN401
        """Return a message with its values, which are escaped where the message is `Markup`."""
        if type(text) is not Markup:
            return text % values
        for name, value in values.items():
            if type(value) is not Markup:
                values[name] = printed(value)
        return cast("str", safe(str.__mod__(text, values)))

    def counted(self, forms: tuple[str, ...], number: int, /, **values: Any) -> str:  # as above  # noqa: ANN401
        """Return a message in the form that a number takes; the number is its value `num`."""
        if values:
            return self.said(self.words.chosen(forms, number), **{"num": self.words.number(number), **values})
        text = self._counted.get((forms, number))
        if text is None:
            if len(self._counted) >= _COUNTS_KEPT:
                self._counted.clear()
            text = self._counted[forms, number] = self.said(self.words.chosen(forms, number), num=self.words.number(number))
        return text

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return spoken(super()._parse(source, name, filename), self.words, name, filename, escaping=self._escapes(name))

    def _escapes(self, name: str | None) -> bool:
        return self.autoescape(name) if callable(self.autoescape) else self.autoescape

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows: a plain dictionary, which an import compares in no time."""
        return {**self.globals, **(d or {})}

    def compile(  # type: ignore[override]  # of many ways to call it
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> str | CodeType:
        """Return the code of a template, that which is kept where there is some. `raw`: as text."""
        if self._compiled is None or raw or name is None or filename is None or not isinstance(source, str):
            return super().compile(source, name, filename, raw, defer_init)  # type: ignore[call-overload,no-any-return]
        code = self._compiled.find(name, source)
        if code is None:
            code = self._compiled.keep(name, source, super().compile(source, name, filename, raw=True))
        return code.replace(co_filename=filename)  # by which Jinja tells where a template is

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        """Return a template as Python, which is the same under any base path: the filters of ours are left for later."""
        ours = {filter_name: made for filter_name, made in self.filters.items() if filter_name not in FILTERS}
        self.filters.update(dict.fromkeys(ours, _later))
        try:
            code = super()._generate(source, name, filename, defer_init)
        finally:
            self.filters.update(ours)
        return code if self._exact else code + _OURS


def _allowed(name: Any) -> Any:  # of an attribute or item  # noqa: ANN401
    if isinstance(name, str) and name.startswith("_"):
        raise jinja2.TemplateRuntimeError(_OWN.format(name))
    return name


def _later(*values: object) -> str:
    """Decline to be worked out while a template is compiled."""
    raise TypeError(values)
