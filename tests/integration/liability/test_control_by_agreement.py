"""Who owns a company that votes for others is found at the decisions on whatever it votes in, at once."""

from __future__ import annotations

from typing import Any

import pytest

from graph.identity.codes import uscc_check_digit

COURT = "南阳市宛城区人民法院"
OWNER, SMALL = "41130219800101001X", "411302198203040022"


def code(number: int) -> str:
    body = f"91411300MA{number:07d}"
    return body + uscc_check_digit(body)


Z, V, R = code(1), code(2), code(3)


def held(company: str, percent: str, rows: Any, holder: str = "", number: str = "", **more: Any) -> Any:
    if holder:
        return {"uscc": company, "holder_kind": "ORG", "holder_code": holder, "equity_pct": percent, **more}
    told = {f"holder_{name}": value for name, value in rows.person(number).items()}
    return {"uscc": company, "holder_kind": "PERSON", "equity_pct": percent, **told, **more}


def limited(case: str, company: str) -> dict[str, Any]:
    return {
        "court": COURT, "case_no": case, "kind": "限制消费", "subject_kind": "ENTITY",
        "subject_code": company, "decided_on": "2026-06-01", "authority_code": "1141130000598765XE",
    }  # fmt: skip


def answering(register: Any) -> dict[str, str]:
    return {name: state for (_, name), state in register.states().items()}


@pytest.mark.parametrize("kind", ["VOTES_FOR", "NOMINEE_FOR"])
def test_the_new_controller_behind_an_agreement_is_derived_without_a_full_pass(
    register: Any, rows: Any, kind: str
) -> None:
    register.event(
        entities=[rows.entity(one) for one in (Z, V, R)],
        holdings=[
            held(Z, "60", rows, V, valid_from="2020-01-01"),
            held(Z, "40", rows, number=SMALL, valid_from="2020-01-01"),
        ],
        relations=[{"kind": kind, "from_uscc": V, "to_uscc": R, "valid_from": "2020-01-01"}],
        judgments=[limited("宛执1号", Z)],
    )
    assert answering(register) == {}, "nobody is known above who votes"
    owner = held(R, "100", rows, number=OWNER, record_id="H-1", valid_from="2020-01-01")
    register.event(holdings=[owner])
    assert answering(register) == {"甲某某": "LEAD"}
    assert register.derive(full=True).keys() <= {"same"}
    register.event(holdings=[{**owner, "op": "RETRACT"}])
    assert answering(register)["甲某某"].startswith("WITHDRAWN")
    assert register.derive(full=True).keys() <= {"same"}
