"""Render pages: a view through its template to the bytes of an output."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import jinja2.meta

from broadsheet.pages.page import Page
from broadsheet.pages.views import SiteView
from broadsheet.problems import Outcome, Problem, Span
from broadsheet.render.environment import make_environment
from broadsheet.render.relative import relativize
from broadsheet.render.theme import Theme


@dataclass(slots=True)
class Renderer:
    """Renders the pages of one edition. `relative`: links are rewritten to work from a disk."""

    theme: Theme
    site: SiteView
    base_path: str
    root: Path
    relative: bool
    environment: jinja2.Environment

    @classmethod
    def of(cls, theme: Theme, site: SiteView, base_path: str, *, root: Path, relative: bool = False) -> Renderer:
        """Return a renderer with its own environment."""
        return cls(theme, site, base_path, root, relative, make_environment(theme.folders, base_path))

    def check(self, templates: Iterable[str]) -> list[Problem]:
        """Compile templates and everything they extend, include or import; return what does not compile or is missing."""
        problems: list[Problem] = []
        seen: set[str] = set()
        queue = sorted(templates)
        while queue:
            name = queue.pop(0)
            if name in seen:
                continue
            seen.add(name)
            try:
                source, _, _ = self.environment.loader.get_source(self.environment, name)  # type: ignore[union-attr]
                self.environment.get_template(name)
                queue += sorted(ref for ref in jinja2.meta.find_referenced_templates(self.environment.parse(source)) if ref)
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

    def render(self, page: Page) -> Outcome[bytes]:
        """Return the bytes of a page, or a problem that names the template's line."""
        value: Any = page.make()
        if not page.template:
            return Outcome(str(value).encode())
        try:
            text = self.environment.get_template(page.template).render(page=value, site=self.site)
        except jinja2.TemplateError as error:
            return Outcome(b"", (self._failed(page, error),))
        except RecursionError as error:
            return Outcome(b"", (self._failed(page, error, "the template includes itself without end"),))
        except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
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
