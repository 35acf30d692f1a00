"""A unit's own record and the findings on it end together when it is repaired, in every kind of answer."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.check import check
from api.services.screen import screen

CODE = "91411300MA00000077"
DAY = "2026-11-10"
OFFICE = "1141130000598765XE"


def decided(register: Any, day: str) -> tuple[str, int]:
    answer = check(register.desk(), CODE, purpose="TENDER", as_of=day)
    return answer["decision"], len(answer["own"])


@pytest.mark.parametrize(("result", "after"), [("APPROVED", "PASS"), ("REJECTED", "RESTRICT")])
def test_a_repaired_listing_holds_the_unit_no_longer_than_its_persons(
    listed: Any, result: str, after: str
) -> None:
    repairs = [
        {
            "repair_id": f"R-{name}", "target_kind": "LISTING", "target_key": name, "applied_on": DAY,
            "decided_on": DAY, "result": result, "doc_no": f"修-{name}", "authority_code": OFFICE,
        }
        for name in ("W-1", "W-2")
    ]  # fmt: skip
    assert decided(listed, "2026-11-23") == ("RESTRICT", 2)
    listed.event(repairs=repairs)
    assert decided(listed, "2026-11-09") == ("RESTRICT", 2)
    assert decided(listed, "2026-11-23")[0] == after
    (row,) = screen(listed.desk(), [CODE], purpose="TENDER")
    assert row["decision"] == after
