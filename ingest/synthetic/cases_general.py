"""Planted cases of L08, L18, L19, L20, L22 and L24: few roles, none, and the election."""

from __future__ import annotations

from ingest.synthetic.block import Block
from ingest.synthetic.cases_revoked import revoke
from ingest.synthetic.cases_wage import company_case, violation
from ingest.synthetic.days import iso, ordinal, shift
from ingest.synthetic.endings import befall
from ingest.synthetic.vocabulary import EMERGENCY, FINANCE, MARKET

_TEXT_OF_2014_ENDED = "2024-04-30"
_FINANCE_SINCE = "2026-10-02"


def abnormal_three_years(b: Block) -> None:
    """Three years of abnormality under the text of 2014: who represented it when it was listed.

    Decided by that text's last day he is proposed; later only a lead, as the text after it is not known.
    """
    late = b.variant("abnormal_three_years", 2) == 1
    decided = min(shift(_TEXT_OF_2014_ENDED, 20 + b.below(20)) if late else "2024-04-20", b.today)
    org = b.org(established="2018-03-01")
    before, rep = b.person(), b.person()
    b.post(org, before, "LEGAL_REP", org.established, "2023-06-01")
    b.post(org, rep, "LEGAL_REP", "2023-06-01")
    ground = b.listing(
        "L08", org, MARKET, decided=decided, window=("2021-03-01", "2024-03-31"), situation="ABNORMAL_3Y"
    )
    base, why = (
        ("LEAD", "LATER_TEXT_UNKNOWN") if decided > _TEXT_OF_2014_ENDED else ("PROPOSED", "REP_WHEN_LISTED")
    )
    rule = "L08_abnormal_3y_2014.legal_rep@1"
    b.expect(ground, rep, "LEGAL_REP", rule, base, why, law_day="2024-03-31")
    b.deny(ground, before, "LEGAL_REP", "LEFT_BEFORE_LISTING")


def false_publication(b: Block) -> None:
    """False published information, by a text that was not seen: a lead."""
    first, last = ordinal("2024-05-02"), b.now - 60
    if last <= first:
        return
    day = first + b.below(last - first)
    window, decided = (iso(day), iso(day + 5)), iso(day + 40)
    org = b.org(established=iso(day - 900))
    rep = b.person()
    b.post(org, rep, "LEGAL_REP", org.established)
    ground = b.listing("L08", org, MARKET, decided=decided, window=window, situation="INFO_FRAUD")
    rule = "L08_info_fraud_2024.legal_rep@1"
    b.expect(ground, rep, "LEGAL_REP", rule, "LEAD", "RULE_UNVERIFIED", law_day=window[1])
    befall(b, ground)


def illegal_person(b: Block) -> None:
    """A person himself on the list of serious illegality."""
    window, decided = violation(b, "2021-09-05")
    person = b.person()
    ground = b.listing("L08", None, MARKET, decided=decided, window=window, person=person)
    b.expect_own_entry(ground, person, "L08_serious_illegal.self@1", window[1])


def finance_person(b: Block) -> None:
    """A person on the list of finance, once there is one."""
    if b.now - 10 <= ordinal(_FINANCE_SINCE):
        return
    decided = iso(b.now - 5)
    person = b.person()
    ground = b.listing("L20", None, FINANCE, decided=decided, person=person)
    b.expect_own_entry(ground, person, "L20_finance.self@1", decided)


def registered_falsely(b: Block) -> None:
    """A registration cancelled as false: the agent found at fault, not whoever the register names."""
    case = company_case(b, "2022-03-05")
    ground = revoke(b, case.org, "撤销", case.decided, "虚假登记", case.window)
    agent = b.person()
    b.document(
        ground, agent, "REG_DIRECT", fault_doc=f"宛市监责〔{case.decided[:4]}〕{b.index}-{b.number()}号"
    )
    rule = "L18_false_registration.reg_direct@1"
    b.expect(ground, agent, "REG_DIRECT", rule, "CONFIRMED", "FAULT_FOUND", law_day=case.window[1])
    b.deny(ground, case.rep, "LEGAL_REP", "NONE_RULE")


def reaches_nobody(b: Block) -> None:
    """Lists of social organisations, government bodies and the environment: elected, they reach nobody."""
    list_type = ("L19", "L22", "L25")[b.variant("reaches_nobody", 3)]
    case = company_case(b, "2022-01-05")
    doc = f"宛信选〔{b.index}〕{b.number()}号"
    facts = {"henan35_elected": "1", "henan35_doc_no": doc}
    ground = b.listing(list_type, case.org, MARKET, decided=case.decided, window=case.window, facts=facts)
    b.deny(ground, case.rep, "LEGAL_REP", "NONE_VETOES_L24")
    b.deny(ground, case.owner, "ACTUAL_CONTROLLER", "NONE_VETOES_L24")


def safety_elected(b: Block) -> None:
    """河南条例 35 elected for a list whose rows leave room: head by the list, the others by the election.

    Representative and controller at the violation are proposed, the controller as computed from the votes.
    """
    case = company_case(b, "2023-10-05")
    head = b.person()
    b.post(case.org, head, "PRINCIPAL", case.org.established)
    facts = {"henan35_elected": "1", "henan35_doc_no": f"宛应急选〔{b.index}〕{b.number()}号"}
    ground = b.listing(
        "L04",
        case.org,
        EMERGENCY,
        decided=case.decided,
        window=case.window,
        situation="ACCIDENT_MAJOR",
        facts=facts,
    )
    day = case.window[1]
    rule = "L04_work_safety.major_accident_principal@1"
    b.expect(ground, head, "PRINCIPAL", rule, "PROPOSED", "PRINCIPAL_AT_VIOLATION", law_day=day)
    for person, role in ((case.rep, "legal_rep"), (case.owner, "actual_controller")):
        for kind, law_day in (("label", case.decided), ("measure", day)):
            rule = f"L24_henan35.{kind}_{role}@1"
            b.expect(ground, person, role.upper(), rule, "PROPOSED", "ELECTED", law_day=law_day)
    b.deny(ground, case.before, "LEGAL_REP", "LEFT_BEFORE_VIOLATION")
    befall(b, ground)
