"""The Jinja environment: strict, escaping, and with two filters of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2.runtime import Macro


def make_environment(folders: Sequence[Path], base_path: str) -> jinja2.Environment:
    """Return the environment that renders templates from `folders`, for a site served under `base_path` (`/` or `/archive/`)."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=lambda name: name is None or not name.endswith(".txt"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    prefix = base_path.removesuffix("/")

    def href(permalink: str) -> str:
        """Return what a link to an address must say under the base path; other URLs stay as they are."""
        return prefix + permalink if permalink.startswith("/") and not permalink.startswith("//") else permalink

    made: dict[tuple[Any, ...], str] = {}

    def once(macro: Macro, *values: Any) -> str:  # noqa: ANN401  # whatever the macro takes
        """Return what a macro makes of some values, making it once: a story's row stands in the lists of all its terms."""
        key = (macro.name, *values)
        text = made.get(key)
        if text is None:
            text = made[key] = macro(*values)
        return text

    environment.filters["href"] = href
    environment.filters["once"] = once
    return environment
