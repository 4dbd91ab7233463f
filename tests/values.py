"""Values of any named tuple or dataclass, for Hypothesis: made from the types of its fields, with texts of the test's choice."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from markupsafe import Markup


def values_of(kind: Any, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Return a strategy for the values of a type; every text in them is one of `texts`."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return st.one_of([values_of(each, texts) for each in arguments])
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return st.lists(values_of(arguments[0], texts), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*[values_of(each, texts) for each in arguments])
    if origin is Mapping:
        return st.dictionaries(*[values_of(each, texts) for each in arguments], max_size=2)
    if hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return st.builds(kind, **{name: values_of(hints[name], texts) for name in kind._fields})
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: values_of(hints[field.name], texts) for field in dataclasses.fields(kind)})
    simple = {str: texts, Markup: texts.map(Markup), int: st.integers(0, 3), float: st.floats(0, 1), bool: st.booleans()}
    simple |= {type(None): st.none()}
    return simple[kind]
