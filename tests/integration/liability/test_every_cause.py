"""Withdrawal as an act: for every cause exactly what rests on the fallen ground falls, and the rest stays."""

from __future__ import annotations

from typing import Any

from graph.answers.receipts import paper_numbers
from graph.identity.numbers import citizen_id_check_digit
from ingest.synthetic.codes import body_of, uscc

COURT = "南阳市中级人民法院"
OFFICE = "1141130000598765XE"
CAUSES = (
    "REPAIRED", "ENTITY_REPAIRED", "REVOKED", "ANNULLED", "RELEASED", "OBJECTION_UPHELD", "FACT_CORRECTED",
    "FACT_RETRACTED", "DEATH", "INCAPACITY",
)  # fmt: skip
DAY = "2026-11-10"


def number(place: int) -> str:
    body = f"41130219800101{place:03d}"
    return body + citizen_id_check_digit(body)


def code(place: int) -> str:
    return uscc("91", "411300", body_of("MA", place))


class Firm:
    """One listed firm for each cause: G falls, S is another ground of the same man."""

    def __init__(self, rows: Any, cause: str) -> None:
        self.rows, self.cause, self.place = rows, cause, 100 + CAUSES.index(cause)
        self.code, self.falls, self.stays = code(self.place), f"G-{cause}", f"S-{cause}"
        self.man = {"name": f"某{cause}", "id_type": "01", "id_no": number(self.place)}
        self.order = f"（2026）豫13执{self.place}号"
        self.ground_id = f"{COURT}|{self.order}|{self.code}|限制消费"

    def rep(self, end: str = "") -> dict[str, Any]:
        return {
            "uscc": self.code, "role": "LEGAL_REP", **self.man, "valid_from": "2015-01-01", "valid_to": end,
        }  # fmt: skip

    def listing(self, name: str, **more: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.rows.listing(name, self.code, **more)
        return found

    def court(self, **more: Any) -> dict[str, Any]:
        return {
            "court": COURT, "case_no": self.order, "kind": "限制消费", "subject_kind": "ENTITY",
            "subject_code": self.code, "decided_on": "2026-06-01", "authority_code": OFFICE, **more,
        }  # fmt: skip

    def paper(self, kind: str, ground_id: str, mode: str, doc: str) -> dict[str, Any]:
        return {
            "ground_kind": kind, "ground_id": ground_id, "mode": mode, "role": "LEGAL_REP", **self.man,
            "decided_on": "2026-06-01", "doc_no": doc, "authority_code": OFFICE, "at_violation": 1,
        }  # fmt: skip


def _repair(one: Firm) -> dict[str, Any]:
    return {
        "repair_id": f"R-{one.cause}", "target_kind": "LISTING", "target_key": one.falls,
        "applied_on": DAY, "decided_on": DAY, "result": "APPROVED",
        "doc_no": f"修-{one.cause}", "authority_code": OFFICE,
    }  # fmt: skip


def _papers_of(register: Any) -> dict[str, str]:
    """The paper that each withdrawn finding names, by cause."""
    seq = register.store.head_seq()
    stored = register.store.read("read/liability/finding_refs", seq=seq)[0]["refs"]
    rows = register.store.read("read/liability/current_findings", refs=stored, seq=seq)[0]["rows"]
    by_id = {one["finding_id"]: one for one in rows}
    papers = paper_numbers(register.store, list(by_id.values()), seq)
    return {by_id[key]["withdrawn_because"]: paper for key, paper in papers.items() if paper}


def _end_everything(register: Any, firms: dict[str, Firm]) -> None:
    """Each firm's ground falls for its own cause, on one day."""
    gone = {
        cause: firms[cause].listing(
            firms[cause].falls, removed_on=DAY, removal_kind=cause, removal_doc=f"撤-{cause}"
        )
        for cause in ("REVOKED", "ANNULLED")
    }
    retracted = firms["FACT_RETRACTED"]
    register.event(
        repairs=[_repair(firms["REPAIRED"]), _repair(firms["ENTITY_REPAIRED"])],
        listings=[*gone.values(), {**retracted.listing(retracted.falls), "op": "RETRACT"}],
        judgments=[firms["RELEASED"].court(ended_on=DAY, end_reason="履行完毕")],
        objections=[
            {
                "objection_id": "O-1", "target_kind": "LISTING",
                "target_key": firms["OBJECTION_UPHELD"].falls, "raised_on": "2026-11-01",
                "decided_on": DAY, "result": "UPHELD",
            }
        ],
        positions=[firms["FACT_CORRECTED"].rep("2025-01-01")],
        person_status=[
            {**firms["DEATH"].man, "status": "DECEASED", "since": DAY},
            {**firms["INCAPACITY"].man, "status": "INCAPABLE", "since": DAY},
        ],
    )  # fmt: skip


def test_each_cause_takes_exactly_its_own_findings_with_day_and_paper(register: Any, rows: Any) -> None:
    firms = {cause: Firm(rows, cause) for cause in CAUSES}
    listed = [one for one in firms.values() if one.cause != "RELEASED"]
    released, named = firms["RELEASED"], firms["ENTITY_REPAIRED"]
    # A correction of his tenure takes what looks at the violation, not what another day decides.
    corrected = firms["FACT_CORRECTED"]
    register.event(
        entities=[rows.entity(one.code) for one in firms.values()],
        positions=[one.rep() for one in firms.values()],
        listings=[
            *(one.listing(one.falls) for one in listed),
            *(one.listing(one.stays) for one in firms.values() if one is not corrected),
            corrected.listing(corrected.stays, violation_from="2020-01-01", violation_to="2024-03-31"),
        ],
        judgments=[released.court()],
        liable_persons=[
            named.paper("LISTING", named.falls, "LISTED_SELF", f"宛人社列〔2026〕{named.falls}号"),
            released.paper("COURT_ORDER", released.ground_id, "MEASURE_ONLY", released.order),
        ],
    )
    before = {(one["ground_id"], one["person_name"]): one["state"] for one in register.findings()}
    assert set(before.values()) == {"PROPOSED", "CONFIRMED"} and len(before) == 2 * len(CAUSES)

    _end_everything(register, firms)
    found = {(one["ground_id"], one["person_name"]): one for one in register.findings()}
    assert found.keys() == before.keys()
    for (ground, name), one in found.items():
        cause = name.removeprefix("某")
        falls = ground in (firms[cause].falls, firms[cause].ground_id) or cause in ("DEATH", "INCAPACITY")
        told = (one["state"], one["withdrawn_because"])
        assert told == (("WITHDRAWN", cause) if falls else (before[ground, name], "")), (ground, name)
        if falls and cause not in ("FACT_CORRECTED", "FACT_RETRACTED"):
            assert one["withdrawn_at"] == DAY, (ground, name)
    assert register.derive(full=True).keys() <= {"same"}

    assert _papers_of(register) == {
        "REPAIRED": "修-REPAIRED", "ENTITY_REPAIRED": "修-ENTITY_REPAIRED", "REVOKED": "撤-REVOKED",
        "ANNULLED": "撤-ANNULLED",
    }  # fmt: skip
