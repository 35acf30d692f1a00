"""What a notice says, and what it never says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from graph.errors import RuleDefinitionError, SettingsError
from graph.liability.explain import ExplanationData, SourceLine, explain_finding, notice_of
from graph.liability.explanation.periods import Period, last_day
from graph.liability.explanation.remedies import Contact, load_contacts, load_remedies
from graph.liability.notice import render_html
from graph.liability.rulebook import load_rules

HEADINGS = (
    "当事人", "事实与时间", "依据条文", "任职期间与来源", "路径", "认定机关与文号",
    "陈述申辩与期限", "救济途径", "联系方式",
)  # fmt: skip
AUTHORITY = "1141130000598765XE"
LISTING: dict[str, Any] = {
    "authority": "南阳市人力资源和社会保障局", "authority_code": AUTHORITY, "doc_no": "宛人社列〔2026〕1号",
    "violation_from": "2026-01-01", "violation_to": "2026-03-31", "decided_on": "2026-05-06",
    "served_on": "2026-05-08", "reason": "拖欠农民工工资",
}  # fmt: skip


def hop(source: str, target: str, kind: str, fact: str, begin: str, note: str = "") -> dict[str, str]:
    return {
        "source": source, "target": target, "type": kind, "valid_from": begin, "valid_to": "9999-12-31",
        "fact_id": fact, "note": note,
    }  # fmt: skip


def data_of(state: str = "CONFIRMED", **more: Any) -> ExplanationData:
    """A confirmed L03 finding on a representative, unless told otherwise."""
    rule = load_rules().by_ref("L03_wage_arrears.legal_rep@1")
    assert rule is not None
    finding: dict[str, Any] = {
        "finding_id": "L1", "ground_kind": "LISTING", "ground_ref": "LISTING:W-1", "ground_id": "W-1",
        "authority_code": AUTHORITY, "list_type": "L03", "entity_id": "e1", "person_id": "p1",
        "person_name": "赵测试", "role": "LEGAL_REP", "mode": "LISTED_SELF", "base_state": state,
        "reason": "", "rule": rule.ref, "valid_from": "2026-05-06", "valid_to": "2029-05-06",
        "withdrawn_at": "", "withdrawn_because": "", "measures": list(rule.measures),
        "scope": ["CATALOGUE"], "basis_unverified": False,
        "basis": json.dumps([one.model_dump(mode="json") for one in rule.basis], ensure_ascii=False),
        "path": json.dumps([
            hop("p1", "LISTING:W-1", "NAMED_BY", "n1", "2026-05-06", "宛人社列〔2026〕1号"),
            hop("p1", "e1", "LEGAL_REP_OF", "t1", "2015-01-01"),
            hop("e1", "LISTING:W-1", "LISTED_BY", "g1", "2026-05-06"),
        ]),
    }  # fmt: skip
    finding |= more.pop("finding", {})
    given: dict[str, Any] = {
        "ground": LISTING,
        "documents": ({"doc_no": "宛人社列〔2026〕1号", "decided_on": "2026-05-06", "fault_doc": ""},),
        "sources": (
            SourceLine("t1", "市场监管局", "positions", "positions.csv", 12, "2026-04-01T08:00:00"),
            SourceLine("g1", "人社局", "listings", "listings.csv", 3),
        ),
        **more,
    }
    return ExplanationData(
        finding, state, "2026-06-01", "411302********001X", {"e1": "测试公司", "p1": "赵测试"},
        {"e1": "91411300MA00000077", "p1": "p1"}, **given,
    )  # fmt: skip


def text_of(data: ExplanationData, heading: str) -> str:
    return next(one.text for one in notice_of(data, "7/a/b", contacts={}).sections if one.heading == heading)


def test_every_heading_that_a_notice_needs_is_there_in_order() -> None:
    found = [one.heading for one in notice_of(data_of(), "7/a/b", contacts={}).sections]
    assert [one for one in found if one in HEADINGS] == list(HEADINGS)


def test_an_explanation_keeps_its_headings_and_has_those_of_the_notice() -> None:
    found = [heading for heading, _ in explain_finding(data_of())]
    older = [
        "当事人", "事实与依据", "责任身份", "认定理由", "依据条文", "适用规则", "路径", "效力期间", "状态",
        "对办理的影响", "救济",
    ]  # fmt: skip
    assert [one for one in found if one in older] == older
    assert set(HEADINGS) <= set(found)


def test_each_tenure_names_the_department_file_and_line_that_prove_it() -> None:
    told = text_of(data_of(), "任职期间与来源")
    assert "测试公司（91411300MA00000077） 法定代表人，自 2015-01-01 起" in told
    assert "来源：市场监管局 《任职》 positions.csv 第 12 行 2026-04-01 产生" in told
    assert "平台没有来源记录" in text_of(data_of(sources=()), "任职期间与来源")


def test_days_are_those_of_the_decision_and_unknown_ones_are_called_so() -> None:
    told = text_of(data_of(), "事实与时间")
    for said in ("违法行为起始：2026-01-01", "作出决定：2026-05-06", "送达：2026-05-08"):
        assert said in told
    unknown = {name: value for name, value in LISTING.items() if not name.startswith("violation")}
    assert "违法行为起止日期：平台没有记录" in text_of(data_of(ground=unknown), "事实与时间")
    assert "原决定已不在现行记录中" in text_of(data_of(ground={}), "事实与时间")


def test_a_remedy_says_its_last_day_only_when_the_day_of_service_is_known() -> None:
    told = text_of(data_of(), "救济途径")
    assert "行政复议：" in told and "60 日内，送达日期 2026-05-08，至 2026-07-07" in told
    assert "行政诉讼：" in told and "6 个月内，送达日期 2026-05-08，至 2026-11-08" in told
    unserved = {**LISTING, "served_on": ""}
    assert "平台没有送达日期，不能算出最后一日" in text_of(data_of(ground=unserved), "救济途径")


def test_the_periods_of_a_person_run_from_the_decision_on_him_and_not_from_that_on_the_company() -> None:
    own = {"doc_no": "宛人社认〔2026〕9号", "decided_on": "2026-05-29", "decided_by": "OFFICER",
           "effect": "CONFIRM"}  # fmt: skip
    late = {**LISTING, "served_on": "2026-01-08"}  # the company's periods are over
    told = text_of(data_of(ground=late, documents=(own,)), "救济途径")
    assert "自收到对本人的决定之日起 60 日内；平台没有对本人的决定的送达日期" in told
    assert "2026-03-09" not in told and "该日已过" not in told
    served = text_of(data_of(ground=late, documents=({**own, "served_on": "2026-05-30"},)), "救济途径")
    assert "送达日期 2026-05-30，至 2026-07-29" in served
    # Another paper of the authority on him is a decision of its own too.
    paper = {**own, "decided_by": ""}
    assert "自收到对本人的决定之日起" in text_of(data_of(ground=late, documents=(paper,)), "救济途径")
    # Nobody decided on him yet.
    proposed = text_of(data_of("PROPOSED", ground=late, documents=()), "救济途径")
    assert "尚未对本人作出决定" in proposed and "该日已过" not in proposed


def test_the_term_that_a_case_set_for_his_statement_is_told() -> None:
    notified = {"doc_no": "宛人社告〔2026〕3号", "doc_on": "2026-05-18", "served_on": "2026-05-20",
                "term_days": 5, "due_on": "2026-05-27", "due_provisional": False}  # fmt: skip
    told = text_of(data_of("PROPOSED", documents=(), told=notified), "陈述申辩与期限")
    assert "宛人社告〔2026〕3号（2026-05-18），陈述申辩期限为送达之日起 5 个工作日" in told
    assert "送达日期 2026-05-20，至 2026-05-27" in told
    unserved = text_of(
        data_of("PROPOSED", told={**notified, "served_on": "", "due_on": ""}), "陈述申辩与期限"
    )
    assert "自收到之日起算" in unserved and "2026-05-27" not in unserved


def test_a_last_day_that_has_passed_is_called_so() -> None:
    late = replace(data_of(), as_of="2026-08-01")
    assert "至 2026-07-07，该日已过，是否受理由受理机关决定" in text_of(late, "救济途径")


def test_a_last_day_in_a_year_that_is_not_announced_is_called_provisional_until_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CREDITGRAPH_CALENDAR", raising=False)
    unsure = "（当年放假安排尚未公布，暂按周一至周五计）"

    def told(notice_on: str, as_of: str = "2026-12-30") -> str:
        ground = {**LISTING, "notice_on": notice_on}
        data = data_of(finding={"ground_kind": "PENALTY"}, ground=ground)
        return text_of(replace(data, as_of=as_of), "陈述申辩与期限")

    assert "自告知之日起 5 个工作日内，告知日期 2026-12-29，至 2027-01-05" + unsure in told("2026-12-29")
    # Five working days that end with the year are certain.
    assert "至 2026-12-31。" in told("2026-12-24") and unsure not in told("2026-12-24")
    assert "该日已过" not in told("2026-12-29", "2027-01-20")
    table = "years: {2027: {source: 通知, published_on: 2026-11-30, holidays: [2027-01-01]}}"
    (tmp_path / "calendar.yaml").write_text(table, encoding="utf-8")
    monkeypatch.setenv("CREDITGRAPH_CALENDAR", str(tmp_path / "calendar.yaml"))
    assert "告知日期 2026-12-29，至 2027-01-06。" in told("2026-12-29")
    assert "至 2027-01-06，该日已过" in told("2026-12-29", "2027-01-20")


def test_where_no_number_of_days_is_known_the_notice_says_so() -> None:
    assert "平台没有查到规定的天数" in text_of(data_of(), "陈述申辩与期限")


def test_court_papers_have_the_courts_remedies_and_no_administrative_ones() -> None:
    ground = {"court": "某某法院", "case_no": "（2026）测1执1号", "decided_on": "2026-05-06"}
    court = data_of(finding={"ground_kind": "COURT_ORDER", "list_type": "L02"}, ground=ground)
    told = text_of(court, "救济途径")
    assert "执行法院" in told and "行政复议" not in told and "行政诉讼" not in told


def test_how_to_reach_an_authority_is_never_made_up() -> None:
    assert "平台没有登记南阳市人力资源和社会保障局的联系方式" in text_of(data_of(), "联系方式")
    assert not re.search(r"\d{7,}", text_of(data_of(), "联系方式"))
    known = {AUTHORITY: Contact(name="某局", phone="0000-1", source="门户网站", checked_on="2026-01-05")}
    told = next(
        one.text for one in notice_of(data_of(), "7", contacts=known).sections if one.heading == "联系方式"
    )
    assert told == "某局，电话 0000-1（来源：门户网站，2026-01-05 核对）"


def test_contacts_come_from_the_file_that_the_setting_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_contacts() == {}
    file = tmp_path / "contacts.yaml"
    file.write_text(
        "contacts: {A: {name: 某局, source: 门户网站, checked_on: '2026-01-05'}}", encoding="utf-8"
    )
    monkeypatch.setenv("CREDITGRAPH_CONTACTS", str(file))
    assert load_contacts()["A"].name == "某局"
    file.write_text("contacts: {A: {name: 某局}}", encoding="utf-8")
    with pytest.raises(SettingsError, match="联系方式"):
        load_contacts()


def test_a_wrong_remedy_file_names_its_field(tmp_path: Path) -> None:
    file = tmp_path / "remedies.yaml"
    file.write_text("{edition: '1', representations: [], remedies: [{id: a}]}", encoding="utf-8")
    with pytest.raises(RuleDefinitionError, match=r"remedies\.yaml#remedies\.0"):
        load_remedies(file)


def test_working_days_leave_out_holidays() -> None:
    assert last_day(Period(number=5, unit="WORKING_DAY", since="notice_on"), "2026-09-30").day == "2026-10-13"


class _Links(HTMLParser):
    """Everything in a page that would fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag in {"script", "img", "link", "iframe", "object"} or names & {"src", "href", "action"}:
            self.found.append(tag)


def test_the_page_fetches_nothing_and_takes_no_text_for_markup() -> None:
    page = render_html(notice_of(data_of(finding={"person_name": "<script>x</script>"}), "7", contacts={}))
    parser = _Links()
    parser.feed(page)
    assert parser.found == []
    assert not re.search(r"https?://|url\(|@import", page)
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page


def test_the_page_shows_the_masked_number_and_says_what_it_depends_on() -> None:
    page = render_html(notice_of(data_of(), "7/a/b", contacts={}))
    assert "411302********001X" in page
    assert "按 2026-06-01 的情况生成，数据版本 7/a/b，认定编号 L1" in page


@pytest.mark.parametrize("state", ["LEAD", "PROPOSED"])
def test_what_is_not_decided_is_called_so(state: str) -> None:
    page = render_html(notice_of(data_of(state), "7", contacts={}))
    assert "尚未对当事人作出任何认定" in page
