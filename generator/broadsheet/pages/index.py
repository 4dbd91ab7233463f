"""The indexes: of each kind of term by name, of actors by role and by country, and the directory that leads to all of them.

Of actors, organisations have an index of their own; whoever is not known to be one stands among the people.
An index with more than WHOLE terms has a page a letter, and a letter with more than that has several. Nothing but the number of
stories under a term changes with every story, and where that is not shown the page stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from broadsheet.catalog.addresses import index_permalink
from broadsheet.catalog.terms import Term, name_key
from broadsheet.language.words import messages
from broadsheet.model import TermKind
from broadsheet.pages.archive import ARCHIVE
from broadsheet.pages.edition import Edition
from broadsheet.pages.filing import Filed, filed
from broadsheet.pages.head import head
from broadsheet.pages.offices import country_names, without_country
from broadsheet.pages.page import WITHHELD, Page
from broadsheet.pages.views.index import DirectoryPart, DirectoryView, IndexEntry, IndexGroup, IndexView
from broadsheet.pages.views.link import Link, TermLink
from broadsheet.problems import Span

DIRECTORY = "/a-z/"
WHOLE = 600  # terms on a page
_OF_ACTORS = ("organisation", "role", "home")  # an actor's home is its country
_MOST_NAMED = 12
_ROOT = Span("broadsheet.yaml")
_IN_ALL: dict[str, tuple[str, str]] = {
    "actor": messages(
        "%(num)s person or organisation in %(title)s, by name.", "%(num)s people and organisations in %(title)s, by name."
    ),
    "person": messages("%(num)s person in %(title)s, by name.", "%(num)s people in %(title)s, by name."),
    "organisation": messages("%(num)s organisation in %(title)s, by name.", "%(num)s organisations in %(title)s, by name."),
    "country": messages("%(num)s country in %(title)s, by name.", "%(num)s countries in %(title)s, by name."),
    "tag": messages("%(num)s tag in %(title)s, by name.", "%(num)s tags in %(title)s, by name."),
    "section": messages("%(num)s section in %(title)s, by name.", "%(num)s sections in %(title)s, by name."),
    "dossier": messages("%(num)s dossier in %(title)s, by name.", "%(num)s dossiers in %(title)s, by name."),
    "role": messages(
        "%(num)s person or organisation in %(title)s, by role.", "%(num)s people and organisations in %(title)s, by role."
    ),
    "home": messages(
        "%(num)s person or organisation in %(title)s, by country.", "%(num)s people and organisations in %(title)s, by country."
    ),
}


def indexes(edition: Edition) -> tuple[str, ...]:
    """Return the names of all indexes."""
    return (*edition.headings, *_OF_ACTORS[not _are_apart(edition) :], "directory")


def index_pages(edition: Edition, name: str) -> Iterator[Page]:
    """Plan the pages of an index."""
    if name == "directory":
        yield Page(DIRECTORY, _ROOT, "directory.html", partial(_directory_view, edition), "index")
        return
    permalink = _permalink(edition, name)
    empty = not _terms(edition, name)
    yield Page(permalink, _ROOT, "index.html", partial(_index_view, edition, name), WITHHELD * empty + "index")
    if _is_split(edition, name):
        for group in _groups(edition, name):
            for number, part in enumerate(_parts(group)):
                address = _part_permalink(edition, name, group, number)
                yield Page(address, _ROOT, "index.html", partial(_letter_view, edition, name, group, part, address), "index")


def _kind(name: str) -> TermKind:
    return "actor" if name in _OF_ACTORS else name


def _terms(edition: Edition, name: str) -> Sequence[Term]:
    """Return the terms that stand in an index."""
    terms = edition.catalog.of_kind(_kind(name))
    if name not in ("actor", "organisation"):
        return terms
    return [term for term in terms if (term.actor_kind == "organisation") == (name == "organisation")]


def _are_apart(edition: Edition) -> bool:
    """Say whether people and organisations have an index each: where anything is known to be an organisation."""
    return bool(_terms(edition, "organisation"))


def _permalink(edition: Edition, name: str) -> str:
    """Return the address of an index; below that of actors `by/` holds what no slug can claim, for a slug has no slash."""
    base = index_permalink(edition.config.permalinks, _kind(name))
    below = {"organisation": "by/organisation/", "role": "by/role/", "home": "by/country/"}
    return base + below.get(name, "")


def _part_permalink(edition: Edition, name: str, group: IndexGroup, number: int) -> str:
    base = _permalink(edition, name) + ("" if name in _OF_ACTORS else "by/letter/")
    place = group.anchor.removeprefix("letter-")
    letter = f"{base}{place if place.isascii() else '-'.join(f'u{ord(each):04x}' for each in place)}/"
    return f"{letter}{number + 1}/" if number else letter


def _is_split(edition: Edition, name: str) -> bool:
    return len(_terms(edition, name)) > WHOLE


def _groups(edition: Edition, name: str) -> tuple[IndexGroup, ...]:
    """Return an index as a whole. Where it is split every page asks for it, so it is kept."""
    found = edition.directory.get(name)
    if found is None:
        groups = {"role": _by_role, "home": _by_home}.get(name)
        found = groups(edition) if groups else _by_name(edition, name)
        if _is_split(edition, name):
            edition.directory[name] = found
    return found


def _by_name(edition: Edition, name: str) -> tuple[IndexGroup, ...]:
    letters: dict[str, list[TermLink]] = defaultdict(list)
    for term, at in in_order(edition, _terms(edition, name)):
        link = edition.term_link(term.key, len(edition.catalog.positions(term.key)), _note(edition, term))
        letters[edition.alphabet.initial(at.letters)].append(link._replace(text=at.text))
    return tuple(IndexGroup(letter, _anchor(letter), terms=tuple(letters[letter])) for letter in _in_order(letters))


def _by_home(edition: Edition) -> tuple[IndexGroup, ...]:
    found: dict[Link, list[Term]] = defaultdict(list)
    for term in edition.catalog.of_kind("actor"):
        country = edition.country_link(term.country)
        if country:
            found[country].append(term)
    return _entries(edition, ((heading, _sorted(edition, terms, notes=False)) for heading, terms in found.items()))


def _by_role(edition: Edition) -> tuple[IndexGroup, ...]:
    """Return the roles that stories or the register state, without the country that an actor has anyway."""
    catalog = edition.catalog
    stated: dict[str, set[str]] = defaultdict(set)
    for position in catalog.listed:
        for slug, role, _ in catalog.stories[position].actors:
            if role:
                stated[slug].add(role)
    found: dict[str, list[Term]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for term in catalog.of_kind("actor"):
        own = {role.title for role in term.entry.roles} if term.entry else set()
        names = country_names(edition, term.country)
        shown = {without_country(role, names) for role in own | stated.get(term.slug, set())}
        for role in sorted({name_key(each): each for each in sorted(shown, reverse=True)}.values()):
            key = name_key(role)
            spelled[key] = max(role, spelled.get(key, role))  # rather small letters
            found[key].append(term)
    return _entries(edition, ((Link(spelled[key], ""), _sorted(edition, terms, notes=True)) for key, terms in found.items()))


def _sorted(edition: Edition, terms: Iterable[Term], *, notes: bool) -> tuple[TermLink, ...]:
    links = ((edition.term_link(term.key, 0, _note(edition, term) if notes else ""), at) for term, at in in_order(edition, terms))
    return tuple(link._replace(text=at.text) for link, at in links)


def _entries(edition: Edition, found: Iterable[tuple[Link, tuple[TermLink, ...]]]) -> tuple[IndexGroup, ...]:
    letters: dict[str, list[IndexEntry]] = defaultdict(list)
    alphabet = edition.alphabet
    for heading, terms in sorted(found, key=lambda pair: (alphabet.key(pair[0].text), pair[0].permalink)):
        letters[alphabet.initial(heading.text)].append(IndexEntry(heading, terms))
    return tuple(IndexGroup(letter, _anchor(letter), entries=tuple(letters[letter])) for letter in _in_order(letters))


def _in_order(letters: Iterable[str]) -> list[str]:
    """Return letters, which are in the order of the alphabet, with what is no letter behind them."""
    return sorted(letters, key="#".__eq__)


def _anchor(letter: str) -> str:
    return f"letter-{'other' if letter == '#' else letter.lower()}"


def in_order(edition: Edition, terms: Iterable[Term]) -> list[tuple[Term, Filed]]:
    """Return terms in the order in which the language of a publication has their names, each with how it stands in an index."""
    found = [(term, filed(term)) for term in terms]
    return sorted(found, key=lambda each: (edition.alphabet.key(each[1].letters), each[0].slug))


def _link_key(edition: Edition, link: Link) -> tuple[tuple[str, str], str]:
    return edition.alphabet.key(link.text), link.permalink


def _note(edition: Edition, term: Term) -> str:
    if term.kind == "actor":
        country = edition.country_link(term.country)
        return country.text if country else ""
    if term.kind == "dossier":
        closed = term.entry is not None and term.entry.status == "closed"
        return edition.words.pgettext("dossier", "closed") if closed else edition.words.pgettext("dossier", "running")
    return ""


def _parts(group: IndexGroup) -> tuple[IndexGroup, ...]:
    """Return a letter in parts with as many terms as a page may have; an entry is never parted."""
    parts: list[IndexGroup] = []
    for at in range(0, len(group.terms), WHOLE):
        parts.append(IndexGroup(group.initial, group.anchor, terms=group.terms[at : at + WHOLE]))
    gathered: list[IndexEntry] = []
    for entry in group.entries:
        if gathered and sum(len(each.terms) for each in gathered) + len(entry.terms) > WHOLE:
            parts.append(IndexGroup(group.initial, group.anchor, entries=tuple(gathered)))
            gathered = []
        gathered.append(entry)
    return (*parts, IndexGroup(group.initial, group.anchor, entries=tuple(gathered))) if gathered else tuple(parts)


def _heading(edition: Edition, name: str) -> str:
    words = edition.words
    if name == "organisation" or (name == "actor" and _are_apart(edition)):
        return words.gettext("People") if name == "actor" else words.gettext("Organisations")
    if name == "role":
        return words.gettext("People and organisations by role")
    return words.gettext("People and organisations by country") if name == "home" else words.gettext(edition.headings[name])


def _ways(edition: Edition, name: str) -> tuple[Link, ...]:
    """Return the orders in which the terms of an index can be had, where there are several."""
    say = edition.words.gettext
    if _kind(name) != "actor":
        return ()
    apart = ("actor", "organisation") if _are_apart(edition) else ()
    return (
        *([index_of(edition, each) for each in apart] or [Link(say("By name"), _permalink(edition, "actor"))]),
        Link(say("By role"), _permalink(edition, "role")),
        Link(say("By country"), _permalink(edition, "home")),
    )


def _letters(edition: Edition, name: str, groups: Iterable[IndexGroup], start: str = "") -> tuple[Link, ...]:
    """Return the letters of an index with the addresses of their places; `start` stands before those on the index's own page."""
    if _is_split(edition, name):
        return tuple(Link(group.initial, _part_permalink(edition, name, group, 0)) for group in groups)
    return tuple(Link(group.initial, f"{start}#{group.anchor}") for group in groups)


def _trail(edition: Edition) -> Link:
    return Link(edition.words.gettext("A–Z"), DIRECTORY)


def _index_view(edition: Edition, name: str) -> IndexView:
    permalink, kind, words = _permalink(edition, name), _kind(name), edition.words
    groups = _groups(edition, name)
    terms = _terms(edition, name)
    heading = _heading(edition, name)
    title = edition.config.title
    if name in _IN_ALL:
        said = "person" if name == "actor" and _are_apart(edition) else name
        introduction = words.ngettext(*_IN_ALL[said], len(terms), title=title)
    else:
        introduction = words.gettext("%(kind)s in %(title)s, by name.", kind=heading, title=title)
    shown = {term.slug for term in terms} if name not in ("role", "home") and len(terms) > _MOST_NAMED else set()
    most = [each for each in edition.named(kind) if edition.tallies(kind).slug(each) in shown][:_MOST_NAMED] if shown else ()
    return IndexView(
        meta=head(
            edition,
            title=heading,
            permalink=permalink,
            description=introduction if terms else "",
            trail=(_trail(edition),),
            noindex=not terms,
        ),
        kind=kind,
        heading=heading,
        introduction=introduction,
        total=len(terms),
        letters=_letters(edition, name, groups),
        ways=_ways(edition, name),
        parts=(),
        here=permalink,
        groups=() if _is_split(edition, name) else groups,
        most_named=edition.links(kind, most),
    )


def _letter_view(edition: Edition, name: str, group: IndexGroup, part: IndexGroup, here: str) -> IndexView:
    heading = _heading(edition, name)
    title = f"{heading}: {group.initial}"
    parts = _parts(group)
    numbers = [Link(edition.words.number(at + 1), _part_permalink(edition, name, group, at)) for at in range(len(parts))]
    trail = (_trail(edition), Link(heading, _permalink(edition, name)))
    return IndexView(
        meta=head(edition, title=title, permalink=here, description=title, trail=trail),
        kind=_kind(name),
        heading=heading,
        introduction="",
        total=sum(len(entry.terms) for entry in group.entries) + len(group.terms),
        letters=_letters(edition, name, _groups(edition, name)),
        ways=_ways(edition, name),
        parts=tuple(numbers) if len(numbers) > 1 else (),
        here=here,
        groups=(part,),
        most_named=(),
    )


def indexes_by_name(edition: Edition, kind: TermKind) -> Iterator[tuple[str, list[tuple[Term, Filed]]]]:
    """Yield the names of the indexes of a kind by name that have terms, with these in their order."""
    for name in (kind, "organisation")[: 2 if kind == "actor" else 1]:
        if terms := _terms(edition, name):
            yield name, in_order(edition, terms)


def index_of(edition: Edition, name: str) -> Link:
    """Return the link to an index."""
    return Link(_heading(edition, name), _permalink(edition, name))


def letters_of(edition: Edition, name: str, terms: Iterable[tuple[Term, Filed]]) -> tuple[Link, ...]:
    """Return the letters under which the terms of an index stand, each with where its part of the index is."""
    found = dict.fromkeys(edition.alphabet.initial(at.letters) for _, at in terms)
    groups = [IndexGroup(letter, _anchor(letter)) for letter in _in_order(found)]
    return _letters(edition, name, groups, _permalink(edition, name))


def _directory_view(edition: Edition) -> DirectoryView:
    say = edition.words.gettext
    parts = []
    for kind in edition.headings:
        for name, terms in indexes_by_name(edition, kind):
            ways = _ways(edition, name)[-2:] if name == "actor" else ()
            parts.append(DirectoryPart(index_of(edition, name), len(terms), letters_of(edition, name, terms), ways))
    title = say("A–Z of everything")
    description = say("All that %(title)s writes about, by name.", title=edition.config.title)
    dates = (Link(say("Archive by date"), ARCHIVE),) if edition.has("dates") else ()
    meta = head(edition, title=title, permalink=DIRECTORY, description=description)
    pages = sorted((Link(page.title, permalink) for page, permalink in edition.catalog.pages), key=partial(_link_key, edition))
    return DirectoryView(meta, title, tuple(parts), dates, tuple(pages))
