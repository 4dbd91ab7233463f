"""Correcting: an editor writes a value, in the place of one that was found or as one that was missed, until its key takes it."""

from __future__ import annotations

from broadsheet.content import records
from broadsheet.content.context import ReadContext
from broadsheet.content.fields import Field
from broadsheet.content.findings import LISTED, field_of
from broadsheet.content.nodes import Mapping, Node, Scalar, Sequence
from broadsheet.extract.finding import Value
from broadsheet.extract.identity.offices import code_of_country
from broadsheet.findings.deciding import worded
from broadsheet.findings.editor import Editor

_RECORDS: dict[str, tuple[Field, ...]] = {
    "actors": records.ACTOR_MENTION,
    "places": records.PLACE,
    "quotes": records.QUOTE,
    "claims": records.CLAIM,
    "events": records.EVENT,
    "source": records.SOURCE,
}


def corrected(editor: Editor, context: ReadContext, key: str, value: Value) -> Value | None:
    """Ask for another value in the place of one that was found; None when the editor gives up."""
    instead = written(editor, context, key, value)
    alone = key in ("actors", "source") and isinstance(value, str)
    return instead["name"] if alone and isinstance(instead, dict) and list(instead) == ["name"] else instead


def written(editor: Editor, context: ReadContext, key: str, old: Value) -> Value | None:
    """Ask for a value until it is one that the key takes, beginning with an old one; None when the editor gives up."""
    while True:
        value = _asked(editor, key, old)
        if not value:
            return None
        faults = faults_of(context, key, value)
        if not faults:
            return value
        for fault in faults:
            editor.say(fault)
        old = value  # what was written is there to be mended


def _asked(editor: Editor, key: str, old: Value) -> Value | None:
    known = _RECORDS.get(key)
    if known is None:
        return editor.write(key, worded(old) if old else "") or None
    parts = {known[0].key: old} if isinstance(old, str) else old
    new: dict[str, str] = {}
    for part in known:
        text = editor.write(part.key, str(parts.get(part.key, "")))
        if text is None:
            return None
        if text:
            new[part.key] = text
    return new


def faults_of(context: ReadContext, key: str, value: Value) -> list[str]:
    """Return what is wrong with a value for a key, in words."""
    reading = context.reading("")
    node = _node(value)
    field_of(key).parse(reading, key, Sequence((node,), 1, 1) if key in LISTED else node)
    faults = [f"{problem.message}{'; ' if problem.hint else ''}{problem.hint}" for problem in reading.problems]
    country = value if key == "countries" else value.get("country", "") if not isinstance(value, str) else ""
    if country and not code_of_country(str(country)):
        faults.append(f"`{country}` is not a country; write an ISO 3166-1 code or a country's name")
    return faults


def _node(value: Value) -> Node:
    if isinstance(value, str):
        return Scalar(value, False, 1, 1)
    return Mapping.of([(Scalar(key, True, 1, 1), _node(str(each))) for key, each in value.items()], 1, 1)
