"""Expressions: regular expressions that are compiled when somebody first looks for one: most builds use few of some hundreds."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Expression:
    """Stands for a compiled expression, whose methods it gets as they are asked for."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        found = getattr(re.compile(self._text, self._flags), name)  # which remembers what it has compiled
        setattr(self, name, found)
        return found


def expression(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression."""
    return cast("re.Pattern[AnyStr]", _Expression(text, flags))
