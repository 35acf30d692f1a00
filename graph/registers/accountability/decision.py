"""Whether an officer may decide on a finding, and his decision as the fact that the evaluation reads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any, Final

from graph import queries
from graph.days import OPEN_DAY, OPEN_SEQ
from graph.errors import AnswerRefusedError, UsageError
from graph.ids import new_id
from graph.liability.contract import NamedPerson
from graph.liability.documents import officer_may_confirm
from graph.liability.evaluate import evaluate
from graph.liability.explanation.words import DOCUMENTS, REASONS
from graph.liability.load import ContextLoader
from graph.liability.persist import finding_id
from graph.liability.rulebook import Rule, RuleSet
from graph.liability.states import CONFIRMED, DISMISSED, LEAD
from graph.registers.accountability.contract import Actor, Request, Row
from graph.store import Store, WriteTransaction

OFFICER: Final = "OFFICER"
EFFECTS: Final = {"confirm": "CONFIRM", "dismiss": "DISMISS"}
_WANTED: Final = {"confirm": CONFIRMED, "dismiss": DISMISSED}
_TABLE: Final = "cases"
_WHY_NOT: Final = {
    "AUTHORITY_MISMATCH": "认定机关与原决定机关不一致",
    "NOT_AT_VIOLATION": "登记显示其在违法行为发生时不任该职",
    "FAULT_NOT_FOUND": "缺少认定本人负有个人责任的文书",
    "MEASURE_NOT_NAMED": "该规则的措施须由决定文书写明，不能由经办人认定",
    "TERM_NOT_STATED": "决定没有写明规定幅度内的期限",
    "CONTROL_NOT_ON_FILE": "实际控制只有推算，没有申报或认定",
    "CAPACITY_NOT_COVERED": "具体身份不在该规则范围内",
    "NOT_CONFIRMABLE": "该规则的责任不得由任何人认定",
    "OFFICER_MAY_NOT": "该规则不得由经办人认定",
    "DEAD": "当事人已死亡",
    "INCAPABLE": "当事人无民事行为能力",
}


def rule_for_officer(finding: Row, ruleset: RuleSet) -> Rule:
    """The rule of a finding, when an officer of the ground's authority may decide by it.

    Raises
    ------
    AnswerRefusedError
        Courts, taxes and finance, rows by document only, rows whose wording was not read, leads as such.
    """
    rule, where = ruleset.by_ref(finding["rule"]), str(finding["rule"])
    if rule is None:
        raise AnswerRefusedError("所依据的规则已停用", where=where, todo="等待重新推导")
    listed = ruleset.vocabulary.lists.get(finding["list_type"], {})
    if listed.get("document_only") or rule.confirmable_by == "DOCUMENT":
        raise AnswerRefusedError(
            "该类责任只能由机关的文书认定，平台上不得办理", where=where, todo="由作出决定的机关送达并推送文书"
        )
    if not rule.verified:
        raise AnswerRefusedError(
            "规则依据的条文尚未核实，不得由经办人认定", where=where, todo="先由法制机构核实条文"
        )
    if not officer_may_confirm(rule):
        raise AnswerRefusedError(
            "该规则只产生线索，任何人不得据此认定", where=where, todo="按线索移送主管机关"
        )
    return rule


def refuse_unready(finding: Row, rule: Rule, request: Request, ground_doc: str) -> None:
    """Refuse to confirm a lead, or without the paper that the law asks for.

    Raises
    ------
    AnswerRefusedError
        It is a lead.
    UsageError
        The paper is missing.
    """
    where = str(finding["finding_id"])
    if finding["base_state"] == LEAD:
        why = REASONS.get(finding["reason"], "只是线索")
        raise AnswerRefusedError(f"线索不得认定：{why}", where=where, todo="先查清事实，由数据更正后再认定")
    if rule.confirm_needs == "FAULT_FINDING" and not request.fault_doc.strip():
        raise UsageError(
            f"缺少{DOCUMENTS['FAULT_FINDING']}", where="fault_doc", todo="填写认定个人责任的文书文号"
        )
    if rule.confirm_needs == "GROUND_DECISION" and not ground_doc:
        raise AnswerRefusedError(f"缺少{DOCUMENTS['GROUND_DECISION']}", where=where, todo="先补齐原决定文号")


def paper_of(finding: Row, request: Request) -> NamedPerson:
    """The officer's decision as the evaluation sees it."""
    return NamedPerson(
        fact_id="", person_id=finding["person_id"], person_name=finding["person_name"], verified=True,
        role=finding["role"], mode=finding["mode"], decided_on=request.doc_on, doc_no=request.doc_no.strip(),
        authority_code=finding["authority_code"], until_day=request.until_day,
        fault_doc=request.fault_doc.strip(), by_officer=True, dismisses=request.step == "dismiss",
        rule_id=finding["rule"].partition("@")[0],
    )  # fmt: skip


def refuse_without_effect(
    store: Store, ruleset: RuleSet, finding: Row, request: Request, today: str, seq: int
) -> None:
    """Refuse a decision that the law would give no effect: it is tried on the facts of commit `seq` first.

    Raises
    ------
    AnswerRefusedError
        With the reason.
    """
    loaded = ContextLoader(store, ruleset, seq).load([finding["ground_ref"]])
    states: dict[str, str] = {}
    codes: list[str] = []
    for context in loaded.contexts:
        named = (*context.named, paper_of(finding, request))
        found = evaluate(replace(context, named=named), ruleset, today)
        states |= {finding_id(one): one.base_state for one in found.findings}
        codes += [one.code for one in found.outcomes if one.person_id in ("", finding["person_id"])]
    if states.get(finding["finding_id"]) == _WANTED[request.step]:
        return
    why = "；".join(dict.fromkeys(_WHY_NOT[one] for one in codes if one in _WHY_NOT))
    raise AnswerRefusedError(
        f"依现有事实和规则，本次认定不能成立{'：' + why if why else ''}",
        where=str(finding["finding_id"]),
        todo="核对原决定、任职登记和认定文书",
    )


def write_decision(tx: WriteTransaction, finding: Row, case_id: str, request: Request, actor: Actor) -> str:
    """Write the decision as an Attribution with its source, and leave word for derivation; returns its id."""
    kind, key = finding["ground_kind"], ["case", case_id, request.step]
    content = {
        "target_kind": kind, "target_ref": finding["ground_ref"], "person_id": finding["person_id"],
        "person_name": finding["person_name"], "role": finding["role"], "mode": finding["mode"],
        "decided_on": request.doc_on, "doc_no": request.doc_no.strip(),
        "authority_code": finding["authority_code"], "fault_doc": request.fault_doc.strip(),
        "until_day": request.until_day, "decided_by": OFFICER, "effect": EFFECTS[request.step],
        "rule_id": finding["rule"].partition("@")[0], "case_id": case_id, "valid_from": request.doc_on,
        "valid_to": OPEN_DAY,
    }  # fmt: skip
    content = {name: value for name, value in content.items() if value != ""}
    payload = json.dumps(
        ["Attribution", ["Person", finding["person_id"]], None, content, key],
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    record_key = "fact" + _digest("Attribution", finding["person_id"], *key)
    source = _source_record(finding["authority_code"], case_id, request.step, record_key, payload, tx.at)
    fact = {
        **content, "fact_id": new_id("f"), "record_key": record_key, "current_key": record_key,
        "truth": "ASSERTED", "source": source["source"], "source_record_id": source["source_record_id"],
        "payload_digest": source["payload_digest"],
    }  # fmt: skip
    tx.run("write/ingest/create_source_records", rows=[source], open_seq=OPEN_SEQ)
    under = queries.get(
        "write/ingest/open_node",
        label="Attribution",
        link="NAMED_BY",
        subject="Person",
        subject_key="person_id",
    )
    tx.run(under, rows=[{"from_id": finding["person_id"], "properties": fact}], open_seq=OPEN_SEQ)
    change: dict[str, Any] = {
        "change_id": new_id("c"), "entities": [one for one in [finding["entity_id"]] if one],
        "persons": [finding["person_id"]], "ground_refs": [finding["ground_ref"]], "control": False,
    }  # fmt: skip
    tx.run("write/ingest/queue_change", change=change, open_seq=OPEN_SEQ)
    return str(fact["fact_id"])


def _source_record(
    authority: str, case_id: str, step: str, record_key: str, payload: str, at: str
) -> dict[str, Any]:
    """The decision's provenance: the case in place of a file."""
    return {
        "source_record_id": new_id("s"), "source_key": f"{authority}|{_TABLE}|{case_id}|{step}",
        "source": authority, "table_name": _TABLE, "record_id": f"{case_id}|{step}", "op": "UPSERT",
        "row_digest": _digest(payload), "file": "责任追究案件", "line": 0, "record_key": record_key,
        "payload_digest": _digest(payload), "fact_type": "Attribution", "payload": payload, "extra": "",
        "produced_at": at,
    }  # fmt: skip


def _digest(*parts: str) -> str:
    """As every fact's key is made."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
