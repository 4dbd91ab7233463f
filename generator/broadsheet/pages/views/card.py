"""The card: what one page shows of another story."""

from typing import NamedTuple

from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.fields import FieldView
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.picture import PictureView
from broadsheet.pages.views.shared import shared


@shared
class Card(NamedTuple):
    """What one page shows of another story. `label` is worded ("Analysis"); `lang` is set only where it is not the site's."""

    permalink: str
    headline: str
    standfirst: str
    date: When
    section: Link | None = None
    label: str = ""
    picture: PictureView | None = None
    lang: str = ""
    dir: str = ""
    fields: tuple[FieldView, ...] = ()
