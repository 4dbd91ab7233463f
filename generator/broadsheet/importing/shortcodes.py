"""Template code in bodies of other generators: what the usual pieces show is written in Markdown, what is not known is noted.

Code in fences stays as it is. A list that template code makes of data or of other pages cannot be made again: it is taken out
and named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import datetime
from html import escape, unescape
from textwrap import dedent
from typing import NamedTuple
from urllib.parse import unquote

from broadsheet.content.yamltext import Value
from broadsheet.importing.captured import with_captured, without_hollow_frames
from broadsheet.importing.code import keep, restored, with_fenced
from broadsheet.importing.fences import above, fenced, titled, without_address
from broadsheet.importing.formulas import with_formulas
from broadsheet.importing.includes import assigned_in, with_words
from broadsheet.importing.picturedata import given_by
from broadsheet.importing.post import PostPicture
from broadsheet.importing.sayings import marked
from broadsheet.importing.shortcodetemplates import expanded
from broadsheet.importing.values import text_of

VIDEOS = {
    "youtube": (marked("Video on YouTube"), "https://www.youtube.com/watch?v={}"),
    "youtubepl": (marked("Videos on YouTube"), "https://www.youtube.com/playlist?list={}"),
    "vimeo": (marked("Video on Vimeo"), "https://vimeo.com/{}"),
    "tweet": (marked("Post on Twitter"), "https://twitter.com/i/status/{}"),
    "twitter": (marked("Post on Twitter"), "https://twitter.com/i/status/{}"),
    "x": (marked("Post on X"), "https://x.com/i/status/{}"),
    "instagram": (marked("Picture on Instagram"), "https://www.instagram.com/p/{}/"),
    "gist": (marked("Code on GitHub"), "https://gist.github.com/{}"),
}
# None of these looks beyond where it would begin again: what opens a thousand pieces and closes none is read at once, too.
_HUGO = re.compile(r"\{\{([<%])-?\s*(/?)\s*([\w./-]+)\s*+((?:\"(?:\\.|[^\"\\])*\"|`[^`]*`|[^\"`{}])*?)(/?)-?[>%]\}\}")
_CLOSED = re.compile(r"\{\{[<%]-?\s*/\s*([\w./-]+)\s*-?[>%]\}\}")
# A line that begins with a piece behind which more stands: what is in it, and its end where that ends the line.
_BEGUN = re.compile(
    r"^( {0,3})(\{\{[<%]-?\s*([\w./-]+)(?:[ \t]++(?:\"(?:\\.|[^\"\\\n])*\"|`[^`\n]*`|[^\"`{}\n])*?)?[>%]\}\})[ \t]*(?=\S)"
    r"((?:(?!\{\{[<%]-?\s*/\s*\3\s*-?[>%]\}\}[ \t]*$)[^\n])+)(\{\{[<%]-?\s*/\s*\3\s*-?[>%]\}\})?[ \t]*$", re.MULTILINE,
)  # fmt: skip
_SHIFTED = re.compile(r"(?<=[>%]\}\}\n)[ \t]+(?=\{\{[<%])")  # a piece below another one, further to the right
_ADDRESS_OF = ("](", 'href="', "href='", 'src="', "src='")  # behind which a piece is the address of a link
_KNOWN = frozenset(("ref", "relref", "details", "highlight", "param", "figure", *VIDEOS))
_HUGO_SHOWN = re.compile(r"\{\{([<%])/\*\s*(.*?)\s*\*/([>%])\}\}")
_HUGO_PARAM = re.compile(r"\{\{[<%]\s*param\s+[\"`]?([\w.-]+)[\"`]?\s*[>%]\}\}")
_HUGO_CODE = re.compile(
    r"\{\{<\s*highlight\s++([^\s>{}]++)[^{}]*?>\}\}\n?((?:(?!\{\{<\s*highlight\s).)*?)\{\{<\s*/\s*highlight\s*>\}\}", re.DOTALL
)
# A piece around text that is nothing but text: it may be code.
_HUGO_AROUND = re.compile(
    r"\{\{[<%]-?[ \t]*+([\w./-]++)[^{}]*?(?<!/)[>%]\}\}((?:(?!\{\{[<%]).)*+)\{\{[<%]-?[ \t]*+/[ \t]*+\1[ \t]*+-?[>%]\}\}",
    re.DOTALL,
)
_DRAWN = {"mermaid": "mermaid", "gravizo": "dot", "graphviz": "dot", "dot": "dot", "plantuml": "plantuml", "puml": "plantuml"}
_OF_CODE = re.compile(r"[;{}]$|^[\w\"' ]+ ?-[->]+ ?[\w\"' ]")  # what a line of code ends with, or is
_HUGO_ITEM = re.compile(  # one of a list, on a line of its own
    r"^[ \t]*+\{\{[<%][ \t]*+(check-?box|(?:check|list)-?(?:list-?)?item|li)[ \t]*+[>%]\}\}[ \t]*+([^\n]*?)[ \t]*"
    r"\{\{[<%][ \t]*+/[ \t]*+\1[ \t]*+[>%]\}\}[ \t]*+$", re.MULTILINE | re.IGNORECASE,
)  # fmt: skip
_LIQUID_CODE = re.compile(
    r"\{%-?\s*(highlight|codeblock)\b([^{}%]*)-?%\}\n?((?:(?!\{%-?\s*\1\b).)*?)\{%-?\s*end\1\s*-?%\}", re.DOTALL
)
_LIQUID_QUOTE = re.compile(
    r"\{%-?\s*(blockquote|pullquote)\b([^{}%]*)-?%\}((?:(?!\{%-?\s*\1\b).)*?)\{%-?\s*end\1\s*-?%\}", re.DOTALL
)
_LIQUID_IMG = re.compile(r"(?:[\w-]+\s+)?([^\s\"'<>]+\.\w+)(?:\s+\d+%?){0,2}(?:\s+(.*))?\Z")  # [class] address [size] [title]
_LIQUID_RAW = re.compile(
    r"\{%-?\s*(?:raw|verbatim)\s*-?%\}((?:(?!\{%-?\s*(?:raw|verbatim)\b).)*?)\{%-?\s*end(?:raw|verbatim)\s*-?%\}", re.DOTALL
)
_LIQUID_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}(?:(?!\{%-?\s*comment\b).)*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_LIQUID_NO_POSTS = re.compile(  # what is shown while a site has no posts
    r"\{%-?\s*if\s+[\w.]*\bposts\.(?:size|length)\s*==\s*0\s*-?%\}(?:(?!\{%-?\s*(?:if|unless|el(?:s|if)|endif)).)*+"
    r"(?=\{%-?\s*(?:el(?:s|if)|endif))", re.DOTALL,
)  # fmt: skip
# Code that makes the address of a file in an attribute: `src="{% thumbnail 'a.png' %}"`.
_LIQUID_ADDRESS = re.compile(r"""=\s*(["'])\{%-?\s*[\w-]+\s+(["'])([^"'{}<>]+\.\w{2,5})\2[^{}<>]*?-?%\}\1""")
_LIQUID = re.compile(r"\{%-?\s*([\w.]+)((?:(?!\{%|-?%\}).)*)-?%\}", re.DOTALL)
_LIQUID_VALUE = re.compile(r"\{\{-?((?:(?!\{\{|-?\}\}).)*)-?\}\}", re.DOTALL)
_DATE_FORM = re.compile(r"\bdate\s*[:(]\s*[\"']((?:[^\"'%]|%-?[A-Za-z%])+)[\"']")
_PULLED = re.compile(r"\{\"\s*(.*?)\s*\"\}", re.DOTALL)
_LOOPS = {"for": 1, "tablerow": 1, "asynceach": 1, "asyncall": 1, "endfor": -1, "endtablerow": -1, "endeach": -1, "endall": -1}
_ASSIGNED = re.compile(r"\{%-?\s*assign\s+(\w+)\s*=\s*([^\s|%]+)")
_DEEPEST_NAME = 8  # parts of a name such as `site.author.name`
_TEXT_ASSIGNED = re.compile(r"\w+\s*=\s*(?:\"[^\"|]*\"|'[^'|]*')\s*")
_LOOPED = re.compile(r"\bin\s+(\S+)")
_ZOLA = re.compile(r"\{\{-?\s*(\w+)\(([^{}]*)\)\s*-?\}\}|\{%-?\s*(?:(\w+)\(([^{}%]*)\)|end)\s*-?%\}")
_STRING = re.compile(r"""["']([^"']*)["']\s*((?:\|\s*(?:relative_url|absolute_url|url|prepend:\s*site\.baseurl)\s*)*)""")
_LITERAL = re.compile(r"([\"'])(.*?)\1\s*(?=\|)", re.DOTALL)  # a string that goes through a filter
_FOR_PICTURE = re.compile(r"\|\s*\w*(?:photo|picture|image|img|avatar|icon)\b")  # a filter that makes a picture of a name
_FOR_PLAYER = re.compile(r"\|\s*\w*(?:embed|player|video|youtube|vimeo|iframe)\w*(?:\s*[:(]\s*([\"'])(.*?)\1)?", re.IGNORECASE)
_ARGUMENT = re.compile(
    r"(?:([\w-]++)\s*+(?:=|:(?!//))\s*)?"  # its name, if it has one; `https://` is none
    r"(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|`([^`]*)`|((?(1)[^\s,]|[^\s,:={}()\[\]])[^\s,]*))",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([\\\"'])")
_GIST = re.compile(
    r"(?:(?:https?:)?//gist\.github\.com/)?((?:[\w-]+/)?[0-9a-fA-F]{4,40})(?:/raw)?(?:\.js|\.pibb)?(?:[/?#]+(?:file[=-])?([^\s/\[\]<>]*))?"
)
_HEADINGS = ("title", "heading", "header", "label")
_WORDS = ("kicker", *_HEADINGS, "subtitle", "subline", "intro", "text", "quote", "content", "caption", "cite")
_BY = ("attribution", "cite", "author", "by", "speaker", "person", "name", "position", "role", "organization", "organisation")
_SOURCES = ("src", "file", "image", "path", "url", "image_path", "source", "href", "link")
_LEADS = ("link", "href")  # where a picture leads, if it is named otherwise itself
_CALLED = ("src", "image", "img", "file", "uid", "id", "name", "0")  # by which a piece calls a picture
_OF_PICTURES = re.compile(r"img|image|picture|photo|figure")
_PICTURE = re.compile(r"[^\s\"'<>]+\.(?:jpe?g|png|gif|webp|svg|avif)\Z", re.IGNORECASE)
_FILE = re.compile(r"[^\s\"'<>]+\.(mp4|webm|mov|m4v|mp3|m4a|ogg|wav|pdf|docx?|pptx?|xlsx?|od[tsp]|csv|zip|epub)\Z", re.IGNORECASE)


class Replaced(NamedTuple):
    """A body without template code, the pieces that nobody knew, as they stood there, and what the lists were made of."""

    text: str
    unknown: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


Named = Callable[[str], PostPicture | None]


def replaced(text: str, kind: str, told: Mapping[str, Value], named: Named = lambda _: None) -> Replaced:
    """Return a body with what its template code shows.

    `told` are values that it may ask for by `page.NAME` or `site.NAME`; `named` returns a picture that it calls by a name alone.
    """
    if "{{" not in text and "{%" not in text:
        return Replaced(with_fenced(text, lambda code: titled(code, words=kind == "jekyll")))
    kept: list[str] = []

    unknown: list[str] = []
    lists: list[str] = []
    if kind in ("hugo", "zola", "nikola"):
        text = _HUGO_CODE.sub(lambda match: keep(fenced(match[1], match[2]), kept), text)
        text = _HUGO_SHOWN.sub(lambda match: keep(f"{{{{{match[1]} {match[2]} {match[3]}}}}}", kept), text)
        text = _HUGO_PARAM.sub(lambda match: _param(match, told), text)
        text = with_fenced(text, lambda code: keep(titled(code), kept))
        text = with_formulas(text, kept)
        text = _HUGO_AROUND.sub(lambda match: _drawn(match, kept), text)
        text = expanded(_SHIFTED.sub("", text), _templates(told), arguments_of, kept) if kind == "hugo" else text
        text = _HUGO_ITEM.sub(r"- \2", text)
        closed = {name.lower() for name in _CLOSED.findall(text)}
        text = _BEGUN.sub(lambda match: _on_lines(match, closed), text)
        text = _HUGO.sub(lambda match: _hugo(match, unknown, named), text)
        text = _ZOLA.sub(lambda match: _zola(match, unknown, named), text) if kind == "zola" else text
    else:
        whole = text
        text = _LIQUID_RAW.sub(lambda match: keep(match[1], kept), text)
        text = _LIQUID_CODE.sub(lambda match: keep(_code(match), kept), text)
        text = _LIQUID_QUOTE.sub(_quoted, text)
        text = _LIQUID_COMMENT.sub(lambda match: _note(match[0], unknown), text)
        text = with_fenced(text, lambda code: keep(titled(code, words=kind == "jekyll"), kept))
        text = with_formulas(text, kept)
        text = with_captured(text)
        text = _LIQUID_NO_POSTS.sub(lambda match: _note(restored(match[0], kept), unknown), text)
        text = _without_loops(text, lambda loop: unknown.append(restored(loop, kept)), lists)
        text = _LIQUID_ADDRESS.sub(lambda match: f'="{_rooted(match[3])}"', text)
        text = _LIQUID.sub(lambda match: _tag(match, unknown, named), text)
        told = {**told, **assigned} if (assigned := assigned_in(whole)) else told
        text = _LIQUID_VALUE.sub(lambda match: _value(match, told, unknown), text)
        text = without_hollow_frames(text) if unknown else text
    text = restored(text, kept)
    return Replaced(with_words(text) if kind == "jekyll" and unknown else text, tuple(unknown), tuple(lists))


def _rooted(path: str) -> str:
    """Return the address of a file that template code names from the root of its site."""
    return path if "://" in path or path.startswith(("/", ".")) else f"/{path}"


def _note(piece: str, unknown: list[str], shown: str = "") -> str:
    unknown.append(piece)
    return shown


def _hugo(match: re.Match[str], unknown: list[str], named: Named) -> str:
    _, closing, name, arguments, _ = match.groups()
    short = name.rpartition("/")[2].removesuffix(".html").lower()
    given = dict(arguments_of(arguments))
    if short in ("ref", "relref") or (given.get("0") and match.string.endswith(_ADDRESS_OF, 0, match.start())):
        return given.get("0", "").strip() or given.get("path", "")
    if closing:
        return "</details>\n" if short == "details" else ""
    if short == "details":
        summary = given.get("summary") or given.get("title") or given.get("0") or marked("Details")
        return f"\n<details>\n<summary>{_once(summary)}</summary>\n"
    return shown_by(short, _with_picture(short, given, named)) or _note(match[0], unknown, words_of(match, given))


def _templates(told: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the templates of a site's own shortcodes, but for those of which more is known."""
    found = told.get("site.shortcodes")
    return {name: each for name, each in found.items() if name not in _KNOWN} if isinstance(found, Mapping) else {}


def _drawn(match: re.Match[str], kept: list[str]) -> str:
    """Return what stands in a piece as code, where it is: what a program draws, or most of whose lines look like code."""
    name, code = match[1].rpartition("/")[2].lower(), match[2]
    lines = [line.strip() for line in code.splitlines() if line.strip()]
    is_text = len(lines) < 2 or lines[0].startswith("<")
    is_code = not is_text and sum(_OF_CODE.search(line) is not None for line in lines) * 2 > len(lines)
    return (
        keep(fenced(_DRAWN.get(name, ""), dedent(code).strip("\n")), kept) if lines and (name in _DRAWN or is_code) else match[0]
    )


def _on_lines(match: re.Match[str], closed: Set[str]) -> str:
    """Return a piece with which a line begins, and what stands in it there, as blocks of their own."""
    blank, piece, name, within, end = match.groups()
    if name.lower() not in closed or name.lower() in _KNOWN or (not end and _CLOSED.search(within)):
        return match[0]
    return f"{blank}{piece}\n\n{blank}{within.strip()}" + (f"\n\n{blank}{end}" if end else "")


def _zola(match: re.Match[str], unknown: list[str], named: Named) -> str:
    given = dict(arguments_of(match[2] or match[4] or ""))
    name = (match[1] or match[3] or "").lower()
    shown = shown_by(name, _with_picture(name, given, named))
    return (shown or _note(match[0], unknown, words_of(match, given))) if name else ""


def _without_loops(text: str, note: Callable[[str], None], lists: list[str]) -> str:
    """Return a text without its loops, of which `note` is told; `lists` takes what they go through."""
    pieces: list[str] = []
    done = depth = begun = 0
    assigned = dict(_ASSIGNED.findall(text))
    for tag in _LIQUID.finditer(text):
        step = _LOOPS.get(tag[1].lower(), 0)
        if not step or depth + step < 0:
            continue
        if not depth:
            begun, looped = tag.start(), _LOOPED.search(tag[2])
            name = looped[1] if looped else tag[2].strip()
            lists.append(str(assigned.get(name, name)))
        depth += step
        if not depth:
            note(text[begun : tag.end()])
            pieces.append(text[done:begun])
            done = tag.end()
    return "".join((*pieces, text[done:]))


def _param(match: re.Match[str], told: Mapping[str, Value]) -> str:
    """Return what Hugo's `param` shows: a value of the article's own, or of the site's parameters."""
    for values in (told, told.get("params"), told.get("site.params")):
        found: Value | None = values
        for part in match[1].lower().split("."):
            found = {key.lower(): value for key, value in found.items()}.get(part) if isinstance(found, Mapping) else None
        if text_of(found):
            return text_of(found)
    return match[0]


def _code(match: re.Match[str]) -> str:
    """Return code of Liquid's between fences; what Octopress writes above it stands there, too."""
    words = match[2].split()
    languages = [word for word in words if word.startswith("lang:")]
    if match[1] == "highlight":
        return fenced(words[0] if words else "", match[3])
    return above(without_address(word for word in words if ":" not in word or "://" in word)) + fenced(
        languages[0][5:] if languages else "", match[3]
    )


def _quoted(match: re.Match[str]) -> str:
    """Return a quotation of Octopress's, with whom it names below it."""
    by = _once(without_address(match[2].split())) if match[1] == "blockquote" else ""
    text = match[3] if match[1] == "blockquote" else _PULLED.sub(r"\1", match[3])
    return _quotation(text, by)


def _quotation(text: str, by: str) -> str:
    lines = [*text.strip().splitlines(), *(("", f"\u2014 {by}") if by else ())]
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _tag(match: re.Match[str], unknown: list[str], named: Named) -> str:
    name, arguments = match[1].lower(), match[2].strip()
    given = dict(arguments_of(arguments))
    if name in ("post_url", "link"):
        return ("\x04" if name == "post_url" else "/") + arguments.strip().strip("\"'").lstrip("/")
    if name == "include" and given:
        name = given.pop("0", "").rpartition("/")[2].partition(".")[0].lower()
        given = {str(int(key) - 1) if key.isdecimal() else key: value for key, value in given.items()}
    image = _LIQUID_IMG.match(arguments) if name == "img" else None
    given = {"src": image[1], "alt": (image[2] or "").strip("\"'")} if image else given
    if name == "assign" and _TEXT_ASSIGNED.fullmatch(arguments):  # it shows nothing, and is filled in
        return ""
    silent = name.startswith(("end", "if", "els", "for"))
    shown = shown_by(name, _with_picture(name, given, named))
    return shown or _note(match[0], unknown, "" if silent else words_of(match, given))


def _value(match: re.Match[str], told: Mapping[str, Value], unknown: list[str]) -> str:
    asked = match[1].strip()
    string = _STRING.fullmatch(asked)
    if string:
        return "/" + string[1].lstrip("/") if string[2] and "://" not in string[1] else string[1]
    if asked.split("|")[0].strip() in ("site.baseurl", "site.url", "site.github.url", "site.base_url"):
        return ""
    literal = _LITERAL.match(asked)
    name, _, filters = asked.partition("|") if not literal else ("", "", asked[literal.end() :])
    said = literal[2] if literal else _told(name.strip().removeprefix("page."), told)
    form = _DATE_FORM.search(filters)
    if said and form:
        try:
            said = datetime.fromisoformat(said[:10]).strftime(form[1])
        except ValueError:
            said = ""
    elif literal:
        film = _FOR_PLAYER.match(filters) if said.startswith(("https://", "http://", "//")) else None
        if film:
            title = f' title="{escape(film[2])}"' if film[2] else ""
            return f'\n\n<iframe src="{escape(said)}"{title}></iframe>\n\n'
        return _note(match[0], unknown, "" if _FOR_PICTURE.match(filters) else _once(said))
    return _once(said) if said else _note(match[0], unknown)


def _told(name: str, told: Mapping[str, Value]) -> str:
    """Return what a name such as `site.author.name` stands for; empty where that is not known, or no text."""
    parts = name.split(".", _DEEPEST_NAME)
    for count in range(len(parts), 0, -1):
        found: Value | None = told.get(".".join(parts[:count]))
        for part in parts[count:]:
            found = found.get(part) if isinstance(found, Mapping) else None
        if text_of(found):
            return text_of(found)
    return ""


def shown_by(name: str, given: Mapping[str, str]) -> str:
    """Return what a piece of template code shows, if its name or what it is given says so; else an empty text."""
    known = VIDEOS.get(name)
    if known:
        ident = given.get("id") or "/".join(value for key, value in given.items() if key.isdecimal()) or given.get("user", "")
        if name == "gist":
            words, address = gist(ident)
            return f"\n[{words}]({address})\n" if address else ""
        words = f"{known[0]}: {given['title']}" if given.get("title") else known[0]
        return f"\n[{words}]({ident if '://' in ident else known[1].format(ident)})\n" if ident else ""
    words = given.get("quote") or (given.get("text", "") if "quote" in name else "")
    if words:
        by = ", ".join(dict.fromkeys(given[key] for key in _BY if given.get(key)))
        return _quotation(words, _once(by)) + _picture(given, first_is_class=False)
    return _picture(given, first_is_class="with_class" in name) or _file(given)


def gist(said: str) -> tuple[str, str]:
    """Return what a link to code on GitHub says, and where it leads, for an address, or `USER/IDENT/FILE`; empty for neither."""
    found = _GIST.fullmatch(said.strip())
    words, address = VIDEOS["gist"]
    return (f"{words}: {found[2]}" if found[2] else words, address.format(found[1])) if found else ("", "")


def _with_picture(name: str, given: Mapping[str, str], named: Named) -> Mapping[str, str]:
    """Return what a piece that shows a picture is given, with what is known of one that it calls by a name alone."""
    called = next((given[key] for key in _CALLED if given.get(key)), "") if _OF_PICTURES.search(name) else ""
    picture = named(called) if called and not _PICTURE.fullmatch(called) else None
    own = {key: value for key, value in given.items() if value and value != called}
    return {**given_by(picture), **own} if picture else given


def _picture(given: Mapping[str, str], *, first_is_class: bool) -> str:
    src = next((value for value in _candidates(given) if _PICTURE.fullmatch(value)), "")
    if not src:
        return ""
    words = [value for key, value in given.items() if key.isdecimal() and value != src][first_is_class:]
    alt = given.get("alt") or (words[0] if words else "")
    caption = given.get("caption") or given.get("title") or given.get("credit", "")
    picture = f'<img src="{escape(src)}" alt="{escape(unescape(alt or caption))}">'
    led = next((given[key] for key in _LEADS if given.get(key)), "")
    picture = (
        f'<a href="{escape(led)}">{picture}</a>'
        if led and any(given.get(key) == src for key in given if key not in _LEADS)
        else picture
    )
    return f"\n<figure>{picture}<figcaption>{_once(caption)}</figcaption></figure>\n" if caption else f"\n{picture}\n"


def _once(words: str) -> str:
    """Return words as HTML; in what a piece of code is given some write `&ldquo;`, as its template takes it for HTML."""
    return escape(unescape(words), quote=False)


def _file(given: Mapping[str, str]) -> str:
    src = next((value for value in _candidates(given) if _FILE.fullmatch(value) or value.startswith("https://")), "")
    said = (given[key] for key in ("text", "label", "title", "caption") if given.get(key))
    words = next(said, unquote(src.rstrip("/")).rpartition("/")[2])
    above = f"{_once(given['kicker'])}: " if given.get("kicker") else ""
    return f"{above}[{words}]({src})" if src else ""


def _candidates(given: Mapping[str, str]) -> Iterator[str]:
    yield from (given[name] for name in _SOURCES if name in given)
    yield from (value for key, value in given.items() if key.isdecimal())


def words_of(piece: re.Match[str], given: Mapping[str, str]) -> str:
    """Return what a reader would have read of a piece that is not known: a paragraph where it stands on a line of its own."""
    told = ((name, _once(given[name])) for name in _WORDS if given.get(name))
    said = " ".join(f"<strong>{text}</strong>" if name in _HEADINGS else text for name, text in told)
    led = (
        (text, given[f"{name[:-4]}url"]) for name, text in given.items() if name.endswith("-text") and f"{name[:-4]}url" in given
    )
    said = " ".join(filter(None, (said, *(f"[{_once(text)}]({address})" for text, address in led))))
    before, after = piece.string[: piece.start()], piece.string[piece.end() :]
    is_alone = not (before.rpartition("\n")[2].strip() or after.partition("\n")[0].strip())
    return f"\n\n{said}\n\n" if said and is_alone else f" {said} " if said else ""


def arguments_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the arguments of template code: by their names, or by their numbers from 0; what is in quotes stays whole."""
    number = 0
    for name, double, single, raw, bare in _ARGUMENT.findall(text):
        yield name.lower() or str(number), _ESCAPED.sub(r"\1", double or single) or raw or bare.strip("\"'`")
        number += not name
