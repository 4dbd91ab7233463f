"""Wording: how dates, kinds, statuses and lists are said to the reader, in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from broadsheet.model import EventDate, Moment, TermKind
from broadsheet.pages.views import When

MONTHS = (
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
STATUS_TEXT: Mapping[str, str] = {
    "confirmed": "Confirmed",
    "reported": "Reported",
    "unconfirmed": "Not confirmed",
    "disputed": "Disputed",
    "denied": "Denied",
}
FOUND_TEXT: Mapping[str, str] = {  # what extraction may have found, as a story's page calls it
    "title": "the headline",
    "standfirst": "the standfirst",
    "date": "the date",
    "updated": "the date of the update",
    "section": "the section",
    "labels": "the label",
    "authors": "the byline",
    "dateline": "the dateline",
    "actors": "people and organisations",
    "countries": "countries",
    "tags": "tags",
    "source": "the source",
    "quotes": "quotes",
    "claims": "claims",
    "events": "dates",
}
KIND_TEXT: Mapping[str, str] = {"person": "Person", "organisation": "Organisation", "": "In the news"}
KIND_HEADINGS: Mapping[TermKind, str] = {
    "actor": "People and organisations",
    "country": "Countries",
    "tag": "Tags",
    "section": "Sections",
    "dossier": "Dossiers",
}


@lru_cache(maxsize=20_000)
def partial_date(iso: str) -> str:
    """Return "17 September 1978" for `1978-09-17`, "September 1978" for `1978-09`, "1978" for `1978`."""
    parts = iso[:10].split("-")
    year = parts[0].lstrip("0") or "0"
    if len(parts) == 1:
        return year
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {year}" if len(parts) == 2 else f"{int(parts[2])} {month} {year}"


def when(moment: Moment) -> When:
    """Return a moment with its words; a time of day is followed by its distance from UTC."""
    text = partial_date(moment.iso)
    if moment.timed:
        clock, zone = moment.iso[11:16], moment.iso[19:].lstrip("0123456789.")
        sign = zone[:1].replace("-", "−")
        hours, _, minutes = zone[1:].partition(":")
        offset = (
            "" if zone in ("Z", "+00:00", "-00:00", "") else f"{sign}{int(hours)}" + (f":{minutes}" if minutes != "00" else "")
        )
        text = f"{text}, {clock} UTC{offset}"
    return When(moment.iso, text)


def day_of(moment: Moment) -> When:
    """Return the day of a moment, for places where the time of day would be noise."""
    return When(moment.day, partial_date(moment.day))


def event_when(date: EventDate) -> When:
    """Return an event's date, as precise as it is known."""
    return When(date.iso, partial_date(date.iso))


def and_list(names: Sequence[str]) -> str:
    """Return "A", "A and B" or "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """Return "1 story", "12 stories", "1,204 stories"."""
    return f"{number:,} {one if number == 1 else many}"


def excerpt(text: str, longest: int = 300) -> str:
    """Return the text, cut at a word with an ellipsis when it is longer than `longest` characters."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—") + "…"
