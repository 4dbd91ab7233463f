"""The program's own catalogues: each holds what the program says, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from broadsheet.language.catalogue import named_values, read_catalogue
from broadsheet.language.languages import Languages
from tables import load_table_script

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "generator" / "broadsheet" / "locale").glob("*/LC_MESSAGES/broadsheet.po"))


GATHERER = load_table_script("catalogues")


def test_there_is_a_catalogue_for_each_language_beside_english() -> None:
    assert [path.parts[-3] for path in CATALOGUES] == ["ar", "es", "fa", "fr", "ru", "tr", "zh"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_as_it_is_gathered(path: Path) -> None:
    assert GATHERER.updated(path.read_bytes()) == path.read_bytes(), "run `make messages`"


def test_messages_are_gathered_from_python_and_from_templates() -> None:
    python = 'words.gettext("A", x=1); words.ngettext("one", "many", 3); words.pgettext("c", "B"); message("C"); say.gettext(D)'
    assert list(GATHERER.in_python(python)) == [("", "A", ""), ("", "one", "many"), ("c", "B", ""), ("", "C", "")]
    template = '{{ _("A", x=1) }}{{ ngettext("one", "many", n) }}{{ npgettext("c", "one", "many", n) }}{% trans %}B{% endtrans %}'
    assert list(GATHERER.in_template(template)) == [("", "A", ""), ("", "one", "many"), ("c", "one", "many"), ("", "B", "")]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_is_translated_with_its_values(path: Path) -> None:
    """A form may do without the number itself, as Arabic's for one and two do."""
    read = read_catalogue(path, path.name)
    assert read.problems == ()
    assert read.value is not None
    missing, wrong = [], []
    for message in GATHERER.gathered():
        forms = read.value.messages.get((message.context, message.one))
        if forms is None:
            missing.append(message.one)
            continue
        wanted = sorted(named_values(message.many or message.one))
        for form in forms:
            found = sorted(named_values(form))
            if found != wanted and not (message.many and found == [name for name in wanted if name != "num"]):
                wrong.append(form)
    assert (missing, wrong) == ([], [])


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_has_the_plural_forms_of_its_language(path: Path) -> None:
    read = read_catalogue(path, path.name).value
    assert read is not None
    category = Locale.parse(path.parts[-3]).plural_form
    pairs = {(read.plural(number), category(number)) for number in range(300)}
    assert len(pairs) == read.size == len({category for _, category in pairs})


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("ar", ["لا مقالات", "مقال واحد", "مقالان", "3 مقالات", "11 مقالًا", "100 مقال", "103 مقالات"]),
        ("ru", ["0 материалов", "1 материал", "2 материала", "3 материала", "11 материалов", "100 материалов", "103 материала"]),
        ("fr", ["0 article", "1 article", "2 articles", "3 articles", "11 articles", "100 articles", "103 articles"]),
        ("fa", ["۰ گزارش", "۱ گزارش", "۲ گزارش", "۳ گزارش", "۱۱ گزارش", "۱۰۰ گزارش", "۱۰۳ گزارش"]),
        ("zh", ["0篇报道", "1篇报道", "2篇报道", "3篇报道", "11篇报道", "100篇报道", "103篇报道"]),
    ],
)
def test_stories_are_counted_as_the_language_counts(language: str, counts: list[str]) -> None:
    words = Languages(language).words
    found = [words.ngettext("%(num)s story", "%(num)s stories", number) for number in (0, 1, 2, 3, 11, 100, 103)]
    assert found == counts
