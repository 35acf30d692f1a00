"""What stands against a subject on a day: findings and own records, with what their end depends on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph.days import OPEN_DAY, add_months, stated_ends
from graph.liability.contract import RepairDecision
from graph.liability.exits.book import CLASSES, ExitBook, Since
from graph.liability.rulebook import Rule, RuleSet
from graph.liability.withdraw import repaired_on
from graph.model.codelists import codelist

FINDING: Final = "FINDING"
OWN: Final = "OWN"
TERM: Final = "TERM"
YEARS: Final = "YEARS"
LIFE: Final = "LIFE"
WHILE_GROUND: Final = "WHILE_GROUND"
_SERIOUS_LISTS: Final = frozenset({"NATIONAL_SERIOUS", "HENAN_STATUTE_LIST"})


@dataclass(frozen=True)
class Standing:
    """One thing that stands against the subject.

    Parameters
    ----------
    of
        FINDING: somebody answers for a ground. OWN: the subject's own record.
    subject
        Whom the ground names: ENTITY or PERSON.
    follows
        It ends when its ground is repaired or released; a ban with a term of its own does not.
    term
        YEARS, LIFE or WHILE_GROUND.
    facts
        Properties of the decision.
    repairs
        Repairs of the decision, decided or not.
    """

    id: str
    of: str
    ground_kind: str
    ground_ref: str
    ground_id: str
    list_type: str
    subject: str
    valid_from: str
    valid_to: str
    state: str = "CONFIRMED"
    role: str = "SELF"
    mode: str = ""
    anchor: str = ""
    rule: str = ""
    basis: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    entity: str = ""
    entity_name: str = ""
    follows: bool = True
    term: str = WHILE_GROUND
    facts: Mapping[str, Any] = field(default_factory=dict)
    repairs: tuple[Mapping[str, Any], ...] = ()

    def fact(self, name: str) -> str:
        """A value of the decision as text, empty when it is not known."""
        value = self.facts.get(name)
        return "" if value is None else str(value)

    @property
    def case(self) -> str:
        """Court and case number, empty when it is no court paper."""
        court, number = self.fact("court"), self.fact("case_no")
        return f"{court}|{number}" if court and number else ""

    @property
    def decided_on(self) -> str:
        """Day of the decision."""
        return self.fact("decided_on") or self.fact("status_on") or self.valid_from


@dataclass(frozen=True, slots=True)
class Latest:
    """When it ends at the latest by time alone: an empty day never, and why."""

    day: str
    because: str


def follows_ground(rule: Rule | None, mode: str, subject: str) -> bool:
    """Whether a finding ends with its ground's repair or release.

    A ban with a term of its own runs on (liability-rules.md, semantics 9), also where the ground names the
    person himself.
    """
    if rule is None:
        return mode != "BAN"
    if rule.term == WHILE_GROUND:
        return True
    return mode != "BAN" and (rule.lifted_by_entity_repair or subject == "PERSON")


def finding_standing(
    finding: Mapping[str, Any],
    state: str,
    ruleset: RuleSet,
    facts: Mapping[str, Any],
    repairs: Sequence[Mapping[str, Any]] = (),
    *,
    entity: str = "",
    entity_name: str = "",
) -> Standing:
    """A finding as something that stands.

    Parameters
    ----------
    finding
        Properties of the Finding node.
    state
        Its state on the day.
    facts
        Properties of its decision, empty when that is no longer current.
    """
    rule = ruleset.by_ref(finding["rule"])
    subject = "ENTITY" if finding["entity_id"] else "PERSON"
    basis = tuple(f"{one['instrument']} 第 {one['article']} 条" for one in json.loads(finding["basis"]))
    return Standing(
        id=finding["finding_id"],
        of=FINDING,
        ground_kind=finding["ground_kind"],
        ground_ref=finding["ground_ref"],
        ground_id=finding["ground_id"],
        list_type=finding["list_type"],
        subject=subject,
        valid_from=finding["valid_from"],
        valid_to=finding["valid_to"],
        state=state,
        role=finding["role"],
        mode=finding["mode"],
        anchor=(rule.anchor if rule is not None else "") or "",
        rule=finding["rule"],
        basis=basis,
        measures=tuple(finding["measures"] or ()),
        entity=entity,
        entity_name=entity_name,
        follows=follows_ground(rule, finding["mode"], subject),
        term=_term(rule, finding),
        facts=facts,
        repairs=tuple(repairs),
    )


def _term(rule: Rule | None, finding: Mapping[str, Any]) -> str:
    """What kind of term the finding has."""
    if rule is None or not (rule.term == LIFE or isinstance(rule.term, int)):
        return WHILE_GROUND
    # Within a range the decision may choose the longest that the law allows.
    for_life = finding["mode"] == "BAN" and finding["valid_to"] == OPEN_DAY
    return LIFE if rule.term == LIFE or for_life else YEARS


def is_repaired(one: Standing, day: str) -> bool:
    """Whether a repair that stands was granted up to the day."""
    decided = [
        RepairDecision(str(row["repair_id"]), str(row.get("result") or ""), str(row.get("decided_on") or ""))
        for row in one.repairs
    ]
    found = repaired_on([row for row in decided if row.decided_on <= day])
    return bool(found)


def severity_of(one: Standing, book: ExitBook) -> str:
    """Its class: as stated, else by the kinds of penalty or the procedure, else empty for unknown."""
    given = one.fact("severity")
    if given in CLASSES:
        return given
    if one.ground_kind == "LISTING":
        known = codelist("list_types").find(one.list_type)
        serious = known is not None and known.attributes["list_class"] in _SERIOUS_LISTS
        return "严重" if serious else ""
    if one.fact("procedure") in book.severity_of_procedures:
        return book.severity_of_procedures[one.fact("procedure")]
    kinds = one.facts.get("penalty_kinds") or ()
    kinds = kinds.split("、") if isinstance(kinds, str) else kinds
    classes = [book.severity_of_kinds[kind] for kind in kinds if kind in book.severity_of_kinds]
    if len(classes) < len(kinds) and "严重" not in classes:
        return ""  # a fine without a published threshold may weigh more than the rest
    return max(classes, key=CLASSES.index, default="")


def since_day(one: Standing, wait: Since) -> str:
    """The day that many months after the day that the rule names; empty when that is not known."""
    start = one.decided_on if wait.since == "decided_on" else one.fact(wait.since)
    return add_months(start, wait.months) if start else ""


def latest_of(one: Standing, book: ExitBook) -> Latest:
    """When it ends at the latest if nobody does anything."""
    ends = [one.valid_to] if one.valid_to != OPEN_DAY else []
    if one.follows:
        ends += _ground_ends(one, book)
    if ends:
        return Latest(min(ends), TERM)
    return Latest("", LIFE if one.term == LIFE else WHILE_GROUND)


def _ground_ends(one: Standing, book: ExitBook) -> list[str]:
    """Days on which the record itself leaves its list or is published no longer."""
    months = one.fact("term_months") if one.ground_kind == "LISTING" else ""
    ends = stated_ends(one.decided_on, months, one.fact("publish_until"))
    terms = book.lists.get(one.list_type)
    most = terms.most if terms is not None else None
    if most is not None and (not most.situations or one.fact("situation") in most.situations):
        ends.append(since_day(one, most))
    if one.of == OWN and one.ground_kind == "PENALTY":
        ends.append(add_months(one.decided_on, book.severities[severity_of(one, book) or "严重"].most_months))
    return [day for day in ends if day]
