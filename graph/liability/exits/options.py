"""Acts that end what stands, each with the first day on which it can be done and why then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.days import add_months
from graph.liability.exits.book import Act, ExitBook
from graph.liability.exits.standing import FINDING, Standing, severity_of, since_day
from graph.liability.explanation.words import zh

_SINCE: Final = {"decided_on": "决定", "corrected_on": "改正", "published_on": "公布"}


@dataclass(frozen=True, slots=True)
class Ready:
    """The first day, empty when it cannot be told, and why."""

    day: str
    because: str
    severity: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Option:
    """One act on one record, or on all orders of one court case."""

    key: str
    act: Act
    ends: tuple[Standing, ...]
    ready: Ready

    @property
    def first(self) -> Standing:
        """A record that it ends, for authority and number."""
        return self.ends[0]


def is_for(act: Act, one: Standing) -> bool:
    """Whether an act ends this: its kind of ground and list, and nothing with a term of its own."""
    if not one.follows or one.ground_kind not in act.grounds:
        return False
    if act.of == "OWN" and one.of == FINDING:
        return False
    if act.court_kinds and one.fact("court_kind") not in act.court_kinds:
        return False
    return "*" in act.lists or one.list_type in act.lists


def options_of(standings: Sequence[Standing], book: ExitBook, day: str) -> tuple[Option, ...]:
    """Every act that ends something, in the order of the data, then of the records."""
    found: list[Option] = []
    for act in book.acts:
        targets: dict[str, list[Standing]] = defaultdict(list)
        for one in standings:
            if is_for(act, one):
                on_case = act.per == "CASE" and one.case
                targets[one.case if on_case else one.ground_id].append(one)
        for target, ends in sorted(targets.items()):
            ready = max((_ready(act, one, book, day) for one in ends), key=lambda one: (not one.day, one.day))
            found.append(Option(f"{act.id}:{target}", act, tuple(ends), ready))
    return tuple(found)


def _ready(act: Act, one: Standing, book: ExitBook, day: str) -> Ready:
    if act.wait == "NONE":
        return Ready(day, "没有等待期，条件具备即可办理", verified=True)
    restart = _restart(one)
    terms = book.lists.get(one.list_type) if act.wait == "LIST" else None
    if terms is not None and terms.wait is not None:
        months, name = terms.wait.months, _SINCE[terms.wait.since]
        told = f"{zh('list_types', one.list_type)}自{name}之日起满 {months} 个月（{terms.basis.zh}）"
        verified = terms.basis.evidence == "P"
        if restart:
            return Ready(add_months(restart, months), f"{restart} 修复被撤销，重新计算；{told}", "", verified)
        found = since_day(one, terms.wait)
        return Ready(found, told if found else f"{told}；平台没有{name}日期，不能算出", "", verified)
    return _by_class(one, book, restart)


def _by_class(one: Standing, book: ExitBook, restart: str) -> Ready:
    """By the class: the shortest publication has to be over."""
    severity = severity_of(one, book)
    start = restart or one.decided_on
    again = f"{restart} 修复被撤销，重新计算；" if restart else ""
    if severity:
        rule = book.severities[severity]
        told = f"失信程度{severity}，自决定之日起最短公示期 {rule.least_months} 个月（{rule.basis.zh}）"
        return Ready(add_months(start, rule.least_months), again + told, severity, rule.basis.evidence == "P")
    ordinary, serious = book.severities["一般"], book.severities["严重"]
    told = (
        f"失信程度没有标明：属于一般的自 {add_months(start, ordinary.least_months)} 起，"
        f"属于严重的自 {add_months(start, serious.least_months)} 起；此处按严重计（{serious.basis.zh}）"
    )
    return Ready(add_months(start, serious.least_months), again + told)


def _restart(one: Standing) -> str:
    """Day on which a repair was revoked, when none was granted afterwards."""
    decided = [
        (str(row.get("decided_on")), str(row.get("result"))) for row in one.repairs if row.get("decided_on")
    ]
    last = max(decided, default=("", ""))
    return last[0] if last[1] == "REVOKED" else ""
