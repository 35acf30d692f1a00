"""The list of notices: what went out, and what was corrected when its ground fell, by authority."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.auth.principal import Kind, Principal, Role
from api.services.desk import Desk
from api.services.notices import notices_page

WAGES = "L03_wage_arrears.legal_rep@1"
AUTHORITY, OTHER = "1141130000598765XE", "11320100MB1886843H"
OFFICER = Principal("account:o1", Kind.ACCOUNT, "经办甲", Role.OFFICER, authorities=(AUTHORITY,))
REPAIRED = {
    "repair_id": "R-1", "target_kind": "LISTING", "target_key": "W-1", "applied_on": "2026-11-20",
    "decided_on": "2026-11-23", "result": "APPROVED", "doc_no": "宛修〔2026〕1号",
    "authority_code": AUTHORITY,
}  # fmt: skip


def listed(world: Any, principal: Principal = OFFICER, **asked: Any) -> list[dict[str, Any]]:
    desk = Desk(world.store, world.keys, world.today, "test", world.rules)
    given = {"standing": "ALL", "after": "", "limit": 50, "seq": world.store.head_seq(), **asked}
    rows: list[dict[str, Any]] = notices_page(desk, principal, **given)["rows"]
    return rows


def test_a_corrected_notice_stands_beside_what_corrects_it(world: Any) -> None:
    finding = world.finding(WAGES, "A")
    case_id = world.confirmed(finding["finding_id"])
    world.take(case_id, "enforce", measures=["M01"])
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    sent = {kind: world.notify(case, kind)["record_id"] for kind in ("SUPERIOR", "AUDIT", "EMPLOYER")}
    before = world.store.head_seq()
    rows = {one["notice_id"]: one for one in listed(world)}
    assert rows.keys() == set(sent.values()) and {one["state_zh"] for one in rows.values()} == {"待回执"}
    superior = rows[sent["SUPERIOR"]]
    assert (superior["recipient"], superior["person_name"]) == ("测试国资委", "A测试")
    assert (superior["entity_name"], superior["ground_id"]) == ("宛城测试建设有限公司", "W-1")

    world.hand_in({"repairs": [REPAIRED]})
    after = listed(world)
    assert sorted(one["state_zh"] for one in after) == ["已更正"] * 3 + ["更正通知"] * 3
    corrected = [one for one in after if one["state_zh"] == "已更正"]
    assert {one["notice_id"] for one in corrected} == set(sent.values())
    assert all(one["ended_on"] == world.today and one["ended_because_zh"] for one in corrected)
    assert {one["follows"] for one in after if one["follows"]} == set(sent.values())
    assert {one["notice_id"] for one in listed(world, standing="ENDED")} == set(sent.values())
    # As it was known before, and by whom it may be seen.
    assert {one["state_zh"] for one in listed(world, seq=before)} == {"待回执"}
    assert listed(world, replace(OFFICER, authorities=(OTHER,))) == []
    everybody = replace(OFFICER, role=Role.INVESTIGATOR, authorities=())
    assert len(listed(world, everybody)) == 6
