"""Customs: how a language writes dates, numbers and lists. English is told here, all others by CLDR (`language.cldr`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_ASCII = "0123456789"


@dataclass(frozen=True, slots=True)
class Customs:
    """How a language writes what it writes with rules.

    `day`, `month` and `year` are patterns with {day}, {month} (within a date), {alone} (a month by itself), {number} (of the
    month) and {year}; `moment` has {date} and {time}. The patterns of a list have {0} and {1}: `two` of them, or `start`,
    `middle` and `end` of more.
    `sizes` are those of the groups of digits, from the right, the last for all others; numbers with fewer than `least` digits
    before the first group stay whole.
    """

    months: tuple[str, ...]
    alone: tuple[str, ...]
    day: str
    month: str
    year: str
    moment: str
    padded: bool  # hours have two digits
    digits: str
    group: str
    point: str  # between the whole and the rest of a number
    sizes: tuple[int, ...]
    least: int
    two: str
    start: str
    middle: str
    end: str
    comma: str  # between names that are told one by one
    before: str = "{year} BC"  # a year before the year 1
    countries: Mapping[str, str] = field(default_factory=dict)  # names by codes
    initials: tuple[str, ...] = tuple("JFMAMJJASOND")  # of the months
    weekdays: tuple[str, ...] = tuple("MTWTFSS")  # their initials, from Monday
    first_weekday: int = 0  # the day that a week begins with, 0 for Monday

    def number(self, number: int) -> str:
        """Return a whole number: "1,204"."""
        text = str(abs(number))
        if len(text) < self.sizes[0] + self.least:
            grouped = text
        else:
            parts: list[str] = []
            sizes = list(self.sizes)
            while text:
                size = sizes.pop(0) if len(sizes) > 1 else sizes[0]
                parts.append(text[-size:])
                text = text[:-size]
            grouped = self.group.join(reversed(parts))
        return self.in_digits(f"−{grouped}" if number < 0 else grouped)

    def decimal(self, number: float) -> str:
        """Return a number of at least zero with one digit after the point, without it from ten on; "< 0.1" where it is less."""
        if number >= 9.95:
            return self.number(round(number))
        text = f"{max(number, 0.1):.1f}".replace(".", self.point)
        return self.in_digits(text if number >= 0.1 else f"< {text}")

    def in_digits(self, text: str) -> str:
        """Return a text with the digits of the language."""
        return text if self.digits == _ASCII else text.translate(str.maketrans(_ASCII, self.digits))

    def date(self, iso: str) -> str:
        """Return "17 September 1978" for `1978-09-17`, "September 1978" for `1978-09`, "1978" for `1978`, "44 BC" for `-0043`."""
        parts = iso.removeprefix("-")[:10].split("-")
        before = iso[0] == "-" or parts[0] == "0000"
        year = self.in_digits(str(int(parts[0]) + before))
        if before:
            year = self.before.format(year=year)
        if len(parts) == 1:
            return year if before else self.year.format(year=year)
        at = int(parts[1]) - 1
        names = {"year": year, "month": self.months[at], "alone": self.alone[at], "number": self.in_digits(str(at + 1))}
        if len(parts) == 2:
            return self.month.format(**names)
        return self.day.format(**names, day=self.in_digits(str(int(parts[2]))))

    def timed(self, date: str, clock: str, offset: str) -> str:
        """Return a date with the time of day (`14:30`) and its distance from UTC ("+5:30", or empty)."""
        time = clock if self.padded else clock.removeprefix("0")
        return self.moment.format(date=date, time=f"{self.in_digits(time)} UTC{offset}")

    def and_list(self, names: Sequence[str]) -> str:
        """Return "A", "A and B" or "A, B and C"."""
        if len(names) < 3:
            return self.two.format(*names) if len(names) == 2 else "".join(names)
        text = self.end.format(names[-2], names[-1])
        for name in reversed(names[1:-2]):
            text = self.middle.format(name, text)
        return self.start.format(names[0], text)


ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ENGLISH = Customs(
    months=ENGLISH_MONTHS,
    alone=ENGLISH_MONTHS,
    day="{day} {month} {year}",
    month="{alone} {year}",
    year="{year}",
    moment="{date}, {time}",
    padded=True,
    digits=_ASCII,
    group=",",
    point=".",
    sizes=(3,),
    least=1,
    two="{0} and {1}",
    start="{0}, {1}",
    middle="{0}, {1}",
    end="{0} and {1}",
    comma=", ",
)


def customs_of(language: str) -> Customs:
    """Return the customs of a language by its tag: English as newspapers outside America write it, unless a region is named."""
    if language.lower() == "en":
        return ENGLISH
    from broadsheet.language.cldr import customs_by_cldr  # here: most of a publication's builds do without Babel

    return customs_by_cldr(language)
