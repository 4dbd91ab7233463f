"""For the host: redirects and headers in the form of Netlify and Cloudflare Pages, and what GitHub Pages needs to be told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

from broadsheet.pages.edition import Edition
from broadsheet.pages.page import Page
from broadsheet.pages.replies import form_origin
from broadsheet.problems import Span

_ROOT = Span("broadsheet.yaml")
_WORKER = "worker-src 'self'; "
_POLICY = (
    "default-src 'none'; {script}connect-src 'self'; style-src 'self'; img-src 'self' https: data:; font-src 'self'; "
    "media-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def hosting_pages(edition: Edition) -> Iterator[Page]:
    """Plan the files that tell the configured host what a static file cannot say."""
    host = edition.config.host
    if host == "github-pages":
        yield Page("/.nojekyll", _ROOT, "", lambda: "", "machine")
    if host in ("netlify", "cloudflare-pages", "generic"):
        yield Page("/_redirects", _ROOT, "", partial(_redirects, edition), "machine")
        yield Page("/_headers", _ROOT, "", partial(_headers, edition), "machine")


def _redirects(edition: Edition) -> str:
    """Return one permanent redirect a line; a path's characters with a meaning of their own are percent-encoded."""
    base = edition.config.base_path.removesuffix("/")
    return "".join(f"{base}{quote(r.alias)} {base}{quote(r.target)} 301\n" for r in edition.catalog.redirects)


def _scripts(edition: Edition) -> str:
    """Return which scripts may run: those of the theme, and what Pagefind compiles from a file of the site.

    Hosts join the policies of all rules that a page falls under, and browsers obey them all: one page cannot be allowed more by a
    header. So that only the search's may compile, all others allow themselves less in their head.
    """
    config = edition.config
    if not (edition.has("search") or edition.has("appearance") or config.offline):
        return ""
    compiled = " 'wasm-unsafe-eval'" if edition.has("search") and config.search.full_text else ""
    return f"script-src 'self'{compiled}; {_WORKER if config.offline else ''}"


def _headers(edition: Edition) -> str:
    base = edition.config.base_path
    script = _scripts(edition)
    policy = f"{_POLICY.format(script=script)} {form_origin(edition.config.comments.form)}".rstrip()
    return "\n".join(
        (
            f"{base}*",
            "  X-Content-Type-Options: nosniff",
            "  Referrer-Policy: strict-origin-when-cross-origin",
            f"  Content-Security-Policy: {policy}",
            f"{base}assets/*",
            "  Cache-Control: public, max-age=31536000, immutable",
            "",
        )
    )
