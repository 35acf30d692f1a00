"""What of a person reaches a firm: a lead for the registry from a ban, and nothing else."""

from __future__ import annotations

from typing import Any

from api.auth.principal import Kind, Principal, Role
from api.services.ban_leads import leads_on_bans
from api.services.check import check
from api.services.desk import Desk
from graph.identity.numbers import citizen_id_check_digit
from graph.liability.rulebook import load_rules

REVOKED = "L16_licence_revoked.legal_rep@1"
LEFT = {"valid_from": "2018-01-01", "valid_to": "2026-01-01"}
OTHER, THIRD = "91411302MA3X00010W", "91320281142232229Q"
REGISTRY = Principal("account:1", Kind.ACCOUNT, "登记", Role.INVESTIGATOR)


def test_a_barred_person_in_a_firm_is_a_lead_for_the_registry_and_nothing_more(world: Any) -> None:
    share = {"uscc": THIRD, "holder_kind": "PERSON", "equity_pct": 30, "valid_from": "2020-01-01",
             "holder_name": "R测试", "holder_id_type": "01", "holder_id_no": _number()}  # fmt: skip
    row = {"person": "R"}
    world.hand_in(
        {
            "positions": [
                {"uscc": OTHER, "role": "DIRECTOR", **row, "valid_from": "2020-01-01"},
                {"uscc": OTHER, "role": "FINANCE_HEAD", **row, "valid_from": "2020-01-01"},
                {
                    "uscc": THIRD,
                    "role": "LEGAL_REP",
                    **row,
                    "valid_from": "2018-01-01",
                    "valid_to": "2026-01-01",
                },
                {"uscc": THIRD, "role": "LEGAL_REP", "person": "B", "valid_from": "2026-01-01"},
            ],
            "holdings": [share],
        }
    )
    desk = Desk(world.store, world.keys, world.today, "test", load_rules())
    before = [check(desk, code, purpose="REGISTRATION") for code in (OTHER, THIRD)]
    assert leads_on_bans(desk, REGISTRY, world.today)["rows"] == []  # proposed is nobody's ban yet
    world.confirmed(world.finding(REVOKED, "R")["finding_id"], fault_doc="宛市监责〔2026〕1号")
    found = leads_on_bans(desk, REGISTRY, world.today)["rows"]
    shown = {(one["entity"], one["office_zh"], one["covered"]) for one in found}
    # A director of another company is barred; a share is not, and who has left appears no more.
    assert {(OTHER, "董事", True), (THIRD, "股权", False)} <= shown
    assert not any(one["entity"] == THIRD and one["office_zh"] == "法定代表人" for one in found)
    # 公司法 265(1): whoever heads the finances is one of the 高级管理人员.
    assert (OTHER, "财务负责人", True) in shown
    after = [check(desk, code, purpose="REGISTRATION") for code in (OTHER, THIRD)]
    for then, now in zip(before, after, strict=True):
        assert (then["decision"], then["liabilities"]) == (now["decision"], now["liabilities"])
    person = world.finding(REVOKED, "R")["person_id"]
    assert check(desk, person, purpose="COMPANY_DSM")["decision"] == "RESTRICT"
    assert leads_on_bans(desk, REGISTRY, "2029-01-01")["rows"] == []  # its own term is over


def _number() -> str:
    body = f"41130219800101{ord('R'):03d}"
    return body + citizen_id_check_digit(body)
