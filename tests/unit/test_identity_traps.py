"""Names against a small register: hand-made cases in which a link is easily wrong, each in a line of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.extract.identity.identity import NameInText, read_identities, resolve
from broadsheet.model import ActorKind, Entry, Named, Role
from broadsheet.problems import Span

TABLE = Path(__file__).parents[1] / "extraction" / "identity_traps.tsv"
CASES = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def named(text: str) -> Named:
    return Named(text, Span("actors/x.md"))


def actor(
    key: str, name: str, *aliases: str, kind: ActorKind = "person", country: str = "", roles: tuple[Role, ...] = ()
) -> Entry:
    return Entry(
        kind="actor",
        key=key,
        path=f"actors/{key}.md",
        name=named(name),
        aliases=tuple(map(named, aliases)),
        actor_kind=kind,
        country=named(country) if country else None,
        roles=roles,
    )


def office(title: str, country: str, since: str = "", until: str = "") -> Role:
    return Role(title, country=named(country), since=since, until=until)


PERSIAN = "مسعود پزشکیان"
REGISTER = (
    actor(
        "masoud-pezeshkian",
        "Masoud Pezeshkian",
        *("Pezeshkian", "Massoud Pezeshkian", PERSIAN),
        country="IR",
        roles=(office("President", "Iran", "2024-07-28"),),
    ),
    actor("george-w-bush", "George W. Bush", roles=(office("President", "US", "2001-01-20", "2009-01-20"),)),
    actor("george-h-w-bush", "George H. W. Bush", roles=(office("President", "US", "1989-01-20", "1993-01-20"),)),
    actor("donald-trump", "Donald Trump", country="US"),
    actor("donald-trump-jr", "Donald Trump Jr.", country="US"),
    actor("volodymyr-zelenskyy", "Volodymyr Zelenskyy", "Zelenskyy", country="UA"),
    actor("sean-o-brien", "Seán O’Brien"),
    actor("lech-walesa", "Lech Wałęsa"),
    actor("ibrahim-kalin", "İbrahim Kalın"),
    actor("jon-thorsson", "Jon Þórsson"),
    actor("jurgen-gross", "Jürgen Groß"),
    actor("hans-muller", "Hans Müller"),
    actor("lula-da-silva", "Luiz Inácio da Silva", "Lula"),
    actor("nato", "North Atlantic Treaty Organization", "NATO", "old-nato", kind="organisation"),
    actor("us-congress", "United States Congress", "Congress", kind="organisation"),
    actor("indian-congress", "Indian National Congress", "Congress", kind="organisation"),
    actor("bashar-al-assad", "Bashar al-Assad"),
    actor("xi-jinping", "Xi Jinping", "习近平", roles=(office("President", "China", "2013-03-14"),)),
)
IDENTITIES = read_identities(REGISTER)


def name(cell: str) -> NameInText:
    text, kind, role, country = (*cell.split("|"), "", "", "")[:4]
    kinds = {"p": "person", "o": "organisation", "": ""}
    return NameInText(text, kinds[kind], (role,) if role else (), country)


@pytest.mark.parametrize(("names", "date", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_a_name_means_an_entry_or_may_mean_some_or_none(names: str, date: str, expected: str, why: str) -> None:
    found = resolve([name(cell) for cell in names.split(";")], IDENTITIES, date)
    shown = [i.slug or ("?" + ",".join(i.candidates) if i.candidates else "-") for i in found]
    assert shown == expected.split(";"), why


def test_there_are_at_least_60_cases_and_each_says_why() -> None:
    assert len(CASES) >= 60
    assert len({why for *_, why in CASES}) == len(CASES)
