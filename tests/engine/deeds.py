"""Deeds: edits that are fixed, one for each rule that decides what an edit reaches, on a small archive.

A deed is a few changes of an archive. Before the first build comes what is `given`, then each of its `steps` with a build after
it. Nothing here knows how a build works: a rule of the engine may go, but what an editor did has still to reach every page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engine.archive import png
from engine.changes import (
    Change,
    all_of,
    alter,
    alter_letter,
    clock,
    entry,
    file,
    lose,
    newest,
    other,
    path,
    put,
    setting,
    text,
    without,
)
from engine.disturbances import BUILT_IN
from engine.small import STORIES


class Deed(NamedTuple):
    """What is given before the first build, and the changes after each of which is one more."""

    given: tuple[Change, ...]
    steps: tuple[Change, ...]


def deed(*steps: Change, given: Sequence[Change] = ()) -> Deed:
    """Return a deed of some steps."""
    return Deed(tuple(given), steps)


def _marked(template: str) -> str:
    """Return a built-in template with a mark in each of its macros."""
    text = (BUILT_IN / template).read_text(encoding="utf-8")
    return re.sub(r"(\{%-?\s*endmacro)", r"<!-- mark -->\1", text)


_RAW = "Talks on salt\n\n12 February 2026\n\nMinister Nils Unheard of Norway met Ann Lee in Oslo on the salt of the harbour.\n"
_FOUND = """quotes:
- id: "ec05c49a80fd"
  value: {text: "It is salt and nothing else", speaker: "Omar Hadad"}
  evidence:
  - [0, 1, "x"]
  rule: "inverted"
  confidence: 0.95
"""
_MISSPELT = {"text": "It is salt.", "speaker": "Omar Hadad"}
_REPLY = 'author: A\ndate: 2026-02-01\nstatus: approved\ntext: "Hm."\n'
_NU = entry("actors/nils", name="Nils Unheard", aliases=["N. U."])
_OLE = entry("actors/nils", name="Ole Renamed", aliases=["N. U."])
_NILS = entry("actors/nils", name="Nils Unheard")
_FULL = setting(feeds={"content": "full", "limit": 2})
_FORM = setting(comments={"form": "netlify", "days": 20})
_TALKS = entry("dossiers/talks", name="Talks", edition=True)
_TRANSLATED = put("other", lang="nb", translation_of="talks-1")
_FEW = all_of(*(without(name) for name in tuple(STORIES)[2:18]))
_UNTOLD = setting(disable=["provenance"])
_SERIES = setting(taxonomies={"series": {"label": "Series"}})
_LONG = all_of(_SERIES, *(put(name, series="Long") for name in ("talks-1", "talks-2", "other")))
_SHORT = entry("series/short", name="Short", parent="Long")
_SLUG_ONLY = put("other", tags=["dry-goods"])

IN_PLACE: Mapping[str, Deed] = {
    "retitle a story that quotes somebody": deed(put("voice", title="Words again")),
    "retitle a story that somebody's claim is in": deed(put("claim", title="Words again")),
    "retitle a story of an actor who acts for a country": deed(put("nation", title="Envoy again")),
    "retitle a story of an actor who acts for another country": deed(put("acting", title="Ann for Ghana")),
    "retitle a story of an actor who has a country": deed(put("native", title="Ann again")),
    "retitle a story that two countries share": deed(put("pair-2", title="Shared again")),
    "retitle a story of a dossier": deed(put("talks-2", title="Second round")),
    "retitle the only story of its terms": deed(put("lone", title="Alone again")),
    "retitle a story of a month ago": deed(put("other", title="Something else")),
    "retitle the newest story": deed(put("last", title="Last again"), given=[put("last", date="2026-02-28T10:00:00Z")]),
    "retitle a story to which others are related": deed(put("port-2", title="Harbour again")),
    "retitle a translation": deed(put("other", title="Igjen"), given=[_TRANSLATED]),
    "retitle a story that is translated": deed(put("talks-1", title="First again"), given=[_TRANSLATED]),
    "retitle a story with an old address": deed(put("moved", title="Moved again")),
    "retitle a story beside one that quotes a name that is misspelt": deed(
        put("other", title="Something else"), given=[put("voice", actors=["Omar Haddad"], quotes=[_MISSPELT])]
    ),
    "a quote of a name that is misspelt stands in another line": deed(
        put("voice", standfirst=None), given=[put("voice", actors=["Omar Haddad"], quotes=[_MISSPELT])]
    ),
    "a quote that was found is accepted, of a name that is misspelt": deed(
        other("content/stories/omar.yaml", "decisions:\n  ec05c49a80fd: accept\n"),
        given=[other("content/stories/omar.auto.yaml", _FOUND)],
    ),
    "retitle a line of a file": deed(put("one", title="Brief New reported")),
    "retitle a plain text": deed(put("plain", title="Plain again")),
    "retitle a draft": deed(put("other", title="Draft again"), given=[put("other", draft=True)]),
    "retitle a story of a series": deed(put("talks-1", title="First again"), given=[_LONG]),
    "retitle many stories": deed(
        all_of(
            *(put(f"talks-{n}", title=f"Round {n}") for n in (1, 2, 3)), *(put(f"port-{n}", title=f"Port {n}") for n in (1, 2, 3))
        )
    ),
    "retitle twice": deed(put("port-2", title="Harbour again"), put("port-2", title="Harbour once more")),
    "retitle, then file the newest": deed(
        put("port-3", title="Harbour again"), newest(tags=["Ports"], actors=["Port Authority"])
    ),
    "retitle, then another one": deed(put("port-1", title="Port again"), put("port-2", title="Port too")),
    "a headline and back again": deed(put("other", title="Else"), put("other", title="Other reported")),
    "retitle, then edit the text": deed(put("talks-1", title="First again"), text("talks-1", "Other words.")),
    "retitle, then rename an actor": deed(
        put("port-3", title="Harbour again"), entry("actors/zoe-ost", name="Zoë Renamed", aliases=["Zoë Öst"])
    ),
    "two stories exchange their headlines": deed(
        all_of(put("port-2", title="Port-3 reported"), put("port-3", title="Port-2 reported"))
    ),
    "another standfirst": deed(put("talks-1", standfirst="It was the first round.")),
    "a story without a standfirst begins otherwise": deed(
        text("other", "The harbour was shut for a day, and nobody said why."), given=[put("other", standfirst=None)]
    ),
    "an update": deed(put("port-1", updated="2026-02-25")),
    "a correction": deed(put("port-1", corrections=[{"date": "2026-02-25", "type": "correction", "text": "It was salt."}])),
    "other authors": deed(put("other", authors=["Per Lund"])),
    "another dateline, source and citation": deed(put("other", dateline="Oslo", source="Wire", citations=["A paper"])),
    "another event": deed(put("talks-3", events=[{"date": "2026-01-12", "text": "Ann Lee leaves"}])),
    "another event, then a newer story": deed(
        put("talks-3", events=[{"date": "2026-01-12", "text": "Ann Lee leaves"}]), newest(dossier="Talks")
    ),
    "an update, then a newer story": deed(put("port-1", updated="2026-03-01"), newest(tags=["Ports"])),
    "a headline and back again, with a date": deed(
        put("other", title="Else"), all_of(put("other", title="Other reported"), put("one", date="2026-01-28"))
    ),
    "retitle, then edit the text of its neighbour": deed(put("port-1", title="Port again"), text("port-2", "Other words.")),
    "a reply": deed(other("content/comments/other/1.yaml", _REPLY)),
    "another reply": deed(
        other("content/comments/other/1.yaml", _REPLY.replace("Hm", "No")), given=[other("content/comments/other/1.yaml", _REPLY)]
    ),
}
MOVED: Mapping[str, Deed] = {
    "a quote has another speaker": deed(put("voice", quotes=[{"text": "It is salt.", "speaker": "Ann Lee"}])),
    "a claim has another claimant": deed(put("claim", claims=[{"text": "So", "status": "reported", "attributed_to": "Ann Lee"}])),
    "a claim is denied": deed(put("claim", claims=[{"text": "So", "status": "denied", "attributed_to": "Omar Haddad"}])),
    "an actor acts for another country": deed(put("acting", actors=[{"name": "Ann Lee", "country": "FR"}])),
    "an actor has another role": deed(put("nation", actors=[{"name": "Kofi Mensah", "role": "chair", "country": "GH"}])),
    "an actor more": deed(put("port-1", actors=["Port Authority", "Zoë Öst", "Ann Lee"])),
    "an actor less": deed(put("port-2", actors=["Port Authority"])),
    "other tags": deed(put("port-2", tags=["Salt"])),
    "another section": deed(put("other", section="World")),
    "another dossier": deed(put("talks-2", dossier="Strike")),
    "other countries": deed(put("pair-2", countries=["NO"])),
    "other labels of a story that two countries share": deed(put("pair-2", labels=["analysis"])),
    "a country's role": deed(put("pair-1", countries=["NO", {"country": "TR", "role": "guest"}])),
    "a place in another country": deed(
        put("other", places=[{"name": "Faro", "country": "GH"}]), given=[put("other", places=[{"name": "Faro", "country": "PT"}])]
    ),
    "the third story of two countries": deed(put("other", countries=["FR", "GB"])),
    "a headline, and a date": deed(all_of(put("other", title="Else"), put("one", date="2026-01-28"))),
    "other labels": deed(put("other", labels=["analysis"])),
    "another language": deed(put("other", lang="nb")),
    "another date": deed(put("port-1", date="2026-01-23")),
    "a date that is no day": deed(put("port-1", date="2026-01")),
    "a date that is a day again": deed(put("port-1", date="2026-01-20"), given=[put("port-1", date="2026")]),
    "a date of long ago": deed(put("port-1", date="-0043")),
    "another hour": deed(put("one", date="2026-01-27T10:00:00Z")),
    "another picture": deed(put("shown", image={"src": "port.png", "alt": "The port"})),
    "another address": deed(put("other", slug="elsewhere")),
    "an old address": deed(put("other", aliases=["/was/other/"])),
    "a draft": deed(put("other", draft=True)),
    "an embargo": deed(put("other", publish_at="2026-03-02T00:00:00Z")),
    "an end": deed(put("other", expires_at="2026-02-02T00:00:00Z")),
    "replies end": deed(put("last", comments_until="2026-03-02T00:00:00Z"), clock("2026-03-03T00:00:00Z"), given=[_FORM]),
    "a translation": deed(_TRANSLATED, given=[put("other", lang="nb")]),
    "a companion is in older stories": deed(
        all_of(*(file(f"old-{number}", "2025-12-01", actors=["Zoë Öst"], countries=["TR"]) for number in range(9)))
    ),
    "an older story of a long dossier": deed(
        file("talks-0", "2026-01-01", dossier="Talks"),
        given=[file(f"round-{number}", f"2026-01-1{number}", dossier="Talks") for number in range(10)],
    ),
    "a story less": deed(without("port-2")),
    "a story less, where sources are not told": deed(without("port-2"), given=[_UNTOLD]),
    "a story less, and a headline": deed(all_of(without("port-2"), put("other", title="Else"))),
    "the last story of a term less": deed(without("lone")),
    "the first story of a pair less": deed(without("pair-1")),
    "a file has another name": deed(path("other", "another")),
    "a story of another series": deed(put("other", series="Short"), given=[_LONG]),
    "a narrower series has a story more": deed(put("linked", series="Short"), given=[_LONG, _SHORT]),
    "an author who has a page": deed(put("other", authors=["Per Lund"]), given=[setting(taxonomies=["authors"])]),
    "a term that nobody used": deed(put("other", tags=["Unheard"], actors=["Nils Unheard"], dossier="Unheard of")),
}
FILED: Mapping[str, Deed] = {
    "the newest story": deed(newest(tags=["Ports"], actors=["Port Authority"], countries=["NO"], standfirst="New.")),
    "the newest story, then another one": deed(
        newest(tags=["Ports"]), newest("newer", day="2026-02-28T09:00:00Z", tags=["Ports"])
    ),
    "two newest stories at once": deed(all_of(newest("b-newest", tags=["Ports"]), newest("a-newest", tags=["Ports"]))),
    "two newest stories at once, the older one last": deed(
        all_of(newest("a-newest", day="2026-02-28T08:00:00Z"), newest("b-newest", day="2026-02-28T07:00:00Z"))
    ),
    "the newest story, then an older one of its terms": deed(newest(tags=["Ports"]), file("older", "2026-02-01", tags=["Ports"])),
    "the newest story, then a word in it": deed(newest(tags=["Ports"]), text("newest", "Other words.")),
    "the newest story, then its headline": deed(newest(tags=["Ports"]), put("newest", title="Newest again")),
    "the newest story, then a link to it": deed(newest(tags=["Ports"]), text("other", "See [it](newest.md).")),
    "the newest story of a dossier": deed(newest(dossier="Talks")),
    "the newest story of a dossier with a document": deed(newest(dossier="Talks"), given=[_TALKS]),
    "the newest story of a narrower term": deed(newest(tags=["Salt tax"])),
    "the newest story names a role": deed(newest(actors=[{"name": "Ann Lee", "role": "judge"}])),
    "the newest story quotes somebody": deed(newest(quotes=[{"text": "Hm.", "speaker": "Omar Haddad"}])),
    "the newest story quotes somebody for the first time": deed(newest(quotes=[{"text": "Hm.", "speaker": "Zoë Öst"}])),
    "the newest story holds a claim": deed(newest(claims=[{"text": "So", "status": "reported", "attributed_to": "Omar Haddad"}])),
    "the newest story of a nation": deed(newest(actors=[{"name": "Kofi Mensah", "country": "GH"}])),
    "the newest story of a nation by its register": deed(newest(actors=["Ann Lee"])),
    "the newest story says for whom an actor acts": deed(newest(actors=[{"name": "Solo Act", "country": "NO"}])),
    "the newest story says what an actor is": deed(newest(actors=[{"name": "Solo Act", "kind": "organisation"}])),
    "the newest story names a term as it is written": deed(newest(tags=["Dry goods"]), given=[_SLUG_ONLY]),
    "the newest story names an actor twice": deed(newest(actors=[{"name": "ANN LEE", "role": "judge"}, "Ann Lee"])),
    "the newest story of two countries": deed(newest(countries=["NO", "TR"])),
    "the newest story is the third of two countries": deed(newest(countries=["FR", "GB"])),
    "the newest story has events": deed(newest(dossier="Talks", events=[{"date": "2026-02-28", "text": "Ann Lee again"}])),
    "the newest story beside a translation": deed(newest(tags=["Ports"]), given=[_TRANSLATED]),
    "the newest story is a draft": deed(newest(draft=True)),
    "the newest story is held back": deed(newest(publish_at="2026-03-02T00:00:00Z"), clock("2026-03-03T00:00:00Z")),
    "the newest story ends": deed(newest(expires_at="2026-03-01T13:00:00Z"), clock("2026-03-01T13:30:00Z")),
    "the newest story is breaking": deed(newest(labels=["breaking"], day="2026-02-28T20:00:00Z"), clock("2026-03-01T21:00:00Z")),
    "the newest story has an old address": deed(newest(aliases=["/was/new/"])),
    "the newest story has a picture": deed(newest(image={"src": "port.png", "alt": "The port"})),
    "the newest story has links": deed(newest(body="See [it](other.md#why) and [that](/nowhere/).")),
    "the newest story is a translation": deed(newest(lang="nb", translation_of="other")),
    "replies to the newest story end": deed(
        newest(comments_until="2026-03-01T13:00:00Z"), clock("2026-03-01T13:30:00Z"), given=[_FORM]
    ),
    "the newest story of a new month": deed(newest(day="2026-03-01", tags=["Ports"])),
    "the newest story makes a term weigh more": deed(newest(tags=["Salt"])),
    "the newest story at an address that is taken": deed(newest(slug="last")),
    "the newest story where a file is": deed(newest(), given=[other("static/stories/2026/02/newest/index.html", "mine")]),
    "the newest story in the place of a file": deed(newest(), given=[other("static/stories/2026/02/newest", "mine")]),
    "the newest story names what nobody knows": deed(newest(tags=["Unheard"], actors=["Nils Unheard"], countries=["AE"])),
    "many newest stories": deed(all_of(*(newest(f"one-of-many-{number}") for number in range(40)))),
    "the newest stories of a small archive": deed(all_of(newest("a-newest"), newest("b-newest")), given=[_FEW]),
    "an older story": deed(file("older", "2026-01-15", tags=["Ports"], actors=["Port Authority"], countries=["NO"])),
    "the archive has a page more": deed(all_of(*(newest(f"more-{number}", section="Culture") for number in range(4)))),
    "the oldest story": deed(file("oldest", "2020-01-01", tags=["Ports"])),
    "a story of the instant of the newest": deed(file("a-last", "2026-02-27", tags=["Salt"])),
}
OTHER: Mapping[str, Deed] = {
    "a text": deed(text("other", "Other words. " * 400)),
    "a text, where sources are not told": deed(text("other", "Other words. " * 400), given=[_UNTOLD]),
    "a text that says the same": deed(text("other", "Some words.\n\n\n"), given=[text("other", "Some words.")]),
    "a letter in a text": deed(text("other", "Words " * 200 + "end."), given=[text("other", "Words " * 200 + "fin.")]),
    "a text that feeds carry": deed(text("last", "Other words."), given=[_FULL]),
    "a text that feeds carry, and a date": deed(
        all_of(text("last", "Other words."), put("other", date="2026-01-24")), given=[_FULL]
    ),
    "a text that feeds carry, and an entry": deed(
        all_of(text("last", "Other words."), text("content/tags/salt.md", "Off-white.")), given=[_FULL]
    ),
    "the last but one text that a feed carries": deed(text("two", "Other words."), given=[_FULL]),
    "a text in a document, and a date": deed(all_of(text("talks-2", "Other."), put("other", date="2026-01-24")), given=[_TALKS]),
    "a text, and a date": deed(all_of(text("port-1", "Other words."), put("other", date="2026-01-24"))),
    "a text that the feed of a term carries": deed(text("lone", "Other words."), given=[_FULL]),
    "a text in a document": deed(text("talks-2", "Other words."), given=[_TALKS]),
    "a heading that a link leads to": deed(text("linked", "## How\n\nBecause of salt.")),
    "a heading comes that a link leads to": deed(text("linked", "## Why\n\nBecause."), given=[text("linked", "Nothing.")]),
    "a place comes that a link leads to": deed(file("far", "2026-01-01"), given=[text("other", "See [far](far.md).")]),
    "a place comes that a link leads to, and goes": deed(
        file("far", "2026-01-01"), without("far"), given=[text("other", "See [far](far.md).")]
    ),
    "two stories exchange their addresses": deed(
        all_of(put("talks-1", slug="talks-2"), put("talks-2", slug="talks-1")), given=[text("linking", "See [it](talks-1.md).")]
    ),
    "a term goes that a link leads to": deed(put("lone", tags=None), given=[text("other", "See [it](/tags/solo/).")]),
    "a link that leads nowhere, and a headline": deed(put("one", title="Else"), given=[text("linking", "See [it](nowhere.md).")]),
    "a picture in a text, and a headline": deed(
        put("one", title="Else"), given=[text("other", "![A map](map.png)"), put("shown", image=None)]
    ),
    "a picture in a text is another one": deed(
        other("content/stories/map.png", png(3)), given=[text("other", "![A map](map.png)"), put("shown", image=None)]
    ),
    "a place goes that a link leads to": deed(without("talks-1")),
    "a place that a link leads to has another address": deed(put("talks-1", slug="round-one")),
    "an old address that a link leads to becomes that of another": deed(
        all_of(put("talks-1", aliases=None), put("talks-2", aliases=["/was/talks/"])),
        given=[put("talks-1", aliases=["/was/talks/"]), text("linking", "See [it](/was/talks/).")],
    ),
    "a link in a text leads elsewhere": deed(text("linking", "See [it](talks-2.md).")),
    "a link in a text leads nowhere": deed(
        text("linking", "See [it](nowhere.md)."), given=[text("linking", "See [it](talks-1.md).")]
    ),
    "a name comes that texts have": deed(_NILS),
    "a place that a document leads to has another address": deed(
        put("other", slug="elsewhere"), given=[_TALKS, text("talks-2", "See [it](other.md).")]
    ),
    "a place that feeds and pages lead to has another address": deed(
        put("other", slug="elsewhere"),
        given=[
            *(_FULL, text("last", "See [it](other.md).")),
            text("content/pages/about.md", "See [it](../stories/other.md)."),
        ],
    ),
    "a name comes that texts have, and goes": deed(_NILS, without("content/actors/nils.md")),
    "a name comes that a text has in other letters": deed(_NILS, given=[text("other", "N&#105;ls Unheard met.")]),
    "a name comes that a plain text has": deed(_NILS, given=[text("plain", "Nils Unheard met.")]),
    "a name comes that entries have": deed(_NILS, given=[text("content/tags/salt.md", "As Nils Unheard says.")]),
    "a name goes that texts have": deed(without("content/actors/nils.md"), given=[_NILS]),
    "an actor has another name": deed(
        entry("actors/ann-lee", "Born in Norway.", name="Ann Renamed", aliases=["Ann Lee"], country="NO", kind="person")
    ),
    "an actor has another address": deed(
        all_of(without("content/actors/zoe.md"), entry("actors/zoe-o", name="Zoë Öst")),
        given=[entry("actors/zoe", name="Zoë Öst")],
    ),
    "somebody in no story has another name": deed(entry("actors/ruiz", "Of Tema.", name="Tomás Renamed")),
    "a country of an actor has another name": deed(entry("countries/PT", "Overview.", name="Lusitania")),
    "a place's country has another name": deed(
        entry("countries/PT", name="Lusitania"), given=[put("other", places=[{"name": "Faro", "country": "PT"}])]
    ),
    "a country of a pair has another name": deed(entry("countries/TR", "On two.", name="Anatolia")),
    "terms have other addresses": deed(setting(permalinks={"tag": "/on/{slug}/"})),
    "an actor has another country": deed(entry("actors/ann-lee", "Born in Norway.", name="Ann Lee", country="GH", kind="person")),
    "an actor is something else": deed(entry("actors/ann-lee", "Born.", name="Ann Lee", country="NO", kind="organisation")),
    "an actor stands elsewhere in the index": deed(
        entry("actors/ann-lee", "Born in Norway.", name="Ann Lee", country="NO", kind="person", sort="Norway, Ann of")
    ),
    "an actor has a country now": deed(entry("actors/zoe-ost", name="Zoë Öst", country="GH")),
    "an actor has a role in the register": deed(
        entry("actors/ann-lee", "Born in Norway.", name="Ann Lee", country="NO", kind="person", roles=[{"title": "Judge"}])
    ),
    "an actor without stories has another country": deed(entry("actors/ruiz", "Of Tema.", name="Tomás Ruiz", country="GH")),
    "an actor has an entry now": deed(entry("actors/bank-of-ghana", name="Bank of Ghana")),
    "two actors are one": deed(
        all_of(entry("actors/zoe-ost", name="Zoë Öst"), entry("actors/omar", name="Omar Haddad", merged_into="zoe-ost"))
    ),
    "an actor who is quoted has another name": deed(
        _OLE, given=[_NU, put("other", quotes=[{"text": "Hm.", "speaker": "N. U."}])]
    ),
    "an actor whose claim is told has another name": deed(
        _OLE, given=[_NU, put("other", claims=[{"text": "So", "status": "reported", "attributed_to": "N. U."}])]
    ),
    "a country has another name": deed(entry("countries/GH", "Overview.", name="Gold Coast")),
    "a country has another text": deed(entry("countries/TR", "On three.", aliases=["Anatolia"])),
    "an entry has another text": deed(entry("tags/salt", "Off-white.", name="Salt")),
    "an entry has another text, and a headline": deed(
        all_of(text("content/tags/salt.md", "Off-white."), put("other", title="Else"))
    ),
    "an entry has a picture": deed(
        entry("actors/ann-lee", name="Ann Lee", country="NO", kind="person", image={"src": "/port.png", "alt": "Ann"}),
        other("static/port.png", png(3)),
        given=[other("static/port.png", png(2))],
    ),
    "a wider term has another name": deed(entry("tags/salt", "White.", name="Halite", aliases=["Salt"])),
    "a narrower term has another name": deed(entry("tags/salt-tax", "A tax.", name="Levy", aliases=["Salt tax"], parent="Salt")),
    "a narrower term more": deed(entry("tags/ports", name="Ports", parent="Salt")),
    "a narrower term has a story more": deed(put("other", tags=["Salt tax"])),
    "a dossier is closed": deed(entry("dossiers/talks", "It began in 2026.", name="Talks", status="closed")),
    "a dossier has a document": deed(_TALKS),
    "the entry less of a tag that a raw article has": deed(
        all_of(without("content/tags/salt.md"), without("content/tags/salt-tax.md")),
        given=[other("content/stories/raw.txt", _RAW)],
    ),
    "a person whom extraction found has stories enough": deed(
        all_of(other("content/stories/raw-2.txt", _RAW), other("content/stories/raw-3.txt", _RAW)),
        without("content/stories/raw-2.txt"),
        given=[other("content/stories/raw.txt", _RAW)],
    ),
    "a person whom extraction found is accepted in the newer story": deed(
        other("content/stories/raw-2.yaml", "decisions:\n  30663e694657: accept\n"),
        given=[
            setting(page_size=1),
            all_of(other("content/stories/raw.txt", _RAW), other("content/stories/raw-2.txt", _RAW)),
        ],
    ),
    "an entry less": deed(without("content/countries/TR.md")),
    "a page has another text": deed(
        entry("pages/about", "We write of [Ann](/actors/ann-lee/), too.", title="About us", aliases=["/who/"])
    ),
    "a page has another headline": deed(
        entry("pages/about", "We write of [Ann](/actors/ann-lee/).", title="Of us", aliases=["/who/"])
    ),
    "a page below another one has another headline": deed(
        entry("pages/about/history", "Long ago.", title="Our history"),
        given=[entry("pages/about/history", "Long ago.", title="History")],
    ),
    "a page has a standfirst": deed(
        entry("pages/about", "We write of [Ann](/actors/ann-lee/).", title="About us", aliases=["/who/"], standfirst="Of us.")
    ),
    "a page has another address": deed(entry("pages/about", "We write of [Ann](/actors/ann-lee/).", title="About us", slug="us")),
    "an old address less": deed(entry("pages/about", "We write of [Ann](/actors/ann-lee/).", title="About us")),
    "a page more": deed(entry("pages/terms", "Terms.", title="Terms")),
    "a picture is another one": deed(other("content/stories/map.png", png(3))),
    "a file is another one": deed(other("static/note.txt", "another note\n")),
    "a file comes that a link leads to": deed(
        other("static/more.txt", "more\n"), given=[text("other", "See [more](/more.txt).")]
    ),
    "a file more": deed(other("static/more.txt", "more\n")),
    "a template": deed(other("templates/macros/card.html", _marked("macros/card.html"))),
    "an own template is edited": deed(
        other("templates/macros/card.html", _marked("macros/card.html")),
        given=[other("templates/macros/card.html", "{# Our own. #}" + _marked("macros/card.html"))],
    ),
    "a template and a headline": deed(
        all_of(other("templates/macros/card.html", _marked("macros/card.html")), put("other", title="Else"))
    ),
    "a template, and a date": deed(
        all_of(other("templates/macros/card.html", _marked("macros/card.html")), put("one", date="2026-01-28"))
    ),
    "a page that could not be made is tried again": deed(
        lambda archive: None, given=[other("templates/actor.html", "{% if page.name == 'Zoë Öst' %}{{ 1 / 0 }}{% endif %}")]
    ),
    "a style that is kept for later": deed(
        other("templates/static/style.css", "body { margin: 0 }\n"), given=[setting(offline=True)]
    ),
    "a word is said otherwise": deed(other("locale/en.po", 'msgid "Stories"\nmsgstr "Articles"\n')),
    "a style": deed(other("templates/static/style.css", "body { margin: 0 }\n")),
    "a setting": deed(setting(title="The Other Post")),
    "shorter lists": deed(setting(page_size=2)),
    "shorter lists, where sources are not told": deed(setting(page_size=2), given=[_UNTOLD]),
    "an output was altered": deed(alter("tags/salt/index.html")),
    "an output was altered, and a headline": deed(all_of(alter("tags/salt/index.html"), put("other", title="Else"))),
    "an output was altered, and a date": deed(all_of(alter("tags/salt/index.html"), put("other", date="2026-01-24"))),
    "a letter of an output was altered": deed(alter_letter("tags/salt/index.html")),
    "an older page was altered": deed(alter("page/2/index.html")),
    "an output was lost": deed(lose("note.txt")),
    "an embargo ends": deed(clock("2026-03-03T00:00:00Z"), given=[put("other", publish_at="2026-03-02T00:00:00Z")]),
    "an embargo ends, and a headline": deed(
        all_of(clock("2026-03-03T00:00:00Z"), put("one", title="Else")), given=[put("other", publish_at="2026-03-02T00:00:00Z")]
    ),
    "a date comes": deed(clock("2026-03-03T00:00:00Z"), given=[put("other", date="2026-03-02")]),
    "a story ends": deed(clock("2026-03-03T00:00:00Z"), given=[put("other", expires_at="2026-03-02T00:00:00Z")]),
    "breaking news runs out": deed(
        clock("2026-03-03T00:00:00Z"), given=[put("last", labels=["breaking"], date="2026-03-01T10:00:00Z")]
    ),
    "news is no news any more": deed(clock("2026-03-01T13:00:00Z"), given=[put("last", date="2026-02-27T12:30:00Z")]),
    "news is no news any more, after a headline": deed(
        all_of(put("other", title="Else"), clock("2026-03-01T12:10:00Z")),
        clock("2026-03-01T13:00:00Z"),
        given=[put("last", date="2026-02-27T12:30:00Z")],
    ),
    "a story becomes old": deed(clock("2026-04-02T00:00:00Z")),
    "a story becomes old, after a headline": deed(put("other", title="Else"), clock("2026-04-02T00:00:00Z")),
    "replies close": deed(clock("2026-03-20T00:00:00Z"), given=[_FORM]),
    "replies close, after a headline": deed(put("other", title="Else"), clock("2026-03-20T00:00:00Z"), given=[_FORM]),
    "a series has another name": deed(entry("series/long", name="Longer", aliases=["Long"]), given=[_LONG]),
    "a key becomes a taxonomy": deed(_SERIES, given=[_LONG, setting(taxonomies={}, extra_keys=["series"])]),
    "the clock goes back": deed(clock("2026-02-01T00:00:00Z"), given=[put("other", publish_at="2026-02-15T00:00:00Z")]),
    "a fault that is mended": deed(put("other", countries=["Atlantis"]), put("other", countries=None)),
    "a place that a link leads to moves while there is a fault": deed(
        all_of(put("talks-1", slug="round-one"), put("other", countries=["Atlantis"])), put("other", countries=None)
    ),
    "a story gets the name of another": deed(path("other", "plain")),
    "a fault that stays": deed(put("other", countries=["Atlantis"]), lambda archive: None),
}
DEEDS: Mapping[str, Deed] = {**IN_PLACE, **MOVED, **FILED, **OTHER}
