"""The layers: who may import whom, and who may use which library."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import broadsheet
from broadsheet.render.theme import COMPILED

HERE = Path(broadsheet.__file__).parent
# Low to high.
LAYERS = (
    {"expressions", "problems", "model", "config", "codec", "key", "sources"},
    {"language"},
    {"content", "pictures"},
    {"catalog"},
    {"extract"},
    {"importing"},
    {"pages"},
    {"render"},
    {"engine"},
    {"check", "findings", "fixity", "serve", "scaffold"},
    {"forget"},
    {"printed"},
    {"terminal"},
    {"prompt"},
    {"arguments"},
    {"cli"},
    {"reference"},
    {"__main__"},
)
# The rooms of extraction and its modules outside them, low to high.
ROOMS = (
    {"finding", "document"},
    {"countries", "dates", "statements", "topics"},
    {"people", "organisations"},
    {"standing", "structure", "identity", "language_model"},
    {"locations", "unruled", "whole"},
    {"extractor"},
)
SPOKEN = ("cli", "key", "prompt", "terminal")  # those that print, and see the clock and the environment
LIBRARIES = {
    "PIL": {"pictures"},
    "yaml": {"content"},
    "markdown": {"content"},
    "nh3": {"content"},
    "slugify": {"content"},
    "jinja2": {"render"},
    "sqlite3": {"engine", "importing"},
    "watchfiles": {"serve"},
    "argparse": {"arguments", "cli", "reference"},
    "babel": {"language"},
    "py_svg_hush": {"pictures"},
    "docutils": {"importing"},
    "mwparserfromhell": {"importing"},
    "feedparser": {"importing"},
    "mammoth": {"importing"},
    "warcio": {"importing"},
}


@cache
def modules() -> tuple[tuple[str, str, ast.Module], ...]:
    return tuple(_modules())


def _modules() -> Iterator[tuple[str, str, ast.Module]]:
    for path in sorted(HERE.rglob("*.py")):
        name = path.relative_to(HERE).as_posix()
        if name != "__init__.py" and {"files", COMPILED}.isdisjoint(path.relative_to(HERE).parts):
            yield name, name.partition("/")[0].removesuffix(".py"), ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(tree: ast.Module) -> tuple[str, ...]:
    return tuple(_imported(tree))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rank(layer: str, order: Sequence[set[str]] = LAYERS) -> int:
    found = [number for number, layers in enumerate(order) if layer in layers]
    assert found, f"`{layer}` stands in no layer: give it its place in this test and in ARCHITECTURE.md"
    return found[0]


def upward(layer: str, tree: ast.Module) -> list[str]:
    """Return the imports that lead to a higher layer."""
    ours = (name for name in imported(tree) if name.startswith("broadsheet.") and name != "broadsheet.__version__")
    return [name for name in ours if rank(name.split(".")[1]) > rank(layer)]


def upstairs(room: str, tree: ast.Module) -> list[str]:
    """Return the imports that lead from one room of extraction to another that is not lower."""
    others = (name for name in imported(tree) if name.startswith("broadsheet.extract.") and name.split(".")[2] != room)
    return [name for name in others if rank(name.split(".")[2], ROOMS) >= rank(room, ROOMS)]


def offenders(found: Callable[[str, ast.Module], Iterable[str]]) -> dict[str, list[str]]:
    """Return what `found` finds wrong in each module, by the module's path."""
    wrong = {name: sorted(found(layer, tree)) for name, layer, tree in modules()}
    return {name: faults for name, faults in wrong.items() if faults}


def test_a_module_imports_only_from_its_own_layer_and_lower_ones() -> None:
    assert offenders(upward) == {}


def test_a_room_of_extraction_imports_only_from_itself_and_lower_ones() -> None:
    rooms = ((name, name.split("/")[1].removesuffix(".py"), tree) for name, layer, tree in modules() if layer == "extract")
    wrong = {name: upstairs(room, tree) for name, room, tree in rooms if room != "__init__"}
    assert {name: faults for name, faults in wrong.items() if faults} == {}
    assert upstairs("people", ast.parse("from broadsheet.extract.organisations.scene import Scene")) != []
    assert upstairs("people", ast.parse("from broadsheet.extract.countries.places import Gazetteer")) == []


def test_a_library_is_known_only_where_it_belongs() -> None:
    def misplaced(layer: str, tree: ast.Module) -> set[str]:
        roots = {name.partition(".")[0] for name in imported(tree)}
        return {library for library in roots & LIBRARIES.keys() if layer not in LIBRARIES[library]}

    assert offenders(misplaced) == {}


def test_only_the_command_line_prints_or_exits() -> None:
    def loud(layer: str, tree: ast.Module) -> set[str]:
        calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        spoken = {"print", "exit", "quit", "input", "sys.exit", "sys.stdout.write", "sys.stderr.write"}
        return set() if layer in (*SPOKEN, "__main__") else calls & spoken

    assert offenders(loud) == {}


def test_the_clock_the_environment_and_chance_enter_at_the_command_line() -> None:
    def outside(layer: str, tree: ast.Module) -> set[str]:
        used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        sources = {"os.environ", "os.getenv", "time.time", "datetime.now", "datetime.utcnow", "date.today", "locale.setlocale"}
        return set() if layer in SPOKEN else (used & sources) | {n for n in imported(tree) if n.startswith("random")}

    assert offenders(outside) == {}


def test_an_import_that_leads_upward_is_found() -> None:
    assert upward("pages", ast.parse("from broadsheet.render.renderer import Renderer")) == [
        "broadsheet.render.renderer.Renderer"
    ]
    assert upward("render", ast.parse("from broadsheet.pages.page import Page")) == []
    assert upward("content", ast.parse("def late():\n    import broadsheet.catalog.terms")) == ["broadsheet.catalog.terms"]


def test_a_name_of_a_class_stands_once_in_what_builds() -> None:
    places: dict[str, list[str]] = {}
    for module, _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(module)
    assert len(places) > 300
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
