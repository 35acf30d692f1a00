"""The same events in a store, on both engines: after each one what is stored is what the slow reading says.

At the end: a past day as known then is what was recorded then; deriving everything changes nothing, nor does
handing everything in again; and everything handed in at once, in any order, comes to the same.
"""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from api.services.check import check
from api.services.desk import Desk
from api.services.findings import export_liabilities
from api.services.fingerprint import fingerprint
from api.services.subjects import find_person_by_number
from graph.days import OPEN_DAY
from graph.derivation import derive
from graph.errors import NotFoundError
from graph.identity.numbers import IdentityKeys, citizen_id_check_digit
from graph.liability.rulebook import RuleSet, load_rules
from graph.liability.states import is_live
from graph.store import Store
from graph.store.testing import empty
from ingest.pipeline import ingest_paths

AUTHORITY = "1141130000598765XE"
COURT = "南阳市中级人民法院"
ARTICLE = "《食品安全法》第一百三十五条第一款"
FIRMS = ("91411300MA00000077", "91411302MA3X00010W")
WAGE_HEAD = "L03_wage_arrears.legal_rep@1"
World = Any  # of the folder's conftest
Case = Any
Live = dict[tuple[str, str, str], str]


@cache
def rules_without(ended: frozenset[str]) -> RuleSet:
    whole = load_rules()
    return RuleSet(tuple(one for one in whole.rules if one.ref not in ended), whole.vocabulary)


Tables = dict[str, dict[str, dict[str, str]]]
SEQUENCES: dict[str, tuple[int, tuple[str, ...]]] = {
    "dated": (4, ("object", "appoint", "list", "repair", "die", "dismiss", "list", "annul")),
    "backwards": (
        23,
        ("name", "correct_days", "swap", "end_rule", "list", "retract_office", "end_rule", "name", "merge",
         "object", "retract_case", "uphold"),
    ),
    "undone": (
        11, ("incapable", "repair", "split", "revoke_repair", "list", "restore", "repair", "incapable"),
    ),
    "corrected": (
        122,
        ("object", "name", "say_corrected", "list", "correct_days", "object", "correct_days",
         "say_corrected"),
    ),
    "contested": (
        205,
        ("contest", "name", "list", "uphold_role", "contest", "list", "correct_start", "dismiss_role",
         "contest", "merge", "name"),
    ),
}  # fmt: skip


def number_of(person: str) -> str:
    body = f"41130219850101{ord(person):03d}"
    return body + citizen_id_check_digit(body)


def person_of(alias: str) -> dict[str, str]:
    return {"name": f"{alias}测试", "id_type": "01", "id_no": number_of(alias)}


def tables_of(world: World) -> Tables:
    """The register in the exchange tables, each row by a key of its own."""
    tables: Tables = {
        "entities": {
            firm: {"uscc": firm, "name": f"宛城测试{firm[-3:]}有限公司", "legal_form": "有限责任公司",
                   "subject_type": "法人", "status": "存续", "established_on": "2015-01-01"}
            for firm in FIRMS
        },
        "positions": {
            key: {"record_id": key, "uscc": one.firm, "role": one.role, "valid_from": one.start,
                  "valid_to": "" if one.end == OPEN_DAY else one.end, **person_of(one.person)}
            for key, one in world.offices.items()
        },
        "person_status": {
            alias: {"id_no": number_of(alias), "status": "DECEASED", "since": day}
            for alias, day in world.dead.items()
        } | {
            f"{alias}-{status}": {"id_no": number_of(alias), "status": status, "since": day}
            for alias, span in world.incapable.items()
            for status, day in zip(("INCAPABLE", "RESTORED"), span, strict=True)
            if day
        },
        "listings": {}, "penalties_org": {}, "judgments": {}, "liable_persons": {}, "objections": {},
        "repairs": {},
    }  # fmt: skip
    for name, case in world.cases.items():
        add_case(tables, name, case)
    for (firm, role, alias), said in world.contested.items():
        for number, (raised, decided, result) in enumerate(said):
            key = f"R{number}-{firm}-{role}-{alias}"
            tables["objections"][key] = {
                "objection_id": key, "uscc": firm, "role": role, "ground": "冒名登记", "raised_on": raised,
                "decided_on": decided, "result": result, **person_of(alias),
            }  # fmt: skip
    return tables


def key_of(name: str, case: Case) -> tuple[str, str]:
    return {
        "FOOD": ("PENALTY", f"{AUTHORITY}|{name}|{case.firm}"),
        "LIMIT": ("COURT_ORDER", f"{COURT}|{name}|{case.firm}|限制消费"),
    }.get(case.kind, ("LISTING", name))


def add_case(tables: Tables, name: str, case: Case) -> None:
    kind, ground_id = key_of(name, case)
    target = {"target_kind": kind, "target_key": ground_id}
    over, how = case.over
    common = {"authority_code": AUTHORITY, "decided_on": case.decided}
    window = {"violation_from": case.first, "violation_to": case.last}
    if kind == "LISTING":
        tables["listings"][name] = {
            "listing_id": name, "list_type": "L03" if case.kind == "WAGE" else "L09", "list_scope": "国家",
            "uscc": case.firm, "doc_no": name, "removed_on": over, "removal_kind": how, **window, **common,
        }  # fmt: skip
    elif kind == "PENALTY":
        tables["penalties_org"][name] = {
            "subject_name": "某公司", "subject_code": case.firm, "doc_no": name, "basis": ARTICLE,
            "penalty_kinds": "吊销许可证件", "sector": "FOOD", "procedure": "普通",
            "annulled_on": over if how == "ANNULLED" else "", **window, **common,
        }  # fmt: skip
    else:
        tables["judgments"][name] = {
            "court": COURT, "case_no": name, "kind": "限制消费", "subject_kind": "ENTITY",
            "subject_code": case.firm, "ended_on": over, "end_reason": "履行完毕" if over else "", **common,
        }  # fmt: skip
    repairs = [("APPROVED", over)] if kind == "PENALTY" and how == "REPAIRED" else []
    repairs += zip(("APPROVED", "REVOKED"), case.revoked, strict=True) if case.revoked[0] else []
    for result, day in repairs:
        row = {"repair_id": f"R-{name}-{day}", "decided_on": day, "applied_on": day, "result": result}
        tables["repairs"][row["repair_id"]] = {**row, **target, "authority_code": AUTHORITY}
    for number, (alias, role, day) in enumerate(case.papers):
        tables["liable_persons"][f"{name}/{number}"] = {
            "ground_kind": kind, "ground_id": ground_id, "role": role, "decided_on": day,
            "doc_no": f"认{number}", "authority_code": AUTHORITY, "fault_doc": f"责{number}",
            "at_violation": "1", **person_of(alias),
        }  # fmt: skip
    for number, (raised, decided, result) in enumerate(case.objections):
        key = f"O{number}-{name}"
        tables["objections"][key] = {
            "objection_id": key, "raised_on": raised, "decided_on": decided, "result": result, **target,
        }  # fmt: skip


def changed(before: Tables, after: Tables) -> dict[str, list[dict[str, str]]]:
    """The rows to hand in: new and changed ones, and those that are taken back."""
    rows: dict[str, list[dict[str, str]]] = {}
    for table, now in after.items():
        was = before.get(table, {})
        rows[table] = [row for key, row in now.items() if was.get(key) != row]
        rows[table] += [{**row, "op": "RETRACT"} for key, row in was.items() if key not in now]
    return rows


class Platform:
    """A store that takes packages, derives, and says what it holds against whom."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.keys = store, folder, IdentityKeys.generate()
        self.number = 0

    def take(self, rows: dict[str, list[dict[str, str]]], world: World) -> Live:
        """Hand rows in, derive, and tell what is live."""
        self.hand_in(rows, world.today)
        derive(self.store, today=world.today, ruleset=rules_without(world.ended_rules))
        return self.live(world)

    def hand_in(self, rows: dict[str, list[dict[str, str]]], day: str) -> None:
        """Take rows in that their source produced on `day`."""
        self.number += 1
        if not any(rows.values()):
            return
        package = self.folder / f"p{self.number}"
        package.mkdir()
        manifest = {"source": {"name": "测试", "code": "T"}, "produced_at": day}
        (package / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        for table, some in rows.items():
            if some:
                columns = list(dict.fromkeys(name for row in some for name in row))
                with (package / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, columns)
                    writer.writeheader()
                    writer.writerows(some)
        report = ingest_paths(self.store, self.keys, [package])
        assert (report.total("quarantined"), report.refused) == (0, [])

    def desk(self, world: World) -> Desk:
        return Desk(self.store, self.keys, world.today, "test", rules_without(world.ended_rules))

    def live(self, world: World, as_of: str | None = None) -> Live:
        rows = export_liabilities(self.desk(world), as_of)
        return {
            (short(row["ground_id"]), row["person_name"][0], row["rule"]): row["state"]
            for row in rows
            if is_live(row["state"])
        }

    def recorded(self, world: World, day: str, seq: int) -> Live:
        """What the check of each person answered on a past day, as known then."""
        found: Live = {}
        for alias in sorted({one.person for one in world.offices.values()} | set("ABCDE")):
            desk = self.desk(world)
            try:
                person = self.store.ask(find_person_by_number(desk, number_of(alias)))
            except NotFoundError:
                continue
            answer = check(desk, person.id, as_of=day, known_at=f"seq:{seq}")
            found |= {
                (short(one["ground_id"]), alias, one["rule"]): one["state"]
                for one in answer["liabilities"]
                if is_live(one["state"])
            }
        return found


def short(ground_id: str) -> str:
    """The name of a decision in a ground's id."""
    return ground_id.split("|")[1] if "|" in ground_id else ground_id


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_after_every_event_the_store_agrees_with_the_slow_reading(
    sequence: str, registers: Any, store: Store, tmp_path: Path
) -> None:
    seed, events = SEQUENCES[sequence]
    random, platform = Random(seed), Platform(store, tmp_path)
    world, tables = registers.begin(random), {}
    history: list[tuple[str, int, Live]] = []
    told: dict[tuple[str, str], str] = {}
    for what in ("", *events):
        if what == "end_rule":
            world = replace(world, ended_rules=world.ended_rules ^ {WAGE_HEAD})
        elif what:
            world = registers.happen(world, what, random)
        now = tables_of(world)
        said = platform.take(changed(tables, now), world)
        told = {
            (table, key): told[table, key] if tables.get(table, {}).get(key) == row else world.today
            for table, rows in now.items()
            for key, row in rows.items()
        }
        tables = now
        assert (what, said) == (what, registers.slow(world))
        history.append((world.today, store.head_seq(), said))
    assert any(said != earlier for (_, _, said), (_, _, earlier) in zip(history[1:], history, strict=False))
    for day, seq, said in history:
        assert platform.recorded(world, day, seq) == said
        if sequence == "dated":  # nothing was learnt late: today's knowledge of that day is that day's
            assert platform.live(world, as_of=day) == said
    full = derive(store, today=world.today, full=True)
    assert set(full.findings) == {"same"}
    mark = fingerprint(platform.desk(world))
    platform.take(changed({}, tables), world)
    assert fingerprint(platform.desk(world)) == mark
    empty(store)
    packages = sorted({(table, day) for (table, _), day in told.items()})
    for table, day in random.sample(packages, len(packages)):
        rows = [row for key, row in tables[table].items() if told[table, key] == day]
        platform.hand_in({table: random.sample(rows, len(rows))}, day)
    assert platform.take({}, world) == said
    assert fingerprint(platform.desk(world)) == mark
