"""Reading Cypher text without a parser: masking, parameters, result columns, labels.

Enough for checks that run on every file without a database. Strings and comments are masked first, so
that a colon or a dollar sign in them means nothing.
"""

from __future__ import annotations

import re

_MASKED = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`)", re.DOTALL
)
_PARAM = re.compile(r"\$([A-Za-z_]\w*)")
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_NAMES = re.compile(
    r"(?<![A-Za-z0-9_]):\s*([A-Z]\w*(?:\s*[|&]\s*:?\s*!?[A-Z]\w*)*)|[\w)]:([A-Z]\w*(?:[|&]!?[A-Z]\w*)*)"
)
_LAST_RETURN = re.compile(r"\bRETURN\b(?!.*\bRETURN\b)", re.DOTALL)
_TAIL = re.compile(r"\b(ORDER\s+BY|SKIP|LIMIT)\b")
_AGGREGATE = re.compile(
    r"\b(collect|count|sum|avg|min|max|percentileCont|percentileDisc)\s*\(", re.IGNORECASE
)
_KEYWORDS = frozenset(
    ("CASE", "NULL", "TRUE", "FALSE", "COUNT", "COLLECT", "EXISTS", "NOT", "RETURN", "MATCH")
)


def mask(text: str) -> str:
    """Blank out strings and comments; lengths and line ends stay.

    Examples
    --------
    >>> mask("RETURN '$a' // $b")
    "RETURN '  '      "
    """

    def blank(found: re.Match[str]) -> str:
        whole = found.group()
        if found.group("comment"):
            return re.sub(r"[^\n]", " ", whole)
        return whole[0] + re.sub(r"[^\n]", " ", whole[1:-1]) + whole[-1]

    return _MASKED.sub(blank, text)


def params_in(text: str) -> frozenset[str]:
    """Names of the parameters that the text uses."""
    return frozenset(_PARAM.findall(mask(text)))


def slots_in(text: str) -> frozenset[str]:
    """Names of the slots that the text leaves open.

    Examples
    --------
    >>> sorted(slots_in("MATCH (n:{{label}} {{{key}}: $id})"))
    ['key', 'label']
    """
    return frozenset(_SLOT.findall(text))


def fill_slots(text: str, values: dict[str, str]) -> str:
    """Put checked values into the slots."""
    return _SLOT.sub(lambda found: values[found.group(1)], text)


def split_top_level(text: str, separator: str = ",") -> list[str]:
    """Split at separators that are outside all brackets.

    Examples
    --------
    >>> split_top_level("a, f(b, c), [d, e]")
    ['a', 'f(b, c)', '[d, e]']
    """
    parts, depth, start = [], 0, 0
    for position, letter in enumerate(text):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif letter == separator and depth == 0:
            parts.append(text[start:position].strip())
            start = position + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _outermost(text: str) -> str:
    """The text with everything inside curly brackets blanked, so that subqueries do not count."""
    out, depth = [], 0
    for letter in text:
        if letter == "}":
            depth -= 1
        out.append(letter if depth == 0 or letter in "{}" else " ")
        if letter == "{":
            depth += 1
    return "".join(out)


def return_clause(text: str) -> str | None:
    """What stands behind the last RETURN of the outermost query, without ORDER BY and LIMIT."""
    masked = mask(text)
    outer = _outermost(masked)
    found = _LAST_RETURN.search(outer)
    if found is None:
        return None
    tail = _TAIL.search(outer, found.end())
    clause = masked[found.end() : tail.start() if tail else len(masked)].strip()
    return re.sub(r"^DISTINCT\b", "", clause).strip().rstrip(";")


def returned_aliases(text: str) -> tuple[str, ...]:
    """Names of the result columns, in order; an expression without AS counts only if it is a plain name."""
    clause = return_clause(text)
    if clause is None:
        return ()
    names = []
    for item in split_top_level(clause):
        found = re.search(r"\bAS\s+(\w+)\s*$", item)
        names.append(found.group(1) if found else item)
    return tuple(names)


def is_bounded(text: str) -> bool:
    """Whether the outermost result is limited: a LIMIT, or nothing but aggregates in the RETURN."""
    masked = mask(text)
    outer = _outermost(masked)
    found = _LAST_RETURN.search(outer)
    if found is None:
        return True
    if re.search(r"\bLIMIT\b", outer[found.end() :]):
        return True
    clause = return_clause(text) or ""
    return all(_AGGREGATE.search(item) for item in split_top_level(clause))


def graph_names(text: str) -> frozenset[str]:
    """Labels and relationship types that the text names."""
    found: set[str] = set()
    for first, second in _NAMES.findall(_SLOT.sub("", mask(text))):
        found.update(re.findall(r"[A-Z]\w*", first or second))
    return frozenset(found) - _KEYWORDS
