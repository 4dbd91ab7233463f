"""Templates of wikis: what the usual ones show. A dump says how a template is called, and not what it becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import quote

from broadsheet.importing.sayings import marked

Values = Mapping[str, str]  # the parameters of a call, by name or number, as HTML

CHARACTERS = {
    "!": "|", "=": "=", "'": "'", "snd": " – ", "spaced ndash": " – ", "ndash": "–", "mdash": "—", "nbsp": "&nbsp;", "·": " · ",
    "•": " • ", "dot": " · ", "spd": " – ", "--": "–", "en dash": "–", "em dash": "—", "shy": "", "zwsp": "", "wbr": "",
}  # fmt: skip
# What shows no words of the article: where the page stands, how it looks, and what readers are asked.
SILENT = frozenset((
    "publish", "published", "archive", "archived", "haveyoursay", "have your say", "-", "clear", "clear left", "clear right",
    "toc", "toc left", "toc right", "tocleft", "tocright", "defaultsort", "displaytitle", "anchor", "notoc",
    "short description", "use dmy dates", "use mdy dates", "use british english", "use american english", "featured article",
    "good article", "pp-semi", "pp-move-indef", "pp-protected", "pp-semi-indef", "authority control", "commons category",
    "commonscat", "commons cat", "col-begin", "col-end", "col-break", "div col", "div col end", "refbegin", "refend",
    "top icon", "italic title", "pp-move", "pp", "flagicon", "dead link", "clarify", "citation needed", "cn", "fact",
    "refimprove", "when", "who", "which", "refimprove section", "unreferenced", "unreferenced section", "expand section",
    "page needed", "portal", "portal bar", "about", "other uses", "otheruses", "redirect", "hatnote", "distinguish", "colbegin",
    "colend", "social bookmarks", "social networks", "peer reviewed", "date",
))  # fmt: skip
# Those that hold an article back: nobody has said that it may be read.
PENDING = frozenset((
    "develop", "developing", "prepare", "review", "under review", "tasks", "draft", "abandoned", "breaking review", "editing",
    "in use", "inuse", "under construction", "disputed", "delete", "speedy", "notpassed", "not ready",
))  # fmt: skip
NOTES = frozenset(("reflist", "references", "notelist", "ref list", "refs"))
_FIRST = frozenset((
    "nowrap", "nobr", "small", "smaller", "big", "larger", "abbr", "tooltip", "sic", "not a typo", "ipa", "unicode",
    "nihongo", "transl", "flag", "flagcountry", "w2", "as of", "asof", "sup", "sub", "em", "strong", "smallcaps", "sc", "circa",
    "start date", "birth date", "center", "em dash", "resize", "math", "mvar", "var", "code", "tq", "nsmdns", "lang-", "kbd",
))  # fmt: skip
_JOINED = {"hlist": ", ", "flatlist": ", ", "plainlist": ", ", "ubl": ", ", "unbulleted list": ", "}
_JOINED |= {"chem": "", "ipac-en": "", "frac": "/"}
SHORT_NOTES = frozenset(("sfn", "sfnp", "sfnm"))
LONG_NOTES = frozenset(("refn", "efn", "#tag:ref", "note"))
_SHORT = frozenset(("harvnb", "harv", "harvtxt", "harvp", "harvard citation no brackets", "harvcoltxt"))
_LAST = frozenset(("lang", "transliteration", "font color", "color", "fontcolor", "rtl-lang", "lang-rtl"))
_QUOTES = frozenset(("quote", "cquote", "blockquote", "quotation", "pull quote", "pullquote", "quote box", "centered pull quote"))
_WORKS = ("work", "website", "newspaper", "journal", "magazine", "encyclopedia", "periodical")
_PUBLISHERS = ("publisher", "pub", "agency", "institution")
_PAGES = (("page", "p"), ("pages", "pp"))
_MAIN, _ALSO, _FURTHER = marked("Main article:"), marked("See also:"), marked("Further information:")
_LEADS = {
    "main": _MAIN, "main article": _MAIN, "see also": _ALSO, "seealso": _ALSO, "further": _FURTHER, "details": _FURTHER,
    "further information": _FURTHER, "see": marked("See:"),
}  # fmt: skip


def name_of(text: str) -> str:
    """Return what a template is called by, in one way of writing."""
    return " ".join(text.replace("_", " ").split()).lower().removeprefix("template:").strip()


def shown(name: str, said: Values, link: Callable[[str, str], str]) -> str | None:
    """Return what a template shows, as HTML; None where nobody knows. `link` makes a link to a page of the wiki."""
    if name in CHARACTERS:
        return CHARACTERS[name]
    if name in SILENT or name.endswith("-stub") or name == "stub":
        return ""
    if name in _LEADS:
        pages = [link(value, value) for key, value in said.items() if key.isdecimal() and value.strip()]
        return f"\n<p><em>{_LEADS[name]} {', '.join(pages)}</em></p>\n" if pages else ""
    if name in _JOINED:
        return _JOINED[name].join(value for key, value in said.items() if key.isdecimal())
    if name == "source" or name.startswith(("cite", "citation", "cit ", "source-")):
        return _citation(said)
    made = _MADE.get(name) or (_first if re.fullmatch(r"lang-[\w-]+", name) else None)
    return made(said) if made else None


def _first(said: Values) -> str:
    return said.get("1", "")


def _last(said: Values) -> str:
    return said.get(str(max((int(key) for key in said if key.isdecimal()), default=0)), "")


def _wikipedia(said: Values) -> str:
    page = said.get("1", "").strip()
    language = said.get("lang", "en") if re.fullmatch(r"[a-z-]{2,12}", said.get("lang", "en")) else "en"
    words = next((said[key] for key in ("anchor", "2", "foreign", "1") if said.get(key, "").strip()), page)
    address = f"https://{language}.wikipedia.org/wiki/{quote(re.sub('<[^>]*>', '', page).replace(' ', '_'))}"
    return f'<a href="{escape(address)}">{words}</a>' if page else words


def _quotation(said: Values) -> str:
    words = next((said[key] for key in ("text", "quote", "1", "content") if said.get(key, "").strip()), "")
    by = ", ".join(said[key] for key in ("author", "sign", "2", "source", "4", "3", "title") if said.get(key, "").strip())
    return f"\n<blockquote><p>{words}</p>{f'<p>— {by}</p>' if by else ''}</blockquote>\n" if words else ""


def short_citation(said: Values) -> str:
    """Return a source as books are cited once they were named: whose, when, on which page."""
    whose = [said[key] for key in sorted(said) if key.isdecimal() and said[key].strip()]
    page = said.get("p", "") or said.get("page", "")
    pages = said.get("pp", "") or said.get("pages", "")
    where = f", p. {page}" if page else f", pp. {pages}" if pages else ""
    where += f", {said['loc']}" if said.get("loc") else ""
    return " ".join(whose) + where


def _citation(said: Values) -> str:
    """Return a source in the usual order: who, what, where, when, on which page, and the words that are quoted from it."""
    title = said.get("title", "").strip() or said.get("url", "").strip()
    url = re.sub(r"<[^>]*>", "", said.get("url", "")).strip()
    work = next((f"<em>{said[key].strip()}</em>" for key in _WORKS if said.get(key, "").strip()), "")
    publisher = next((said[key].strip() for key in _PUBLISHERS if said.get(key, "").strip()), "")
    issue = said.get("issue", "").strip() or said.get("number", "").strip()
    page, pages = (next((said[key].strip() for key in keys if said.get(key, "").strip()), "") for keys in _PAGES)
    quoted = said.get("quote", "").strip() or said.get("quotation", "").strip()
    parts = (
        _people(said),
        _with("\u201c", said.get("chapter", "") or said.get("contribution", "") or said.get("article", ""), "\u201d"),
        f'<a href="{escape(url)}">{title}</a>' if url.startswith(("http://", "https://")) else title,
        *(_with("", said.get(key, "")) for key in ("editor", "editors", "others", "edition", "series")),
        work,
        f"{said.get('volume', '').strip()}{_with(' (', issue, ')')}".strip(),
        ", ".join(filter(None, (said.get("location", "").strip(), publisher))),
        said.get("date", "").strip() or said.get("year", "").strip(),
        _with("p. ", page) or _with("pp. ", pages) or _with("", said.get("at", "")),
        *(_with(f"{key.upper()} ", said.get(key, "")) for key in ("isbn", "issn", "doi", "oclc")),
        _with("\u201c", quoted.strip('"\u201c\u201d'), "\u201d"),
    )
    return ". ".join(part for part in parts if part)


def _people(said: Values) -> str:
    people = [said.get("author") or said.get("author1") or said.get("authors", "")]
    for number in ("", "1", "2", "3", "4"):
        names = (said.get(f"first{number}", "").strip(), said.get(f"last{number}", "").strip())
        people.append(" ".join(filter(None, names)))
    return ", ".join(dict.fromkeys(name.strip() for name in people if name.strip()))


def _with(before: str, text: str, after: str = "") -> str:
    """Return a text with what stands around it, where there is one."""
    return f"{before}{text.strip()}{after}" if text.strip() else ""


# What makes the words of a template from what it was given.
_MADE: dict[str, Callable[[Values], str]] = {
    **dict.fromkeys(_FIRST, _first),
    **dict.fromkeys(_LAST, _last),
    **dict.fromkeys(("w", "wikipedia", "wp", "wpl"), _wikipedia),
    **dict.fromkeys(_QUOTES, _quotation),
    **dict.fromkeys(_SHORT, short_citation),
    **dict.fromkeys(("convert", "cvt"), lambda said: f"{said.get('1', '')} {said.get('2', '')}".strip()),
    "rp": lambda said: f": {said.get('1', '')}",
    "'s": lambda _: "'s",
    "' \"": lambda _: "' \"",
}
