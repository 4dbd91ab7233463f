"""CLDR: the customs of a language from Unicode's Common Locale Data Repository, as Babel carries it.

Babel's `Locale` keeps what it resolved of an alias in data that other locales share, so that the second locale of a process may
be given names of the first. Therefore the parts that are needed are copied before they are looked into.
"""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global

from broadsheet.expressions import expression
from broadsheet.language.customs import ENGLISH, Customs

_PARTS = (
    "months", "days", "eras", "date_formats", "datetime_formats", "datetime_skeletons", "list_patterns", "territories",
    "number_symbols", "decimal_formats",
)  # fmt: skip
_FIELD = expression(r"'([^']*)'|d+|M+|L+|y+|[^'dMLy]+")
_NAMES = {"d": "{day}", "M": "{month}", "L": "{alone}", "y": "{year}"}
_FOUR_WHOLE = frozenset(("es", "pl"))  # CLDR's minimumGroupingDigits is 2, which Babel leaves out
_NUMBERED = frozenset(("M", "MM", "L", "LL"))
_NUMBERING = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹", "deva": "०१२३४५६७८९", "beng": "০১২৩৪৫৬৭৮৯", "mymr": "၀၁၂၃၄၅၆၇၈၉"}


@lru_cache(maxsize=50)
def customs_by_cldr(language: str) -> Customs:
    """Return the customs of a language by its BCP 47 tag; those of English where CLDR does not know it."""
    name = _locale(language)
    if name is None:
        return ENGLISH
    raw = localedata.load(name)
    data = localedata.LocaleDataDict({part: deepcopy(raw[part]) for part in _PARTS})
    wide = data["months"]["format"]["wide"], data["months"]["stand-alone"]["wide"]
    skeletons, lists = data["datetime_skeletons"], data["list_patterns"]["standard"]
    system = raw["default_numbering_system"]
    symbols = data["number_symbols"]
    digits = _NUMBERING.get(system, ENGLISH.digits)
    signs = symbols.get(system if digits != ENGLISH.digits else "latn", symbols["latn"])
    return Customs(
        months=tuple(wide[0][number] for number in range(1, 13)),
        alone=tuple(wide[1][number] for number in range(1, 13)),
        day=_pattern(data["date_formats"]["long"]),
        month=_pattern(skeletons["yMMMM"]),
        year=_pattern(skeletons["y"]),
        before=_pattern(skeletons["Gy"]).replace("G", data["eras"]["abbreviated"][0]),
        moment=data["datetime_formats"]["medium"].replace("{1}", "{date}").replace("{0}", "{time}"),
        padded="HH" in _text(skeletons["Hm"]),
        digits=digits,
        group=signs.get("group", symbols["latn"]["group"]),
        point=signs.get("decimal", symbols["latn"]["decimal"]),
        sizes=_sizes(_text(data["decimal_formats"][None])),
        least=2 if name.partition("_")[0] in _FOUR_WHOLE or name == "pt_PT" else 1,
        two=lists["2"],
        start=lists["start"],
        middle=lists["middle"],
        end=lists["end"],
        comma=_comma(lists["middle"]),
        countries={code: text for code, text in sorted(data["territories"].items()) if len(code) == 2},
        initials=tuple(data["months"]["stand-alone"]["narrow"][number] for number in range(1, 13)),
        weekdays=tuple(data["days"]["stand-alone"]["narrow"][number] for number in range(7)),
        first_weekday=_first_weekday(name),
    )


def has_name(language: str) -> bool:
    """Say whether a tag is that of a language that CLDR has an English name for: `Python` has the form of one, too."""
    return language.partition("-")[0].lower() in Locale("en").languages


def language_name(tag: str, language: str) -> str:
    """Return what a language calls a language; the tag where it has no name for it."""
    names = localedata.load(_locale(language) or "en")["languages"]
    name: str = names.get(tag.replace("-", "_")) or names.get(tag.partition("-")[0].lower()) or tag
    return name


def shortest(tag: str) -> str:
    """Return a language tag with the code of two letters that its language has: `sv` for `swe`, which is no tag of the web."""
    code, dash, rest = tag.partition("-")
    short = get_global("language_aliases").get(code.lower(), "") if len(code) == 3 else ""
    return f"{short}{dash}{rest}" if len(short) == 2 else tag


def _first_weekday(name: str) -> int:
    """Return the day that a week begins with: where no territory is named, as in the one where most speak the language."""
    try:
        locale = Locale.parse(name if "_" in name else get_global("likely_subtags").get(name, name))
    except UnknownLocaleError:  # of Norwegian (`no`) nothing is known but by the names of its two forms
        locale = Locale.parse(name)
    first: int = locale.first_week_day
    return first


def _locale(language: str) -> str | None:
    """Return Babel's name for the language; of a tag that it does not know, as much as it does."""
    parts = language.split("-")
    if parts[0].lower() == "en" and len(parts) == 1:
        parts.append("001")
    while parts:
        try:
            return str(Locale.parse("_".join(parts)))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return None


def _comma(middle: str) -> str:
    """Return what stands between names that are told one by one; Arabic, which says "and" there, has a comma as well."""
    between = middle.removeprefix("{0}").removesuffix("{1}")
    return "، " if any(map(str.isalpha, between)) else between


def _text(pattern: Any) -> str:  # a text, or Babel's parsed pattern  # noqa: ANN401
    return str(getattr(pattern, "pattern", pattern))


def _pattern(pattern: Any) -> str:  # as above  # noqa: ANN401
    """Return a pattern of CLDR ("d 'de' MMMM") as one of ours ("{day} de {month}")."""
    text = ""
    for match in _FIELD.finditer(_text(pattern)):
        quoted, whole = match[1], match[0]
        name = "{number}" if whole in _NUMBERED else _NAMES.get(whole[0], whole)
        text += quoted if quoted is not None else name
    return text


def _sizes(pattern: str) -> tuple[int, ...]:
    """Return the sizes of the groups of a pattern such as `#,##0.###`, from the right."""
    groups = pattern.split(".")[0].split(",")
    return tuple(len(part) for part in reversed(groups[1:])) or (3,)
