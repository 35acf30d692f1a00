"""A row of the table of bans as the document for the rule whose article it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from graph.liability.contract import NamedPerson
from graph.liability.rulebook import Basis, Rule

_EDITION: Final = re.compile(r"[（(][^（）()]*[)）]$")
_ARTICLE: Final = re.compile(r"(\d+)(?:\((\d+)\))?")


def cites_basis(rule: Rule, one: NamedPerson) -> bool:
    """Whether the ban cites an article that the rule rests on.

    Where both say which paragraph they mean, it is the same one.
    """
    cited = set(one.articles)
    return any(_is_cited(law, article, cited) for basis in rule.basis for law, article in _articles(basis))


def _articles(basis: Basis) -> list[tuple[str, re.Match[str]]]:
    """Articles of a basis, by the law's name without its edition."""
    law = _EDITION.sub("", basis.instrument.strip())
    found = (_ARTICLE.match(part.strip()) for part in basis.article.split(","))
    return [(law, one) for one in found if one is not None]


def _is_cited(law: str, article: re.Match[str], cited: set[str]) -> bool:
    whole = f"{law}:{article[1]}"
    paragraphs = {one for one in cited if one.startswith(f"{whole}(")}
    if article[2] and paragraphs:
        return f"{whole}({article[2]})" in paragraphs
    return whole in cited or bool(paragraphs)


def ban_scope(rule: Rule, one: NamedPerson) -> tuple[str, ...]:
    """What is barred: less than the law allows where the ban says so, never more."""
    return (one.scope,) if one.from_ban and one.scope in rule.scope else rule.scope


def same_role(rule: Rule, siblings: Sequence[Rule], one: NamedPerson, offices: frozenset[str]) -> bool:
    """Whether a ban means this rule's role: as it says; or, if silent, the office that registers show.

    Parameters
    ----------
    siblings
        Rules that the ground meets.
    offices
        Roles that registers show for the person at this body.
    """
    if one.role:
        return one.role == rule.role
    meant = {other.role for other in siblings if other.mode == "BAN" and cites_basis(other, one)}
    held = meant & offices
    return (held or meant) == {rule.role}
