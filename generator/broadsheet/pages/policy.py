"""The content security policy: what a browser may do on our pages. The head of each says it, and what hosts and `serve` send.

Scripts run only from folders that hold the program's own and into which nothing of the content is published, and from those files
of `static/` that the publisher vouches for. A source with a path must name a host, and a site may stand on any: so there are two
policies, one that allows the site itself and one that allows the folders of any host, and browsers obey both.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from broadsheet.config import Config

SCRIPTS = ("assets/", "search/", "pagefind/")  # the folders of our own scripts
SANDBOX = "sandbox"  # for what comes from a person: shown as a document of no site, in which no program runs
_RULES = (
    "default-src 'none'; script-src {own}{compiled}; {offline}connect-src {own}; style-src {own}; img-src {own}{pictures} data:; "
    "font-src {own}; media-src {own}{players}; {frames}base-uri 'none'; form-action {form}"
)


def policies(config: Config, *, relative: bool = False, compiles: bool = False) -> tuple[str, ...]:
    """Return the policies for the head of a page.

    `relative`: the page is to be opened from a disk, where nobody knows the path above the site. `compiles`: the page may compile
    a program that it loaded, as Pagefind does.
    """
    own = "'self' file:" if relative else "'self'"
    compiled = " 'wasm-unsafe-eval'" if compiles else ""
    offline = f"worker-src {own}; manifest-src {own}; " if config.offline else ""
    form = f"{own} {form_origin(config.comments.form)}".rstrip()
    players = "".join(f" {origin}" for origin in config.players)
    frames = f"frame-src{players}; " if players else ""
    rules = _RULES.format(
        own=own,
        pictures=" https:" if config.trusted else "",
        compiled=compiled,
        offline=offline,
        form=form,
        players=players,
        frames=frames,
    )
    if relative:
        return (rules,)
    folders = " ".join(f"*:*{config.base_path}{quote(path)}" for path in (*_scripts(config), *_vouched_for(config)))
    return rules, f"script-src {folders}{compiled}" + ("; worker-src 'self'" if config.offline else "")


def header(config: Config) -> str:
    """Return the policies for the header of every answer. Only the head of a page can forbid to compile what another page may."""
    rules, *others = policies(config, compiles=compiles(config))
    return ", ".join((f"{rules}; frame-ancestors 'none'", *others))


def compiles(config: Config) -> bool:
    """Say whether the search page compiles a program."""
    return config.has("search") and config.search.full_text


def is_sandboxed(path: str) -> bool:
    """Say whether the file at an output path is somebody's, and one that a browser would show as a document of the site."""
    return path.startswith("media/") or (path.lower().endswith(".svg") and not path.startswith(SCRIPTS))


def form_origin(form: str) -> str:
    """Return the origin that a form sends replies to; empty where that is the site's own."""
    parts = urlsplit(form)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _scripts(config: Config) -> tuple[str, ...]:
    """Return the folders of our own scripts that the publication has."""
    has = (True, config.has("search"), compiles(config))
    return tuple(folder for folder, there in zip(SCRIPTS, has, strict=True) if there)


def _vouched_for(config: Config) -> tuple[str, ...]:
    """Return the scripts, and the folders of whatever, that the publisher vouches for as far as a policy can say it."""
    plain = (pattern.removesuffix("*") if pattern.endswith("/*") else pattern for pattern in config.static.active)
    return tuple(path for path in plain if path.endswith(("/", ".js", ".mjs")) and not any(sign in path for sign in "*?["))
