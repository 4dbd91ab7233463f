"""Render pages: a view through its template to the bytes of an output."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from broadsheet.language.languages import Languages
from broadsheet.pages.page import Page
from broadsheet.pages.views.booklet import EpubPicture
from broadsheet.pages.views.site import SiteView
from broadsheet.pictures.clean import cleaned
from broadsheet.problems import Outcome, Problem, Span
from broadsheet.render.closure import Closures
from broadsheet.render.relative import relativize
from broadsheet.render.theme import Theme

if TYPE_CHECKING:  # a build in which nothing is rendered does without Jinja
    from broadsheet.render.engine import Engine


@dataclass(slots=True)
class Renderer:
    """Renders the pages of one edition.

    `relative`: links are rewritten to work from a disk. `times`, when there is one, is told the number of pages and the seconds
    that they took, by template, or by kind of page where there is no template.
    A page's template speaks the language of the page, where `languages` has words of it.
    """

    theme: Theme
    site: SiteView
    base_path: str
    root: Path
    relative: bool = False
    times: dict[str, list[float]] | None = None
    languages: Languages | None = None
    _environments: dict[str, Engine] = field(default_factory=dict)

    @property
    def environment(self) -> Engine:
        """Return the environment that speaks the publication's language, made when it is first asked for."""
        return self.environment_for(self.site.language)

    def environment_for(self, language: str) -> Engine:
        """Return the environment for pages in a language."""
        found = self._environments.get(language)
        if found is None:
            from broadsheet.render.environment import make_environment

            languages = self.languages or Languages(self.site.language)
            words = languages.of(language)
            home = None if language == self.site.language else self.environment
            if home is not None and words is languages.words:
                found = home
            else:
                found = make_environment(self.theme.folders, self.base_path, words, home)
            self._environments[language] = found
        return found

    def check(self, templates: Iterable[str]) -> list[Problem]:
        """Compile templates and everything they extend, include or import; return what does not compile or is missing."""
        import jinja2

        problems: list[Problem] = []
        closures = Closures(self.theme.folders)
        seen: set[str] = set()
        queue = sorted(templates)
        while queue:
            name = queue.pop(0)
            if name in seen:
                continue
            seen.add(name)
            try:
                self.environment.get_template(name)
                queue += closures.named(name)
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
            return Outcome(value if isinstance(value, bytes) else str(value).encode())
        import jinja2

        try:
            meta = getattr(value, "meta", None)
            engine = self.environment_for(meta.lang if meta else self.site.language)
            text = engine.filled(page.template, page=value, site=self.site)
        except RecursionError as error:
            return Outcome(b"", (self._failed(page, error, "the template includes itself without end"),))
        except (jinja2.TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
            return Outcome(b"", (self._failed(page, error),))
        if page.template.endswith(".epub"):
            from broadsheet.render.epub import epub  # here: most publications have no books

            return Outcome(epub(text, value.pictures, self._picture))
        if self.relative and page.template.endswith(".html"):
            text = relativize(text, page.permalink, self.base_path)
        return Outcome(text.encode())

    def _picture(self, picture: EpubPicture) -> bytes:
        """Return a picture for a book, as the publication shows it."""
        data = (self.root / picture.path).read_bytes()
        if picture.type == "image/svg+xml":
            from broadsheet.pictures.drawing import cleaned_drawing

            return cleaned_drawing(data)
        return cleaned(data) if picture.is_cleaned else data

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
