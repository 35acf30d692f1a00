"""What a case on arrears is about: the sum, who may answer for it, and on what a public notice may rest."""

from __future__ import annotations

from datetime import date

from api.services.desk import Desk
from api.services.statistics import zh_of
from graph.registers.accountability.arrears import owed_in
from graph.registers.accountability.book import LookUp
from graph.registers.accountability.contract import Row
from graph.registers.accountability.public import BASES, bases_of, responsible
from graph.registers.accountability.steps import Standing


def arrears_of(look_up: LookUp, standing: Standing, desk: Desk) -> Row:
    """What is owed, for how long, who may answer for it, and on what a public notice may rest."""
    owed = owed_in(look_up, standing.case["ground_ref"])
    notified = standing.step("notify_persons")
    told = set(notified["persons"]) if notified else set()
    due_on, until = str(owed.get("due_on") or ""), str(owed.get("paid_on") or "") or desk.today
    days = (date.fromisoformat(until) - date.fromisoformat(due_on)).days if due_on else None
    bases = dict.fromkeys(one.code for one in bases_of(look_up, owed, desk.today))
    return {
        "kind_zh": zh_of("arrears_kinds", str(owed.get("arrears_kind") or "")),
        "creditor_name": str(owed.get("creditor_name") or ""),
        "creditor_kind_zh": zh_of("creditor_kinds", str(owed.get("creditor_kind") or "")),
        "amount_cny": owed.get("amount_cny"),
        "due_on": due_on,
        "paid_on": str(owed.get("paid_on") or ""),
        "overdue_days": max(0, days) if days is not None else None,
        "malicious_doc": str(owed.get("malicious_doc") or ""),
        "bases": [{"code": code, "name": BASES[code]} for code in bases],
        "persons": [
            {
                "person": person,
                "person_name": name,
                "role_zh": zh_of("liable_roles", role),
                "told": person in told,
            }
            for person, name, role in responsible(look_up, owed, desk.today)
        ],
    }
