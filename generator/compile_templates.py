"""A hook of the wheel's build: the built-in templates come compiled, so that a first build need not do it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent


class CompiledTemplates(BuildHookInterface[Any]):
    """Adds the files that `broadsheet.render.compiled` looks for."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the templates; an editable installation compiles its own, which change."""
        if version == "editable":
            return
        sys.path.insert(0, str(HERE))
        try:
            from broadsheet.render.environment import built_in_code
            from broadsheet.render.theme import COMPILED
        finally:
            sys.path.remove(str(HERE))
        self._folder = tempfile.TemporaryDirectory()
        for name, text in built_in_code().items():
            path = Path(self._folder.name, name)
            path.write_text(text, encoding="utf-8")
            build_data["force_include"][str(path)] = f"broadsheet/{COMPILED}/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the wheel."""
        if version != "editable":
            self._folder.cleanup()
