"""Planted cases of L04, L05 and of lists that reach no person: L08 without situation, L09, L14."""

from __future__ import annotations

from ingest.synthetic.block import Block
from ingest.synthetic.cases_wage import Case, company_case, deny_bystanders, violation
from ingest.synthetic.days import shift
from ingest.synthetic.endings import befall
from ingest.synthetic.model import Ground, Person
from ingest.synthetic.vocabulary import EMERGENCY, FINANCE, MARKET, TAX

SAFETY_SINCE = "2023-10-05"
TAX_SINCE = "2022-02-05"
_PRINCIPAL = (
    ("ACCIDENT_MAJOR", "major_accident_principal"),
    ("ACCIDENT_TWO_IN_12M", "two_larger_accidents_principal"),
    ("FINE_114_MULTIPLIED", "multiplied_fine_principal"),
    ("NO_LICENCE", "no_licence_principal"),
)
_UNSEEN = (("PENALTY_DEFIED", "defied_penalty_principal"), ("OTHER_SERIOUS", "other_serious_principal"))


def _safety(b: Block, case: Case, situation: str) -> Ground:
    return b.listing(
        "L04", case.org, EMERGENCY, decided=case.decided, window=case.window, situation=situation
    )


def _head(b: Block, case: Case) -> Person:
    head = b.person()
    b.post(case.org, head, "PRINCIPAL", case.org.established)
    return head


def safety_principal(b: Block) -> None:
    """The principal is proposed; the registered representative, who is not principal, is not."""
    case = company_case(b, SAFETY_SINCE)
    head = _head(b, case)
    situation, rule = _PRINCIPAL[b.variant("safety_principal", 4)]
    ground = _safety(b, case, situation)
    rule = f"L04_work_safety.{rule}@1"
    if b.chance(0.3):
        b.document(ground, head, "PRINCIPAL")
        b.expect(ground, head, "PRINCIPAL", rule, "CONFIRMED", "NAMED_BY_DECISION", law_day=case.window[1])
    else:
        b.expect(
            ground, head, "PRINCIPAL", rule, "PROPOSED", "PRINCIPAL_AT_VIOLATION", law_day=case.window[1]
        )
    b.deny(ground, case.rep, "LEGAL_REP", "REP_IS_NOT_PRINCIPAL")
    if situation == "ACCIDENT_MAJOR":
        other = b.person()
        b.document(ground, other, "DIRECT_OTHER")
        also = "L04_work_safety.major_accident_direct_other@1"
        b.expect(
            ground, other, "DIRECT_OTHER", also, "CONFIRMED", "NAMED_BY_DECISION", law_day=case.window[1]
        )
    befall(b, ground)


def safety_no_principal(b: Block) -> None:
    """Nobody is registered as principal: no fall-back to the representative."""
    case = company_case(b, SAFETY_SINCE)
    ground = _safety(b, case, "ACCIDENT_MAJOR")
    b.deny(ground, case.rep, "LEGAL_REP", "REP_IS_NOT_PRINCIPAL")


def safety_concealed(b: Block) -> None:
    """An accident concealed: only persons whom the decision names."""
    case = company_case(b, SAFETY_SINCE)
    head, manager = _head(b, case), b.person()
    ground = _safety(b, case, "CONCEALED_ACCIDENT")
    b.document(ground, manager, "DIRECT_MANAGER")
    rule = "L04_work_safety.concealment_direct_manager@1"
    b.expect(
        ground, manager, "DIRECT_MANAGER", rule, "CONFIRMED", "NAMED_BY_DECISION", law_day=case.window[1]
    )
    b.deny(ground, head, "PRINCIPAL", "PRINCIPAL_NOT_NAMED")
    befall(b, ground)


def safety_agency(b: Block) -> None:
    """A testing body's false report: the person named, not the head."""
    case = company_case(b, SAFETY_SINCE)
    head, expert = _head(b, case), b.person()
    ground = _safety(b, case, "AGENCY_FALSE_REPORT")
    b.document(ground, expert, "DIRECT_OTHER")
    rule = "L04_work_safety.false_report_direct_other@1"
    b.expect(ground, expert, "DIRECT_OTHER", rule, "CONFIRMED", "NAMED_BY_DECISION", law_day=case.window[1])
    b.deny(ground, head, "PRINCIPAL", "PRINCIPAL_NOT_NAMED")


def safety_unverified(b: Block) -> None:
    """A rule whose wording was not seen: computed it stays a lead, a document confirms it."""
    case = company_case(b, SAFETY_SINCE)
    head = _head(b, case)
    situation, rule = _UNSEEN[b.variant("safety_unverified", 2)]
    ground = _safety(b, case, situation)
    named = situation == "PENALTY_DEFIED" and b.chance(0.5)
    if named:
        b.document(ground, head, "PRINCIPAL")
    base, why = ("CONFIRMED", "NAMED_BY_DECISION") if named else ("LEAD", "RULE_UNVERIFIED")
    b.expect(ground, head, "PRINCIPAL", f"L04_work_safety.{rule}@1", base, why, law_day=case.window[1])


def safety_flight(b: Block) -> None:
    """Only the principal who fled is listed; nothing flows to his company or colleagues."""
    window, decided = violation(b, SAFETY_SINCE)
    person = b.person()
    ground = b.listing(
        "L04",
        None,
        EMERGENCY,
        decided=decided,
        window=window,
        situation="NO_RESCUE_OR_FLIGHT",
        person=person,
    )
    rule = "L04_work_safety.flight_principal@1"
    b.expect_own_entry(ground, person, rule, window[1])


def safety_before_rule(b: Block) -> None:
    """The accident was before the rule was in force."""
    if b.today < "2023-12-01":
        return
    org = b.org(established=min("2020-03-01", b.day(2900, 3600)))
    head = b.person()
    b.post(org, head, "PRINCIPAL", org.established)
    b.post(org, b.person(), "LEGAL_REP", org.established)
    ground = b.listing(
        "L04",
        org,
        EMERGENCY,
        decided="2023-11-20",
        window=("2023-09-01", "2023-09-30"),
        situation="ACCIDENT_MAJOR",
    )
    rule = "L04_work_safety.major_accident_principal@1"
    b.expect(ground, head, "PRINCIPAL", rule, "PROPOSED", "PRINCIPAL_AT_VIOLATION", law_day="2023-09-30")


def _tax(b: Block, case: Case, facts: dict[str, str] | None = None) -> Ground:
    return b.listing("L05", case.org, TAX, decided=case.decided, window=case.window, facts=facts)


def tax_plain(b: Block) -> None:
    """Tax leaves computed representatives as leads; a publication that names one confirms."""
    case = company_case(b, TAX_SINCE)
    ground = _tax(b, case)
    named = b.variant("tax_plain", 2) == 0
    if named:
        b.document(ground, case.rep, "LEGAL_REP")
    base, why = ("CONFIRMED", "NAMED_BY_PUBLICATION") if named else ("LEAD", "DOCUMENT_ONLY")
    rule = "L05_major_tax.legal_rep@1"
    b.expect(ground, case.rep, "LEGAL_REP", rule, base, why, law_day=case.decided)
    deny_bystanders(b, case, ground)
    befall(b, ground)


def tax_judged(b: Block) -> None:
    """A court found the responsible person: only he, or also the representative if he took part."""
    case = company_case(b, TAX_SINCE)
    involved = b.variant("tax_judged", 2) == 0
    ground = _tax(b, case, {"actual_responsible_by_judgment": "1", "rep_involved": "1" if involved else "0"})
    actual = b.person()
    b.document(ground, actual, "ACTUAL_RESPONSIBLE")
    b.expect(
        ground,
        actual,
        "ACTUAL_RESPONSIBLE",
        "L05_major_tax.actual_responsible@1",
        "CONFIRMED",
        "FOUND_BY_COURT",
        law_day=case.decided,
    )
    if involved:
        rule = "L05_major_tax.legal_rep@1"
        b.expect(ground, case.rep, "LEGAL_REP", rule, "LEAD", "REP_INVOLVED", law_day=case.decided)
    else:
        b.deny(ground, case.rep, "LEGAL_REP", "OVERRIDDEN_BY_COURT_FINDING")


def tax_shop(b: Block) -> None:
    """A shop has no representative: its operator is the lead."""
    window, decided = violation(b, TAX_SINCE)
    org = b.org("个体工商户", established=shift(window[0], -400))
    operator = b.person()
    b.post(org, operator, "PRINCIPAL", org.established)
    ground = b.listing("L05", org, TAX, decided=decided, window=window)
    rule = "L05_major_tax.principal@1"
    b.expect(ground, operator, "PRINCIPAL", rule, "LEAD", "HEAD_WHERE_NO_REP", law_day=decided)


def tax_manager(b: Block) -> None:
    """A paper names the manager: this list does not reach him."""
    case = company_case(b, TAX_SINCE)
    ground = _tax(b, case)
    manager = b.person()
    b.document(ground, manager, "DIRECT_MANAGER")
    b.deny(ground, manager, "DIRECT_MANAGER", "NONE_RULE")
    rule = "L05_major_tax.legal_rep@1"
    b.expect(ground, case.rep, "LEGAL_REP", rule, "LEAD", "DOCUMENT_ONLY", law_day=case.decided)


def tax_person(b: Block) -> None:
    """A natural person who is himself the taxpayer."""
    window, decided = violation(b, TAX_SINCE)
    person = b.person()
    ground = b.listing("L05", None, TAX, decided=decided, window=window, person=person)
    b.expect_own_entry(ground, person, "L05_major_tax.self@1", decided)


def abnormal(b: Block) -> None:
    """The list of abnormal operation reminds the company and reaches nobody."""
    case = company_case(b, "2019-01-05")
    facts = {"severity": "轻微"}
    if b.chance(0.3):
        facts |= {"henan35_elected": "1", "henan35_doc_no": f"宛市监35〔{b.index}〕{b.number()}号"}
    ground = b.listing("L09", case.org, MARKET, decided=case.decided, window=case.window, facts=facts)
    b.deny(ground, case.rep, "LEGAL_REP", "NONE_RULE")


def serious_illegal(b: Block) -> None:
    """L08 without a situation that reaches an office."""
    case = company_case(b, "2022-01-05")
    ground = b.listing("L08", case.org, MARKET, decided=case.decided, window=case.window)
    b.deny(ground, case.rep, "LEGAL_REP", "NO_RULE")
    b.deny(ground, case.owner, "ACTUAL_CONTROLLER", "NO_RULE")


def procurement(b: Block) -> None:
    """L14, elected under 河南条例35条: an explicit NONE stands against it."""
    case = company_case(b, "2022-01-05")
    doc = f"宛财35〔{b.index}〕{b.number()}号"
    ground = b.listing(
        "L14",
        case.org,
        FINANCE,
        decided=case.decided,
        window=case.window,
        facts={"henan35_elected": "1", "henan35_doc_no": doc},
    )
    b.deny(ground, case.rep, "LEGAL_REP", "NONE_VETOES_L24")
