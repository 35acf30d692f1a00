"""After every event in a register the evaluator agrees with a slow reading of the law; nothing lingers on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.liability.citations import cited_articles
from graph.liability.contract import (
    EntityKind,
    GroundContext,
    GroundFacts,
    NamedPerson,
    ObjectionSpan,
    RepairDecision,
    StatusSpan,
    Tenure,
)
from graph.liability.evaluate import evaluate
from graph.liability.persist import diff_findings
from graph.liability.rulebook import RuleSet, load_rules
from graph.liability.states import effective_state, is_live

AUTHORITY = "1141130000598765XE"
ARTICLE = "《食品安全法》第一百三十五条第一款"
HEADS = ("L03_wage_arrears.legal_rep@1", "L10_food_revoked.legal_rep@1")
World = Any  # of the folder's conftest
Case = Any
Live = dict[tuple[str, str, str], str]


def contexts(world: World) -> Iterator[GroundContext]:
    """What the evaluator gets for each decision."""
    for name, case in world.cases.items():
        tenures = [
            Tenure(one.role, f"{one.role}_OF", one.person, one.person, True, one.start, one.end, key)
            for key, one in world.offices.items()
            if one.firm == case.firm
        ]
        papers = [
            NamedPerson(
                f"{name}/{number}", person, person, True, role, decided_on=day, doc_no=f"认{number}",
                authority_code=AUTHORITY, fault_doc=f"责{number}", at_violation=case.kind != "LIMIT" or None,
            )
            for number, (person, role, day) in enumerate(case.papers)
        ]  # fmt: skip
        repairs = [("APPROVED", case.over[0])] if case.over[1] == "REPAIRED" else []
        repairs += zip(("APPROVED", "REVOKED"), case.revoked, strict=True) if case.revoked[0] else []
        yield GroundContext(
            ground_of(name, case),
            entity=EntityKind(case.firm, has_legal_rep=True),
            tenures=tuple(tenures),
            named=tuple(papers),
            statuses=tuple(statuses(world)),
            objections=tuple(objections(world, name, case)),
            repairs=tuple(RepairDecision(f"R{day}", result, day) for result, day in repairs),
        )


def objections(world: World, name: str, case: Case) -> Iterator[ObjectionSpan]:
    """To the decision, and to every office and paper that gives somebody a contested role at the firm."""
    for number, (raised, decided, result) in enumerate(case.objections):
        waits = result == "CORRECTED" and case.told <= raised  # as queries say of a record that says the same
        yield ObjectionSpan(f"O{number}", name, raised, "" if waits else decided, result)
    for key, office in world.offices.items():
        role = (office.firm, office.role, office.person)
        for number, one in enumerate(world.contested.get(role, ()) if office.firm == case.firm else ()):
            yield ObjectionSpan(f"R{number}-{key}", key, *one)
    for paper, (person, liable, _) in enumerate(case.papers):
        for number, one in enumerate(world.contested.get((case.firm, liable, person), ())):
            yield ObjectionSpan(f"R{number}-{name}/{paper}", f"{name}/{paper}", *one)


def statuses(world: World) -> Iterator[StatusSpan]:
    """Who is dead, and who was incapable from when until when."""
    for person, day in world.dead.items():
        yield StatusSpan(person, "DECEASED", day)
    for person, (since, restored) in world.incapable.items():
        yield StatusSpan(person, "INCAPABLE", since)
        if restored:
            yield StatusSpan(person, "RESTORED", restored)


def ground_of(name: str, case: Case) -> GroundFacts:
    annulled = case.over[0] if case.over[1] == "ANNULLED" else ""
    common: dict[str, Any] = {
        "entity_id": case.firm, "decided_on": case.decided, "authority_code": AUTHORITY, "doc_no": name,
    }  # fmt: skip
    window = {"violation_from": case.first, "violation_to": case.last}
    removal = {"removed_on": annulled, "removal_kind": "ANNULLED" if annulled else ""}
    match case.kind:
        case "LIMIT":
            ended = {"ended_on": annulled, "end_reason": "履行完毕" if annulled else ""}
            return GroundFacts(
                name, "CourtRecord", "COURT_ORDER", name, name, "L02", situation="SPENDING",
                fields={"kind": "限制消费"}, **ended, **common,
            )  # fmt: skip
        case "FOOD":
            fields = {"sector": "FOOD", "penalty_kinds": ["吊销许可证件"]}
            fields["basis_articles"] = list(cited_articles(ARTICLE))
            return GroundFacts(
                name, "Penalty", "PENALTY", name, name, "", fields=fields, **window, **removal, **common
            )
    list_type = "L03" if case.kind == "WAGE" else "L09"
    return GroundFacts(name, "Listing", "LISTING", name, name, list_type, **window, **removal, **common)


@cache
def rules_without(ended: frozenset[str]) -> RuleSet:
    whole = load_rules()
    return RuleSet(tuple(one for one in whole.rules if one.ref not in ended), whole.vocabulary)


Stored = dict[str, dict[str, Any]]


def step(stored: Stored, world: World, rules: RuleSet) -> tuple[Stored, int]:
    """What is stored after a derivation on `world`, and how many versions it opened."""
    drafts = [one for context in contexts(world) for one in evaluate(context, rules, world.today).findings]
    diff = diff_findings(drafts, list(stored.values()), set(world.cases), rules, world.today)
    left = {key: one for key, one in stored.items() if one["version_id"] not in diff.closes}
    rests = dict(diff.rests)
    opened = {one["finding_id"]: {**one, "rests_on": rests[one["version_id"]]} for one in diff.opens}
    return left | opened, len(diff.opens)


def live_in(stored: Stored, world: World) -> Live:
    found: Live = {}
    for one in stored.values():
        case = world.cases.get(one["ground_id"])
        told = objections(world, one["ground_id"], case) if case else ()
        spans = [(each.raised_on, each.decided_on) for each in told if each.fact_id in one["rests_on"]]
        state = effective_state(
            base_state=one["base_state"], valid_from=one["valid_from"], valid_to=one["valid_to"],
            withdrawn_at=one["withdrawn_at"], suspensions=spans, day=world.today,
        )  # fmt: skip
        if is_live(state):
            found[one["ground_id"], one["person_id"], one["rule"]] = state
    return found


EVENTS = (
    "list", "appoint", "leave", "repair", "object", "uphold", "dismiss", "annul", "die", "name",
    "correct_days", "correct_start", "retract_office", "retract_case", "swap", "merge", "end_rule",
    "split", "incapable", "restore", "revoke_repair", "contest", "contest", "uphold_role", "dismiss_role",
    "say_corrected", "say_corrected",
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), events=st.lists(st.sampled_from(EVENTS), max_size=12))
def test_after_every_event_the_evaluator_agrees_with_the_slow_reading(
    registers: Any, seed: int, events: list[str]
) -> None:
    random, whole = Random(seed), load_rules()
    world = registers.begin(random)
    stored, _ = step({}, world, whole)
    assert live_in(stored, world) == registers.slow(world)
    for what in events:
        if what == "end_rule":
            gone = random.choice(HEADS)
            world = replace(world, ended_rules=world.ended_rules ^ {gone})
        else:
            world = registers.happen(world, what, random)
        rules = rules_without(world.ended_rules)
        stored, _ = step(stored, world, rules)
        assert live_in(stored, world) == registers.slow(world)
        assert step(stored, world, rules) == (stored, 0)  # twice changes nothing
    annulled = {name: replace(one, over=(world.today, "ANNULLED")) for name, one in world.cases.items()}
    nothing = replace(world, cases=annulled, ended_rules=frozenset())
    assert live_in(step(stored, nothing, whole)[0], nothing) == {}
