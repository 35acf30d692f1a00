"""The answer keys rest on rows that are in the package, and contradict neither them nor each other."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from ingest.synthetic.cases_court import spare_the_late
from ingest.synthetic.law import RULES
from ingest.synthetic.model import Answer, Dispute, Ground, Person

KEY = ("ground_kind", "ground_id", "uscc", "id_no", "role", "mode", "rule")


def _grounds(city: Any) -> set[tuple[str, str]]:
    listings = {("LISTING", row["listing_id"]) for row in city.clean("listings")}
    orders = {
        (
            "COURT_ORDER",
            "|".join(
                (
                    row["court"],
                    row["case_no"],
                    row["subject_code"] or city.number18(row["id_no"]),
                    row["kind"],
                )
            ),
        )
        for row in city.clean("judgments")
    }
    revoked = {
        ("REVOCATION", f"{row['uscc']}|{row['status_on']}|{row['status']}")
        for row in city.clean("entities")
        if row["status"] in ("吊销", "责令关闭", "撤销")
    }
    penalties = {
        ("PENALTY", "|".join((row["CF_CFJGDM"], row["CF_WSH"], subject)))
        for table, subjects in (("penalties_org", "CF_XDR_SHXYM"), ("penalties_person", "CF_XDR_ZJHM"))
        for row in city.clean(table)
        for subject in (city.number18(row[subjects]),)
    }
    grades = {
        ("TAX_GRADE", "|".join((row["uscc"], row["scheme"], row["period"])))
        for row in city.clean("tax_grades")
    }
    arrears = {("ARREARS", row["arrears_id"]) for row in city.clean("arrears")}
    return listings | orders | revoked | penalties | grades | arrears


def test_every_answer_rests_on_a_ground_in_the_tables(city: Any) -> None:
    known = _grounds(city)
    for name in ("liabilities", "withdrawals", "asof"):
        for row in city.answer(name):
            assert (row["ground_kind"], city.fold(row["ground_id"])) in known, row["ground_id"]


def test_every_expected_person_is_in_the_tables(city: Any) -> None:
    people = {
        city.number18(row["id_no"])
        for table in ("positions", "judgments", "listings", "liable_persons")
        for row in city.clean(table)
    }
    people |= {city.number18(row["CF_XDR_ZJHM"]) for row in city.clean("penalties_person")}
    people |= {city.number18(row["holder_id_no"]) for row in city.clean("holdings")}
    for row in city.answer("liabilities"):
        assert row["id_no"] in people


def test_answers_are_unique_and_never_both_expected_and_forbidden(city: Any) -> None:
    rows = city.answer("liabilities")
    wanted = [tuple(row[name] for name in (*KEY, "person_name")) for row in rows if row["expected"] == "1"]
    assert len(wanted) == len(set(wanted))
    said = defaultdict(set)
    for row in rows:
        said[(row["ground_id"], row["id_no"], row["person_name"], row["role"])].add(row["expected"])
    assert all(len(values) == 1 for values in said.values())


def test_every_rule_the_generator_knows_is_used(city: Any) -> None:
    used = {row["rule"] for row in city.answer("liabilities") if row["expected"] == "1"}
    by_chance = {"L16_licence_revoked.legal_rep_2018@1", "L07_tax_arrears.legal_rep@1"}
    assert set(RULES) - used <= by_chance | {"L07_tax_arrears_2005.legal_rep@1"}  # their days come by chance


def test_every_state_and_every_cause_occurs(city: Any) -> None:
    rows = [row for row in city.answer("liabilities") if row["expected"] == "1"]
    assert {row["state"] for row in rows} == {
        "LEAD",
        "PROPOSED",
        "CONFIRMED",
        "SUSPENDED",
        "WITHDRAWN",
        "EXPIRED",
    }
    assert {"REPAIRED", "REVOKED", "ANNULLED", "RELEASED", "OBJECTION_UPHELD"} <= {
        row["withdrawn_because"] for row in rows
    }


def test_no_officer_answers_for_the_courts_list_and_nobody_as_shareholder(city: Any) -> None:
    for row in city.answer("liabilities"):
        if row["expected"] == "1":
            assert row["role"] != "SHAREHOLDER"
            assert row["list_type"] != "L01" or row["role"] == "SELF"
            assert row["list_type"] not in ("L09", "L14", "L15", "L19", "L22", "L25")


def test_reasons_why_somebody_must_not_be_found_are_all_there(city: Any) -> None:
    why = {row["why"] for row in city.answer("liabilities") if row["expected"] == "0"}
    assert {
        "LEFT_BEFORE_VIOLATION",
        "APPOINTED_AFTER_VIOLATION",
        "SHAREHOLDER",
        "NONE_RULE",
        "NAMESAKE",
        "NO_RULE_IN_FORCE",
        "NONE_VETOES_L24",
        "FORMER_WITHOUT_CONTROL",
        "REP_MERELY_UNKNOWN",
        "REP_IS_NOT_PRINCIPAL",
        "NO_RULE",
        "CANCELLED_IS_NOT_REVOKED",
    } <= why


def test_proposed_representatives_held_office_during_the_violation(city: Any) -> None:
    """Tenure read back from the tables: half-open, against the closed window."""
    windows = {r["listing_id"]: (r["violation_from"], r["violation_to"]) for r in city.clean("listings")}
    dirty = {(row["file"], row["line"]) for row in city.answer("dirt")}
    held = defaultdict(list)
    for row in city.clean("positions"):
        if row["role"] in ("LEGAL_REP", "法定代表人") and ("positions.csv", row["line"]) not in dirty:
            held[(row["uscc"], city.number18(row["id_no"]))].append(
                (row["valid_from"], row["valid_to"] or "9999-12-31")
            )
    checked = 0
    for answer in city.answer("liabilities"):
        window = windows.get(answer["ground_id"], ("", ""))
        tenures = held.get((answer["uscc"], answer["id_no"]))
        if answer["role"] != "LEGAL_REP" or not all(window) or not tenures or len(window[0]) != 10:
            continue
        if "年" in "".join(window) or "/" in "".join(window):
            continue
        inside = any(start <= window[1] and end > window[0] for start, end in tenures)
        if answer["why"] in ("REP_AT_VIOLATION", "BOTH_IN_WINDOW", "NAMED_BY_DECISION"):
            assert inside
            checked += 1
        if answer["why"] in ("LEFT_BEFORE_VIOLATION", "APPOINTED_AFTER_VIOLATION"):
            assert not inside
            checked += 1
    assert checked > 60


def test_past_days_show_only_what_had_begun(city: Any) -> None:
    rows = city.answer("asof")
    assert len({row["day"] for row in rows}) == 3
    assert all(row["valid_from"] <= row["day"] for row in rows)


def test_every_planted_pattern_is_there(city: Any) -> None:
    kinds = {row["kind"] for row in city.answer("patterns")}
    assert {
        "AGENT",
        "SHARED_ADDRESS",
        "CHAIN",
        "GROUP",
        "STATE_TOP",
        "RING",
        "CROSS_HOLDING",
        "NOMINEE",
        "GUARANTEE_CIRCLE",
        "NAMESAKES",
        "EXACTLY_HALF",
        "FLOAT_NOISE",
    } <= kinds
    known = {row["uscc"] for row in city.clean("entities")}
    for row in city.answer("patterns"):
        for member in row["members"].split(";"):
            assert member.startswith("person:4113") or member in known


def _share(text: str) -> int:
    text = text.rstrip("%").replace(",", ".")
    if "-" in text:
        return 0
    whole, _, part = text.partition(".")
    return int(whole) * 10_000 + int((part + "0000")[:4])


def test_control_follows_from_the_holdings_as_written(city: Any) -> None:
    """Read the table back, apply the definition until nothing changes, and compare all pairs."""
    votes: dict[str, dict[str, int]] = defaultdict(dict)
    for row in city.clean("holdings"):
        if row["valid_to"] or row["treasury"] == "1":
            continue
        unnumbered = f"{row['uscc']}|{row['holder_name']}"
        holder = row["holder_code"] or city.number18(row["holder_id_no"]) or unnumbered
        text = row["vote_pct"] or row["equity_pct"]
        if holder in votes[row["uscc"]] and "-" in text:
            continue
        votes[row["uscc"]][holder] = _share(text)
    lent = {
        city.number18(row["from_id_no"]): city.number18(row["to_id_no"])
        for row in city.clean("relations")
        if row["kind"] in ("NOMINEE_FOR", "VOTES_FOR") and not row["valid_to"]
    }
    for holders in votes.values():
        for holder in [one for one in holders if one in lent]:
            share = holders.pop(holder)
            holders[lent[holder]] = holders.get(lent[holder], 0) + share
    holds: dict[str, set[str]] = defaultdict(set)
    for company, holders in votes.items():
        for holder in holders:
            holds[holder].add(company)
    found: dict[tuple[str, str], int] = {}
    for root in holds:
        mine = {root}
        while True:
            candidates = {company for member in mine for company in holds.get(member, ())} - mine
            new = {c for c in candidates if sum(votes[c].get(m, 0) for m in mine) > 500_000}
            if not new:
                break
            mine |= new
        for company in mine - {root}:
            found[(root, company)] = sum(votes[company].get(member, 0) for member in mine - {company})
    expected = {}
    for row in city.answer("controls"):
        unnumbered = f"{row['controlled']}|{row['controller_name']}"
        key = row["controller"] or row["controller_id_no"] or unnumbered
        if row["state"] in ("COMPUTED", "COMPUTED_BY_AGREEMENT"):
            expected[(key, row["controlled"])] = _share(row["voting_pct"])
    assert found == expected
    assert {row["state"] for row in city.answer("controls")} == {
        "COMPUTED", "COMPUTED_BY_AGREEMENT", "COMPUTED_AS_PARTNER", "COMPUTED_IN_CONCERT",
    }  # fmt: skip
    assert {row["kind"] for row in city.answer("controls")} == {"DIRECT", "JOINT", "INDIRECT"}


def test_every_executive_partner_in_office_runs_his_partnership(city: Any) -> None:
    forms = {row["uscc"]: row["legal_form"] for row in city.clean("entities")}
    said = {
        (row["controller"] or row["controller_id_no"], row["controlled"]): row["kind"]
        for row in city.answer("controls")
        if row["state"] == "COMPUTED_AS_PARTNER"
    }
    offices = [
        (row["holder_code"] or city.number18(row["id_no"]), row["uscc"])
        for row in city.clean("positions")
        if row["role"] in ("EXECUTIVE_PARTNER", "执行事务合伙人")
        and not row["valid_to"]
        and "合伙" in forms.get(row["uscc"], "")
    ]
    assert len(offices) > 5
    assert {said.get(one) for one in offices if one[0]} == {"DIRECT"}


@pytest.mark.parametrize(("result", "start", "expected"), [
    ("UPHELD", "2025-02-01", False), ("UPHELD", "2025-01-31", True), ("DISMISSED", "2025-02-01", True),
])  # fmt: skip
def test_who_came_when_the_order_was_overturned_is_not_expected(
    result: str, start: str, expected: bool
) -> None:
    ground, other = (Ground("COURT_ORDER", one, "", "91A", "2024-06-01", "", "") for one in "ab")
    ground.disputes.append(Dispute("2025-01-01", "2025-02-01", result))
    answers = [
        Answer(one, Person("甲", ""), "LEGAL_REP", "", "", "LEAD", None, "SUCCESSOR", start)
        for one in (ground, other)
    ]
    spare_the_late(answers, ground)
    assert [one.expected for one in answers] == [expected, True]
