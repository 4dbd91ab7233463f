"""For the host: redirects and headers in the form of Netlify and Cloudflare Pages, and what GitHub Pages needs to be told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

from broadsheet.catalog.redirects import differs_by_case, has_query
from broadsheet.pages.edition import Edition
from broadsheet.pages.nginx import http_block, server_block
from broadsheet.pages.page import Page
from broadsheet.pages.policy import SANDBOX, header, is_sandboxed
from broadsheet.pages.queries import queries_script
from broadsheet.problems import Span

FOR_HOSTS = frozenset(("_headers", "_redirects", "_nginx/http.conf", "_nginx/server.conf", ".nojekyll"))  # and do not serve
_ROOT = Span("broadsheet.yaml")


def hosting_pages(edition: Edition) -> Iterator[Page]:
    """Plan the files that tell the configured host what a static file cannot say."""
    host = edition.config.host
    permalink, script = edition.once(queries_script)
    if script:
        yield Page(permalink, _ROOT, "", lambda: script, "data")
    if host == "github-pages":
        yield Page("/.nojekyll", _ROOT, "", lambda: "", "machine")
    if host in ("netlify", "cloudflare-pages", "generic"):
        yield Page("/_redirects", _ROOT, "", partial(_redirects, edition), "machine")
        yield Page("/_headers", _ROOT, "", partial(_headers, edition), "machine")
    if host == "nginx":
        yield Page("/_nginx/http.conf", _ROOT, "", partial(http_block, edition), "machine")
        yield Page("/_nginx/server.conf", _ROOT, "", partial(server_block, edition), "machine")


def _redirects(edition: Edition) -> str:
    """Return one permanent redirect a line; a path's characters with a meaning of their own are percent-encoded.

    Only Netlify looks at queries; for all others the front page does. Netlify, too, would rather serve the page that stands at an
    old address than lead on from there, unless the rule is forced (`!`), which Cloudflare does not know. No rule is forced
    whose two addresses differ by capitals alone: a host that does not tell them apart would lead on in a circle.
    """
    forced = edition.config.host == "netlify"
    base, queries = edition.config.base_path.removesuffix("/"), edition.config.host != "cloudflare-pages"
    return "".join(
        f"{base}{r.alias.replace('?', ' ') if has_query(r.alias) else quote(r.alias)} {base}{quote(r.target)} 301"
        f"{'!' if forced and not differs_by_case(r) else ''}\n"
        for r in edition.catalog.redirects
        if queries or not has_query(r.alias)
    )


def _headers(edition: Edition) -> str:
    """Return the headers by paths. Hosts join those of all rules that a path falls under, and browsers obey every policy."""
    base = edition.config.base_path
    static = sorted(path.removeprefix("static/") for path in edition.static)
    persons = ["media/*", *(quote(path) for path in static if is_sandboxed(path))]
    return "\n".join(
        (
            f"{base}*",
            "  X-Content-Type-Options: nosniff",
            "  Referrer-Policy: strict-origin-when-cross-origin",
            f"  Content-Security-Policy: {header(edition.config)}",
            f"{base}assets/*",
            "  Cache-Control: public, max-age=31536000, immutable",
            *(f"{base}{path}\n  Content-Security-Policy: {SANDBOX}" for path in persons),
            "",
        )
    )
