"""The reference of keys, commands and problems, as Markdown, from the tables that the program itself works by."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from broadsheet.arguments import command_line
from broadsheet.content import records, settings
from broadsheet.content.fields import Field
from broadsheet.content.own import OWN_FIELD
from broadsheet.content.schema import ACTOR, COUNTRY, DOSSIER, PAGE, STORY, TERM
from broadsheet.content.taxonomies import TAXONOMY
from broadsheet.problems import CODES

_TABLES: tuple[tuple[str, str, tuple[Field, ...]], ...] = (
    ("A story", "Front matter of `content/stories/**/NAME.md`, `NAME.yaml` beside it, or a line of a `.jsonl` file.", STORY),
    ("An item of `actors`", "A name alone will do.", records.ACTOR_MENTION),
    ("An item of `countries`", "A code or a name alone will do.", records.COUNTRY_MENTION),
    ("An item of `places`", "A name alone will do.", records.PLACE),
    ("An item of `quotes`", "", records.QUOTE),
    ("An item of `claims`", "", records.CLAIM),
    ("An item of `events`", "", records.EVENT),
    ("`image`", "", records.PICTURE),
    ("An item of `corrections`", "", records.CORRECTION),
    ("`source`", "A name alone will do.", records.SOURCE),
    ("An item of `citations`", "A name alone will do.", records.CITATION),
    (
        "A comment",
        "`content/comments/STORY-ID/NAME.yaml`, where STORY-ID is the article's path below `content/stories` without suffix"
        " (of a line of JSON lines, `FILE#SLUG`). Only what is `approved` is published.",
        records.COMMENT,
    ),
    ("An actor", "`content/actors/SLUG.md`; the body is the biography.", ACTOR),
    ("An item of an actor's `roles`", "", records.ROLE),
    ("An item of `links`", "", records.NAMED_LINK),
    ("A country", "`content/countries/CODE.md`; the body is the overview.", COUNTRY),
    ("A tag or section", "`content/tags/SLUG.md`, `content/sections/SLUG.md`; the body is the scope note.", TERM),
    ("A dossier", "`content/dossiers/SLUG.md`; the body is the scope note.", DOSSIER),
    ("A free-standing page", "`content/pages/**/NAME.md`.", PAGE),
    ("The publication", "`broadsheet.yaml`.", settings.CONFIG),
    ("An item of `fields`", "", OWN_FIELD),
    (
        "An item of `taxonomies`",
        "Its name is the key of stories that lists its terms (a text or a list), the folder of its pages, and that of its"
        " register: `content/NAME/SLUG.md`, with the keys of a tag.",
        TAXONOMY,
    ),
    ("`permalinks`", "And of taxonomies of the publication's own, by their names.", settings.PERMALINKS),
    ("`menus`", "", settings.MENUS),
    ("An item of a menu", "", settings.MENU_ITEM),
    ("`feeds`", "", settings.FEEDS),
    ("`markdown`", "", settings.MARKDOWN),
    ("`images`", "", settings.IMAGES),
    ("`limits`", "", settings.LIMITS),
    ("`media`", "", settings.MEDIA),
    ("`people`", "", settings.PEOPLE),
    ("`static`", "", settings.STATIC),
    ("`search`", "", settings.SEARCH),
    ("`extraction`", "", settings.EXTRACTION),
    ("`comments`", "", settings.COMMENTS),
)

_SURROUNDINGS = """## Exit status

0: done. 1: the content has errors, or an import left something out. 2: the command line is wrong. 3: the machine failed
(disk full, no permission).

## Environment

| name | meaning |
| --- | --- |
| `BROADSHEET_KEY` | A secret that machines share which use each other's `.broadsheet/`; default: a key of the user's own. |
| `SOURCE_DATE_EPOCH` | The time of the build, in seconds since 1970, where `--clock` is not given. |
| `NO_COLOR` | Set to anything: no colours on a terminal. |
"""


def reference() -> str:
    """Return the whole reference. A test keeps `generator/docs/reference.md` equal to it; `make docs` writes it."""
    parts = ["# Reference", "", "Every key, every command and every problem. Written by `make docs`.", ""]
    for heading, introduction, fields in _TABLES:
        parts += [f"## {heading}", "", *((introduction, "") if introduction else ()), *_table(fields), ""]
    parts += [*_commands(), _SURROUNDINGS]
    parts += ["## Problems", "", "| code | weighs | meaning |", "| --- | --- | --- |"]
    parts += [f"| `{code}` | {severity} | {meaning} |" for code, (severity, meaning) in CODES.items()]
    return "\n".join(parts) + "\n"


def _table(fields: Iterable[Field]) -> Iterable[str]:
    yield "| key | takes | meaning |"
    yield "| --- | --- | --- |"
    for field in fields:
        required = "**required.** " if field.required else ""
        also = " Also accepted: " + ", ".join(f"`{name}`" for name in field.also) + "." if field.also else ""
        yield f"| `{field.key}` | {field.takes} | {required}{_sentence(field.help)}.{also} |"


def _commands() -> Iterable[str]:
    """Yield a table for each command, of what it takes."""
    commands = next(action for action in command_line()._actions if isinstance(action, argparse._SubParsersAction))
    about = {action.dest: action.help for action in commands._choices_actions}
    for name, parser in commands.choices.items():
        yield from (
            f"## `broadsheet {name}`",
            "",
            f"{_sentence(about[name] or '')}.",
            "",
            "| option | meaning |",
            "| --- | --- |",
        )
        for action in parser._actions:
            if "--help" not in action.option_strings:
                yield f"| `{_written(action)}` | {_sentence(action.help or '')}. |"
        yield ""


def _written(action: argparse.Action) -> str:
    """Return an option as it is typed, with what it takes."""
    takes = action.metavar or ("" if action.nargs == 0 else action.dest.upper())
    words = " ".join([*action.option_strings[:1], *([takes] if isinstance(takes, str) else takes)])
    return words.strip().replace("|", "\\|")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
