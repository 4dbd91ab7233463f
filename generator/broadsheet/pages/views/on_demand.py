"""On demand: a field of a view that is made when a template asks for it, and then kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["on_demand"]

if TYPE_CHECKING:
    from functools import cached_property as on_demand
else:

    class on_demand:  # as `property` is
        """A `cached_property` without a lock, which takes four times as long: a page asks for some thirty fields."""

        def __init__(self, make: Callable[[Any], Any]) -> None:
            self._make = make
            self.__doc__ = make.__doc__

        def __set_name__(self, _owner: type, name: str) -> None:
            self._name = name

        def __get__(self, view: Any, _owner: type) -> Any:  # noqa: ANN401
            value = view.__dict__[self._name] = self._make(view)
            return value
