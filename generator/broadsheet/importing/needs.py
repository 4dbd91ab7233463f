"""Packages that only some kinds of source need: imported when one does."""

from __future__ import annotations

import importlib
from typing import Any


class MissingError(Exception):
    """A package is not there. The text says how to install it."""


def needed(module: str, extra: str, what: str) -> Any:  # a module  # noqa: ANN401
    """Import a module of one of our extras. Raises MissingError when it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        message = f'{what} needs a package that is not installed: pip install "broadsheet[{extra}]"'
        raise MissingError(message) from error
