"""The renderer and the contract of templates: two names, nothing computed, and a problem at the line that is wrong."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import jinja2
import jinja2.meta
import jinja2.nodes
import pytest

import broadsheet
from broadsheet.pages.page import Page
from broadsheet.pages.views.site import SiteView
from broadsheet.problems import Span
from broadsheet.render.environment import make_environment
from broadsheet.render.renderer import Renderer
from broadsheet.render.theme import Theme, builtin_templates
from newsroom import Newsroom, article

Make = Callable[..., Newsroom]
TEMPLATES = builtin_templates()
NAMES = sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*") if p.is_file() and p.parent.name != "static")
PAGES = [name for name in NAMES if not name.startswith("macros/")]
MACROS = [name for name in NAMES if name.startswith("macros/")]
STORY = "/stories/2020/01/a/"


def parsed(name: str) -> jinja2.nodes.Template:
    environment = make_environment([TEMPLATES], "/")
    return environment.parse((TEMPLATES / name).read_text(encoding="utf-8"))


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom()
    made.write("content/stories/a.md", article("Alpha & Omega", "2020-01-01"))
    return made


@pytest.mark.parametrize("name", PAGES)
def test_a_template_knows_only_page_and_site(name: str) -> None:
    assert jinja2.meta.find_undeclared_variables(parsed(name)) <= {"page", "site"}


@pytest.mark.parametrize("name", MACROS)
def test_a_file_of_macros_knows_nothing_but_its_arguments(name: str) -> None:
    assert jinja2.meta.find_undeclared_variables(parsed(name)) == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_to_another_template_is_written_out(name: str) -> None:
    assert None not in set(jinja2.meta.find_referenced_templates(parsed(name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_template_shows_and_does_not_decide(name: str) -> None:
    tree = parsed(name)
    filters = {node.name for node in tree.find_all(jinja2.nodes.Filter)}
    assert filters & {"sort", "groupby", "select", "reject", "selectattr", "rejectattr", "unique", "random", "shuffle"} == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html")])
def test_nothing_but_sanitised_markup_passes_without_escaping(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert "|safe" not in source.replace(" ", "")
    assert "autoescape" not in source


@pytest.mark.parametrize("name", PAGES)
def test_a_template_says_which_view_it_shows(name: str) -> None:
    first = (TEMPLATES / name).read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith("{#")
    assert "iew" in first or name == "base.html"


def test_every_template_that_a_page_asks_for_is_there() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (Path(broadsheet.__file__).parent / "pages").glob("*.py")]
    texts = {n.value for s in sources for n in ast.walk(ast.parse(s)) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    asked = {text for text in texts if text.endswith(".html") and " " not in text and "/" not in text} - {"index.html", ".html"}
    assert asked - set(PAGES) == set()
    assert {name for name in PAGES if name.endswith(".html")} - asked - {"base.html", "index.html"} == set()


def test_a_publications_own_template_is_used_by_its_file_name(room: Newsroom) -> None:
    room.write("templates/story.html", "<title>{{ site.title }}</title><h1>{{ page.headline }}</h1>\n")
    room.publish()
    assert room.page(STORY) == "<title>The Test Times</title><h1>Alpha &amp; Omega</h1>\n"
    assert "<!doctype html>" in room.page("/archive/")


def test_a_publications_own_template_can_extend_the_built_in_skeleton(room: Newsroom) -> None:
    room.write("templates/story.html", '{% extends "base.html" %}{% block main %}<h1>Mine</h1>{% endblock %}')
    room.publish()
    page = room.page(STORY)
    assert "<h1>Mine</h1>" in page
    assert '<header class="masthead"' in page


def test_a_publications_own_stylesheet_replaces_the_built_in_one_under_a_name_of_its_own(room: Newsroom) -> None:
    room.publish()
    before = [path for path in room.site() if path.endswith(".css")]
    assert [path.partition(".")[0] for path in sorted(before)] == ["assets/story", "assets/style"]
    room.write("templates/static/style.css", "body { color: red }\n")
    room.publish()
    (after,) = [path for path in room.site() if path.endswith(".css")]
    assert after not in before
    assert room.site()[after] == b"body{color:red}\n"
    for address in ("/", STORY):
        assert f'<link rel="stylesheet" href="/{after}">' in room.page(address)


def test_a_story_has_one_stylesheet_without_what_only_other_pages_need(room: Newsroom) -> None:
    marked = "a { b: c }\n\n/* Maps. Not on stories. */\n\n.map { d: e }\n\n/* Tables */\n\ntd { f: g }\n"
    room.write("templates/static/style.css", marked)
    room.publish()
    sheets = {path: data.decode() for path, data in room.site().items() if path.endswith(".css")}
    for address, text in (("/", "a{b:c}.map{d:e}td{f:g}\n"), (STORY, "a{b:c}td{f:g}\n")):
        (named,) = re.findall(r'<link rel="stylesheet" href="/([^"]*)">', room.page(address))
        assert sheets[named] == text


def test_the_properties_of_a_theme_are_added_to_the_stylesheet(room: Newsroom) -> None:
    room.edit("broadsheet.yaml", "title:", 'theme: {accent: "#7a1f1f"}\ntitle:')
    room.publish()
    for css in (path for path in room.site() if path.endswith(".css")):
        assert room.site()[css].endswith(b":root{--accent:#7a1f1f}\n")


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("<h1>\n{% if page %}\n", "templates/story.html:2:1: error: Unexpected end of template. Jinja was looking for the "
         "following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'.; mend the template "
         "[bad-template]"),
        ("<h1>\n\n{{ page.headline | shout }}", "templates/story.html:3:1: error: No filter named 'shout'.; mend the template "
         "[bad-template]"),
        ("<h1>\n{{ page._edition }}", "templates/story.html:2:1: error: `_edition`: no name that begins with `_` is for "
         "templates; mend the template [bad-template]"),
        ("{% extends 'skeleton.html' %}", "error: there is no template `skeleton.html`; restore it, or take the reference out "
         "[bad-template]"),
    ],
)  # fmt: skip
def test_a_template_that_does_not_compile_stops_the_build_at_its_line(room: Newsroom, template: str, problem: str) -> None:
    room.publish()
    before = room.site()
    room.write("templates/story.html", template)
    report = room.build()
    assert room.problems == [problem]
    assert not report.published
    assert room.site() == before


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("<h1>\n{{ page.headlin }}", "templates/story.html:2:1: error: a StoryView has no `headlin` (did you mean `headline`?) "
         f"while rendering `{STORY}`; mend the template [bad-template]"),
        ("{{ page.meta.permalink }}", "templates/story.html:1:1: error: a Meta has no `permalink` (it has `alternates`, "
         "`breadcrumb`, `canonical`, `description`, `dir`, `feeds`, `json_ld`, `lang`, `names`, `next`, `noindex`, `path`, "
         f"`previous`, `properties`, `title`, `translations`) while rendering `{STORY}`; mend the template [bad-template]"),
        ("{{ page.meta.title.x }}", "templates/story.html:1:1: error: 'str object' has no attribute 'x' "
         f"while rendering `{STORY}`; mend the template [bad-template]"),
        ("{{ nothing }}", "templates/story.html:1:1: error: 'nothing' is undefined "
         f"while rendering `{STORY}`; mend the template [bad-template]"),
        ("\n\n{{ 1 / 0 }}", "templates/story.html:3:1: error: division by zero "
         f"while rendering `{STORY}`; mend the template [bad-template]"),
    ],
)  # fmt: skip
def test_a_page_that_fails_keeps_its_old_file_and_says_which_line(room: Newsroom, template: str, problem: str) -> None:
    room.publish()
    before = room.site()
    room.write("templates/story.html", template)
    room.write("content/stories/b.md", article("Beta", "2020-01-02"))
    report = room.build()
    assert report.errors == 2, "both stories fail"
    assert problem in room.problems
    assert room.site()["stories/2020/01/a/index.html"] == before["stories/2020/01/a/index.html"]
    assert "Beta" in room.page("/"), "the other pages are brought up to date"
    room.remove("templates/story.html")
    room.publish()
    assert room.site() == cold_site(room)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("templates/story.html", b"<h1>\xff</h1>"),
        ("templates/static/style.css", b"body { color: red } /* \xff */"),
        ("templates/story.html", b"{% include 'story.html' %}"),
    ],
    ids=["template", "stylesheet", "endless"],
)
def test_a_theme_that_cannot_be_read_or_does_not_end_is_a_problem(room: Newsroom, path: str, content: bytes) -> None:
    room.write(path, content)
    room.build()
    assert room.codes == ["bad-template"]
    assert room.problems[0].startswith(path)


def cold_site(room: Newsroom) -> dict[str, bytes]:
    other = room.cold()
    other.publish()
    return other.site()


def test_what_looks_like_a_template_in_content_is_text(newsroom: Make) -> None:
    room = newsroom()
    room.write(
        "content/stories/a.md", article("{{ 7 * 7 }}", "2020-01-01", "{% raw %} {{ site.title }} {# note #}", tags=["{{ x }}"])
    )
    room.build()
    assert room.codes == ["foreign-markup"]
    page = room.page(STORY)
    assert "<h1>{{ 7 * 7 }}</h1>" in page
    assert "{% raw %} {{ site.title }} {# note #}" in page
    assert not any(b">49<" in data for data in room.site().values())


def test_a_renderer_tells_the_time_that_each_template_takes(tmp_path: Path) -> None:
    times: dict[str, list[float]] = {}
    site = SiteView("", "", "en", "ltr", "", "", None, "", "", "", (), (), (), ())
    renderer = Renderer(Theme((TEMPLATES,), ()), site, "/", root=tmp_path, times=times)
    robots, table = Page("/robots.txt", Span("x"), "robots.txt", str), Page("/x.csv", Span("x"), "", str, "data")
    for page, value in ((robots, SimpleNamespace(sitemaps=())), (table, "a,b"), (robots, SimpleNamespace(sitemaps=("/s",)))):
        assert not renderer.render(page, value).problems
    assert {name: pages for name, (pages, _) in times.items()} == {"robots.txt": 2, "data": 1}
    assert all(seconds > 0 for _, seconds in times.values())


def test_links_are_made_for_the_base_path() -> None:
    environment = make_environment([TEMPLATES], "/archive/")
    render = environment.from_string("{{ '/tags/'|href }} {{ 'https://a.b/'|href }} {{ '//c.d/'|href }} {{ '#x'|href }}").render
    assert render() == "/archive/tags/ https://a.b/ //c.d/ #x"
