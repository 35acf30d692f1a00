"""Planted cases of L10 to L13, L15 and L25: bans that follow from a penalty, or do not."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.synthetic.block import Block
from ingest.synthetic.cases_revoked import penalty_person_row, penalty_row, revoke
from ingest.synthetic.cases_wage import Case, company_case, deny_bystanders, violation
from ingest.synthetic.days import iso, ordinal, shift
from ingest.synthetic.endings import annul, dispute, repair
from ingest.synthetic.model import Ground, Person
from ingest.synthetic.vocabulary import EMERGENCY, ENVIRONMENT, FINANCE, MARKET, Authority

FOOD = "《食品安全法》第一百三十五条第一款"
FAULT = "DIRECT_WITH_FAULT_PAPER"
_EIA_LAW_ENDED = "2026-08-14"
_CODE_BEGAN = "2026-08-20"


def _penalise(
    b: Block, case: Case, authority: Authority, facts: Mapping[str, str], list_type: str = ""
) -> Ground:
    """A penalty on the case's company; what is written in `facts` stands in place of the ordinary."""
    row = penalty_row(b, case.org, case.decided) | {
        "CF_CFJG": authority.name,
        "CF_CFJGDM": authority.code,
        "violation_from": case.window[0],
        "violation_to": case.window[1],
        "severity": "严重",
    }
    return _ground(b, "penalties_org", row | dict(facts), case.org.uscc, case.decided, list_type)


def _ground(b: Block, table: str, row: dict[str, str], subject: str, decided: str, list_type: str) -> Ground:
    uscc = subject if table == "penalties_org" else ""
    ground_id = f"{row['CF_CFJGDM']}|{row['CF_WSH']}|{subject}"
    ground = Ground("PENALTY", ground_id, list_type, uscc, decided, row["CF_CFJGDM"], row["CF_WSH"], row)
    ground.row["decided_on"] = decided
    b.grounds.append(ground)
    return ground


def _named(b: Block, ground: Ground, role: str, rule: str, law_day: str, why: str = FAULT) -> Person:
    """Somebody without a registered office whom the authority's paper finds at fault."""
    person = b.person()
    paper = f"责〔{ground.start[:4]}〕{b.index}-{b.number()}号"
    b.document(ground, person, role, fault_doc=paper)
    b.expect(ground, person, role, rule, "CONFIRMED", why, law_day=law_day)
    return person


def food_revoked(b: Block) -> None:
    """A food licence revoked: the representative at the violation, and who is at fault by a paper.

    The company's repair does not shorten the ban; an annulment ends it.
    """
    case = company_case(b, "2019-01-05")
    facts = {"sector": "FOOD", "CF_YJ": FOOD, "CF_CFLB": "吊销许可证件"}
    ground = _penalise(b, case, MARKET, facts)
    day = case.window[1]
    rule = "L10_food_revoked.legal_rep@1"
    b.expect(ground, case.rep, "LEGAL_REP", rule, "PROPOSED", "REP_AT_VIOLATION", law_day=day)
    if b.chance(0.5):
        _named(b, ground, "DIRECT_MANAGER", "L10_food_revoked.direct_manager@1", day)
    deny_bystanders(b, case, ground)
    ending = b.variant("food_revoked", 4)
    if ending == 0:
        annul(b, ground, years=5)
    elif ending == 1 and shift(ground.start, 210) <= b.today:
        repair(b, ground, shift(ground.start, 210), "APPROVED")
    elif ending == 2:
        dispute(b, ground, ("", "DISMISSED", "UPHELD")[b.below(3)], years=5, by=case.rep.name)


def food_fined(b: Block) -> None:
    """Only a fine: no licence is revoked, so nobody is barred."""
    case = company_case(b, "2019-01-05")
    ground = _penalise(b, case, MARKET, {"sector": "FOOD", "CF_YJ": FOOD})
    b.deny(ground, case.rep, "LEGAL_REP", "ONLY_FINED")


def food_trader(b: Block) -> None:
    """A trader without a firm whose own licence is revoked: the penalty names him."""
    window, decided = violation(b, "2019-01-05")
    person = b.person()
    row = penalty_person_row(b, person, decided, "ORDINARY") | {
        "sector": "FOOD",
        "CF_YJ": FOOD,
        "CF_CFLB": "吊销许可证件",
        "violation_from": window[0],
        "violation_to": window[1],
    }
    ground = _ground(b, "penalties_person", row, person.id_no, decided, "")
    b.expect(ground, person, "SELF", "L10_food_revoked.self@1", "CONFIRMED", "OWN_PENALTY", law_day=window[1])
    if b.chance(0.3):
        annul(b, ground, years=5)


def drug_fake(b: Block) -> None:
    """Counterfeit drugs: for life, by a decision on the person; the representative is a lead meanwhile."""
    case = company_case(b, "2019-12-05")
    facts = {"sector": "DRUG", "CF_YJ": "《药品管理法》第一百一十八条", "drug_case": "假药"}
    ground = _penalise(b, case, MARKET, facts)
    day = case.window[1]
    _named(b, ground, "DIRECT_MANAGER", "L11_drug_118.direct_manager@1", day)
    rule = "L11_drug_118.legal_rep@1"
    b.expect(ground, case.rep, "LEGAL_REP", rule, "LEAD", "NO_DECISION_ON_PERSON", law_day=day)
    deny_bystanders(b, case, ground)
    if b.chance(0.3):
        annul(b, ground, years=9)


def safety_closed(b: Block) -> None:
    """Closed under 安全生产法 113: the head at the violation, five years; not the representative."""
    case = company_case(b, "2021-09-05")
    head = b.person()
    b.post(case.org, head, "PRINCIPAL", case.org.established)
    ground = revoke(b, case.org, "责令关闭", case.decided, "其他", case.window)
    facts = {
        "CF_WSH": ground.doc_no,
        "CF_YJ": "《安全生产法》第一百一十三条",
        "CF_CFLB": "责令关闭",
        "sector": "SAFETY",
        "violation_from": case.window[0],
        "violation_to": case.window[1],
    }
    b.put("penalties_org", penalty_row(b, case.org, case.decided, facts))
    rule = "L12_safety_closure.principal@1"
    b.expect(ground, head, "PRINCIPAL", rule, "PROPOSED", "PRINCIPAL_AT_VIOLATION", law_day=case.window[1])
    b.deny(ground, case.rep, "LEGAL_REP", "REP_IS_NOT_PRINCIPAL")


def safety_dismissed(b: Block) -> None:
    """A head dismissed after an accident: his own penalty, five years from the dismissal."""
    window, decided = violation(b, "2021-09-05")
    person = b.person()
    row = penalty_person_row(b, person, decided, "ORDINARY") | {
        "CF_CFJG": EMERGENCY.name,
        "CF_CFJGDM": EMERGENCY.code,
        "sector": "SAFETY",
        "CF_YJ": "《安全生产法》第九十四条第三款",
        "CF_CFLB": "撤职处分",
        "accident": "1",
        "violation_from": window[0],
        "violation_to": window[1],
    }
    ground = _ground(b, "penalties_person", row, person.id_no, decided, "")
    rule = "L12_safety_ban.principal_dismissed@1"
    b.expect(ground, person, "PRINCIPAL", rule, "CONFIRMED", "OWN_PENALTY", law_day=window[1])


def safety_agency_ban(b: Block) -> None:
    """A safety body's false report: who is named for it is barred, its head is not."""
    case = company_case(b, "2021-09-05")
    head = b.person()
    b.post(case.org, head, "PRINCIPAL", case.org.established)
    facts = {"sector": "SAFETY", "CF_YJ": "《安全生产法》第九十二条第三款"}
    ground = _penalise(b, case, EMERGENCY, facts)
    _named(b, ground, "DIRECT_OTHER", "L12_safety_agency.direct_other@1", case.window[1])
    b.deny(ground, head, "PRINCIPAL", "PRINCIPAL_NOT_NAMED")


def eia_report(b: Block) -> None:
    """A false environmental report under the law that ended with the code: its named author."""
    case = company_case(b, "2019-01-05")
    if case.decided > _EIA_LAW_ENDED:
        return
    facts = {"sector": "EIA", "CF_YJ": "《环境影响评价法》第三十二条第三款", "preparer": "TECH_UNIT"}
    ground = _penalise(b, case, ENVIRONMENT, facts)
    _named(b, ground, "DIRECT_OTHER", "L13_eia_law.author_tech@1", case.window[1])
    b.deny(ground, case.rep, "LEGAL_REP", "NONE_RULE")


def monitoring_fraud(b: Block) -> None:
    """Fraud in monitoring under the environmental code; before it no such ban was known."""
    case = company_case(b, "2019-01-05")
    last = b.now - 40
    if last > ordinal(_CODE_BEGAN) + 12:
        case.window = (iso(last - 8), iso(last))
        case.decided = iso(b.now - 5)
    facts = {"sector": "ENVIRONMENT", "CF_YJ": "《生态环境法典》第一千零九十一条第二款"}
    ground = _penalise(b, case, ENVIRONMENT, facts)
    manager = b.person()
    b.document(
        ground, manager, "DIRECT_MANAGER", fault_doc=f"责〔{case.decided[:4]}〕{b.index}-{b.number()}号"
    )
    rule = "L25_eco_monitoring.direct_manager@1"
    b.expect(ground, manager, "DIRECT_MANAGER", rule, "CONFIRMED", FAULT, law_day=case.window[1])
    b.deny(ground, case.before, "LEGAL_REP", "NONE_RULE")


def bidding(b: Block) -> None:
    """Collusion in tendering: the bidder alone is barred, whoever is named."""
    case = company_case(b, "2019-01-05")
    facts = {"sector": "BIDDING", "CF_YJ": "《招标投标法》第五十三条"}
    ground = _penalise(b, case, FINANCE, facts, "L15")
    manager = b.person()
    b.document(
        ground, manager, "DIRECT_MANAGER", fault_doc=f"责〔{case.decided[:4]}〕{b.index}-{b.number()}号"
    )
    b.deny(ground, manager, "DIRECT_MANAGER", "NONE_RULE")
    b.deny(ground, case.rep, "LEGAL_REP", "NONE_RULE")
