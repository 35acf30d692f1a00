"""Planted cases of L16: licences revoked, firms closed, registrations cancelled."""

from __future__ import annotations

from ingest.synthetic.block import Block
from ingest.synthetic.cases_wage import Case, company_case, deny_bystanders
from ingest.synthetic.days import shift
from ingest.synthetic.endings import dispute
from ingest.synthetic.model import Ground, Org, Person
from ingest.synthetic.vocabulary import CONDUCTS, MARKET

_PLAIN = "L16_licence_revoked.legal_rep"


def revoke(b: Block, org: Org, status: str, on: str, reason: str, window: tuple[str, str]) -> Ground:
    """The organisation's licence revoked, its closure ordered or its registration cancelled."""
    number = b.number()
    org.status, org.status_on, org.status_reason = status, on, reason
    org.status_doc = f"宛市监处罚〔{on[:4]}〕{b.index}-{number}号"
    org.violation = window
    ground = Ground(
        "REVOCATION",
        f"{org.uscc}|{on}|{status}",
        "L16",
        org.uscc,
        on,
        MARKET.code,
        org.status_doc,
        {"decided_on": on},
    )
    b.grounds.append(ground)
    return ground


def _answer(b: Block, ground: Ground, org: Org, rep: Person, base: str, why: str) -> None:
    """One finding per rule that was in force on the day of the revocation."""
    on = ground.start
    main = f"{_PLAIN}_2018@1" if on <= "2024-06-30" else f"{_PLAIN}@1"
    if org.status == "责令关闭" and on <= "2024-06-30":
        b.deny(ground, rep, "LEGAL_REP", "NO_RULE_IN_FORCE")
    else:
        b.expect(ground, rep, "LEGAL_REP", main, base, why, law_day=on)
    if org.status == "吊销" and on >= "2022-03-01":
        b.expect(ground, rep, "LEGAL_REP", f"{_PLAIN}_registry@1", base, why, law_day=on)


def _case(b: Block) -> Case:
    """A company with a violation in the last eight years."""
    case = company_case(b, "2019-06-01")
    if b.chance(0.3):
        case.decided = shift(case.window[1], 60)
    return case


def revoked_plain(b: Block) -> None:
    """The representative at the violation is proposed; a paper on his fault confirms."""
    case = _case(b)
    ground = revoke(b, case.org, "吊销", case.decided, "违法", case.window)
    fault = b.chance(0.4)
    if fault:
        paper = f"宛市监责〔{case.decided[:4]}〕{b.index}-{b.number()}号"
        b.document(ground, case.rep, "LEGAL_REP", fault_doc=paper)
    base, why = ("CONFIRMED", "FAULT_FOUND") if fault else ("PROPOSED", "REP_AT_VIOLATION")
    _answer(b, ground, case.org, case.rep, base, why)
    deny_bystanders(b, case, ground)
    if b.chance(0.12):
        dispute(b, ground, ("", "DISMISSED", "UPHELD")[b.below(3)], by=case.rep.name)


def revoked_days_from_penalty(b: Block) -> None:
    """The register gives no days; the penalty with the same document number does."""
    case = _case(b)
    ground = revoke(b, case.org, "吊销", case.decided, "违法", ("", ""))
    b.put(
        "penalties_org",
        penalty_row(
            b,
            case.org,
            case.decided,
            {
                "CF_WSH": case.org.status_doc,
                "CF_CFLB": "吊销许可证件",
                "CF_NR": "吊销营业执照",
                "CF_NR_FK": "",
                "violation_from": case.window[0],
                "violation_to": case.window[1],
                "severity": "严重",
            },
        ),
    )
    _answer(b, ground, case.org, case.rep, "PROPOSED", "DAYS_FROM_PENALTY")
    deny_bystanders(b, case, ground)


def closed(b: Block) -> None:
    """Closed by order: reached by the newer company law only."""
    case = _case(b)
    ground = revoke(b, case.org, "责令关闭", case.decided, "违法", case.window)
    _answer(b, ground, case.org, case.rep, "PROPOSED", "REP_AT_VIOLATION")
    deny_bystanders(b, case, ground)


def cancelled(b: Block) -> None:
    """A registration cancelled is no revocation."""
    case = _case(b)
    ground = revoke(b, case.org, "撤销", case.decided, "虚假登记", case.window)
    b.deny(ground, case.rep, "LEGAL_REP", "CANCELLED_IS_NOT_REVOKED")


def revoked_other_reason(b: Block) -> None:
    """Revoked, but not for a violation."""
    case = _case(b)
    ground = revoke(b, case.org, "吊销", case.decided, "其他", case.window)
    b.deny(ground, case.rep, "LEGAL_REP", "REASON_NOT_VIOLATION")


def revoked_shop(b: Block) -> None:
    """A shop's licence revoked: the rule names representatives, a shop has none."""
    org = b.org("个体工商户", established=b.day(1500, 3000))
    operator = b.person()
    b.post(org, operator, "PRINCIPAL", org.established)
    on = b.day(100, 1000)
    ground = revoke(b, org, "吊销", on, "违法", (shift(on, -90), shift(on, -40)))
    b.deny(ground, operator, "PRINCIPAL", "NONE_RULE")


def penalty_row(b: Block, org: Org, decided: str, more: dict[str, str] | None = None) -> dict[str, str]:
    """An ordinary penalty on an organisation, in the national fields."""
    fine = (b.below(200) + 1) / 10
    shop = org.form == "个体工商户"
    return {
        "CF_XDR_MC": org.name,
        "CF_XDR_LB": "个体工商户" if shop else "法人及非法人组织",
        "CF_XDR_SHXYM": org.uscc,
        "CF_WSH": f"宛市监罚〔{decided[:4]}〕{b.index}-{b.number()}号",
        "CF_WFXW": CONDUCTS[b.below(len(CONDUCTS))],
        "CF_SY": "经查，当事人存在上述违法行为",
        "CF_YJ": "《市场主体登记管理条例》第四十六条",
        "CF_CFLB": "罚款",
        "CF_NR": f"罚款{fine}万元",
        "CF_NR_FK": f"{fine:.6f}",
        "CF_JDRQ": decided,
        "CF_YXQ": "2099-12-31",
        "CF_CFJG": MARKET.name,
        "CF_CFJGDM": MARKET.code,
        "CF_SJLY": MARKET.name,
        "CF_SJLYDM": MARKET.code,
        "procedure": "普通",
        "slight_remedied": "0",
        "severity": "一般",
    } | (more or {})


def penalty_person_row(b: Block, person: Person, decided: str, kind: str) -> dict[str, str]:
    """A penalty on a person; `kind` other than ORDINARY is one that must go back to the sender."""
    fine = (b.below(20) + 1) / 100
    procedure = {"SIMPLE": "简易", "UNKNOWN": ""}.get(kind, "普通")
    return {
        "CF_XDR_MC": person.name,
        "CF_XDR_LB": "自然人",
        "CF_XDR_ZJLX": "01",
        "CF_XDR_ZJHM": person.id_no,
        "CF_WSH": f"宛市监罚个〔{decided[:4]}〕{b.index}-{b.number()}号",
        "CF_WFXW": CONDUCTS[b.below(len(CONDUCTS))],
        "CF_SY": "经查，当事人存在上述违法行为",
        "CF_YJ": "《无证无照经营查处办法》第十三条",
        "CF_CFLB": "罚款",
        "CF_NR": f"罚款{fine}万元",
        "CF_NR_FK": f"{fine:.6f}",
        "CF_JDRQ": decided,
        "CF_YXQ": "2099-12-31",
        "CF_CFJG": MARKET.name,
        "CF_CFJGDM": MARKET.code,
        "CF_SJLY": MARKET.name,
        "CF_SJLYDM": MARKET.code,
        "procedure": procedure,
        "slight_remedied": "1" if kind == "SLIGHT" else "0",
        "severity": "轻微" if kind == "SLIGHT" else "一般",
    }
