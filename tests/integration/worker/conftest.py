"""A small world in which days turn things, and what an installation's settings are."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from creditgraph.settings import Settings
from graph.identity.numbers import IdentityKeys

COURT = "1141130000598765XE"
A, B = "91411300MA00000077", "91411302MA3X00010W"
ONE, TWO, THREE = "41130219800101001X", "411381197512311245", "411302198203040022"
NAMES = {ONE: "甲某某", TWO: "乙某某", THREE: "丙某某"}
Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def keys() -> IdentityKeys:
    return IdentityKeys.generate()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load({"CREDITGRAPH_HOME": str(tmp_path / "home")})


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, **tables: Rows) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for table, rows in tables.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return make


def entity(code: str) -> dict[str, Any]:
    return {
        "uscc": code, "name": f"测试{code[-4:]}有限公司", "legal_form": "有限责任公司",
        "subject_type": "法人", "status": "存续", "established_on": "2015-01-01",
    }  # fmt: skip


def rep(code: str, number: str, start: str, end: str = "") -> dict[str, Any]:
    return {
        "uscc": code, "role": "LEGAL_REP", "name": NAMES[number], "id_type": "01", "id_no": number,
        "valid_from": start, "valid_to": end,
    }  # fmt: skip


def order(code: str, day: str, number: int = 10) -> dict[str, Any]:
    return {
        "court": "南阳市中级人民法院", "case_no": f"（2026）豫13执{number}号", "kind": "限制消费",
        "subject_kind": "ENTITY", "subject_code": code, "decided_on": day, "authority_code": COURT,
    }  # fmt: skip


def status(number: str, what: str, since: str) -> dict[str, Any]:
    return {"name": NAMES[number], "id_type": "01", "id_no": number, "status": what, "since": since}


def holding(code: str, number: str, start: str, end: str = "") -> dict[str, Any]:
    return {
        "uscc": code, "holder_kind": "PERSON", "holder_name": NAMES[number],
        "holder_id_type": "01", "holder_id_no": number,
        "equity_pct": 60, "valid_from": start, "valid_to": end,
    }  # fmt: skip


@pytest.fixture
def world(package: Callable[..., Path]) -> Path:
    """Handed in before the days on which successors, a recovery and holdings begin."""
    return package(
        "world",
        entities=[entity(A), entity(B)],
        positions=[
            rep(A, ONE, "2015-01-01", "2026-06-30"), rep(A, TWO, "2026-06-30", "2026-08-31"),
            rep(A, ONE, "2026-08-31"), rep(B, THREE, "2015-01-01"), rep(B, TWO, "2026-07-31"),
        ],
        judgments=[order(A, "2026-05-10"), order(B, "2026-05-20", 11)],
        person_status=[status(THREE, "INCAPABLE", "2020-01-01"), status(THREE, "RESTORED", "2026-08-01")],
        holdings=[holding(B, ONE, "2020-01-01", "2026-07-01"), holding(B, TWO, "2026-07-01")],
    )  # fmt: skip
