"""Explanations and notices from the store: every tenure has its source, no whole number leaves."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.explain import explain, notice, notice_file
from graph.errors import NotFoundError, UsageError

REP = "L03_wage_arrears.legal_rep@1"


def test_an_explanation_names_authority_number_days_and_sources(cases: Any) -> None:
    answer = explain(cases.desk, cases.findings("赵测试")[REP])
    told = {one["heading"]: one["text"] for one in answer["sections"]}
    assert "南阳市人力资源和社会保障局（1141130000598765XE）" in told["认定机关与文号"]
    assert "决定文号：宛人社列〔2026〕1号" in told["认定机关与文号"]
    assert "送达：2026-05-08" in told["事实与时间"]
    assert "宛城测试建设有限公司（91411300MA00000077） 法定代表人，自 2015-01-01 起" in told["任职期间与来源"]
    assert "positions.csv 第 2 行" in told["任职期间与来源"]
    assert "至 2026-07-07，该日已过" in told["救济途径"]


def test_a_notice_is_made_for_every_finding_in_both_forms(cases: Any) -> None:
    findings = cases.findings("赵测试")
    assert len(findings) >= 6
    for finding_id in findings.values():
        for form, begin in (("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")):
            made = notice_file(cases.desk, finding_id, form)
            assert made.content.startswith(begin)
            assert made.name == f"notice-{finding_id}-2026-11-23.{form}"
            assert not any(number.encode() in made.content for number in cases.numbers)


def test_a_ban_says_which_paper_names_the_person(cases: Any) -> None:
    made = notice(cases.desk, cases.findings("赵测试")["L10_food_revoked.legal_rep@1"])
    told = {one.heading: one.text for one in made.sections}
    assert "指名本人的文书：宛食禁〔2025〕1号，2025-05-01" in told["认定机关与文号"]
    assert "listings.csv" not in told["任职期间与来源"]


def test_a_day_before_and_a_commit_before_give_the_answer_of_then(cases: Any) -> None:
    finding_id = cases.findings("赵测试")[REP]
    before = cases.desk.seq()
    end = {"op": "UPSERT", "removed_on": "2026-11-01", "removal_kind": "REPAIRED"}
    cases.hand_in("repair", {"listings": [{**_listing(), **end}]})
    assert explain(cases.desk, finding_id)["state"] == "WITHDRAWN"
    assert explain(cases.desk, finding_id, as_of="2026-10-31")["state"] == "CONFIRMED"
    assert explain(cases.desk, finding_id, known_at=f"seq:{before}")["state"] == "CONFIRMED"


def _listing() -> dict[str, Any]:
    return {
        "listing_id": "W-1", "list_type": "L03", "list_scope": "国家", "uscc": "91411300MA00000077",
        "violation_from": "2026-01-01", "violation_to": "2026-03-31", "decided_on": "2026-05-06",
        "authority": "南阳市人力资源和社会保障局", "authority_code": "1141130000598765XE",
        "doc_no": "宛人社列〔2026〕1号",
    }  # fmt: skip


def test_what_is_not_there_and_what_has_no_such_form_is_refused(cases: Any) -> None:
    with pytest.raises(NotFoundError):
        notice_file(cases.desk, "L0", "html")
    with pytest.raises(UsageError):
        notice_file(cases.desk, cases.findings("赵测试")[REP], "docx")
