"""Fields of views that are made on demand."""

from __future__ import annotations

from broadsheet.pages.views.on_demand import on_demand


class Counted:
    """A view that counts how often its field is made."""

    made = 0

    @on_demand
    def field(self) -> str:
        """Return how often it was made."""
        self.made += 1
        return f"made {self.made}"


def test_a_field_is_made_when_it_is_asked_for_and_then_kept() -> None:
    view, other = Counted(), Counted()
    assert view.made == 0
    assert [view.field, view.field] == ["made 1", "made 1"]
    assert other.made == 0, "each view has its own"
