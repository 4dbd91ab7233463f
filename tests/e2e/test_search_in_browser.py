"""The search in a real browser: by keyboard, over HTTP with the site's own content security policy, and from a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import CHROMIUM, Browser, Page, served
from newsroom import Newsroom, article

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")
FOUND = "[...document.querySelectorAll('#page-found [role=option]')].map(e => e.firstElementChild.textContent)"
NOTES = "[...document.querySelectorAll('#page-found [role=option]')].map(e => e.querySelector('.note').textContent)"
GROUPS = "[...document.querySelectorAll('#page-found .kicker')].map(e => e.textContent)"
STATUS = "document.querySelector('[role=status]').textContent"
ACTIVE = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.firstElementChild.textContent"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(
        tmp_path_factory.mktemp("search"),
        "-- broadsheet.yaml --\ntitle: The Test Times\nbase_url: https://example.org/archive/\n",
    )
    made.stories(30, actors=["Ann Lee"], countries=["NO"], tags=["Fishing rights"])
    made.write(
        "content/stories/accord.md",
        article(
            "Accord on L’Île d’Orléans signed in Ōslo", "2021-02-02", actors=["Zoë Öst"], countries=["CI"], dossier="Oslo talks"
        ),
    )
    made.write("content/stories/cairo.md", article("أحمد في القاهرة", "2021-03-03", lang="ar", actors=["Ahmed Salah"]))
    made.write("content/stories/older.md", article("Oslo waits", "1999-12-31", actors=["Ann Lee", "Lee Harbour"]))
    made.write("content/actors/ann-lee.md", "---\nname: Ann Lee\naliases: [Dr Anne O’Lee]\ncountry: NO\n---\n")
    made.publish()
    return made


@pytest.fixture(scope="module")
def disk(room: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("disk") / "site"
    room.publish(relative=True, output=str(output))
    return output


@pytest.fixture(scope="module")
def address(room: Newsroom) -> Iterator[str]:
    room.publish()
    with served(room.output, "/archive") as found:
        yield found


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as running:
        yield running


def look_for(page: Page, text: str) -> list[str]:
    """Type something in the field that has the focus and return what is found."""
    page.value("document.activeElement.select()")
    page.value(
        f"addEventListener('input', () => {{ {STATUS} = '-' }}, {{capture: true}})"
    )  # only the last search writes it again
    page.type(text)
    page.wait(f"{STATUS} != '-'")
    found: list[str] = page.value(FOUND)
    return found


def test_somebody_finds_a_person_from_any_page_by_keyboard_alone(browser: Browser, address: str) -> None:
    page = browser.page()
    page.open(f"{address}stories/2021/02/accord/")
    page.value("document.querySelector('a[data-search]').focus()")
    page.press("Enter")
    page.wait("document.querySelector('dialog[open]')")
    assert page.value("document.activeElement.getAttribute('role')") == "combobox"
    assert look_for(page, "zoe") == ["Zoë Öst"]
    assert page.value(STATUS) == "Results: 1"
    assert page.value("document.activeElement.getAttribute('aria-expanded')") == "true"
    page.press("ArrowDown")
    assert page.value(ACTIVE) == "Zoë Öst"
    page.press("Enter")
    page.wait("location.pathname == '/archive/actors/zoe-ost/' && document.querySelector('h1')")
    assert page.complaints == []
    assert all(each.startswith(address) for each in page.requests)


def test_the_list_is_gone_through_with_arrows_and_left_with_escape(browser: Browser, address: str) -> None:
    page = browser.page()
    page.open(address)
    page.click("a[data-search]")
    page.wait("document.querySelector('dialog[open]')")
    assert look_for(page, "oslo") == ["Oslo talks", "Accord on L’Île d’Orléans signed in Ōslo", "Oslo waits"]
    assert page.value(GROUPS) == ["Dossiers", "Stories"]
    assert page.value(NOTES) == ["", "2 February 2021", "31 December 1999"]
    seen = []
    for _ in range(4):
        page.press("ArrowDown")
        seen.append(page.value(ACTIVE))
    assert seen == ["Oslo talks", "Accord on L’Île d’Orléans signed in Ōslo", "Oslo waits", None]
    page.press("ArrowUp")
    assert page.value(ACTIVE) == "Oslo waits"
    page.press("Escape")
    assert page.value("document.querySelector('#page-found').hidden")
    assert page.value("document.querySelector('dialog').open")
    page.press("Escape")
    page.wait("!document.querySelector('dialog').open")
    assert page.value("document.activeElement.textContent") == "Search", "the focus is where it was"
    assert page.complaints == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ost zo", ["Zoë Öst"]),
        ("lee", ["Ann Lee", "Lee Harbour"]),  # who is in the news goes before whose name begins so
        ("lee har", ["Lee Harbour"]),
        ("orleans acc", ["Accord on L’Île d’Orléans signed in Ōslo"]),
        ("ile", ["Accord on L’Île d’Orléans signed in Ōslo"]),
        ("أحمد القاهره", ["أحمد في القاهرة"]),
        ("ivory", ["Côte d'Ivoire"]),
        ("o'lee", ["Ann Lee"]),
        ("number 17", ["Story number 17"]),
        ("zzz", []),
        ("-", []),
    ],
)
def test_what_is_typed_in_any_usual_way_is_found(browser: Browser, disk: Path, typed: str, found: list[str]) -> None:
    page = browser.page()
    page.open((disk / "index.html").as_uri())
    page.click("a[data-search]")
    page.wait("document.querySelector('dialog[open]')")
    assert look_for(page, typed) == found
    assert page.complaints == []


INSTEAD = "Nothing was found as it was typed. Shown instead: {}. Results: {}"
SOME = "Nothing has all of these words. Shown is what has some of them. Results: {}"


@pytest.mark.parametrize(
    ("typed", "found", "said"),
    [
        ("Harbuor", ["Lee Harbour"], INSTEAD.format("harbour", 1)),  # letters that changed places
        ("zoe oest", ["Zoë Öst"], INSTEAD.format("zoe ost", 1)),
        ("Norvay", ["Norway"], INSTEAD.format("norway", 1)),  # what sounds the same
        ("Caiwo", [], "Nothing was found."),  # the only near word is one of another script
        ("Phishing", ["Fishing rights"], INSTEAD.format("fishing", 1)),  # which is in another piece of the index
        ("accord ann lee", ["Ann Lee", "Accord on L’Île d’Orléans signed in Ōslo"], SOME.format(2)),
        ("my accord", ["Accord on L’Île d’Orléans signed in Ōslo"], SOME.format(1)),
    ],
)
def test_what_is_misspelt_or_stands_in_several_places_is_found(
    browser: Browser, disk: Path, typed: str, found: list[str], said: str
) -> None:
    page = browser.page()
    page.open((disk / "search/index.html").as_uri())
    assert page.value("document.activeElement.getAttribute('role')") == "combobox", "whoever comes to search can type at once"
    assert (look_for(page, typed), page.value(STATUS)) == (found, said)
    assert page.complaints == []


def test_the_search_page_works_from_a_disk_and_shows_more_when_asked(browser: Browser, disk: Path) -> None:
    page = browser.page(width=320)
    page.open((disk / "search/index.html").as_uri() + "?q=story")
    page.wait(f"{FOUND}.length == 20")
    assert page.value(STATUS) == "Results: 30"
    assert page.value(FOUND)[0] == "Story number 30"
    page.click(".finder button")
    page.wait(f"{FOUND}.length == 30")
    assert page.value("document.querySelector('.finder button').hidden")
    assert page.value("document.documentElement.scrollWidth") <= 320
    page.value("document.querySelector('[role=option]').click()")
    page.wait("location.pathname.endsWith('/stories/2020/01/story-0030/index.html') && document.querySelector('h1')")
    assert page.complaints == []


def test_enter_without_a_choice_leads_to_the_search_page(browser: Browser, address: str) -> None:
    page = browser.page()
    page.open(address)
    page.click("a[data-search]")
    page.wait("document.querySelector('dialog[open]')")
    look_for(page, "oslo")
    page.press("Enter")
    page.wait("location.search == '?q=oslo' && document.querySelector('[role=option]')")
    assert page.value("document.activeElement.value") == "oslo"
    page.value("document.activeElement.blur()")
    page.click("a[data-search]")
    assert page.value("document.activeElement.value") == "oslo"
    assert page.complaints == []


def test_without_scripts_there_is_no_field_but_every_way_into_the_archive(browser: Browser, address: str) -> None:
    page = browser.page(scripts=False)
    page.open(address)
    assert page.value("document.querySelector('a[data-search]').pathname") == "/archive/search/"
    page.open(f"{address}search/")
    assert page.value("document.querySelectorAll('form, button, input:not(.appearance *)').length") == 0
    assert page.value("document.querySelector('#page-search').clientHeight") == 0
    links = page.value("[...document.querySelectorAll('main a')].map(e => e.pathname.slice(8))")
    assert {"/actors/", "/countries/", "/tags/", "/dossiers/", "/archive/", "/archive/1999/", "/actors/zoe-ost/"} <= set(links)


def test_the_field_moves_nothing_when_it_appears(browser: Browser, address: str) -> None:
    page = browser.page()
    page.open(f"{address}search/")
    shift = (
        "new Promise(done => { let sum = 0; "
        "new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value })"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 200) })"
    )
    assert page.value(shift) == 0
    assert page.value("document.querySelector('#page-search input').getBoundingClientRect().height") > 30


def test_a_first_query_asks_for_a_few_small_files(browser: Browser, address: str, room: Newsroom) -> None:
    page = browser.page()
    page.open(address)
    before = len(page.requests)
    assert before <= 5, "the page, its style, two scripts, its icon"
    page.click("a[data-search]")
    page.wait("document.querySelector('dialog[open]')")
    look_for(page, "oslo")
    asked = {each.removeprefix(address) for each in page.requests[before:]}
    assert {each.partition("/")[0] for each in asked} == {"search"}
    assert sum((room.output / each).stat().st_size for each in asked) < 10_000
