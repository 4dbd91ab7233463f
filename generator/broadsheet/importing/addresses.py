"""Old addresses: where each Markdown generator publishes an article, by its settings and by what the article says."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from datetime import date as day_of
from typing import NamedTuple
from urllib.parse import unquote

from broadsheet.content.slugs import FILE_LENGTH, slug_of
from broadsheet.content.yamltext import Value
from broadsheet.importing.dates import day_in
from broadsheet.importing.values import text_of, texts_of
from broadsheet.importing.webaddress import same_host, urlsplit

_COLON = re.compile(r":([a-z_]+)")
_SECTIONS = re.compile(r":sections\[([^\]]*)\]")
_BRACES = re.compile(r"\{([a-z_]+)(?::([^{}]*))?\}")
_JEKYLL = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}
_PHOTON = re.compile(r"i\d\.wp\.com/(?=[^/]+\.)")  # which shows pictures of other hosts
_UPLOADED = re.compile(r"/\d{4}/\d\d/[^/]+$")
_SIZED = re.compile(r"-\d+x\d+(?=\.\w+$)")
UPLOADS = "/wp-content/uploads/"
_KEPT_BY_JEKYLL = "._~!$&'()+,;=@"  # signs, beside letters, marks and digits; all else is a hyphen
_UNTOLD = re.compile(r"\{\{|\{%|:[a-z]")  # what a pattern still asks for


class AddressParts(NamedTuple):
    """What an address is made of. `path` is that of the article below the folder of the content, without suffix."""

    path: str
    title: str
    date: str
    slug: str
    sections: tuple[str, ...]
    lang: str
    is_post: bool
    pattern: str = ""  # what the article says of its own address


def _parts(entry: AddressParts) -> dict[str, str]:
    """Return what may stand for a word of a pattern."""
    year, month, day = [*entry.date[:10].split("-"), "", "", ""][:3]
    name = posixpath.basename(entry.path)
    folder = posixpath.dirname(entry.path)
    if name in ("index", "_index"):
        name = posixpath.basename(folder)
    undated = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", name)
    slug = entry.slug or slug_of(entry.title, FILE_LENGTH)
    parts = {
        "year": year, "month": month, "day": day, "short_year": year[2:], "i_month": month.lstrip("0"), "i_day": day.lstrip("0"),
        "title": undated, "name": undated, "filename": name, "contentbasename": name, "basename": name, "slug": slug,
        "slugorfilename": entry.slug or name, "slugorcontentbasename": entry.slug or name, "path": folder, "output_ext": ".html",
        "categories": "/".join(section.lower() for section in entry.sections), "section": entry.path.partition("/")[0],
        "sections": folder, "lang": entry.lang, "category": slug_of(entry.sections[0]) if entry.sections else "",
        "collection": entry.path.partition("/")[0].lstrip("_"),
    }  # fmt: skip
    parts["slugified_categories"] = "/".join(slug_of(section) for section in entry.sections)
    if day:
        found = _day(entry.date)
        parts |= (
            {"y_day": f"{found:%j}", "yearday": f"{found:%j}".lstrip("0"), "week": f"{found:%V}", "short_day": f"{found:%a}"}
            if found
            else {}
        )
        parts |= {"monthname": f"{found:%B}", "weekdayname": f"{found:%A}"} if found else {}
    return parts


def _day(text: str) -> day_of | None:
    try:
        return day_of.fromisoformat(text[:10])
    except ValueError:
        return None


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    """Return a pattern with its words filled in; empty where it asks for what is not known."""
    filled = _COLON.sub(lambda match: parts.get(match[1], match[0]), pattern)
    return "" if _UNTOLD.search(filled) else re.sub(r"/{2,}", "/", "/" + filled.lstrip("/"))


def jekyll(entry: AddressParts, settings: Mapping[str, Value]) -> tuple[str, ...]:
    """Return where Jekyll publishes an article."""
    style = text_of(settings.get("permalink")) or "date"
    parts = _parts(entry)
    if entry.path.startswith("_"):  # in a collection
        parts["path"] = entry.path.partition("/")[2]
    if entry.is_post:
        parts["title"] = _pretty(entry.slug or parts["title"])
        pattern = entry.pattern or _JEKYLL.get(style, style)
        zone = text_of(settings.get("timezone"))  # without one it is that of the machine: the writer's, or UTC
        days = (*(() if zone else (entry.date,)), day_in(entry.date, zone))
        filled = (_filled(pattern, _parts(entry._replace(date=day)) | {"title": parts["title"]}) for day in days)
        return tuple(dict.fromkeys(address for each in filled for address in _known(each)))
    if entry.pattern:
        return _known(_filled(entry.pattern, parts))
    stem = "/" + entry.path.lstrip("_")
    if stem.endswith("/index"):
        return (stem[: -len("index")],)
    return (f"{stem}/",) if style in ("pretty",) or style.endswith("/") else (f"{stem}.html",)


def _pretty(name: str) -> str:
    """Return a name as Jekyll has it in addresses: without a hyphen at either end."""
    fit = (char if char in _KEPT_BY_JEKYLL or unicodedata.category(char)[0] in "LMN" else " " for char in name)
    return re.sub(r" +", "-", "".join(fit)).removeprefix("-").removesuffix("-") or name


def hugo(entry: AddressParts, settings: Mapping[str, Value]) -> tuple[str, ...]:
    """Return where Hugo publishes an article."""
    said = settings.get("uglyurls")  # of all, or of some of its sections
    said = said.get(entry.path.partition("/")[0]) if isinstance(said, Mapping) else said
    ugly = text_of(said).lower() == "true"
    below = text_of(settings.get("defaultcontentlanguageinsubdir")).lower() == "true"
    lang = entry.lang or ((text_of(settings.get("defaultcontentlanguage")) or "en") if below else "")
    lead = f"/{lang}" if lang else ""
    if entry.pattern:
        return (entry.pattern if entry.pattern.startswith("/") else f"{lead}/{entry.pattern}",)
    parts = _parts(entry)
    by_section = settings.get("permalinks")
    by_section = by_section.get("page", by_section) if isinstance(by_section, Mapping) else {}
    pattern = text_of(by_section.get(parts["section"])) if isinstance(by_section, Mapping) else ""
    folder = parts["path"]
    if posixpath.basename(entry.path) in ("index", "_index"):
        folder = posixpath.dirname(folder)
    if pattern and posixpath.basename(entry.path) != "_index":  # a list of pages has the address of its folder
        sections = _SECTIONS.sub(lambda match: _chosen(folder.split("/"), match[1]), pattern)
        filled = _filled(sections, {**parts, "sections": folder, "title": slug_of(entry.title, FILE_LENGTH)})
        address = re.sub(r" +", "-", filled).lower()
        end = "" if address.endswith(".html") else ".html" if ugly else "/"
        return _known(f"{lead}{address.rstrip('/')}{end}") if filled else ()
    name = entry.slug or parts["filename"]
    address = re.sub(r" +", "-", posixpath.join("/", folder, name) if name else "/").lower()
    return (f"{lead}{address}.html",) if ugly and name else (f"{lead}{address.rstrip('/')}/",)


def _chosen(sections: list[str], selector: str) -> str:
    """Return those of an article's sections that Hugo's `:sections[1:]` or `:sections[last]` names."""
    first, colon, end = (part.strip().replace("last", "-1") for part in selector.partition(":"))
    if not all(re.fullmatch(r"-?\d*", part) for part in (first, end)):
        return f":{selector}"  # which nobody can fill in
    if not colon:
        return next(iter(sections[int(first) :][:1]), "") if first else ""
    return "/".join(sections[int(first) if first else None : int(end) if end else None])


def zola(entry: AddressParts, _settings: Mapping[str, Value]) -> tuple[str, ...]:
    """Return where Zola publishes an article: a `path` of its own names the language itself."""
    if entry.pattern:
        return (f"/{entry.pattern.strip('/')}/",)
    lead = f"/{entry.lang}" if entry.lang else ""
    parts = _parts(entry)
    folder = parts["path"]
    if posixpath.basename(entry.path) in ("index", "_index"):
        folder = posixpath.dirname(folder)
    name = entry.slug or (slug_of(parts["title"], FILE_LENGTH) if parts["title"] else "")
    return (f"{lead}{posixpath.join('/', folder, name).rstrip('/')}/",)


def eleventy(entry: AddressParts, _settings: Mapping[str, Value]) -> tuple[str, ...]:
    """Return where Eleventy publishes an article."""
    parts = _parts(entry)
    if entry.pattern:
        told = {
            "page.fileSlug": parts["title"],
            "title": slug_of(entry.title),
            "slug": entry.slug,
            "page.filePathStem": f"/{entry.path}",
        }
        filled = re.sub(
            r"\{\{-?\s*([\w.]+)\s*(?:\|\s*slug(?:ify)?\s*)?-?\}\}", lambda match: told.get(match[1]) or match[0], entry.pattern
        )
        return _known(_filled(filled, {}))
    name = "" if posixpath.basename(entry.path) == "index" else parts["title"]
    return (f"{posixpath.join('/', posixpath.dirname(entry.path), name).rstrip('/')}/",)


def pelican(entry: AddressParts, settings: Mapping[str, Value]) -> tuple[str, ...]:
    """Return where Pelican publishes an article."""
    pattern = entry.pattern
    if not pattern:
        default = "{slug}.html" if entry.is_post else "pages/{slug}.html"
        pattern = text_of(settings.get("article_url" if entry.is_post else "page_url")) or default
    parts = _parts(entry)
    found = _day(entry.date)

    def filled(match: re.Match[str]) -> str:
        if match[1] == "date":
            return found.strftime(match[2] or "%Y-%m-%d") if found else match[0]
        return parts.get(match[1], match[0])

    address = _BRACES.sub(filled, pattern)
    return () if "{" in address else ("/" + address.lstrip("/").removesuffix("index.html"),)


def nikola(entry: AddressParts, settings: Mapping[str, Value]) -> tuple[str, ...]:
    """Return where Nikola publishes an article: its setting gives each folder an address."""
    parts = _parts(entry)
    folder = parts["path"]
    said = settings.get("posts" if entry.is_post else "pages")
    for each in said if isinstance(said, list) else ():
        above, instead = (
            (posixpath.dirname(text_of(each[0])), text_of(each[1])) if isinstance(each, list) and len(each) > 1 else ("", "")
        )
        if above and f"{folder}/".startswith(f"{above}/"):
            folder = posixpath.join(instead.strip("/"), folder[len(above) :].strip("/"))
            break
    stem = posixpath.join("/", folder, entry.slug or posixpath.basename(entry.path))
    if posixpath.basename(stem) == "index":
        return (posixpath.join(posixpath.dirname(stem), ""),)
    pretty = text_of(settings.get("pretty_urls")).lower() != "false"
    return (f"{stem}/",) if pretty else (f"{stem}.html",)


def markdown(entry: AddressParts, settings: Mapping[str, Value]) -> tuple[str, ...]:
    """Return what an article says of its own address; else, of a story, what links to others tell of the addresses of all."""
    if entry.pattern:
        return _known(_filled(entry.pattern, {})) if entry.pattern.startswith("/") else ()
    patterns = texts_of(settings.get("permalink")) if entry.is_post and _day(entry.date) else ()
    return tuple(address for pattern in patterns for address in _known(_filled(pattern, _parts(entry))))


def _known(address: str) -> tuple[str, ...]:
    return (address.removesuffix("index.html"),) if address else ()


def page_path(address: str) -> str:
    """Return the path of a page as one key, however its end is written; empty for none and for that of the front page."""
    return unquote(urlsplit(address).path).rstrip("/")


def upload_of(address: str) -> tuple[str, str]:
    """Return the folder of uploads that a file of WordPress's is in, with its host, and the path of the file below it."""
    parts = urlsplit(address)
    host, path = parts.netloc.lower(), parts.path
    if found := _PHOTON.match(f"{host}{path}"):
        host, slash, path = f"{host}{path}"[found.end() :].partition("/")
        host, path = host.lower(), slash + path
    host = host.removeprefix("www.")
    above, uploads, below = path.partition(UPLOADS)
    if uploads:
        return f"{host}{above}{uploads}", below
    if host.endswith(".files.wordpress.com"):
        return f"{host.removesuffix('.files.wordpress.com')}.wordpress.com{UPLOADS}", path.lstrip("/")
    dated = _UPLOADED.search(path)
    return (f"{host}{path[: dated.start() + 1]}", path[dated.start() + 1 :]) if dated else ("", "")


def upload_names(path: str) -> tuple[str, ...]:
    """Return what a file of WordPress's may be called, the one of which it shows a smaller copy, too."""
    whole = _SIZED.sub("", path)
    stem, suffix = posixpath.splitext(whole)
    return tuple(dict.fromkeys((path, whole, f"{stem}-scaled{suffix}")))


def on_site(address: str, base: str) -> str:
    """Return an address as a path of the site at `base`; empty where it is one of somewhere else, or none that redirects."""
    parts = urlsplit(address.strip())
    if parts.query or (parts.scheme and parts.scheme not in ("http", "https")):
        return ""
    if parts.netloc and not same_host(address.strip(), base):
        return ""
    path = re.sub(r"/{2,}", "/", parts.path) or "/"
    above = urlsplit(base).path.rstrip("/")
    if parts.netloc and above and path.startswith(f"{above}/"):
        path = path[len(above) :]
    return path if path.startswith("/") else f"/{path}"
