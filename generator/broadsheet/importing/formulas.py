"""Formulas in template code (`katex`, `math`): they come over as they are written, as code, which Markdown leaves alone."""

from __future__ import annotations

import re

from broadsheet.importing.code import keep
from broadsheet.importing.fences import fenced

_NAME = r"(katex|mathjax|math|latex|tex|equation|formula)"
_GIVEN = r"((?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`[^`]*`|[^\"'`{}%()<>])*+)"
# None of these looks beyond where it would begin again.
_FORMULAS = tuple(
    re.compile(pattern, re.DOTALL | re.IGNORECASE)
    for pattern in (
        rf"\{{\{{-?\s*{_NAME}\({_GIVEN}\)\s*-?\}}\}}()",  # Zola
        rf"\{{%-?\s*{_NAME}\({_GIVEN}\)\s*-?%\}}((?:(?!\{{%).)*)\{{%-?\s*end\s*-?%\}}",
        rf"\{{\{{[<%]\s*{_NAME}\b{_GIVEN}[>%]\}}\}}((?:(?!\{{\{{[<%]).)*)\{{\{{[<%]\s*/\s*\1\s*[>%]\}}\}}",  # Hugo
        rf"\{{\{{[<%]\s*{_NAME}\b{_GIVEN}/?[>%]\}}\}}()",
        rf"\{{%-?\s*{_NAME}\b{_GIVEN}-?%\}}((?:(?!\{{%).)*)\{{%-?\s*end\1\s*-?%\}}",  # Hexo
    )
)
_SAID = re.compile(
    r"(?:\b(?:body|tex|math|formula|inner|content)\s*=\s*|^\s*)(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|`([^`]*)`)"
)
_APART = re.compile(r"\b(?:block|display)\s*=\s*[\"']?true|^\s*\"?(?:block|display)\b")
_SIGNS = re.compile(r"\s*(?:\$\$(.*)\$\$|\$(.*)\$|\\\[(.*)\\\]|\\\((.*)\\\))\s*", re.DOTALL)
_TICKS = re.compile("`+")


def with_formulas(text: str, kept: list[str]) -> str:
    """Return a text in which marks stand for its formulas, which `kept` takes as code: in the line, or apart where they were."""
    for pattern in _FORMULAS:
        text = pattern.sub(lambda match: _code(match, kept), text)
    return text


def _code(match: re.Match[str], kept: list[str]) -> str:
    _, given, within = match.groups()
    said = _SAID.search(given)
    written = within if within.strip() else next(filter(None, said.groups()), "") if said else ""
    formula, is_apart = tex_in(written) or (written, False)
    if not formula.strip():
        return match[0]
    if is_apart or _APART.search(given) or "\n" in within.strip("\n") or within.startswith("\n"):
        return f"\n\n{keep(fenced('tex', formula.strip(chr(10))).strip(chr(10)), kept)}\n\n"
    ticks = "`" * (1 + max(map(len, _TICKS.findall(formula)), default=0))
    blank = " " if formula.startswith("`") or formula.endswith("`") else ""
    return keep(f"{ticks}{blank}{' '.join(formula.split())}{blank}{ticks}", kept)


def tex_in(text: str) -> tuple[str, bool] | None:
    """Return the formula that a text is, by the signs around it, and whether it stands apart; None where it is none."""
    signs = _SIGNS.fullmatch(text)
    return (next(filter(None, signs.groups()), ""), signs.lastindex in (1, 3)) if signs else None
