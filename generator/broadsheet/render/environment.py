"""The Jinja environment: strict, escaping, and with one filter of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jinja2


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

    environment.filters["href"] = href
    return environment
