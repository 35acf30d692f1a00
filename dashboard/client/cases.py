"""Accountability cases, their records and notices, and the roster of a listed body."""

from __future__ import annotations

import secrets
from typing import Any, TypedDict, cast

from dashboard.client.transport import Transport, safe_part
from dashboard.documents import Page


class CaseRow(TypedDict):
    """One case in a list."""

    case_id: str
    case_no: str
    kind: str
    finding_id: str
    entity: str
    entity_name: str
    person: str
    person_name: str
    role_zh: str
    list_type_zh: str
    state: str
    state_zh: str
    standing: str
    opened_on: str
    ended_on: str
    ended_because_zh: str
    due_step_zh: str
    due_role_zh: str
    due_on: str
    due_provisional: bool
    overdue: bool
    authority_code: str


class CasesPage(TypedDict):
    """A page of cases."""

    rows: list[CaseRow]
    cursor: str | None
    data_version: str


class CaseStep(TypedDict):
    """One step taken."""

    number: int
    step: str
    step_zh: str
    state_zh: str
    doc_no: str
    doc_on: str
    note: str
    served_on: str
    heard_zh: str
    fault_doc: str
    due_on: str
    due_provisional: bool
    acted_name: str
    acted_role_zh: str
    at: str


class NextStep(TypedDict):
    """One step that may follow."""

    step: str
    step_zh: str
    role: str
    role_zh: str
    document: bool
    served: bool
    hears: bool
    allowed: bool
    why_not: str


class Sanction(TypedDict):
    """One measure carried out."""

    sanction_id: str
    measure: str
    measure_zh: str
    edition: str
    executor: str
    doc_no: str
    opened_on: str
    ends_on: str
    ended_because_zh: str
    acknowledged_on: str
    feedback: str
    suspended_on: str


class Duty(TypedDict):
    """A notice that the law asks for."""

    kind: str
    kind_zh: str
    recipient: str
    notice_id: str


class CaseTask(TypedDict):
    """Something that a person has to find out."""

    task_id: str
    case_id: str
    kind: str
    note: str
    opened_on: str
    open: bool
    answer: str


class CreditEntry(TypedDict):
    """One entry of a person's own record."""

    entry_id: str
    finding_id: str
    entity: str
    entity_name: str
    role_zh: str
    mode_zh: str
    list_type_zh: str
    conduct: str
    doc_no: str
    opened_on: str
    ends_on: str
    ended_because_zh: str
    ends_by_zh: str
    publication_state_zh: str
    suspended_on: str


class Case(TypedDict):
    """One case with what may be done next."""

    case: CaseRow
    ground_kind_zh: str
    ground_id: str
    rule: str
    finding_state: str
    finding_state_zh: str
    valid_from: str
    valid_to: str
    needs_zh: str
    needs_fault_doc: bool
    needs_until_day: bool
    measures: list[dict[str, Any]]
    steps: list[CaseStep]
    next_steps: list[NextStep]
    sanctions: list[Sanction]
    duties: list[Duty]
    notices: list[dict[str, Any]]
    tasks: list[CaseTask]
    entries: list[CreditEntry]
    bans: list[dict[str, Any]]
    arrears: dict[str, Any] | None
    data_version: str


class GroundDuties(TypedDict):
    """One decision on a body: who has to be told of it, and who was."""

    ground_kind: str
    ground_kind_zh: str
    ground_id: str
    list_type_zh: str
    decided_on: str
    live: bool
    disputed: bool
    duties: list[Duty]
    notices: list[dict[str, Any]]


class BodyDuties(TypedDict):
    """Decisions of one's own authority on a body."""

    entity: str
    entity_name: str
    as_of: str
    rows: list[GroundDuties]
    data_version: str


class CreditEntries(TypedDict):
    """The entries of one person."""

    person: str
    rows: list[CreditEntry]
    data_version: str


class CaseTasks(TypedDict):
    """Open tasks."""

    rows: list[CaseTask]
    data_version: str


class Recorded(TypedDict):
    """That something was written down."""

    record_id: str
    standing: str


class BanLead(TypedDict):
    """A barred person in a firm."""

    finding_id: str
    person: str
    person_name: str
    entity: str
    entity_name: str
    office_zh: str
    scope_zh: str
    covered: bool
    to_check_zh: str
    since: str
    ban_until: str


class BanLeads(TypedDict):
    """Barred persons in firms on a day."""

    as_of: str
    rows: list[BanLead]
    complete: bool
    data_version: str


class Roster(TypedDict):
    """The responsible persons of a listed body."""

    entity: str
    entity_name: str
    as_of: str
    rows: list[dict[str, Any]]
    data_version: str


SCHEMAS = {
    "CaseRowOut": CaseRow, "CasesPageOut": CasesPage, "CaseStepOut": CaseStep, "NextStepOut": NextStep,
    "SanctionOut": Sanction, "DutyOut": Duty, "CaseTaskOut": CaseTask, "CreditEntryOut": CreditEntry,
    "CaseOut": Case, "CreditEntriesOut": CreditEntries, "CaseTasksOut": CaseTasks, "RecordedOut": Recorded,
    "RosterOut": Roster, "GroundDutiesOut": GroundDuties, "BodyDutiesOut": BodyDuties,
    "BanLeadOut": BanLead, "BanLeadsOut": BanLeads,
}  # fmt: skip


def new_request_id() -> str:
    """A fresh id for one act; the same one sent again is the same act."""
    return "r" + secrets.token_hex(12)


class CaseCalls(Transport):
    """Cases; every act takes a request id, so that sending it again changes nothing."""

    def cases(
        self,
        *,
        standing: str = "OPEN",
        known_at: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> CasesPage:
        """A page of cases: OPEN, ENDED or ALL."""
        params = {"standing": standing, "known_at": known_at, "cursor": cursor, "limit": limit}
        return cast(CasesPage, self._ask("GET", "/cases", params=params))

    def notices(
        self,
        *,
        standing: str = "ALL",
        known_at: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of notices: OPEN, ENDED (corrected) or ALL."""
        return self._page("/notices", cursor, limit, standing=standing, known_at=known_at)

    def open_case(self, finding_id: str, request_id: str, *, case_no: str = "", note: str = "") -> Case:
        """Open a case on a lead or a proposed finding."""
        body = {"finding_id": finding_id, "request_id": request_id, "case_no": case_no, "note": note}
        return cast(Case, self._ask("POST", "/cases", body=body))

    def open_arrears_case(
        self, code: str, arrears_id: str, request_id: str, *, case_no: str = "", note: str = ""
    ) -> Case:
        """Receive a sum that a state enterprise owes as a case."""
        body = {
            "code": code,
            "arrears_id": arrears_id,
            "request_id": request_id,
            "case_no": case_no,
            "note": note,
        }
        return cast(Case, self._ask("POST", "/arrears-cases", body=body))

    def case(self, case_id: str, *, known_at: str | None = None) -> Case:
        """One case."""
        return cast(Case, self._ask("GET", f"/cases/{safe_part(case_id)}", params={"known_at": known_at}))

    def take_step(self, case_id: str, step: str, request_id: str, seen: int, **given: Any) -> Case:
        """Take the next step: ``doc_no, doc_on, served_on, note, heard, fault_doc, until_day, measures``."""
        body = {"step": step, "request_id": request_id, "seen": seen, **given}
        return cast(Case, self._ask("POST", f"/cases/{safe_part(case_id)}/steps", body=body))

    def issue_notice(self, case_id: str, kind: str, request_id: str, **given: Any) -> Case:
        """Issue a notice: ``doc_no, doc_on, recipient, note``."""
        body = {"kind": kind, "request_id": request_id, **given}
        return cast(Case, self._ask("POST", f"/cases/{safe_part(case_id)}/notices", body=body))

    def body_duties(self, code: str, *, as_of: str | None = None, known_at: str | None = None) -> BodyDuties:
        """Who has to be told of one's own authority's decisions on a public body."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(BodyDuties, self._ask("GET", f"/entities/{safe_part(code)}/duties", params=params))

    def issue_body_notice(self, code: str, kind: str, request_id: str, **given: Any) -> BodyDuties:
        """Issue a notice on a decision itself: ``ground_kind, ground_id, doc_no, doc_on, recipient``."""
        body = {"kind": kind, "request_id": request_id, **given}
        return cast(BodyDuties, self._ask("POST", f"/entities/{safe_part(code)}/notices", body=body))

    def sanction_receipt(self, sanction_id: str, received_on: str, feedback: str = "") -> Recorded:
        """Note that an executor has confirmed a measure."""
        body = {"received_on": received_on, "feedback": feedback}
        return cast(Recorded, self._ask("PUT", f"/sanctions/{safe_part(sanction_id)}/receipt", body=body))

    def notice_receipt(self, notice_id: str, received_on: str, feedback: str = "") -> Recorded:
        """Note the receipt of a notice."""
        body = {"received_on": received_on, "feedback": feedback}
        return cast(Recorded, self._ask("PUT", f"/notices/{safe_part(notice_id)}/receipt", body=body))

    def case_tasks(self) -> CaseTasks:
        """Open tasks of one's own authorities."""
        return cast(CaseTasks, self._ask("GET", "/case-tasks"))

    def settle_task(self, task_id: str, answer: str) -> Recorded:
        """Note how a task was settled."""
        path = f"/case-tasks/{safe_part(task_id)}/settlement"
        return cast(Recorded, self._ask("PUT", path, body={"answer": answer}))

    def credit_entries(self, person_id: str) -> CreditEntries:
        """The entries of one person's own record."""
        return cast(CreditEntries, self._ask("GET", f"/persons/{safe_part(person_id)}/credit-entries"))

    def ban_leads(self, *, as_of: str | None = None, known_at: str | None = None) -> BanLeads:
        """Barred persons in firms: leads for the registry."""
        return cast(BanLeads, self._ask("GET", "/ban-leads", params={"as_of": as_of, "known_at": known_at}))

    def roster(self, code: str, *, as_of: str | None = None, known_at: str | None = None) -> Roster:
        """The responsible persons of a listed body."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Roster, self._ask("GET", f"/rosters/{safe_part(code)}", params=params))
