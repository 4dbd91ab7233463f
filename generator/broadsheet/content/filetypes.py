"""File types: which files may be published beside pages, told by their names and by how their bytes begin.

What a browser would run as a program, or show as a document that may run one, is not among them. The bytes are looked at because
a name is only what somebody wrote.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from broadsheet.expressions import expression

HEAD = 4096  # bytes that are looked at; browsers guess by fewer
DRAWING = ".svg"  # the one kind that is published cleaned
MEDIA_REMEDY = "link to a picture, sound, film, PDF, office or data file instead, or to an archive such as .zip with it in"
METADATA_REMEDY = (
    "save it again with another program, or name it below `media: keep_metadata:` in broadsheet.yaml to publish it as it is"
)
STATIC_REMEDY = "remove it, or name it below `static: active:` in broadsheet.yaml if you vouch for it"
# fmt: off
_BINARY = frozenset((
    "7z", "aac", "avif", "bmp", "bz2", "doc", "docx", "dta", "epub", "flac", "gif", "gpkg", "gz", "heic", "ico", "jfif",
    "jpeg", "jpg", "m4a", "m4v", "mov", "mp3", "mp4", "odg", "odp", "ods", "odt", "oga", "ogg", "ogv", "opus", "parquet",
    "pdf", "png", "ppt", "pptx", "rtf", "sav", "sqlite", "tar", "tif", "tiff", "wav", "webm", "webp", "xls", "xlsx", "xz",
    "zip",
))
_TEXT = frozenset((
    "bib", "csv", "diff", "geojson", "ics", "json", "jsonl", "log", "md", "ndjson", "patch", "ris", "srt", "tex", "tsv", "txt",
    "vcf", "vtt",
))
_ACTIVE = frozenset((
    "asp", "aspx", "atom", "cgi", "eml", "hta", "htm", "html", "js", "jsp", "mht", "mhtml", "mjs", "php", "rdf", "rss",
    "shtml", "svgz", "swf", "wasm", "xht", "xhtml", "xml", "xsl", "xslt",
))
# fmt: on
# What is looked at or listened to, and that nobody would take for an article.
# fmt: off
_SHOWN = frozenset((
    "aac", "avif", "bmp", "flac", "gif", "heic", "ico", "jfif", "jpeg", "jpg", "m4a", "m4v", "mov", "mp3", "mp4", "oga", "ogg",
    "ogv", "opus", "png", "srt", "svg", "tif", "tiff", "vtt", "wav", "webm", "webp",
))
# fmt: on
_PICTURES = frozenset(("avif", "bmp", "gif", "heic", "ico", "jfif", "jpeg", "jpg", "png", "tif", "tiff", "webp"))
_PICTURE = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8")  # how most begin
_STATIC_BINARY = frozenset(("otf", "ttf", "woff", "woff2"))
_STATIC_TEXT = frozenset(("", "asc", "css", "key", "map", "pub", "webmanifest"))
# Every server knows what these are, so it asks for no kind that stands before; but some run programs by any part of a name.
_KNOWN_EVERYWHERE = frozenset(("gif", "jpeg", "jpg", "mp3", "mp4", "pdf", "png", "webp"))
_RUN_BY_SERVERS = frozenset(("asp", "aspx", "cgi", "jsp", "php", "shtml"))
# fmt: off
_READ_BY_HOSTS = frozenset((
    ".htaccess", ".htpasswd", "_headers", "_redirects", "_routes.json", "firebase.json", "now.json", "routes.json",
    "serve.json", "staticwebapp.config.json", "vercel.json",
))
_READ_BY_PROGRAMS = frozenset((  # at the root of a site, or anywhere, by those who come to it
    "_worker.js", "ads.txt", "app-ads.txt", "apple-app-site-association", "clientaccesspolicy.xml", "cname", "crossdomain.xml",
    "favicon.ico", "robots.txt", "security.txt", "sellers.json", "web.config", "wp-login.php", "xmlrpc.php",
))
# fmt: on
_CAPTIONS = expression(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|\Z)")
_SIGNS = {"pdf": b"%PDF-", "rtf": b"{\\rtf"}  # of binary kinds that may look like text
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MARKUP = expression(rb"<[!?/a-zA-Z]")
# What proves who somebody is, in the forms of OpenSSH, OpenSSL, OpenPGP, PuTTY, age and minisign.
_SECRET = expression(rb"-----BEGIN [A-Z ]*PRIVATE KEY|PuTTY-User-Key-File|AGE-SECRET-KEY-1|minisign (?:encrypted )?secret key")
_CONTROL = expression(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_fault(path: str) -> str:
    """Say why a file of the content may not be published, by its name; empty when it may."""
    suffix = _suffix(path)
    if suffix in _BINARY or suffix in _TEXT or f".{suffix}" == DRAWING:
        return _hidden_kind(path)
    return _of_kind(suffix)


def kind_of_text(path: str) -> str:
    """Return the suffix of a file of the content that somebody may take for an article; empty for pictures, sound and film."""
    suffix = _suffix(path)
    return "" if suffix in _SHOWN else suffix


def static_fault(path: str, scripts: tuple[str, ...]) -> str:
    """Say why a file of `static/` may not be published unless somebody vouches for it, by its path below that folder.

    `scripts` are the folders of the site in which the program's own scripts are.
    """
    if path.startswith(scripts):
        return "the folder is for the program's own scripts, which pages may run"
    if path.rpartition("/")[2].lower() in _READ_BY_HOSTS:
        return "hosts take their settings from a file of this name"
    if path != ".nojekyll" and any(part.startswith(".") for part in path.removeprefix(".well-known/").split("/")):
        return "a name that begins with a dot hides what is in it, such as passwords or a repository"
    suffix = _suffix(path)
    return _hidden_kind(path) if suffix in _STATIC_BINARY or suffix in _STATIC_TEXT else media_fault(path)


def is_acted_on(path: str) -> bool:
    """Say whether hosts or programs act on what stands at an address, or look for it there: no article may put anything there.

    A folder of such a name (`/_worker.js/index.html`) is one, too.
    """
    parts = path.lower().strip("/").removesuffix("/index.html").split("/")
    return any(part.startswith(".") for part in parts) or not {parts[0], parts[-1]}.isdisjoint(_READ_BY_HOSTS | _READ_BY_PROGRAMS)


def is_named(path: str, patterns: tuple[str, ...]) -> bool:
    """Say whether the publisher names a file, by its path, among those for which an exception is made."""
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def bytes_fault(path: str, head: bytes) -> str:
    """Say why the bytes of a file are not what its name says, by how they begin; empty when nothing speaks against it.

    A drawing is not looked at here: it is cleaned.
    """
    suffix = _suffix(path)
    if f".{suffix}" == DRAWING or not head:
        return ""
    if _is_markup(head):
        return (
            f"by its name it is `.{suffix}`, but its bytes are HTML, XML or SVG" if suffix else "its bytes are HTML, XML or SVG"
        )
    if suffix not in _PICTURES and head.startswith(_PICTURE):
        return "its bytes are a picture, which is not cleaned under such a name"
    if suffix == "vtt" and not _CAPTIONS.match(head):
        return "by its name it is `.vtt`, but its bytes do not begin with `WEBVTT`"
    if _SECRET.search(head):
        return "it holds a private key"
    is_binary = suffix in _BINARY or suffix in _STATIC_BINARY
    if is_binary and not _CONTROL.search(head) and not head.startswith(_SIGNS.get(suffix, b"\0")):
        return f"by its name it is `.{suffix}`, but its bytes are a text, which may be a program"
    return ""


def _is_markup(head: bytes) -> bool:
    text = head.replace(b"\0", b"")  # of UTF-16
    for mark in _MARKS:
        text = text.removeprefix(mark)
    return _MARKUP.match(text.lstrip()) is not None


def _of_kind(suffix: str) -> str:
    if suffix in _ACTIVE:
        return f"browsers run programs in files of the kind `.{suffix}`"
    return f"files of the kind `.{suffix}` are not among those that are published" if suffix else "its name says no kind of file"


def _hidden_kind(path: str) -> str:
    """Say what speaks against a name whose last suffix is harmless.

    To servers that take the end for an encoding, do not know it, or look for no name before the dot, `x.html.gz`, `x.svg.srt`,
    `x.html.` and `.html` are HTML or SVG.
    """
    *parts, last = path.rpartition("/")[2].lower().split(".")[1:] or [""]
    refused = _RUN_BY_SERVERS if last in _KNOWN_EVERYWHERE else _ACTIVE
    active = next((part for part in (*parts, last) if part in refused), "")
    if not active and "svg" in parts and last not in _KNOWN_EVERYWHERE:
        return "servers may take it for a drawing, which is not cleaned"
    return _of_kind(active) if active else ""


def _suffix(path: str) -> str:
    """Return the suffix of a file's name in lower case, without its dot; empty when there is none."""
    name = path.rpartition("/")[2]
    return name.lstrip(".").rpartition(".")[2].lower() if "." in name.lstrip(".") else ""
