"""Words: what is said to the reader in one language, and how dates, numbers and lists are written in it.

A message is its English text. Values in it are named: "%(num)s stories". In tables messages are marked with `message` and
`messages`, where they are shown they are translated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from broadsheet.expressions import expression
from broadsheet.language.catalogue import Catalogue, in_english
from broadsheet.language.customs import Customs
from broadsheet.model import UNDATED, is_season

_PLAIN = expression(r"\d{4}(?:-[01]\d(?:-\d{2}(?:T.*)?)?)?\Z")  # no EDTF but a day, a month or a year
_DATES_KEPT = 20_000
T = TypeVar("T")


def message(text: str) -> str:
    """Mark a message that is translated where it is shown."""
    return text


def messages(one: str, many: str) -> tuple[str, str]:
    """Mark a message with its plural, translated where they are shown."""
    return one, many


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one language. `digest` changes when they do."""

    language: str
    catalogue: Catalogue
    customs: Customs
    digest: bytes
    _dates: dict[str, str] = field(default_factory=dict)

    def gettext(self, text: str, **values: object) -> str:
        """Return a message with its values. A percent sign is doubled in it."""
        return _filled(self.forms("", text)[0], values)

    def pgettext(self, context: str, text: str, **values: object) -> str:
        """Return a message that needs a word on where it stands."""
        return _filled(self.forms(context, text)[0], values)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """Return a message in the form that a number takes; the number is its value `num`."""
        return _filled(self.chosen(self.forms("", one, many), number), {"num": self.number(number), **values})

    @property
    def countries(self) -> Mapping[str, str]:
        """Return the names of countries by their codes; nothing for English, of which the program has a table of its own."""
        return {} if self.language.lower().split("-")[0] == "en" else self.customs.countries

    def forms(self, context: str, one: str, many: str = "") -> tuple[str, ...]:
        """Return the forms of a message, one of which `chosen` chooses; without a plural there is one."""
        found = self.catalogue.messages.get((context, one))
        return found or ((one, many) if many else (one,))

    def chosen(self, forms: tuple[T, ...], number: int) -> T:
        """Return which of the forms of a message a number takes."""
        size = len(forms)
        return forms[self.catalogue.plural(number) if size == self.catalogue.size else in_english(number) if size > 1 else 0]

    def number(self, number: int) -> str:
        """Return a whole number: "1,204"."""
        return self.customs.number(number)

    def decimal(self, number: float) -> str:
        """Return a number with one digit after the point: "3.2", "12", "< 0.1"."""
        return self.customs.decimal(number)

    def date(self, iso: str) -> str:
        """Return "17 September 1978" for `1978-09-17`, "September 1978" for `1978-09`, "1978" for `1978`; and so on for EDTF."""
        text = self._dates.get(iso)
        if text is None:
            if len(self._dates) >= _DATES_KEPT:
                self._dates.clear()
            text = self._dates[iso] = self.customs.date(iso) if _PLAIN.match(iso) else self._historic(iso)
        return text

    def _historic(self, edtf: str) -> str:
        """Return a date in EDTF in words: "about 1978", "1978?", "the 1970s", "1978–1979", "1978–" where it has no end."""
        return "–".join([self._point(point) if point not in ("", "..") else "" for point in edtf.split("/")])

    def _point(self, edtf: str) -> str:
        if edtf == UNDATED:
            return self.gettext("Undated")
        bare = edtf.rstrip("?~%")
        mark = edtf[len(bare) :]
        if bare.endswith("XX") and len(bare) == 4:
            text = f"{self.customs.date(bare[:2] + '00')}–{self.customs.date(bare[:2] + '99')}"
        elif bare.endswith("X") and len(bare) == 4:
            text = self.pgettext("a decade", "%(year)ss", year=self.customs.date(f"{bare[:3]}0"))
        elif is_season(bare):
            text = self._season(bare[-2:], self.customs.date(bare[:-3]))
        else:
            text = self.customs.date(bare.replace("-XX", ""))
        if mark in ("?", "%"):
            text += "?"
        return self.gettext("about %(date)s", date=text) if mark in ("~", "%") else text

    def _season(self, number: str, year: str) -> str:
        forms = {
            "21": self.pgettext("a season", "spring %(year)s", year=year),
            "22": self.pgettext("a season", "summer %(year)s", year=year),
            "23": self.pgettext("a season", "autumn %(year)s", year=year),
            "24": self.pgettext("a season", "winter %(year)s", year=year),
        }
        return forms[number]

    def month_name(self, number: int) -> str:
        """Return the name of a month, 1 to 12, as it stands by itself."""
        return self.customs.alone[number - 1]

    def moment(self, iso: str) -> str:
        """Return a date with its time of day, and that with its distance from UTC: "3 February 2026, 10:05 UTC+3"."""
        clock, zone = iso[11:16], iso[19:].lstrip("0123456789.")
        hours, _, minutes = zone[1:].partition(":")
        offset = f"{zone[:1].replace('-', '−')}{int(hours)}" + (f":{minutes}" if minutes != "00" else "") if hours else ""
        return self.customs.timed(self.date(iso[:10]), clock, "" if zone in ("+00:00", "-00:00") else offset)

    def and_list(self, names: Sequence[str]) -> str:
        """Return "A", "A and B" or "A, B and C"."""
        return self.customs.and_list(names)


def _filled(text: str, values: Mapping[str, object]) -> str:
    return text % values if values else text.replace("%%", "%")
