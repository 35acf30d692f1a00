"""What a row may ask of its ground: only what that kind of ground can say, and only values that it can have.

A condition that no ground can ever meet does not narrow a row, it switches it off: where the row is a veto,
persons are reached whom the law leaves alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from graph.liability.rule_rows import Rule, Vocabulary
from graph.model.codelists import codelist
from graph.model.kinds import FieldKind
from graph.model.tables import TABLES

_TABLES: Final = {
    "LISTING": ("listings",),
    "COURT_ORDER": ("judgments",),
    "PENALTY": ("penalties_org", "penalties_person"),
    "TAX_GRADE": ("tax_grades",),
    "ARREARS": ("arrears",),
}
_YES_NO: Final = frozenset({True, False})
_GIVEN: Final[frozenset[Any]] = frozenset()
"""Of a field that holds any text or number a row may only ask whether it is given."""
_ARTICLE: Final = re.compile(r"[^\s:：]{2,60}:\d{1,4}(\(\d{1,3}\))?")
# What follows from any ground, whatever table it comes from.
_ALWAYS: Final[Mapping[str, frozenset[Any]]] = {
    "penalised": frozenset({"unit", "person"}),
    "own_entry": _YES_NO,
    "entry_state": frozenset({"CONFIRMED", "LEAD"}),
}
# What is worked out beside the columns of the table.
_WORKED_OUT: Final[Mapping[str, Mapping[str, frozenset[Any]]]] = {
    "ARREARS": {"debtor_class": frozenset({"GOV", "INSTITUTION", "SOE_LARGE", "PRIVATE_LARGE"})},
    "REVOCATION": {"serious": _YES_NO},
}


def wrong_conditions(rule: Rule, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """(field, what) of every condition of a row that its ground cannot meet."""
    known = {str(one).strip() for row in words.ground_fields for one in str(row["field"]).split(",")}
    possible = _values_of(rule.ground.kind)
    for name, wanted in rule.ground.when.items():
        if name not in known:
            continue  # a word that nobody knows is told as such
        field = f"ground.when.{name}"
        if isinstance(wanted, Mapping):
            if dict(wanted) != {"known": True}:
                yield field, "条件只能写值、值的列表，或 {known: true}"
            continue
        given = wanted if isinstance(wanted, list | tuple) else [wanted]
        if not given:
            yield field, "条件没有写任何值"
        elif name == "list_type":
            yield from _wrong_lists(rule, given, words)
        elif name == "basis_articles":
            yield from ((field, f"“{one}”不是“法律:条”") for one in given if not _is_article(one))
        elif name not in possible:
            yield field, f"{rule.ground.kind} 这种根据没有条件 {name}"
        else:
            yield from _wrong_values(field, given, possible[name])
    yield from _about_another_subject(rule)


def _wrong_lists(rule: Rule, given: Iterable[Any], words: Vocabulary) -> Iterator[tuple[str, str]]:
    """A row is about its own list; one for several lists, or about somebody's own entry, names others."""
    lists = {*words.lists, *codelist("list_types").codes()}
    for one in given:
        if not isinstance(one, str) or one not in lists:
            yield "ground.when.list_type", f"没有名单“{one}”"
        elif one != rule.list and not rule.general and "entry_state" not in rule.ground.when:
            yield "ground.when.list_type", f"规则属于名单 {rule.list}，不得以名单 {one} 为条件"


def _wrong_values(field: str, given: Iterable[Any], possible: frozenset[Any]) -> Iterator[tuple[str, str]]:
    for one in given:
        if not possible:
            yield field, "该条件只能写 {known: true}"
        elif not isinstance(one, str | bool) or one not in possible:
            yield field, f"该条件没有“{one}”这个值"


def _is_article(one: Any) -> bool:
    return isinstance(one, str) and _ARTICLE.fullmatch(one) is not None


def _about_another_subject(rule: Rule) -> Iterator[tuple[str, str]]:
    """Whom the decision names is said twice; both have to say the same."""
    is_person = rule.ground.subject == "PERSON"
    for name, fits in (("penalised", "person" if is_person else "unit"), ("own_entry", is_person)):
        if name in rule.ground.when and rule.ground.when[name] not in (fits, [fits]):
            yield f"ground.when.{name}", "与根据的对象（subject）不一致"


@cache
def _values_of(ground_kind: str) -> Mapping[str, frozenset[Any]]:
    """By condition, the values that it can have for grounds of a kind; none where it may only be given."""
    found: dict[str, frozenset[Any]] = dict(_ALWAYS)
    for table in _TABLES.get(ground_kind, ()):
        for field in TABLES[table].fields:
            if field.kind in (FieldKind.CODELIST, FieldKind.CODELIST_MANY):
                found[field.name] = frozenset(codelist(field.codelist).codes())
            else:
                found[field.name] = _YES_NO if field.kind is FieldKind.BOOLEAN else _GIVEN
    if ground_kind == "REVOCATION":
        found["kind"] = _attributes("entity_statuses", "revocation_kind")
        found["entity_form"] = _attributes("legal_forms", "entity_form")
        found["reason"] = frozenset(codelist("status_reasons").codes())
    return {**found, **_WORKED_OUT.get(ground_kind, {})}


def _attributes(name: str, attribute: str) -> frozenset[Any]:
    return frozenset({one.attributes[attribute] for one in codelist(name).values} - {""})
