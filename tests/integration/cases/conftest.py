"""A small world with something to decide on, and the people who may decide."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.derivation import derive, derive_grounds
from graph.identity.numbers import IdentityKeys, citizen_id_check_digit
from graph.liability.rulebook import load_rules
from graph.registers.accountability import notices, sanctions
from graph.registers.accountability.book import records
from graph.registers.accountability.contract import Actor, Imposed, Request
from graph.registers.accountability.service import CaseService, Done
from graph.store import Store
from ingest.pipeline import ingest_paths

TODAY = "2026-11-23"
AUTHORITY = "1141130000598765XE"
Tables = dict[str, list[dict[str, Any]]]


def number_of(alias: str) -> str:
    """A number of nobody."""
    body = f"41130219800101{ord(alias):03d}"
    return body + citizen_id_check_digit(body)


def read_tables() -> Tables:
    """The world's tables."""
    given = yaml.safe_load((Path(__file__).parent / "world.yaml").read_text(encoding="utf-8"))
    return {name: rows for name, rows in given.items() if name != "shared"}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    out = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
    if alias := out.pop("person", ""):
        out |= {"name": f"{alias}测试", "id_type": "01", "id_no": number_of(alias)}
    return out


@dataclass
class World:
    """The world in a store."""

    store: Store
    folder: Path
    keys: IdentityKeys
    today: str = TODAY

    def __post_init__(self) -> None:
        self.rules = load_rules()
        self.service = CaseService(self.store, self.rules, self.today)
        self.officer = Actor("account:o1", "OFFICER", "经办甲", (AUTHORITY,))
        self.reviewer = Actor("account:r1", "REVIEWER", "复核乙", (AUTHORITY,))
        self._requests = count(1)
        self._packages = count(1)

    def hand_in(self, tables: Tables, *, derived: bool = True) -> None:
        """Hand in tables; derive what they change unless told otherwise."""
        folder = self.folder / f"package{next(self._packages)}"
        folder.mkdir(parents=True)
        for name, rows in tables.items():
            rows = [_row(row) for row in rows]
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        report = ingest_paths(self.store, self.keys, [folder])
        assert report.total("quarantined") == 0
        if derived:
            derive(self.store, today=self.today)

    def finding(self, rule: str, person: str) -> dict[str, Any]:
        """The current finding of a person by a rule."""
        rows = self.store.read("read/answers/findings_page", after="", limit=1000)[0]["rows"]
        (found,) = [
            row["finding"]
            for row in rows
            if row["finding"]["rule"] == rule and row["finding"]["person_name"] == f"{person}测试"
        ]
        return dict(found)

    def opened(self, finding_id: str) -> str:
        """A case that was opened on a finding."""
        done = self.service.open(self.officer, finding_id, request_id=f"r{next(self._requests)}")
        return str(done.case["record_id"])

    def request(self, case_id: str, step: str, **more: Any) -> Request:
        """A request for the next step as it stands, with a paper."""
        (case,) = self.records("AccountabilityCase", "record_id", case_id)
        measures = tuple(Imposed(one) for one in more.pop("measures", ()))
        given = {"doc_no": f"宛信{step}〔2026〕{next(self._requests)}号", "doc_on": self.today, **more}
        return Request(step, f"r{next(self._requests)}", case["number"], measures=measures, **given)

    def take(self, case_id: str, step: str, actor: Actor | None = None, **more: Any) -> Done:
        """Take a step, and derive what a decision changes."""
        done = self.service.take(actor or self.officer, case_id, self.request(case_id, step, **more))
        if done.decided:
            refs = [done.case["ground_ref"]]
            derive_grounds(self.store, refs, today=self.today, ruleset=self.rules, by="test")
        return done

    def heard(self, finding_id: str) -> str:
        """A case that has come to the hearing."""
        case_id = self.opened(finding_id)
        self.take(case_id, "notify", doc_on="2026-11-02")
        self.take(case_id, "hear", doc_on="2026-11-16", heard="STATED", note="称已离岗，未采纳")
        return case_id

    def confirmed(self, finding_id: str, **more: Any) -> str:
        """A case in which the reviewer has confirmed."""
        case_id = self.heard(finding_id)
        self.take(case_id, "confirm", self.reviewer, **more)
        return case_id

    def records(self, label: str, key: str, value: str) -> list[dict[str, Any]]:
        """Current records."""
        return records(self.store.read, label, key, [value])

    def messages(self, kind: str) -> list[dict[str, Any]]:
        """Payloads of messages of a kind that wait."""
        rows = self.store.read("read/worker/due_messages", now="9999", limit=1000)
        return [json.loads(one["payload"]) for one in rows if one["kind"] == kind]

    def acknowledge_all(self, case_id: str) -> None:
        """Every executor confirms."""
        for one in self.records("Sanction", "case_id", case_id):
            self.store.write(
                lambda tx, one=one: sanctions.acknowledge(
                    tx, self.officer, one["record_id"], day=self.today, feedback="已限制", today=self.today
                ),
                by="test",
                why="test",
            )

    def notify(self, case: dict[str, Any], kind: str, *, recipient: str = "") -> dict[str, Any]:
        """Issue a notice."""
        number = next(self._requests)
        asked = notices.Asked(
            kind, f"r{number}", f"宛信通〔2026〕{number}号", self.today, recipient=recipient
        )
        return self.store.write(
            lambda tx: notices.issue(tx, self.officer, case, asked, today=self.today), by="test", why="test"
        )


def _world_on(store: Store, folder: Path, keys: IdentityKeys, today: str = TODAY) -> World:
    made = World(store, folder, keys, today)
    made.hand_in(read_tables())
    return made


@pytest.fixture
def world(store: Store, tmp_path: Path) -> Iterator[World]:
    """The world, derived."""
    yield _world_on(store, tmp_path, IdentityKeys.generate())


@pytest.fixture
def world_on() -> Callable[..., World]:
    """Makes the world as of another day."""
    return _world_on
