"""A composed question: where it starts, over which relations it goes on, and which conditions hold.

It is data, not a query language: every word of it must stand in a list of this module or of the model, and
nothing that a user typed ever enters the text of a query (ADR "compose questions, do not accept Cypher").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.days import FIRST_DAY
from graph.errors import UsageError
from graph.model import EDGE_TYPES, traversable_edge_types
from graph.model.codelists import codelist

MOST_STEPS: Final = 3
MOST_CONDITIONS: Final = 8
MOST_CODES: Final = 200
MOST_ROWS: Final = 500
MOST_TEXT: Final = 100
STARTS: Final = ("REGION", "LIST", "CODES", "ALL")
DIRECTIONS: Final = ("IN", "OUT", "ANY")
#: Which decisions a step leads to: those in force on the day, or also what is removed, repaired or ended.
STANDINGS: Final = ("IN_FORCE", "ANY")
#: Steps to decisions; nothing goes on from a decision.
DECISIONS: Final = ("LISTED_BY", "PENALISED_BY", "BOUND_BY")
#: What may be asked of whom, and the kind of the value. Of a person nothing: he links, he is not searched.
FIELDS: Final[dict[str, dict[str, str]]] = {
    "ENTITY": {
        "name": "text",
        "status": "text",
        "subject_type": "text",
        "legal_form": "text",
        "industry_code": "text",
        "region_code": "text",
        "established_on": "day",
        "sme_class": "text",
        "state_capital_class": "text",
        "registered_capital_cny": "number",
    },
    "PERSON": {},
    "DECISION": {"list_type": "text", "severity": "text", "decided_on": "day"},
    "RELATION": {"pct": "number", "valid_from": "day"},
}
OPERATORS: Final[dict[str, tuple[str, ...]]] = {
    "text": ("IS", "IS_NOT", "STARTS_WITH", "CONTAINS", "ONE_OF"),
    "day": ("IS", "BEFORE", "FROM"),
    "number": ("AT_LEAST", "AT_MOST"),
}


@dataclass(frozen=True)
class Condition:
    """One condition on a party, a decision or the relation that leads to it."""

    on: str
    field: str
    operator: str
    value: Any

    def holds(self, found: Any) -> bool:
        """Whether a value meets it; what is unknown meets none."""
        if found in (None, "", -1.0):
            return False
        if self.operator == "ONE_OF":
            return found in self.value
        return bool(_TESTS[self.operator](found, self.value))


_TESTS: Final[dict[str, Any]] = {
    "IS": lambda found, value: found == value,
    "IS_NOT": lambda found, value: found != value,
    "STARTS_WITH": lambda found, value: str(found).startswith(value),
    "CONTAINS": lambda found, value: value in str(found),
    "BEFORE": lambda found, value: FIRST_DAY < found < value,
    "FROM": lambda found, value: found >= value,
    "AT_LEAST": lambda found, value: found >= value,
    "AT_MOST": lambda found, value: found <= value,
}


@dataclass(frozen=True)
class Step:
    """One relation to follow, and what must hold of it and of whoever stands at its other end.

    Parameters
    ----------
    standing
        Of a step to decisions: only those in force on the day, or ``ANY``.
    """

    relation: str
    direction: str
    conditions: tuple[Condition, ...]
    standing: str = "IN_FORCE"

    @property
    def to_decision(self) -> bool:
        """Whether it leads to decisions and not to parties."""
        return self.relation in DECISIONS


@dataclass(frozen=True)
class Form:
    """A whole question.

    Parameters
    ----------
    at_least
        Only those first parties with at least so many different ends; 1 for all.
    """

    start: str
    values: tuple[str, ...]
    conditions: tuple[Condition, ...]
    steps: tuple[Step, ...]
    at_least: int
    limit: int


def read_form(given: Any) -> Form:
    """The question that a document says.

    Raises
    ------
    UsageError
        Anything in it is unknown, too long or too many; the message names the place.
    """
    document = _mapping(given, "form", {"start", "conditions", "steps", "at_least", "limit"})
    start = _mapping(document.get("start"), "start", {"by", "values"})
    by = _one_of(start.get("by"), STARTS, "start.by")
    values = _start_values(by, start.get("values", []))
    steps = document.get("steps", [])
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        raise _wrong("steps", f"最多 {MOST_STEPS} 步")
    read = tuple(_step(one, f"steps[{at}]") for at, one in enumerate(steps))
    if any(one.to_decision for one in read[:-1]):
        raise _wrong("steps", "决定只能放在最后一步")
    return Form(
        start=by,
        values=values,
        conditions=_conditions(document.get("conditions", []), ("ENTITY",), "conditions"),
        steps=read,
        at_least=_number(document.get("at_least", 1), 1, 100, "at_least"),
        limit=_number(document.get("limit", 100), 1, MOST_ROWS, "limit"),
    )


def _start_values(by: str, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or len(given) > MOST_CODES:
        raise _wrong("start.values", f"应为至多 {MOST_CODES} 项的列表")
    values = tuple(dict.fromkeys(_text(one, "start.values") for one in given))
    if (by == "ALL") is bool(values):
        raise _wrong("start.values", "全部主体不填，其他起点至少填一项")
    if by == "LIST" and any(codelist("list_types").find(one) is None for one in values):
        raise _wrong("start.values", "名单代码不在代码表中")
    if by == "REGION" and not all(one.isascii() and one.isdigit() and len(one) == 6 for one in values):
        raise _wrong("start.values", "行政区划代码为六位数字")
    return values


def region_bounds(code: str) -> tuple[str, str]:
    """First and last division code of a region: a code that ends in zeros covers all below it, pair by pair.

    Examples
    --------
    >>> region_bounds("411302"), region_bounds("411300"), region_bounds("410000")
    (('411302', '411302'), ('411300', '411399'), ('410000', '419999'))
    """
    prefix = code
    while len(prefix) > 2 and prefix.endswith("00"):
        prefix = prefix[:-2]
    return prefix.ljust(6, "0"), prefix.ljust(6, "9")


def _step(given: Any, where: str) -> Step:
    document = _mapping(given, where, {"relation", "direction", "conditions", "standing"})
    relation = _one_of(document.get("relation"), (*traversable_edge_types(), *DECISIONS), f"{where}.relation")
    direction = _one_of(document.get("direction", "ANY"), DIRECTIONS, f"{where}.direction")
    on = ("DECISION",) if relation in DECISIONS else ("ENTITY", "RELATION")
    conditions = _conditions(document.get("conditions", []), on, f"{where}.conditions")
    if relation not in DECISIONS and "standing" in document:
        raise _wrong(f"{where}.standing", "只有走到决定的一步可以选择")
    standing = _one_of(document.get("standing", STANDINGS[0]), STANDINGS, f"{where}.standing")
    return Step(relation, direction, conditions, standing)


def _conditions(given: Any, on: tuple[str, ...], where: str) -> tuple[Condition, ...]:
    if not isinstance(given, list) or len(given) > MOST_CONDITIONS:
        raise _wrong(where, f"最多 {MOST_CONDITIONS} 个条件")
    return tuple(_condition(one, on, f"{where}[{at}]") for at, one in enumerate(given))


def _condition(given: Any, on: tuple[str, ...], where: str) -> Condition:
    document = _mapping(given, where, {"on", "field", "operator", "value"})
    kind = _one_of(document.get("on", on[0]), on, f"{where}.on")
    field = _one_of(document.get("field"), tuple(FIELDS[kind]), f"{where}.field")
    form = FIELDS[kind][field]
    operator = _one_of(document.get("operator"), OPERATORS[form], f"{where}.operator")
    return Condition(kind, field, operator, _value(document.get("value"), form, operator, where))


def _value(given: Any, form: str, operator: str, where: str) -> Any:
    if operator == "ONE_OF":
        if not isinstance(given, list) or not 1 <= len(given) <= MOST_CODES:
            raise _wrong(f"{where}.value", "应为列表")
        return tuple(_text(one, f"{where}.value") for one in given)
    if form == "number":
        if isinstance(given, bool) or not isinstance(given, int | float) or not -1e15 < given < 1e15:
            raise _wrong(f"{where}.value", "应为数字")
        return float(given)
    text = _text(given, f"{where}.value")
    if form == "day" and not _is_day(text):
        raise _wrong(f"{where}.value", "应为 YYYY-MM-DD 形式的日期")
    return text


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _mapping(given: Any, where: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise _wrong(where, "应为对象")
    unknown = [
        str(one)[:40].encode("ascii", "backslashreplace").decode() for one in given if one not in known
    ]
    if unknown:
        raise _wrong(where, f"不认识的项：{'、'.join(unknown[:5])}")
    return given


def _one_of(given: Any, allowed: tuple[str, ...], where: str) -> str:
    if not isinstance(given, str) or given not in allowed:
        raise _wrong(where, f"应取自：{'、'.join(allowed) or '（此处没有可用的项）'}")
    return given


def _text(given: Any, where: str) -> str:
    if not isinstance(given, str) or not 1 <= len(given) <= MOST_TEXT or not given.isprintable():
        raise _wrong(where, f"应为 1 到 {MOST_TEXT} 个可显示的字符")
    return given


def _number(given: Any, low: int, high: int, where: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
        raise _wrong(where, f"应为 {low} 到 {high} 的整数")
    return given


def _wrong(where: str, why: str) -> UsageError:
    return UsageError(f"查询表单不成立：{why}", where=where, todo="按查询词汇表填写")


def vocabulary() -> dict[str, Any]:
    """Every word that a form may use, with its Chinese name where the model has one."""
    return {
        "starts": list(STARTS),
        "directions": list(DIRECTIONS),
        "standings": list(STANDINGS),
        "relations": [
            {"code": one, "title": EDGE_TYPES[one].zh, "decision": one in DECISIONS}
            for one in (*traversable_edge_types(), *DECISIONS)
        ],
        "fields": [
            {"on": on, "field": field, "kind": kind, "operators": list(OPERATORS[kind])}
            for on, fields in FIELDS.items()
            for field, kind in fields.items()
        ],
        "limits": {"steps": MOST_STEPS, "conditions": MOST_CONDITIONS, "rows": MOST_ROWS},
    }
