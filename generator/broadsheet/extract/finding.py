"""Findings: what extraction proposes, each with the words it rests on, the rule that found it, and how sure that rule is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

# A value as NAME.auto.yaml holds it: text, or a mapping of the contract's keys to texts (a list of them nowhere).
Value = str | Mapping[str, Any]


class Evidence(NamedTuple):
    """A span of the source text: code points with `\n` as line ends, and the words that stand there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A proposed value of one key of a story's metadata.

    `field` is the key (`actors`); `key` is what the value is known by when a text is extracted again, such as the name of an
    actor without the role that this text states; `confidence` goes from 0 to 1, two decimals.
    """

    field: str
    value: Value
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float
    key: str = ""

    @property
    def id(self) -> str:
        """Return the finding's id, made from the field and what the value is known by: it survives a new extraction."""
        return finding_id(self.field, self.key or self.value)


def finding_id(field: str, value: Value | Sequence[str]) -> str:
    """Return an id of twelve hexadecimal digits from a field and a normalised value."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return _digest(f"{field}\n{' '.join(text.split()).casefold()}")


@lru_cache(maxsize=1024)
def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
