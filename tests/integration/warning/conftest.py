"""Small packages from file to figure: who is who, and one fact at a time."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from api.auth.accounts import create_account
from api.auth.principal import Role, local_principal
from graph.identity.numbers import IdentityKeys
from graph.risk.warning import (
    DayFigures,
    Event,
    Known,
    Scope,
    Signal,
    Span,
    compute_day,
    load_settings,
    read_events,
)
from graph.store import Store, open_async_store
from graph.store.testing import EngineServer
from ingest.pipeline import ingest_paths

A, B, C = "91411300MA00000077", "91411302MA3X00010W", "1141130000598765XE"
PERSONS = {"甲某某": "41130219800101001X", "乙某某": "411381197512311245", "丙某某": "411302198203040022"}
Rows = list[dict[str, Any]]


def entity(code: str, **more: Any) -> dict[str, Any]:
    """A firm of one district and industry."""
    return {
        "uscc": code,
        "name": f"测试{code[-4:]}有限公司",
        "legal_form": "有限责任公司",
        "subject_type": "法人",
        "status": "存续",
        "established_on": "2015-01-01",
        "region_code": "411302",
        "industry_code": "E4710",
        **more,
    }


@dataclass
class Register:
    """A store that is fed rows, package by package."""

    store: Store
    folder: Path
    keys: IdentityKeys
    packages: int = 0
    made: dict[str, str] = field(default_factory=dict)

    def take(self, produced: str = "2026-06-30", **tables: Rows) -> Any:
        """Ingest one package; returns the report."""
        self.packages += 1
        folder = self.folder / f"package{self.packages}"
        folder.mkdir()
        manifest = (
            f'{{"source": {{"code": "TEST", "name": "测试"}}, "produced_at": "{produced}T00:00:00+08:00"}}'
        )
        (folder / "manifest.json").write_text(manifest, encoding="utf-8")
        for table, rows in tables.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        return ingest_paths(self.store, self.keys, [folder])

    def firms(self, *codes: str, **more: Any) -> None:
        """Firms, alike."""
        self.take(entities=[entity(code, **more) for code in codes])

    def id(self, code: str) -> str:
        """The internal id of a code."""
        rows = self.store.read(
            "read/ingest/entities_by_code", keys=[f"USCC:{code}"], seq=self.store.head_seq()
        )
        return str(rows[0]["entity_ids"][0])

    def events(
        self, signal: Signal, first: str, last: str, *, today: str = "2030-01-01", seq: int | None = None
    ) -> list[Event]:
        """Events of a signal in a span of days."""
        span = Span(first, last, self.store.head_seq() if seq is None else seq)
        return read_events(self.store, signal, span, load_settings(), known=Known(self.store, today))

    def day(
        self, day: str, *, seq: int | None = None, signals: tuple[Signal, ...] = tuple(Signal)
    ) -> DayFigures:
        """All figures of a day."""
        return compute_day(self.store, day, today="2030-01-01", seq=seq, signals=signals)

    def value(self, day: str, signal: Signal, scope: Scope, scope_id: str) -> tuple[int, str]:
        """Value and level of one figure; (0, NORMAL) where there is none."""
        for one in self.day(day, signals=(signal,)).figures:
            if (one.scope, one.scope_id) == (scope, scope_id):
                return one.value, one.level
        return 0, "NORMAL"


@pytest.fixture
def register(store: Store, tmp_path: Path) -> Register:
    """An empty register."""
    return Register(store, tmp_path, IdentityKeys.generate())


@pytest.fixture
def firm() -> Callable[..., dict[str, Any]]:
    """`entity`, for tests."""
    return entity


@pytest.fixture
def account(engine_server: EngineServer) -> Callable[..., str]:
    """Makes an account; returns its id."""

    async def make(login: str, role: Role, **scopes: Any) -> str:
        async with await open_async_store(server.url, credentials=server.credentials) as store:
            return await create_account(
                store, by=local_principal("tests"), login=login, display_name=login, role=role, **scopes
            )

    server = engine_server
    return lambda login, role=Role.LEADER, **scopes: asyncio.run(make(login, role, **scopes))
