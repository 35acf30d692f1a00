"""A listed company and its representative in a store, to which events are handed in one after the other."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.services.desk import Desk
from api.services.findings import export_liabilities
from graph.derivation import derive
from graph.identity.numbers import IdentityKeys
from graph.liability.rulebook import RuleSet, load_rules
from graph.store import Store
from ingest.pipeline import ingest_paths
from ingest.report import IngestReport

TODAY = "2026-11-23"
LABOUR = "1141130000598765XE"
A, B = "91411300MA00000077", "91411302MA3X00010W"
ONE, TWO, THREE = "41130219800101001X", "411381197512311245", "411302198203040022"
NAMES = {ONE: "甲某某", TWO: "乙某某", THREE: "丙某某"}
Row = dict[str, Any]


@dataclass
class Register:
    """One store to which rows are handed in, each time as a package of its own."""

    store: Store
    keys: IdentityKeys
    folder: Path
    today: str = TODAY
    rules: RuleSet = field(default_factory=load_rules)
    packages: int = 0

    def hand_in(self, produced_at: str = "", source: str = "T", **tables: list[Row]) -> IngestReport:
        """Take rows in without deriving, of a source that may say when it produced them."""
        self.packages += 1
        folder = self.folder / f"package{self.packages}"
        folder.mkdir()
        if produced_at:
            manifest = {"source": {"name": "测试", "code": source}, "produced_at": produced_at}
            (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        for table, rows in tables.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        return ingest_paths(self.store, self.keys, [folder])

    def event(self, produced_at: str = "", **tables: list[Row]) -> IngestReport:
        """Take rows in, all of them, and derive what they change."""
        report = self.hand_in(produced_at, **tables)
        assert report.total("quarantined") == 0
        self.derive()
        return report

    def derive(self, **more: Any) -> dict[str, int]:
        """Derive; counts of findings."""
        return derive(self.store, today=self.today, ruleset=self.rules, **more).findings

    def desk(self) -> Desk:
        """A desk at the store."""
        return Desk(self.store, self.keys, self.today, "test", self.rules, reveal_synthetic=True)

    def findings(self, **wanted: str) -> list[Row]:
        """Exported findings that have these values."""
        rows = export_liabilities(self.desk())
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]

    def states(self) -> dict[tuple[str, str], str]:
        """State and cause by ground and person."""
        return {
            (row["ground_id"], row["person_name"]): " ".join(
                one for one in (row["state"], row["withdrawn_because"]) if one
            )
            for row in self.findings()
        }


@pytest.fixture(scope="session")
def keys() -> IdentityKeys:
    return IdentityKeys.generate()


@pytest.fixture
def register(store: Store, keys: IdentityKeys, tmp_path: Path) -> Register:
    """An empty register."""
    return Register(store, keys, tmp_path)


def entity(code: str, **more: Any) -> Row:
    return {
        "uscc": code, "name": f"测试{code[-4:]}建设有限公司", "legal_form": "有限责任公司",
        "subject_type": "法人", "status": "存续", "established_on": "2015-01-01", **more,
    }  # fmt: skip


def person(number: str, **more: Any) -> Row:
    return {"name": NAMES[number], "id_type": "01", "id_no": number, **more}


def rep(code: str, number: str, start: str = "2015-01-01", end: str = "", **more: Any) -> Row:
    return {"uscc": code, "role": "LEGAL_REP", **person(number), "valid_from": start, "valid_to": end, **more}


def listing(name: str, code: str = A, **more: Any) -> Row:
    return {
        "listing_id": name, "list_type": "L03", "list_scope": "国家", "uscc": code,
        "violation_from": "2026-01-01", "violation_to": "2026-03-31", "decided_on": "2026-06-01",
        "authority": "南阳市人力资源和社会保障局", "authority_code": LABOUR,
        "doc_no": f"宛人社列〔2026〕{name}号", **more,
    }  # fmt: skip


def named(name: str, number: str, role: str = "LEGAL_REP", **more: Any) -> Row:
    return {
        "ground_kind": "LISTING", "ground_id": name, "mode": "LISTED_SELF", "role": role,
        "decided_on": "2026-06-01", "doc_no": f"宛人社列〔2026〕{name}号", "authority_code": LABOUR,
        "at_violation": 1, **person(number), **more,
    }  # fmt: skip


def contested_role(number: str = ONE, **more: Any) -> Row:
    """冒名登记: somebody says that he never was the representative of A."""
    return {
        "objection_id": "O-9", "uscc": A, "role": "LEGAL_REP", **person(number), "ground": "冒名登记",
        "raised_on": "2026-11-01", **more,
    }  # fmt: skip


@pytest.fixture
def rows() -> SimpleNamespace:
    """The makers of rows, for test modules."""
    return SimpleNamespace(
        entity=entity, person=person, rep=rep, listing=listing, named=named, contested_role=contested_role
    )


@pytest.fixture
def listed(register: Register) -> Register:
    """Company A listed twice; its representative named for the first, computed for the second."""
    register.event(
        entities=[entity(A), entity(B)],
        positions=[rep(A, ONE), rep(B, TWO)],
        listings=[listing("W-1"), listing("W-2")],
        liable_persons=[named("W-1", ONE)],
    )
    return register


@pytest.fixture
def unnamed(register: Register) -> Register:
    """Company A listed twice, and nobody to answer for it: no finding rests on its records."""
    register.event(entities=[entity(A)], listings=[listing("W-1"), listing("W-2")])
    return register
