"""Wording: what kinds, statuses, labels and the like are called, and how a date becomes what a page shows of it.

The tables hold messages: they are translated where they are shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from broadsheet.language.words import Words, message
from broadsheet.model import EventDate, Moment, Story, TermKind, known_of
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.link import Alias
from broadsheet.pages.views.story import CorrectionView

STATUS_TEXT: Mapping[str, str] = {
    "confirmed": message("Confirmed"),
    "reported": message("Reported"),
    "unconfirmed": message("Not confirmed"),
    "disputed": message("Disputed"),
    "denied": message("Denied"),
}
_SAID_TEXT: Mapping[str, str] = {  # of a claim that no editor has looked at: whose word its status is
    "confirmed": message("Confirmed by %(who)s"),
    "reported": message("Said by %(who)s"),
    "disputed": message("Disputed by %(who)s"),
    "denied": message("Denied by %(who)s"),
}
FOUND_TEXT: Mapping[str, str] = {  # what extraction may have found, as a story's page calls it
    "title": message("the headline"),
    "standfirst": message("the standfirst"),
    "date": message("the date"),
    "updated": message("the date of the update"),
    "section": message("the section"),
    "labels": message("the label"),
    "authors": message("the byline"),
    "dateline": message("the dateline"),
    "actors": message("people and organisations"),
    "countries": message("countries"),
    "places": message("places"),
    "tags": message("tags"),
    "source": message("the source"),
    "quotes": message("quotes"),
    "claims": message("claims"),
    "events": message("dates"),
    "lang": message("the language"),
}
KIND_TEXT: Mapping[str, str] = {
    "person": message("Person"),
    "organisation": message("Organisation"),
    "": message("In the news"),
    "tag": message("Tag"),
    "section": message("Section"),
}
PLACE_TEXT: Mapping[str, str] = {"city": message("City"), "region": message("Region"), "county": message("County")}
KIND_HEADINGS: Mapping[TermKind, str] = {
    "actor": message("People and organisations"),
    "country": message("Countries"),
    "tag": message("Tags"),
    "section": message("Sections"),
    "dossier": message("Dossiers"),
}
CORRECTION_TEXT: Mapping[str, str] = {
    "correction": message("Correction"),
    "clarification": message("Clarification"),
    "update": message("Update"),
    "retraction": message("Retraction"),
}
_LABELS: Mapping[str, str] = {
    "breaking": message("Breaking"),
    "analysis": message("Analysis"),
    "opinion": message("Opinion"),
    "explainer": message("Explainer"),
    "live": message("Live"),
    "exclusive": message("Exclusive"),
}
_SCRIPTS: Mapping[str, str] = {  # the first word of a letter's name in Unicode, and the script's code of ISO 15924
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "HANGUL": "Kore",
    "HEBREW": "Hebr",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "MYANMAR": "Mymr",
    "SYRIAC": "Syrc",
    "TAMIL": "Taml",
    "THAANA": "Thaa",
    "THAI": "Thai",
    "TIBETAN": "Tibt",
}


def status_text(words: Words, status: str, who: str, *, unreviewed: bool) -> str:
    """Return the status of a claim in words. What no editor has looked at is the word of who speaks, never the archive's."""
    if not unreviewed or status == "unconfirmed":
        return words.gettext(STATUS_TEXT[status])
    return words.gettext(_SAID_TEXT[status], who=who) if who else words.gettext(STATUS_TEXT["reported"])


def label_text(words: Words, label: str) -> str:
    """Return a label in words: "Analysis"; the publication's own are called as they are written."""
    known = _LABELS.get(label)
    return words.gettext(known) if known else label[:1].upper() + label[1:].replace("-", " ")


def when(words: Words, moment: Moment) -> When:
    """Return a moment with its words; a time of day is followed by its distance from UTC."""
    if moment.edtf:
        return day_of(words, moment)
    return When(moment.iso, words.moment(moment.iso) if moment.timed else words.date(moment.iso))


def day_of(words: Words, moment: Moment) -> When:
    """Return the day of a moment, or what is known of it, for places where the time of day would be noise."""
    return date_of(words, moment.edtf or moment.day)


def date_of(words: Words, date: str) -> When:
    """Return a date in EDTF with its words; HTML has no form for one that is not known, or is before the year 1."""
    known = known_of(date)
    return When(known if known > "0000" else "", words.date(date))


def event_when(words: Words, date: EventDate) -> When:
    """Return an event's date, as precise as it is known."""
    return When(date.iso, words.date(date.iso))


def corrections(story: Story, words: Words) -> tuple[CorrectionView, ...]:
    """Return the corrections of a story, the newest first."""
    newest = sorted(story.corrections, key=lambda each: each.date.instant, reverse=True)
    return tuple(
        [
            CorrectionView(day_of(words, each.date), each.type, words.gettext(CORRECTION_TEXT[each.type]), each.text)
            for each in newest
        ]
    )


def alias_of(name: str) -> Alias:
    """Return another name of a term; what is not in Latin letters says in which script it is."""
    for letter in name:
        script = _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0])
        if script:
            return Alias(name, f"und-{script}")
    return Alias(name)
