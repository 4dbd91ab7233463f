"""Extras: packages that only some builds need, imported when one does."""

from __future__ import annotations

import importlib
from typing import Any


class UnusableError(Exception):
    """What the command line asks for cannot be done here. The text says what is missing."""


def extra(module: str, purpose: str) -> Any:  # a module  # noqa: ANN401
    """Import a module of the extra `cluster`. Raises UnusableError when it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        message = f"{purpose} needs a package that is not installed ({error}): pip install 'broadsheet[cluster]'"
        raise UnusableError(message) from error
