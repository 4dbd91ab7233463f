"""The program's own catalogues: each holds what the program says, and nothing else."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "generator" / "broadsheet" / "locale").glob("*/LC_MESSAGES/broadsheet.po"))


def load_gatherer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "generator" / "tables" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module
    spec.loader.exec_module(module)
    return module


GATHERER = load_gatherer()


def test_there_is_a_catalogue_for_each_language_beside_english() -> None:
    assert [path.parts[-3] for path in CATALOGUES] == ["ar", "es", "fa", "fr", "ru", "tr", "zh"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_as_it_is_gathered(path: Path) -> None:
    assert GATHERER.updated(path.read_bytes()) == path.read_bytes(), "run `make messages`"


def test_messages_are_gathered_from_python_and_from_templates() -> None:
    python = 'words.gettext("A", x=1); words.ngettext("one", "many", 3); words.pgettext("c", "B"); message("C"); say.gettext(D)'
    assert list(GATHERER.in_python(python)) == [("", "A", ""), ("", "one", "many"), ("c", "B", ""), ("", "C", "")]
    template = '{{ _("A", x=1) }}{{ ngettext("one", "many", n) }}{{ npgettext("c", "one", "many", n) }}{% trans %}B{% endtrans %}'
    assert list(GATHERER.in_template(template)) == [("", "A", ""), ("", "one", "many"), ("c", "one", "many"), ("", "B", "")]
