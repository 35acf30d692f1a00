"""Laws of an evaluation: order and unrelated facts do not matter, a wrong ground leaves nothing alive."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.days import OPEN_DAY, add_days
from graph.liability.contract import (
    EntityKind,
    FindingDraft,
    GroundContext,
    GroundFacts,
    NamedPerson,
    StatusSpan,
    Tenure,
)
from graph.liability.evaluate import evaluate
from graph.liability.rulebook import load_rules
from graph.liability.states import effective_state, is_live

TODAY = "2026-11-23"
AUTHORITY = "1141130000598765XE"
RULES = load_rules()

GROUNDS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("LISTING", "L03", "", {}),
    ("LISTING", "L04", "ACCIDENT_MAJOR", {}),
    ("LISTING", "L05", "", {"actual_responsible_by_judgment": True}),
    ("LISTING", "L09", "", {}),
    ("COURT_ORDER", "L01", "S1", {"kind": "失信被执行人"}),
    ("COURT_ORDER", "L02", "SPENDING", {"kind": "限制消费"}),
    (
        "REVOCATION",
        "L16",
        "REVOKED",
        {"kind": "吊销营业执照", "reason": "违法", "entity_form": "公司"},
    ),
    (
        "PENALTY",
        "",
        "",
        {
            "sector": "FOOD",
            "penalty_kinds": ["吊销许可证件"],
            "basis_articles": ("食品安全法:135", "食品安全法:135(1)"),
        },
    ),
    ("PENALTY", "", "", {"sector": "DRUG", "basis_articles": ("药品管理法:122",), "serious": True}),
    ("ARREARS", "L07", "", {"arrears_kind": "TAX"}),
    ("ARREARS", "L21", "", {"arrears_kind": "SME", "debtor_class": "SOE_LARGE", "malicious_doc": "函1"}),
]
LABELS = {"LISTING": "Listing", "COURT_ORDER": "CourtRecord", "PENALTY": "Penalty", "ARREARS": "Arrears"}

days = st.integers(0, 2500).map(lambda number: add_days("2020-01-01", number))
maybe_days = st.one_of(st.just(""), days)
people = st.sampled_from(["p1", "p2", "p3"])


@st.composite
def tenures(draw: st.DrawFn) -> Tenure:
    """An office held, its start perhaps unknown, its end perhaps open or inferred."""
    person = draw(people)
    start = draw(maybe_days)
    end = draw(st.one_of(st.just(OPEN_DAY), days.filter(lambda day: day > start)))
    role = draw(st.sampled_from(["LEGAL_REP", "PRINCIPAL", "ACTUAL_CONTROLLER"]))
    return Tenure(
        role,
        f"{role}_OF",
        person,
        f"名{person}",
        person != "p3",
        start,
        end,
        f"T{draw(st.integers(0, 10**6))}",
        known_held_to=draw(maybe_days),
        control_state=draw(st.sampled_from(["SUSPECTED", "FILED", "CONFIRMED"])),
    )


@st.composite
def documents(draw: st.DrawFn) -> NamedPerson:
    """A paper that names a person, perhaps incomplete or of another authority."""
    person = draw(people)
    return NamedPerson(
        f"N{draw(st.integers(0, 10**6))}",
        person,
        f"名{person}",
        person != "p3",
        draw(st.sampled_from(["LEGAL_REP", "PRINCIPAL", "DIRECT_OTHER", "DEBT_DIRECT", "SHAREHOLDER"])),
        decided_on=draw(maybe_days),
        doc_no=draw(st.sampled_from(["", "文1", "文2"])),
        authority_code=draw(st.sampled_from(["", AUTHORITY, "11320100MB1886843H"])),
        at_violation=draw(st.sampled_from([None, True, False])),
        fault_doc=draw(st.sampled_from(["", "责1"])),
    )


@st.composite
def contexts(draw: st.DrawFn) -> GroundContext:
    """A decision on a company with whatever may be known of its people."""
    kind, list_type, situation, fields = draw(st.sampled_from(GROUNDS))
    label = LABELS.get(kind, "EntityState")
    first = draw(maybe_days)
    last = draw(st.one_of(st.just(""), days.filter(lambda day: day >= first)))
    ground = GroundFacts(
        "F1", label, kind, f"{kind}:G1",
        "G1", list_type, situation=situation, entity_id="E1", fields=fields, violation_from=first,
        violation_to=last, decided_on=draw(days), authority_code=AUTHORITY, doc_no="列1",
    )  # fmt: skip
    return GroundContext(
        ground,
        entity=EntityKind("E1", has_legal_rep=draw(st.sampled_from([None, True, False]))),
        tenures=tuple(draw(st.lists(tenures(), max_size=5))),
        named=tuple(draw(st.lists(documents(), max_size=4))),
        statuses=tuple(
            StatusSpan(draw(people), status, draw(days))
            for status in draw(st.lists(st.sampled_from(["DECEASED", "INCAPABLE", "RESTORED"]), max_size=2))
        ),
    )


@settings(max_examples=300, deadline=None)
@given(contexts(), st.randoms(use_true_random=False))
def test_order_does_not_matter(context: GroundContext, random: Random) -> None:
    shuffled = replace(
        context,
        tenures=tuple(random.sample(context.tenures, len(context.tenures))),
        named=tuple(random.sample(context.named, len(context.named))),
        statuses=tuple(random.sample(context.statuses, len(context.statuses))),
    )
    assert evaluate(shuffled, RULES, TODAY) == evaluate(context, RULES, TODAY)


@st.composite
def papers_on_one(draw: st.DrawFn) -> GroundContext:
    """One representative, and several papers of the authority and of its officers that do not agree."""
    _, list_type, situation, fields = GROUNDS[0]
    ground = GroundFacts(
        "F1", "Listing", "LISTING", "LISTING:G1", "G1", list_type, situation=situation, entity_id="E1",
        fields=fields, violation_from="2024-01-01", violation_to="2024-03-31", decided_on="2024-06-01",
        authority_code=AUTHORITY, doc_no="列1",
    )  # fmt: skip
    papers = [
        NamedPerson(
            "", "p1", "名p1", True, "LEGAL_REP", authority_code=AUTHORITY,
            decided_on=draw(st.sampled_from(["2024-06-01", "2024-07-01"])),
            doc_no=draw(st.sampled_from(["文1", "文2"])),
            until_day=draw(st.sampled_from(["", "2026-12-31", "2027-01-31"])),
            at_violation=draw(st.sampled_from([None, True, False])), by_officer=officer,
            dismisses=officer and draw(st.booleans()),
        )
        for officer in draw(st.lists(st.booleans(), min_size=2, max_size=4))
    ]  # fmt: skip
    held = [
        Tenure("LEGAL_REP", "LEGAL_REP_OF", "p1", "名p1", True, "2020-01-01", draw(st.sampled_from(ends)), "")
        for ends in draw(st.lists(st.just([OPEN_DAY, "2024-02-01", "2023-01-01"]), max_size=2))
    ]
    return GroundContext(
        ground, entity=EntityKind("E1", has_legal_rep=True), tenures=tuple(held), named=tuple(papers)
    )


def handed_in(context: GroundContext, random: Random) -> GroundContext:
    """The same facts in another order of arrival: with it go the internal ids."""
    tenures, named = (random.sample(some, len(some)) for some in (context.tenures, context.named))
    return replace(
        context,
        tenures=tuple(replace(one, fact_id=f"T{number:03d}") for number, one in enumerate(tenures)),
        named=tuple(replace(one, fact_id=f"N{number:03d}") for number, one in enumerate(named)),
    )


def told(context: GroundContext) -> list[FindingDraft]:
    """What is found, without the ids of the facts that it rests on."""
    return [
        replace(one, rests_on=(), path=tuple(replace(hop, fact_id="") for hop in one.path))
        for one in evaluate(context, RULES, TODAY).findings
    ]


@settings(max_examples=150, deadline=None)
@given(papers_on_one(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_decide_between_papers(context: GroundContext, random: Random) -> None:
    assert told(handed_in(context, random)) == told(handed_in(context, random))


@settings(max_examples=150, deadline=None)
@given(papers_on_one())
def test_an_officers_paper_changes_nothing_where_the_authoritys_own_speaks(context: GroundContext) -> None:
    """Whichever is older: whoever the authority's documents say something about keeps what they say."""
    own = replace(context, named=tuple(one for one in context.named if not one.by_officer))
    if own.named:
        assert evaluate(context, RULES, TODAY).findings == evaluate(own, RULES, TODAY).findings


def test_two_readings_of_one_record_do_not_come_in_the_order_of_arrival() -> None:
    """A copy that differs only in how sure the declaration is must not follow from what arrived first."""
    _, list_type, situation, fields = GROUNDS[1]
    ground = GroundFacts(
        "F1", "Listing", "LISTING", "LISTING:G1", "G1", list_type, situation=situation, entity_id="E1",
        fields=fields, decided_on="2023-10-01", authority_code=AUTHORITY, doc_no="列1",
    )  # fmt: skip
    copies = tuple(
        Tenure("PRINCIPAL", "PRINCIPAL_OF", "p2", "名p2", True, "", "2020-01-01", "T0", control_state=state)
        for state in ("SUSPECTED", "FILED")
    )
    context = GroundContext(ground, entity=EntityKind("E1", has_legal_rep=True), tenures=copies)
    backwards = replace(context, tenures=copies[::-1])
    assert evaluate(context, RULES, TODAY).findings
    assert evaluate(context, RULES, TODAY) == evaluate(backwards, RULES, TODAY)


@settings(max_examples=150, deadline=None)
@given(contexts())
def test_the_same_facts_give_the_same_findings(context: GroundContext) -> None:
    assert evaluate(context, RULES, TODAY) == evaluate(context, RULES, TODAY)


@settings(max_examples=150, deadline=None)
@given(contexts(), days)
def test_an_office_that_no_rule_asks_for_changes_nothing(context: GroundContext, start: str) -> None:
    director = Tenure("DIRECTOR", "DIRECTOR_OF", "p9", "名p9", True, start, OPEN_DAY, "T-unrelated")
    more = replace(context, tenures=(director, *context.tenures))
    assert evaluate(more, RULES, TODAY) == evaluate(context, RULES, TODAY)


@settings(max_examples=200, deadline=None)
@given(contexts(), days)
def test_a_ground_annulled_leaves_nothing_alive(context: GroundContext, day: str) -> None:
    if context.ground.ground_kind == "COURT_ORDER":
        ground = replace(context.ground, ended_on=day, end_reason="纠正")
    else:
        ground = replace(context.ground, removed_on=day, removal_kind="ANNULLED")
    for one in evaluate(replace(context, ground=ground), RULES, TODAY).findings:
        state = effective_state(
            base_state=one.base_state,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            withdrawn_at=one.withdrawn_at,
            suspensions=[],
            day=max(day, TODAY),
        )
        assert not is_live(state)


@settings(max_examples=200, deadline=None)
@given(contexts())
def test_only_a_named_and_numbered_person_is_ever_confirmed(context: GroundContext) -> None:
    named = {
        (one.person_id, one.role)
        for one in context.named
        if one.verified and one.authority_code == AUTHORITY and one.doc_no and one.decided_on
    }
    found = evaluate(context, RULES, TODAY).findings
    assert {(one.person_id, one.role) for one in found if one.base_state == "CONFIRMED"} <= named
    assert len({one.finding_key for one in found}) == len(found)


@settings(max_examples=200, deadline=None)
@given(contexts())
def test_without_documents_nobody_without_office_is_found(context: GroundContext) -> None:
    holders = {(one.person_id, one.role) for one in context.tenures}
    for one in evaluate(replace(context, named=()), RULES, TODAY).findings:
        assert (one.person_id, one.role) in holders
        assert one.base_state in ("LEAD", "PROPOSED")
        assert one.person_id != "p3" or one.base_state == "LEAD"
        assert context.ground.fact_id in one.rests_on
        assert len(one.rests_on) > 1
