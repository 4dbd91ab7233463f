"""Compiled templates on disk: used when they are right, made anew when they are not, and never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from broadsheet.render import bytecode, environment
from broadsheet.render.bytecode import Bytecode
from broadsheet.render.engine import Engine
from broadsheet.render.environment import make_environment


@pytest.fixture(autouse=True)
def _on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "Bytecode", Bytecode)  # other tests keep in memory what was compiled


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text("{{ '/'|href }} {{ 6 * 7 }}", encoding="utf-8")
    return folder


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str | None]]:
    """Take note of the templates that are compiled."""
    names: list[str | None] = []
    compile_really = Engine._compile

    def noting(engine: Engine, source: str, filename: str) -> object:
        names.append(Path(filename).name)
        return compile_really(engine, source, filename)

    monkeypatch.setattr(Engine, "_compile", noting)
    return names  # type: ignore[return-value]


def rendered(theme: Path, cache: Path, base_path: str = "/") -> str:
    return make_environment([theme], base_path, cache).get_template("page.html").render()


def kept(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def test_a_template_is_compiled_once(theme: Path, tmp_path: Path, compiled: list[str]) -> None:
    cache = tmp_path / "state" / "templates"
    assert rendered(theme, cache) == rendered(theme, cache) == "/ 42"
    assert compiled == ["page.html"]


def test_a_changed_template_is_compiled_anew(theme: Path, tmp_path: Path, compiled: list[str]) -> None:
    rendered(theme, tmp_path / "c")
    (theme / "page.html").write_text("{{ 6 * 8 }}", encoding="utf-8")
    assert rendered(theme, tmp_path / "c") == "48"
    assert compiled == ["page.html", "page.html"]
    assert len(kept(tmp_path / "c")) == 1


def test_a_site_under_another_path_has_code_of_its_own(theme: Path, tmp_path: Path, compiled: list[str]) -> None:
    for _ in range(2):
        assert rendered(theme, tmp_path / "c", "/one/") == "/one/ 42"
        assert rendered(theme, tmp_path / "c", "/two/") == "/two/ 42"
    assert len(compiled) == 2


@pytest.mark.parametrize("damage", [b"", b"\x00" * 10, None], ids=["empty", "short", "one bit"])
def test_a_damaged_file_is_as_good_as_none(theme: Path, tmp_path: Path, compiled: list[str], damage: bytes | None) -> None:
    rendered(theme, tmp_path / "c")
    (path,) = kept(tmp_path / "c")
    data = path.read_bytes()
    for at in range(0, len(data), 7) if damage is None else (0,):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if damage is None else damage)
        del compiled[:]
        assert rendered(theme, tmp_path / "c") == "/ 42"
        assert compiled == ["page.html"]
        assert path.read_bytes() == data


def test_code_of_another_version_is_not_used(
    theme: Path, tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered(theme, tmp_path / "c")
    monkeypatch.setattr(jinja2, "__version__", "0.0")
    assert rendered(theme, tmp_path / "c") == "/ 42"
    assert compiled == ["page.html", "page.html"]


def test_code_of_one_template_is_not_used_for_another(theme: Path, tmp_path: Path) -> None:
    (theme / "other.html").write_text("other", encoding="utf-8")
    rendered(theme, tmp_path / "c")
    (path,) = kept(tmp_path / "c")
    environment = make_environment([theme], "/", tmp_path / "c")
    cache = environment.bytecode_cache
    assert isinstance(cache, Bytecode)
    path.rename(path.with_name(cache.get_cache_key("other.html", str(theme / "other.html"))))
    assert environment.get_template("other.html").render() == "other"


@pytest.mark.parametrize("failing", ["mkdir", "write_bytes", "replace"])
def test_where_nothing_can_be_kept_pages_are_rendered_all_the_same(
    theme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bytecode.Path, failing, full)
    assert rendered(theme, tmp_path / "c") == "/ 42"
    assert not (tmp_path / "c").exists() or not kept(tmp_path / "c")
