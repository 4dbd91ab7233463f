"""MediaWiki: a dump in XML, as it is or compressed, read as a stream. Of each page the last version counts.

Pages of other namespaces than that of articles are skipped and named, redirects become old addresses of what they lead to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import md5
from pathlib import Path
from typing import Any
from urllib.parse import quote

from broadsheet.content.yamltext import Value
from broadsheet.importing.dates import date_of
from broadsheet.importing.files import inside
from broadsheet.importing.guard import guarded
from broadsheet.importing.needs import needed
from broadsheet.importing.post import Found, Held, Post, Site, Skipped
from broadsheet.importing.values import text_of
from broadsheet.importing.webaddress import urlsplit
from broadsheet.importing.wikitemplates import PENDING
from broadsheet.importing.wikitext import Wiki
from broadsheet.importing.xmlstream import Element, Posts, elements, opened
from broadsheet.problems import Span

_MARK = re.compile(rb"<mediawiki\b[^>]*mediawiki\.org/xml/export|<mediawiki\b")
_HEAD = 8_192
_SUFFIXES = (".xml", ".xml.bz2", ".xml.gz")
_REDIRECT = re.compile(r"\s*#[^\W\d_]+\s*:?\s*\[\[([^\]|#]+)")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:wiki|wikinews|wikiquote|wikisource|wikibooks|wikivoyage|wiktionary|wikiversity)$")
_FILES, _GROUPS = ("file", "image", "media"), ("category",)
_IDENT_OF_FILES, _IDENT_OF_GROUPS = "6", "14"
_LEFT = {
    "link": "it leads to a page that is not in the archive, and the dump does not say where the wiki was; its words were kept"
}
_LOST = "what it shows is not in a dump; how it was called is kept"


def looks_like(source: Path) -> bool:
    """Say whether a source is a dump, or a folder with one."""
    return bool(_parts(source))


def _parts(source: Path) -> list[Path]:
    found = [source] if source.is_file() else sorted(source.glob("*.xml*"))
    return [path for path in found if path.name.endswith(_SUFFIXES) and inside(path.parent, path) and _is_part(path)]


def _is_part(path: Path) -> bool:
    try:
        with opened(path) as read:
            return _MARK.search(read.read(_HEAD).replace(b"\0", b"")) is not None
    except (OSError, EOFError):  # it is not compressed as its name says
        return False


def about(source: Path) -> Site:
    """Return what a dump says of its wiki, which pages it has, and which lead to others."""
    needed("mwparserfromhell", "import-mediawiki", "an archive of MediaWiki")
    said: dict[str, str] = {}
    names: dict[str, str] = {}
    titles: dict[str, Value] = {}
    redirects: dict[str, Any] = {}
    for path in _parts(source):
        for element in elements(path, ("siteinfo", "page")):
            if element.name == "siteinfo":
                said |= {name: element.text(name) for name in ("sitename", "base", "dbname")}
                spaces = (each for group in element.all("namespaces") for each in group.all("namespace"))
                names |= {each.get("key"): each.own.strip() for each in spaces}
            elif _space(element, names) == "0":
                title, target = _title(element.text("title")), _target(element)
                titles[title] = target
                if target:
                    redirects.setdefault(target, []).append(title)
    base = urlsplit(said.get("base", ""))
    found = _LANGUAGE.search(said.get("dbname", ""))
    root = source if source.is_dir() else source.parent
    front = base.path.rpartition("/")
    details: dict[str, Value] = {
        "titles": titles, "redirects": redirects, "names": names, "front": _title(front[2]) if base.netloc else "",
        "above": f"{front[0]}/" if base.netloc else "/wiki/", "news": "wikinews" in f"{said.get('dbname')}{base.netloc}",
    }  # fmt: skip
    static = ((root / "images", "/images"),) if (root / "images").is_dir() else ()
    return Site(
        root, said.get("sitename", ""), f"{base.scheme}://{base.netloc}/" if base.netloc else "", found[1] if found else "", "",
        static, details=details,
    )  # fmt: skip


def _title(text: str) -> str:
    """Return a title as links may write it otherwise: with blanks, and a capital letter first."""
    plain = " ".join(text.replace("_", " ").split())
    return plain[:1].upper() + plain[1:]


def _space(page: Element, names: Mapping[str, str]) -> str:
    """Return the number of a page's namespace; older dumps say it by the title only."""
    if page.has("ns"):
        return page.text("ns")
    before = page.text("title").partition(":")[0].strip()
    return next((key for key, name in names.items() if name and name == before), "0")


def _target(page: Element) -> str:
    """Return where a page leads that is a redirect; empty for one of its own."""
    said = next((each.get("title") for each in page.all("redirect")), "")
    if not said:
        last = _last(page)
        found = _REDIRECT.match(_text(last)) if last is not None else None
        said = found[1] if found else ""
    return _title(said.partition("#")[0])


def _last(page: Element) -> Element | None:
    """Return the last version of a page."""
    return max(page.all("revision"), key=lambda each: (each.text("timestamp"), int(each.text("id") or 0)), default=None)


def _text(version: Element) -> str:
    return next((each.own for each in version.all("text")), "")


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the articles of a dump, and what else is in it."""
    for path in _parts(source):
        posts = Posts(path, ("page",), b"</mediawiki>")
        for page in posts:
            span = Span(path.name, max(page.line, 1))
            yield from guarded(span, _page, page, span, site)
        yield from posts.faults()


def _page(page: Element, span: Span, site: Site) -> Post | Skipped | None:
    names: Any = site.details.get("names")
    space, title, last = _space(page, names), page.text("title"), _last(page)
    if space != "0":
        return Skipped(span, f"`{title}` is a page of the namespace `{names.get(space) or space}`, no article")
    titles: Any = site.details.get("titles")
    target = _target(page)
    if target:
        return None if titles.get(target) == "" else Skipped(span, f"`{title}` leads to `{target}`, which is not in the archive")
    if last is None or any(each.get("deleted") for each in last.all("text")):
        return Skipped(span, f"the text of `{title}` was deleted, or is not in the dump")
    if last.text("model") not in ("wikitext", ""):
        return Skipped(span, f"`{title}` is {last.text('model')}, no article")
    if _title(title) == site.details.get("front"):
        return Skipped(span, f"`{title}` is the front page of the wiki, a list of others")
    return _post(page, last, span, site)


def _post(page: Element, last: Element, span: Span, site: Site) -> Post:
    title = page.text("title")
    wiki = _wiki(title, _text(last), site)
    date, source = _date(page, last, wiki)
    redirects: Any = site.details.get("redirects")
    others = tuple(_path(other, site) for other in redirects.get(_title(title), ()))
    kept: dict[str, Value] = {"date_from": source} if source else {}
    who = next((each.text("username") or each.text("ip") for each in last.all("contributor")), "")
    kept |= {"last_editor": who} if last.all("contributor") and who and not last.all("contributor")[0].has("ip") else {}
    kept |= {name: last.text(name) for name in ("comment",) if last.has(name)}
    kept |= {"revision": last.text("id")} if last.has("id") else {}
    kept |= {"languages": wiki.languages} if wiki.languages else {}
    kept |= {"template_code": list(dict.fromkeys(call for _, call in wiki.templates))} if wiki.templates else {}
    lost = [(f"template {name}", _LOST) for name, _ in wiki.templates]
    lost += [(name, _LEFT.get(name, "no article of ours holds such an element; its words were kept")) for name in wiki.lost]
    used = {"title": "title", "text": "body", "timestamp": "updated", **({"redirect": "aliases"} if others else {})}
    return Post(
        span=span, key=page.text("id") or title, title=title, name=title, date=date, updated=date_of(last.text("timestamp")),
        held=_held(wiki, site), publish_at=date, addresses=(_path(title, site), *others),
        tags=tuple(dict.fromkeys(wiki.categories)), body=wiki.body, form="html", used=used, kept=kept, lost=tuple(lost),
    )  # fmt: skip


def _wiki(title: str, text: str, site: Site) -> Wiki:
    names: Any = site.details.get("names")
    titles: Any = site.details.get("titles")

    def address(page: str) -> str:
        path = _path(page, site)
        beside = f"{site.base.rstrip('/')}{path}" if site.base else ""
        return path if _title(page) in titles else beside

    def file(name: str) -> str:
        return _file(name, site)

    files = frozenset((*_FILES, names.get(_IDENT_OF_FILES, "").lower())) - {""}
    groups = frozenset((*_GROUPS, names.get(_IDENT_OF_GROUPS, "").lower())) - {""}
    wiki = Wiki(address, file, files, groups, title)
    wiki.read(text)
    return wiki


def _path(title: str, site: Site) -> str:
    return text_of(site.details.get("above")) + quote(_title(title).replace(" ", "_"), safe="/:,;@()!*'")


def _file(name: str, site: Site) -> str:
    """Return the address of a file: where the server kept it, or with all others."""
    plain = _title(name).replace(" ", "_")
    digest = md5(plain.encode(), usedforsecurity=False).hexdigest()
    kept = f"{digest[0]}/{digest[:2]}/{plain}"
    return "/images/" + quote(kept if inside(site.root / "images", site.root / "images" / kept) else plain)


def _date(page: Element, last: Element, wiki: Wiki) -> tuple[str, str]:
    """Return the date of an article, and what it is taken from where the article does not say it."""
    for name, key in (("date", "1"), ("byline", "date")):
        said = date_of(re.sub(r"<[^>]*>", "", wiki.calls.get(name, {}).get(key, "")))
        if said:
            return said, ""
    versions = sorted(page.all("revision"), key=lambda each: each.text("timestamp"))
    if not versions[0].has("parentid") or versions[0].text("parentid") == "0":
        return date_of(versions[0].text("timestamp")), "the first version"
    return date_of(versions[0].text("timestamp")), "the oldest version in the dump"


def _held(wiki: Wiki, site: Site) -> Held:
    """Return what holds an article back: nobody published it yet, or says that it is not done."""
    if not PENDING.isdisjoint(wiki.calls):
        return "pending"
    english = site.language == "en" or site.base.startswith("https://en.")
    return "pending" if site.details.get("news") and english and "publish" not in wiki.calls else ""
