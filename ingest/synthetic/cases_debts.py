"""Planted cases of L06, L07, L17 and L21: tax grades, tax arrears, larger private debts, late state firms."""

from __future__ import annotations

from ingest.synthetic.block import Block
from ingest.synthetic.cases_court import court_of
from ingest.synthetic.cases_wage import company_case
from ingest.synthetic.days import iso, ordinal, shift
from ingest.synthetic.endings import release
from ingest.synthetic.model import Ground, Org
from ingest.synthetic.vocabulary import INDUSTRY, TAX

_GRADES_SINCE = "2025-07-02"
_NOTICES_SINCE = "2026-03-01"
_PAYMENT_RULE_SINCE = "2025-06-01"


def tax_grade(b: Block) -> None:
    """Who is named for a grade D runs a firm founded afterwards: a lead on that firm, on no other."""
    first, last = ordinal(_GRADES_SINCE), b.now - 90
    if last <= first:
        return
    decided = iso(first + b.below(last - first))
    org = b.org(established=b.day(1200, 3600))
    b.post(org, b.person(), "LEGAL_REP", org.established)
    number = b.number()
    row = {
        "uscc": org.uscc,
        "scheme": "纳税缴费信用",
        "period": decided[:4],
        "grade": "D",
        "direct_grade": "DIRECT",
        "decided_on": decided,
        "authority": TAX.name,
        "authority_code": TAX.code,
        "doc_no": f"宛税信〔{decided[:4]}〕{b.index}-{number}号",
    }
    ground_id = f"{org.uscc}|纳税缴费信用|{decided[:4]}"
    ground = Ground("TAX_GRADE", ground_id, "L06", org.uscc, decided, TAX.code, row["doc_no"], row)
    b.grounds.append(ground)
    person = b.person()
    b.document(ground, person, "DIRECT_OTHER")
    founded = shift(decided, 10 + b.below(70))
    later, earlier = b.org(established=founded), b.org(established=shift(decided, -100))
    b.post(later, person, "LEGAL_REP", founded)
    b.post(earlier, person, "LEGAL_REP", earlier.established)
    b.stake(later, person, 60)
    rule = "L06_tax_grade_d.direct_other@1"
    answer = b.expect(
        ground,
        person,
        "DIRECT_OTHER",
        rule,
        "LEAD",
        "FOUNDED_AFTER_GRADE",
        law_day=decided,
        known_from=founded,
    )
    answer.uscc = later.uscc
    b.deny(ground, person, "LEGAL_REP", "FOUNDED_BEFORE_GRADE")


def _owed(b: Block, org: Org, list_type: str, notice_on: str, facts: dict[str, str]) -> Ground:
    number = b.number()
    authority = TAX if list_type == "L07" else INDUSTRY
    row = {
        "arrears_id": f"Q-{b.index:05d}-{number:04d}",
        "arrears_kind": "TAX" if list_type == "L07" else "SME",
        "debtor_code": org.uscc,
        "amount_cny": str((b.below(900) + 5) * 1000),
        "notice_on": notice_on,
        "authority": authority.name,
        "authority_code": authority.code,
        "doc_no": f"宛{list_type}欠〔{notice_on[:4]}〕{b.index}-{number}号",
    } | facts
    ground = Ground(
        "ARREARS", row["arrears_id"], list_type, org.uscc, notice_on, authority.code, row["doc_no"], row
    )
    ground.row["decided_on"] = notice_on
    b.grounds.append(ground)
    return ground


def tax_notice(b: Block) -> None:
    """A notice of unpaid taxes: who represented the firm that day; paid, it ends."""
    notice_on = b.day(40, 900)
    org = b.org(established=iso(ordinal(notice_on) - 900))
    former, rep = b.person(), b.person()
    b.post(org, former, "LEGAL_REP", org.established, shift(notice_on, -20))
    b.post(org, rep, "LEGAL_REP", shift(notice_on, -20))
    ground = _owed(b, org, "L07", notice_on, {})
    rule = "L07_tax_arrears" if notice_on >= _NOTICES_SINCE else "L07_tax_arrears_2005"
    printed = b.variant("tax_notice", 2) == 0
    if printed:
        b.document(ground, rep, "LEGAL_REP")
    base, why = ("CONFIRMED", "NAMED_BY_NOTICE") if printed else ("LEAD", "DOCUMENT_ONLY")
    b.expect(ground, rep, "LEGAL_REP", f"{rule}.legal_rep@1", base, why, law_day=notice_on)
    b.deny(ground, former, "LEGAL_REP", "LEFT_BEFORE_NOTICE")
    if b.chance(0.4) and release(b, ground):
        ground.row["paid_on"] = ground.removed_on


def state_firm_pays_late(b: Block) -> None:
    """A state firm that pays late in bad faith: its leaders then are leads for its supervisor, no more."""
    case = company_case(b, _PAYMENT_RULE_SINCE)
    case.org.state_class, case.org.size = "国有控股", "大"
    malicious = b.variant("state_firm_pays_late", 2) == 0
    facts = {"violation_from": case.window[0], "violation_to": case.window[1]}
    if malicious:
        facts["malicious_doc"] = f"宛国资函〔{case.decided[:4]}〕{b.index}-{b.number()}号"
    ground = _owed(b, case.org, "L21", case.decided, facts)
    if malicious:
        rule = "L21_sme_arrears.soe_legal_rep@1"
        day = case.window[1]
        b.expect(ground, case.rep, "LEGAL_REP", rule, "LEAD", "DISCIPLINE_ORGAN_IS_TOLD", law_day=day)
    else:
        b.deny(ground, case.rep, "LEGAL_REP", "NO_PAPER_ON_MALICE")
    b.deny(ground, case.owner, "ACTUAL_CONTROLLER", "NONE_RULE")


def larger_debt(b: Block) -> None:
    """A person on the court's list for a debt that its paper calls larger: no office in a company either."""
    if b.today < "2024-08-01":
        return
    order_on = b.day(60, 600)
    person = b.person()
    large = b.variant("larger_debt", 2) == 0
    ground = b.order("失信被执行人", person, court_of(b), decided=order_on, situation="S2_S6")
    ground.row |= {"obligation": "MONEY", "larger_debt": "1" if large else ""}
    entry = "L01_court_defaulter.self_conduct@1"
    b.expect(ground, person, "SELF", entry, "CONFIRMED", "OWN_ENTRY", law_day=order_on)
    base, why = ("CONFIRMED", "LARGER_DEBT") if large else ("LEAD", "AMOUNT_NOT_KNOWN_AS_LARGE")
    office = b.expect(ground, person, "SELF", "L17_defaulter_office.self@1", base, why, law_day=b.today)
    office.runs_on_after_repair = False
    if b.chance(0.3):
        release(b, ground, years=2)
