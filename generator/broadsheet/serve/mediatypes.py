"""Media types: what a file is declared as. The machine's own table is not asked, as it differs from machine to machine."""

from __future__ import annotations

from types import MappingProxyType

HTML = "text/html; charset=utf-8"
_UNKNOWN = "application/octet-stream"
_BY_NAME = MappingProxyType(
    {
        "feed.xml": "application/atom+xml; charset=utf-8",
        "rss.xml": "application/rss+xml; charset=utf-8",
        "opml.xml": "text/x-opml; charset=utf-8",
        "feed.json": "application/feed+json; charset=utf-8",
        "_redirects": "text/plain; charset=utf-8",
        "_headers": "text/plain; charset=utf-8",
    }
)
_BY_SUFFIX = MappingProxyType(
    {
        "aac": "audio/aac",
        "atom": "application/atom+xml; charset=utf-8",
        "avif": "image/avif",
        "css": "text/css; charset=utf-8",
        "csv": "text/csv; charset=utf-8",
        "diff": "text/plain; charset=utf-8",
        "flac": "audio/flac",
        "geojson": "application/geo+json; charset=utf-8",
        "gif": "image/gif",
        "gz": "application/gzip",
        "htm": HTML,
        "html": HTML,
        "ico": "image/x-icon",
        "ics": "text/calendar; charset=utf-8",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "js": "text/javascript; charset=utf-8",
        "json": "application/json; charset=utf-8",
        "jsonl": "application/jsonl; charset=utf-8",
        "m4a": "audio/mp4",
        "m4v": "video/mp4",
        "md": "text/markdown; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8",
        "mov": "video/quicktime",
        "mp3": "audio/mpeg",
        "mp4": "video/mp4",
        "oga": "audio/ogg",
        "ogg": "audio/ogg",
        "ogv": "video/ogg",
        "opus": "audio/ogg",
        "otf": "font/otf",
        "patch": "text/plain; charset=utf-8",
        "pdf": "application/pdf",
        "png": "image/png",
        "rss": "application/rss+xml; charset=utf-8",
        "svg": "image/svg+xml; charset=utf-8",
        "tif": "image/tiff",
        "tiff": "image/tiff",
        "tsv": "text/tab-separated-values; charset=utf-8",
        "ttf": "font/ttf",
        "txt": "text/plain; charset=utf-8",
        "vtt": "text/vtt; charset=utf-8",
        "wasm": "application/wasm",
        "wav": "audio/wav",
        "webm": "video/webm",
        "webmanifest": "application/manifest+json; charset=utf-8",
        "webp": "image/webp",
        "woff": "font/woff",
        "woff2": "font/woff2",
        "xml": "application/xml; charset=utf-8",
        "xsl": "application/xslt+xml; charset=utf-8",
        "zip": "application/zip",
    }
)


def media_type(path: str) -> str:
    """Return the media type of a published file, by its name, then by its suffix."""
    name = path.rpartition("/")[2]
    return _BY_NAME.get(name) or _BY_SUFFIX.get(name.rpartition(".")[2].lower(), _UNKNOWN)
