"""For nginx: what goes into its `http` block, the tables of old addresses, and what goes into the `server` block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from broadsheet.catalog.redirects import address_of, differs_by_case, has_query
from broadsheet.expressions import expression
from broadsheet.pages.edition import Edition
from broadsheet.pages.policy import SANDBOX, header, is_sandboxed

_PATHS = "$uri $broadsheet_old"
_ARGUMENT = expression(r"[A-Za-z0-9_]+")  # a name that a variable of nginx can have
_LEAST_BUCKET, _LEAST_HASH = 64, 2_048  # what nginx takes by itself
_IN_A_BUCKET = 32  # bytes beside the key


def http_block(edition: Edition) -> str:
    """Return the tables. What is written in them comes from the content: every text is quoted, and no value holds a variable."""
    base = edition.config.base_path
    static = sorted(path.removeprefix("static/") for path in edition.static)
    sandboxed = {f"{base}{path}": SANDBOX for path in static if is_sandboxed(path)}
    tables = {name: dict(table) for name, table in _redirects(edition).items()}
    keys = [key for table in (*tables.values(), sandboxed) for key in table]
    longest = max((len(key.encode()) for key in keys), default=0)
    bucket = max(_LEAST_BUCKET, 1 << (longest + _IN_A_BUCKET).bit_length())
    return "\n".join(
        (
            "# Include this in the `http` block.",
            f"map_hash_bucket_size {bucket};",
            f"map_hash_max_size {max(_LEAST_HASH, 1 << (2 * len(keys)).bit_length())};",
            *(_map(name, table) for name, table in tables.items()),
            _map("$uri $broadsheet_kept", {}, (f'"~^{re.escape(base)}assets/" "public, max-age=31536000, immutable";',)),
            _map("$uri $broadsheet_sandbox", sandboxed, (f'"~^{re.escape(base)}media/" {SANDBOX};',)),
            "",
        )
    )


def server_block(edition: Edition) -> str:
    """Return the redirects by those tables, and the headers of every answer."""
    base = edition.config.base_path
    found = (name.rpartition(" ")[2] for name in _redirects(edition))
    return "\n".join(
        (
            "# Include this in the `server` block.",
            f"error_page 404 {base}404.html;",
            *(("try_files $uri $uri.html $uri/ =404;",) if edition.config.permalinks.story.endswith("}") else ()),
            f"location ^~ {base}_nginx/ {{ return 404; }}",
            *(f"if ({name}) {{ return 301 {name}; }}" for name in found),
            "add_header X-Content-Type-Options nosniff always;",
            "add_header Referrer-Policy strict-origin-when-cross-origin always;",
            f"add_header Content-Security-Policy {_quoted(header(edition.config)).replace('$', '%24')} always;",
            "add_header Content-Security-Policy $broadsheet_sandbox always;",
            "add_header Cache-Control $broadsheet_kept;",
            "",
        )
    )


def _redirects(edition: Edition) -> Mapping[str, Mapping[str, str]]:
    """Return the tables of old addresses, each by what it maps: one of paths, and one for each name in queries."""
    base, tables = edition.config.base_path.removesuffix("/"), dict[str, dict[str, str]]()
    for redirect in edition.catalog.redirects:
        target = base + quote(redirect.target)
        if differs_by_case(redirect):  # a table heeds no capitals, an expression does
            expression = f"~^{re.escape((base + redirect.alias).rstrip('/'))}/?$"
            tables.setdefault(_PATHS, {})[expression] = target
            continue
        for name, key in _keys(redirect.alias):
            if f"{base}{key}" != target:
                tables.setdefault(name, {}).setdefault(f"{base}{key}".lower(), target)
    return tables


def _keys(alias: str) -> Iterator[tuple[str, str]]:
    """Yield where an old address stands in which table. Where nginx has no variable for a query, the front page leads on."""
    if not has_query(alias):
        address = address_of(alias)
        yield from ((_PATHS, form) for form in dict.fromkeys((address, address.rstrip("/"))))
        return
    argument, _, value = alias.partition("?")[2].partition("=")
    if _ARGUMENT.fullmatch(argument):
        name = argument.lower()
        yield f'"$uri $arg_{name}" $broadsheet_old_{name}', f"/ {value}"


def _map(name: str, table: Mapping[str, str], others: tuple[str, ...] = ()) -> str:
    lines = (*(f"{_quoted(key)} {_quoted(value)};" for key, value in sorted(table.items())), *others)
    return "\n".join((f"map {name} {{", *(f"  {line}" for line in lines), "}"))


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
