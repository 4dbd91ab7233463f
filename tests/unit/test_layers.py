"""The layers: who may import whom, and who may use which library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import broadsheet
import pytest

HERE = Path(broadsheet.__file__).parent
# Low to high: a module imports from its own layer and from lower ones. `content` and `catalog` share two small nouns, see below.
LAYERS = (
    {"problems", "model", "config"},
    {"content"},
    {"catalog"},
    {"pages"},
    {"render"},
    {"build"},
    {"check", "serve", "scaffold"},
    {"terminal"},
    {"cli"},
    {"__main__"},
)
LIBRARIES = {
    "yaml": {"content"},
    "markdown": {"content"},
    "nh3": {"content"},
    "slugify": {"content"},
    "jinja2": {"render"},
    "sqlite3": {"build"},
    "watchfiles": {"serve"},
    "argparse": {"cli"},
}


def modules() -> Iterator[tuple[str, str, ast.Module]]:
    for path in sorted(HERE.rglob("*.py")):
        name = path.relative_to(HERE).as_posix()
        if name != "__init__.py" and "files" not in path.relative_to(HERE).parts:
            yield name, name.partition("/")[0].removesuffix(".py"), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rank(layer: str) -> int:
    found = [number for number, layers in enumerate(LAYERS) if layer in layers]
    assert found, f"`{layer}` stands in no layer: give it its place in this test and in ARCHITECTURE.md"
    return found[0]


def upward(layer: str, tree: ast.Module) -> list[str]:
    """Return the imports that lead to a higher layer."""
    ours = (name for name in imported(tree) if name.startswith("broadsheet.") and name != "broadsheet.__version__")
    return [name for name in ours if rank(name.split(".")[1]) > rank(layer)]


@pytest.mark.parametrize(("name", "layer", "tree"), list(modules()), ids=[name for name, _, _ in modules()])
def test_a_module_imports_only_from_its_own_layer_and_lower_ones(name: str, layer: str, tree: ast.Module) -> None:
    assert upward(layer, tree) == []


@pytest.mark.parametrize(("name", "layer", "tree"), list(modules()), ids=[name for name, _, _ in modules()])
def test_a_library_is_known_only_where_it_belongs(name: str, layer: str, tree: ast.Module) -> None:
    roots = {imported_name.partition(".")[0] for imported_name in imported(tree)}
    assert [library for library in sorted(roots & LIBRARIES.keys()) if layer not in LIBRARIES[library]] == []


@pytest.mark.parametrize(("name", "layer", "tree"), list(modules()), ids=[name for name, _, _ in modules()])
def test_only_the_command_line_prints_or_exits(name: str, layer: str, tree: ast.Module) -> None:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {call.id for call in calls if isinstance(call, ast.Name)}
    dotted = {ast.unparse(call) for call in calls if isinstance(call, ast.Attribute)}
    loud = (named & {"print", "exit", "quit", "input"}) | (dotted & {"sys.exit", "os._exit", "sys.stdout.write"})
    if layer not in ("cli", "terminal", "__main__"):
        assert loud == set()


@pytest.mark.parametrize(("name", "layer", "tree"), list(modules()), ids=[name for name, _, _ in modules()])
def test_the_clock_and_the_environment_enter_at_the_command_line(name: str, layer: str, tree: ast.Module) -> None:
    used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    outside = {"os.environ", "os.getenv", "time.time", "datetime.now", "datetime.utcnow", "date.today"}
    if layer not in ("cli", "terminal"):
        assert used & outside == set()


def test_an_import_that_leads_upward_is_found() -> None:
    assert upward("pages", ast.parse("from broadsheet.render.renderer import Renderer")) == ["broadsheet.render.renderer.Renderer"]
    assert upward("render", ast.parse("from broadsheet.pages.page import Page")) == []
    assert upward("content", ast.parse("def late():\n    import broadsheet.catalog.terms")) == ["broadsheet.catalog.terms"]
