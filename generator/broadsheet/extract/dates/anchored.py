"""Anchored dates: the day of publication and the date named last, from which expressions are seen, and the values they get.

Left out: how a value follows from an expression (`anchoring.py`, `year_anchoring.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from broadsheet.extract.dates import edtf

PUBLISHED, TEXT, NONE = "published", "text", ""


class Point(NamedTuple):
    """A date as exact as it is known: a month or day of 0 is not known."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def as_day(self) -> date | None:
        """Return the day, where it is known."""
        return edtf.day_or_none(*self) if self.month and self.day else None


class Anchored(NamedTuple):
    """A value (EDTF; empty where the anchor is missing), its precision, the anchor, and how sure this reading is."""

    value: str
    precision: str
    anchor: str
    confidence: float
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Anchors:
    """From where an expression is seen: the day of publication, the date named last, and the tense of what is dated.

    `narrative`: the text tells of a time long before its publication, so that a date without a year is of the year named last.
    `quarter` is the value of the quarter that the text named last; `compares`: figures of it stand beside those of another.
    `surely`: there is no doubt that the dated is to come.
    """

    published: date
    text: Point | None
    tense: str
    narrative: bool = False
    quarter: str = ""
    compares: bool = False
    surely: bool = False


def unanchored(precision: str, needs: str) -> Anchored:
    """Return what has no value until an anchor is known."""
    return Anchored("", precision, needs, 0.6)


def of_day(day: date | None, anchor_: str, confidence: float) -> Anchored | None:
    """Return a day as a value, or None where there is none."""
    if day is None:
        return None
    return Anchored(edtf.of_day(day), "day", anchor_, confidence, Point(day.year, day.month, day.day))


def of_month(year: int, month: int, anchor_: str, confidence: float) -> Anchored:
    """Return a month as a value."""
    return Anchored(edtf.of_month(year, month), "month", anchor_, confidence, Point(year, month))


def of_year(year: int, anchor_: str, confidence: float) -> Anchored:
    """Return a year as a value."""
    return Anchored(edtf.of_year(year), "year", anchor_, confidence, Point(year))
