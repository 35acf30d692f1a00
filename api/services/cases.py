"""Cases as officers see them: what waits, one case with its allowed next steps, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from api.auth.permissions import in_scope
from api.auth.principal import Kind, Principal, Role
from api.services.case_arrears import arrears_of
from api.services.desk import Desk
from api.services.lists import regions_plan
from api.services.statistics import zh_of
from api.services.subjects import find_subject
from graph import queries
from graph.days import OPEN_DAY
from graph.derivation import derive_grounds
from graph.errors import CreditGraphError, NotFoundError
from graph.liability.explanation.words import CAUSES, DOCUMENTS
from graph.ownership.parties import label_ids
from graph.registers.accountability import notices, sanctions
from graph.registers.accountability.arrears import (
    ArrearsService,
)
from graph.registers.accountability.book import CASE, ENTRY, NOTICE, SANCTION, TASK, LookUp, records
from graph.registers.accountability.contract import (
    ARREARS_CASE,
    ENDED,
    HEARD,
    OPEN,
    PERSON_CASE,
    Actor,
    Request,
    Row,
)
from graph.registers.accountability.duties import duties_of
from graph.registers.accountability.findings import finding_in
from graph.registers.accountability.follow import disclosed_to, ends_by
from graph.registers.accountability.machine import Machine, Transition, machine_of
from graph.registers.accountability.service import CaseService, Done
from graph.registers.accountability.steps import Standing, standing_of
from graph.registers.accountability.suspended import suspended_since
from graph.store import WriteTransaction

_LOOKED_THROUGH: Final = 20
_CHUNK: Final = 200
_STANDINGS: Final = {"OPEN": [OPEN], "ENDED": [ENDED], "ALL": [OPEN, ENDED]}
NOTICE_KINDS: Final = {
    "SUPERIOR": "通报上级主管单位", "AUDIT": "通报审计部门", "EMPLOYER": "通报所在单位",
    "DISCIPLINE": "通报纪检监察机关", "PERSONNEL": "通报组织人事部门", "PUBLIC": "公开公示",
    "CORRECTION": "更正通知",
}  # fmt: skip
_NO_FINDING: Final = {"valid_from": "", "valid_to": "", "measures": []}
ROLE_ZH: Final = {"OFFICER": "经办人员", "REVIEWER": "复核人员"}
_ENDS: Final = {
    **CAUSES, "EXPIRED": "期限届满", "ARCHIVED": "已归档", "DISMISSED": "不予认定", "SETTLED": "已办结",
    "GROUND_ENDED": "依据已终止", "UNPUBLISHED": "不公示办结", "SPARED": "不予追究",
    "BASIS_ENDED": "公示依据已终止", "OBJECTION_RAISED": "有异议未决",
    "AUTHORITY_CHANGED": "所依据决定的机关已更正，移送该机关",
    "DISCLOSURE_ENDED": "披露满五年，转为档案（河南省社会信用条例 19条）",
}  # fmt: skip


def actor_of(principal: Principal) -> Actor:
    """The principal as the registers know who acts; who is no account acts in no step's role."""
    role = principal.role.value if principal.kind is Kind.ACCOUNT else principal.kind.value
    return Actor(principal.principal_id, role, principal.name, principal.authorities)


def sees_case(principal: Principal, authority_code: str, region: str) -> bool:
    """Whether a case may be shown: to those who handle it, by authority; to investigators, by district."""
    if principal.role in (Role.OFFICER, Role.REVIEWER) and principal.kind is not Kind.LOCAL:
        return bool(authority_code) and authority_code in principal.authorities
    return in_scope(principal, region, authority_code)


def case_queue(
    desk: Desk, principal: Principal, *, standing: str, after: str, limit: int, seq: int | None = None
) -> Row:
    """A page of cases that the principal may see, as known at commit `seq`."""
    seq = desk.seq() if seq is None else seq
    taken, cursor = page_of(desk, principal, CASE, standing=standing, after=after, limit=limit, seq=seq)
    labels = label_ids(desk.store, {one["entity_id"] for one in taken} - {""}, desk.today, seq=seq)
    shown = [_row(one, labels, desk.today) for one in taken]
    return {"rows": shown, "cursor": cursor, "data_version": desk.data_version(seq)}


def page_of(
    desk: Desk, principal: Principal, label: str, *, standing: str, after: str, limit: int, seq: int
) -> tuple[list[Row], str | None]:
    """Current cases or notices that the principal may see, and after which the next page begins."""
    query = queries.get("read/cases/page", label=label)
    every = principal.role not in (Role.OFFICER, Role.REVIEWER) or principal.kind is Kind.LOCAL
    taken: list[Row] = []
    more = True
    for _ in range(_LOOKED_THROUGH):
        rows = desk.store.read(
            query, authorities=list(principal.authorities), every=every,
            standings=_STANDINGS[standing], after=after, limit=_CHUNK, seq=seq,
        )[0]["rows"]  # fmt: skip
        regions = desk.store.ask(
            regions_plan({one["entity_id"] for one in rows} - {""}, seq, bool(principal.districts))
        )
        more = len(rows) == _CHUNK
        for place, one in enumerate(rows, 1):
            after = one["record_id"]
            if sees_case(principal, one["authority_code"], regions.get(one["entity_id"], "")):
                taken.append(one)
            if len(taken) == limit:
                more = more or place < len(rows)
                break
        if len(taken) == limit or not more:
            break
    return taken, after if more else None


def _row(case: Row, labels: Any, today: str) -> Row:
    machine = machine_of(case["kind"])
    due = machine.transitions.get(case["due_step"])
    return {
        "case_id": case["record_id"],
        "case_no": case["case_no"],
        "kind": case["kind"],
        "finding_id": case["finding_id"],
        "entity": labels.codes.get(case["entity_id"], ""),
        "entity_name": labels.names.get(case["entity_id"], ""),
        "person": case["person_id"],
        "person_name": case["person_name"],
        "role_zh": zh_of("liable_roles", case["role"]),
        "list_type_zh": zh_of("list_types", case["list_type"]),
        "state": case["state"],
        "state_zh": machine.states[case["state"]].zh,
        "standing": case["standing"],
        "opened_on": case["opened_on"],
        "ended_on": case["ends_on"] if case["standing"] == ENDED else "",
        "ended_because_zh": _ENDS.get(case["ended_because"], case["ended_because"]),
        "due_step_zh": due.zh if due else "",
        "due_role_zh": ROLE_ZH[due.role] if due else "",
        "due_on": case["due_on"],
        "due_provisional": bool(case["due_provisional"]),
        "overdue": bool(case["due_on"]) and case["standing"] == OPEN and case["due_on"] < today,
        "authority_code": case["authority_code"],
    }


def visible_standing(desk: Desk, principal: Principal, case_id: str, seq: int) -> Standing:
    """A case and its steps, if the principal may see it.

    Raises
    ------
    NotFoundError
        There is none, or none for him.
    """
    standing = standing_of(desk.store.read, case_id, seq=seq)
    case = standing.case
    regions = desk.store.ask(regions_plan({case["entity_id"]} - {""}, seq, bool(principal.districts)))
    if not sees_case(principal, case["authority_code"], regions.get(case["entity_id"], "")):
        raise NotFoundError("没有这个案件编号", where=case_id, todo="从待办清单中选择案件")
    return standing


def case_page(desk: Desk, principal: Principal, case_id: str, known_at: str | None = None) -> Row:
    """One case: timeline, what is due, allowed next steps, measures, notices, tasks and the entry."""
    seq = desk.seq(known_at)
    look_up = partial(desk.store.read, seq=seq)
    standing = visible_standing(desk, principal, case_id, seq)
    case = standing.case
    labels = label_ids(desk.store, {case["entity_id"]} - {""}, desk.today, seq=seq)
    finding, state = _NO_FINDING, ""
    if case["finding_id"]:
        finding, state = finding_in(look_up, case["finding_id"], desk.today)
    rule = desk.ruleset.by_ref(case["rule"])
    return {
        "case": _row(case, labels, desk.today),
        "ground_kind_zh": zh_of("ground_kinds", case["ground_kind"]),
        "ground_id": case["ground_id"],
        "rule": case["rule"],
        "finding_state": state,
        "finding_state_zh": zh_of("finding_states", state),
        "valid_from": finding["valid_from"],
        "valid_to": finding["valid_to"],
        "needs_zh": DOCUMENTS.get(rule.confirm_needs or "", "") if rule else "",
        "needs_fault_doc": bool(rule and rule.confirm_needs == "FAULT_FINDING"),
        "needs_until_day": bool(rule and rule.term_source == "DECISION"),
        "measures": [_measure(one, desk) for one in finding["measures"] or ()],
        "steps": [_step(one, machine_of(case["kind"])) for one in standing.steps],
        "next_steps": _next_steps(standing, principal),
        "arrears": arrears_of(look_up, standing, desk) if case["kind"] == ARREARS_CASE else None,
        **_records_of(look_up, case, labels, desk),
        "data_version": desk.data_version(seq),
    }


def _records_of(look_up: LookUp, case: Row, labels: Any, desk: Desk) -> Row:
    """What was written down in a case, and what of it is still due."""
    case_id, ids = case["record_id"], [case["person_id"]]
    bans = look_up(queries.get("read/liability/bans_of", id="person_id"), ids=ids)[0]["rows"]
    entries = records(look_up, ENTRY, "finding_id", [case["finding_id"]])
    disputed = suspended_since(look_up, [case["finding_id"]], desk.today)
    return {
        "sanctions": [
            _sanction(one, desk, disputed) for one in records(look_up, SANCTION, "case_id", [case_id])
        ],
        "duties": [
            {"kind": one.kind, "kind_zh": one.zh, "recipient": one.recipient, "notice_id": one.notice_id}
            for one in duties_of(look_up, case, desk.today)
        ],
        "notices": [notice_row(one) for one in records(look_up, NOTICE, "case_id", [case_id])],
        "tasks": [_task(one) for one in records(look_up, TASK, "case_id", [case_id])],
        "entries": [_entry(one, labels, desk.today, disputed) for one in entries],
        "bans": [_ban(one, desk.today) for one in bans],
    }


def _measure(code: str, desk: Desk) -> Row:
    found = desk.catalogue.find(code)
    return {
        "code": code,
        "name": found.name if found else code,
        "executor": found.department if found else "",
    }


def _step(step: Row, machine: Machine) -> Row:
    kind = machine.transitions.get(step["step"])
    return {
        "number": step["number"],
        "step": step["step"],
        "step_zh": kind.zh if kind else "立案",
        "state_zh": machine.states[step["to_state"]].zh,
        "doc_no": step["doc_no"],
        "doc_on": step["doc_on"],
        "note": step["note"],
        "served_on": step.get("served_on") or "",
        "heard_zh": HEARD.get(step["heard"], ""),
        "fault_doc": step["fault_doc"],
        "due_on": step["due_on"],
        "due_provisional": bool(step["due_provisional"]),
        "acted_name": step["acted_name"],
        "acted_role_zh": ROLE_ZH.get(step["acted_role"], step["acted_role"]),
        "at": step["at"],
    }


def _next_steps(standing: Standing, principal: Principal) -> list[Row]:
    """Steps that may follow, each with whether this person may take it and if not, why."""
    case, machine = standing.case, machine_of(standing.case["kind"])
    if case["standing"] == ENDED:
        return []
    found = []
    for name in machine.next_steps(case["state"]):
        one = machine.transitions[name]
        why = _why_not(machine, standing, name, one, actor_of(principal))
        found.append(
            {
                "step": name,
                "step_zh": one.zh,
                "role": one.role,
                "role_zh": ROLE_ZH[one.role],
                "document": one.document,
                "served": one.served,
                "hears": bool(one.hears),
                "allowed": not why,
                "why_not": why,
            }
        )
    return found


def _why_not(machine: Machine, standing: Standing, name: str, one: Transition, actor: Actor) -> str:
    case = standing.case
    try:
        actor.require_authority(case["authority_code"], case["record_id"])
        machine.take(
            case["state"], name, role=actor.role, actor=actor.account, taken_by=standing.taken_by,
            doc_no="-" * one.document, decided_on="-" * one.document,
        )  # fmt: skip
    except CreditGraphError as error:
        return error.what
    return ""


def _ended(record: Row, today: str) -> tuple[str, str]:
    """Last day and cause of a record; its term ends it even before somebody writes so."""
    if record["standing"] == ENDED:
        return str(record["ends_on"]), str(_ENDS.get(record["ended_because"]) or record["ended_because"])
    return str(record["ends_on"]), _ENDS["EXPIRED"] if record["ends_on"] <= today else ""


def _sanction(one: Row, desk: Desk, disputed: Mapping[str, str]) -> Row:
    ends_on, because = _ended(one, desk.today)
    return {
        "sanction_id": one["record_id"],
        "measure": one["measure"],
        "measure_zh": _measure(one["measure"], desk)["name"],
        "edition": one["edition"],
        "executor": one["executor"],
        "doc_no": one["doc_no"],
        "opened_on": one["opened_on"],
        "ends_on": ends_on,
        "ended_because_zh": because,
        "acknowledged_on": one["acknowledged_on"],
        "feedback": one["feedback"],
        "suspended_on": "" if because else disputed.get(one["finding_id"], ""),
    }


def notice_row(one: Row) -> Row:
    """A notice as answers show it."""
    return {
        "notice_id": one["record_id"],
        "kind": one["kind"],
        "kind_zh": NOTICE_KINDS.get(one["kind"], one["kind"]),
        "channel": one["channel"],
        "recipient": one["recipient"],
        "recipient_code": one["recipient_code"],
        "doc_no": one["doc_no"],
        "opened_on": one["opened_on"],
        "note": one["note"],
        "ended_because_zh": _ENDS.get(one["ended_because"], one["ended_because"]),
        "received_on": one["received_on"],
        "feedback": one["feedback"],
    }


def _task(one: Row) -> Row:
    return {
        "task_id": one["record_id"],
        "case_id": one["case_id"],
        "kind": one["kind"],
        "note": one["note"],
        "opened_on": one["opened_on"],
        "open": one["standing"] == OPEN,
        "answer": one["answer"],
    }


def _entry(one: Row, labels: Any, today: str, disputed: Mapping[str, str]) -> Row:
    # Entries written before disclosure had an end say their finding's.
    one = {**one, "ends_on": min(one["ends_on"], disclosed_to(one))}
    ends_on, because = _ended(one, today)
    if because and one["standing"] == OPEN:
        because = _ENDS[ends_by(one)]
    return {
        "entry_id": one["record_id"],
        "finding_id": one["finding_id"],
        "entity": labels.codes.get(one["entity_id"], ""),
        "entity_name": labels.names.get(one["entity_id"], ""),
        "role_zh": zh_of("liable_roles", one["role"]),
        "mode_zh": zh_of("modes", one["mode"]),
        "list_type_zh": zh_of("list_types", one["list_type"]),
        "conduct": one["conduct"],
        "doc_no": one["doc_no"],
        "opened_on": one["opened_on"],
        "ends_on": ends_on,
        "ends_by_zh": "" if ends_on >= OPEN_DAY else _ENDS[ends_by(one)],
        "ended_because_zh": because,
        "publication_state_zh": zh_of("publication_states", "ARCHIVED" if because else "AUTHORIZED"),
        "suspended_on": "" if because else disputed.get(one["finding_id"], ""),
    }


def _ban(one: Row, today: str) -> Row:
    until = str(one.get("until_day") or "")
    return {
        "scope_zh": zh_of("ban_scopes", str(one.get("scope") or "")),
        "from_day": str(one.get("from_day") or ""),
        "until_day": until,
        "live": str(one.get("from_day") or "") <= today and not (until and until <= today),
        "doc_no": str(one.get("doc_no") or ""),
        "basis_article": str(one.get("basis_article") or ""),
    }


def credit_entries(desk: Desk, person_id: str, known_at: str | None = None) -> Row:
    """The entries of one person's own record; ended ones stay, as archive."""
    seq = desk.seq(known_at)
    look_up = partial(desk.store.read, seq=seq)
    found = records(look_up, ENTRY, "person_id", [person_id])
    labels = label_ids(desk.store, {one["entity_id"] for one in found} - {""}, desk.today, seq=seq)
    disputed = suspended_since(look_up, (one["finding_id"] for one in found), desk.today)
    return {
        "person": person_id,
        "rows": [_entry(one, labels, desk.today, disputed) for one in found],
        "data_version": desk.data_version(seq),
    }


def open_tasks(desk: Desk, principal: Principal, known_at: str | None = None) -> Row:
    """Tasks of the authorities that the principal acts for."""
    seq = desk.seq(known_at)
    found = records(partial(desk.store.read, seq=seq), TASK, "standing", [OPEN])
    seen = [_task(one) for one in found if one["authority_code"] in principal.authorities]
    return {"rows": seen, "data_version": desk.data_version(seq)}


def open_case(desk: Desk, principal: Principal, finding_id: str, **asked: str) -> Row:
    """Open a case; returns its page."""
    done = _service(desk).open(actor_of(principal), finding_id, **asked)
    return case_page(desk, principal, done.case["record_id"])


def open_arrears(desk: Desk, principal: Principal, code: str, arrears_id: str, **asked: str) -> Row:
    """Receive a sum that a state enterprise owes as a case; returns its page.

    Raises
    ------
    NotFoundError
        It owes nothing under that number.
    """
    seq = desk.seq()
    look_up = partial(desk.store.read, seq=seq)
    debtor = find_subject(desk, code, seq=seq)
    refs = look_up("read/liability/ground_refs_of_entities", ids=[debtor.id])[0]["refs"]
    query = queries.get("read/liability/grounds", label="Arrears")
    owed = look_up(query, refs=[one for one in refs if one.startswith("ARREARS:")])[0]["rows"]
    ground_ref = next((one["ground_ref"] for one in owed if one["ground_id"] == arrears_id), "")
    if not ground_ref:
        raise NotFoundError("没有这笔拖欠账款", where="arrears_id", todo="核对单位和账款编号")
    done = ArrearsService(desk.store, desk.today).open(actor_of(principal), ground_ref, **asked)
    return case_page(desk, principal, done.case["record_id"])


def take_step(desk: Desk, principal: Principal, case_id: str, request: Request) -> Row:
    """Take a step; returns the case's page. What was decided takes effect before the answer leaves."""
    case = visible_standing(desk, principal, case_id, desk.seq()).case
    if case["kind"] == ARREARS_CASE:
        ArrearsService(desk.store, desk.today).take(actor_of(principal), case_id, request)
        return case_page(desk, principal, case_id)
    done: Done = _service(desk).take(actor_of(principal), case_id, request)
    if done.decided or (done.repeated and done.case["kind"] == PERSON_CASE):
        refs = [done.case["ground_ref"]]
        derive_grounds(desk.store, refs, today=desk.today, ruleset=desk.ruleset, by=principal.principal_id)
    return case_page(desk, principal, case_id)


def issue_notice(desk: Desk, principal: Principal, case_id: str, asked: notices.Asked) -> Row:
    """Issue a notice of a case; returns the case's page."""
    case = visible_standing(desk, principal, case_id, desk.seq()).case
    _write(
        desk, principal, "issue notice",
        lambda tx, actor: notices.issue(tx, actor, case, asked, today=desk.today),
    )  # fmt: skip
    return case_page(desk, principal, case_id)


def acknowledge(
    desk: Desk, principal: Principal, label: str, record_id: str, *, day: str, feedback: str
) -> Row:
    """Note what an executor or a recipient answered."""
    act = sanctions.acknowledge if label == SANCTION else notices.acknowledge
    return _write(
        desk, principal, "acknowledge",
        lambda tx, actor: act(tx, actor, record_id, day=day, feedback=feedback, today=desk.today),
    )  # fmt: skip


def settle_task(desk: Desk, principal: Principal, task_id: str, answer: str) -> Row:
    """Note how a task was settled."""
    return _write(
        desk, principal, "settle task",
        lambda tx, actor: notices.settle_task(tx, actor, task_id, answer=answer, today=desk.today),
    )  # fmt: skip


def _service(desk: Desk) -> CaseService:
    return CaseService(desk.store, desk.ruleset, desk.today)


def _write(desk: Desk, principal: Principal, why: str, act: Callable[[WriteTransaction, Actor], Row]) -> Row:
    actor = actor_of(principal)
    return desk.store.write(lambda tx: act(tx, actor), by=actor.account, why=why)


def persons_of(pages: Sequence[Row]) -> tuple[str, ...]:
    """Persons shown, for the audit trail."""
    return tuple(sorted({one["person"] for one in pages} - {""}))
