"""Keys of the publication's own, as pages show them."""

from typing import NamedTuple

from broadsheet.pages.views.coverage import When


class FieldView(NamedTuple):
    """A key of the publication's own with its values. `name` is the key, `type` what it takes, `date` that of a date.

    `link`: the value is an address.
    """

    name: str
    label: str
    values: tuple[str, ...]
    type: str = "text"
    date: When | None = None

    @property
    def link(self) -> str:
        """Return the address that it says, if it is one."""
        return self.values[0] if self.type == "link" else ""
