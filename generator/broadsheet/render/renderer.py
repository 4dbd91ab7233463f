"""Render pages: a view through its template to the bytes of an output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from broadsheet.pages.page import Page
from broadsheet.pages.views import SiteView
from broadsheet.problems import Outcome, Problem, Span
from broadsheet.render.closure import Closures
from broadsheet.render.relative import relativize
from broadsheet.render.theme import Theme

if TYPE_CHECKING:  # a build in which nothing is rendered does without Jinja
    from broadsheet.render.engine import Engine


@dataclass(slots=True)
class Renderer:
    """Renders the pages of one edition.

    `relative`: links are rewritten to work from a disk. `cache`: a folder for compiled templates. `times`, when there is one, is
    told the number of pages and the seconds that they took, by template, or by kind of page where there is no template.
    """

    theme: Theme
    site: SiteView
    base_path: str
    root: Path
    relative: bool
    closures: Closures
    cache: Path | None = None
    times: dict[str, list[float]] | None = None
    _environment: Engine | None = None

    @classmethod
    def of(
        cls,
        theme: Theme,
        site: SiteView,
        base_path: str,
        *,
        root: Path,
        relative: bool = False,
        cache: Path | None = None,
        references: Mapping[str, Sequence[str]] | None = None,
        times: dict[str, list[float]] | None = None,
    ) -> Renderer:
        """Return a renderer with its own environment; `references` are those of the last build's `closures`."""
        return cls(theme, site, base_path, root, relative, Closures(theme.folders, references), cache, times)

    @property
    def environment(self) -> Engine:
        """Return the environment that renders, made when it is first asked for."""
        if self._environment is None:
            from broadsheet.render.environment import make_environment

            self._environment = make_environment(self.theme.folders, self.base_path, self.cache)
        return self._environment

    def closure(self, template: str) -> str:
        """Return a digest over the sources of a template and of all that it extends, includes or imports."""
        return self.closures.digest(template)

    def check(self, templates: Iterable[str]) -> list[Problem]:
        """Compile templates and everything they extend, include or import; return what does not compile or is missing."""
        import jinja2

        problems: list[Problem] = []
        seen: set[str] = set()
        queue = sorted(templates)
        while queue:
            name = queue.pop(0)
            if name in seen:
                continue
            seen.add(name)
            try:
                self.environment.get_template(name)
                queue += self.closures.named(name)
            except jinja2.TemplateSyntaxError as error:
                problems.append(self._problem(str(error.message), error.filename, error.lineno))
            except UnicodeDecodeError:
                path = next(str(folder / name) for folder in self.theme.folders if (folder / name).is_file())
                problems.append(self._problem("the template is not UTF-8 text", path, 1))
            except jinja2.TemplateNotFound:
                problems.append(
                    Problem("bad-template", f"there is no template `{name}`", hint="restore it, or take the reference out")
                )
        return problems

    def render(self, page: Page, value: Any) -> Outcome[bytes]:  # a view, or text  # noqa: ANN401
        """Return the bytes of a page with its view `value`, or a problem that names the template's line."""
        if self.times is None:
            return self._filled(page, value)
        started = perf_counter()
        outcome = self._filled(page, value)
        spent = self.times.setdefault(page.template or page.kind, [0, 0.0])
        spent[0] += 1
        spent[1] += perf_counter() - started
        return outcome

    def _filled(self, page: Page, value: Any) -> Outcome[bytes]:  # noqa: ANN401
        if not page.template:
            return Outcome(str(value).encode())
        import jinja2

        try:
            text = self.environment.filled(page.template, page=value, site=self.site)
        except RecursionError as error:
            return Outcome(b"", (self._failed(page, error, "the template includes itself without end"),))
        except (jinja2.TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
            return Outcome(b"", (self._failed(page, error),))
        if self.relative and page.template.endswith(".html"):
            text = relativize(text, page.permalink, self.base_path)
        return Outcome(text.encode())

    def _failed(self, page: Page, error: Exception, message: str = "") -> Problem:
        """Turn an exception of a template into a problem at the innermost template line it came through."""
        place: tuple[str | None, int] = (None, 1)
        step = error.__traceback__
        folders = tuple(str(folder) for folder in self.theme.folders)
        while step is not None:
            name = step.tb_frame.f_code.co_filename
            if name.startswith(folders):
                place = (name, step.tb_lineno)
            step = step.tb_next
        if place[0] is None:
            raise error
        return self._problem(f"{message or error} while rendering `{page.permalink}`", *place)

    def _problem(self, message: str, filename: str | None, line: int) -> Problem:
        path = Path(filename) if filename else None
        if path and path.is_relative_to(self.root):
            path = path.relative_to(self.root)
        return Problem("bad-template", message, Span(path.as_posix(), line) if path else None, "mend the template")
