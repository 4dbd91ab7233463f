"""Keys of the publication's own on pages, in the order in which broadsheet.yaml declares them."""

from __future__ import annotations

from collections.abc import Container

from broadsheet.config import OwnField
from broadsheet.language.words import Words
from broadsheet.model import OwnValues
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.fields import FieldView


def own_fields(
    declared: tuple[OwnField, ...], said: OwnValues, words: Words, shown: Container[str] = ("factsheet", "card")
) -> tuple[FieldView, ...]:
    """Return the views of the keys that a file has and that are `shown` there."""
    values = dict(said)
    return tuple(
        [
            FieldView(
                name=field.name,
                label=field.label,
                values=values[field.name],
                type=field.type,
                date=When(values[field.name][0], words.date(values[field.name][0])) if field.type == "date" else None,
            )
            for field in declared
            if field.show in shown and field.name in values
        ]
    )
