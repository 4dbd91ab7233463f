"""What was said and done: quotes, claims and events, as pages of all kinds show them."""

from typing import NamedTuple

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.link import Link


class QuoteView(NamedTuple):
    """Words on record. On a story page `story` is None; elsewhere it is where the words stand, and the date is never missing."""

    text: str
    speaker: Link | None = None
    speaker_name: str = ""  # when the speaker has no page
    date: When | None = None
    story: Card | None = None
    unreviewed: bool = False  # outside its story: it was found in the text, and no editor has looked at it


class ClaimView(NamedTuple):
    """A statement with its status: `status` for a class name, `status_text` in words ("Not confirmed").

    Outside its story it has that story, and its date. `unreviewed`: no editor has looked at it; then the words say whose status
    it is.
    """

    text: str
    status: str
    status_text: str
    attributed_to: Link | None = None
    attributed_name: str = ""
    story: Card | None = None
    date: When | None = None
    unreviewed: bool = False


class EventView(NamedTuple):
    """What happened when. `story` is set where the event is shown outside its story."""

    date: When
    text: str
    story: Card | None = None


class EntryView(NamedTuple):
    """What was done (`kind` "event"), said ("quote") or claimed ("claim"), and the story that tells it.

    `own`: the entry is of whom the page is about, or names them; the others are of the same stories. `speaker` and `side` (the
    speaker's country) are set where the page is not the speaker's own. `also` are further stories that tell the same.
    """

    kind: str
    date: When
    text: str
    story: Card
    own: bool = False
    status: str = ""
    status_text: str = ""
    speaker: Link | None = None
    side: Link | None = None
    also: tuple[Card, ...] = ()
    unreviewed: bool = False
