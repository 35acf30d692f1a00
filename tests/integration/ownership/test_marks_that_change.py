"""A company that becomes a partnership or an organ is controlled otherwise, though no holding changed."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from graph.derivation import derive
from graph.identity.keys import load_or_create_keys
from graph.identity.numbers import citizen_id_check_digit
from graph.store import Store
from ingest.pipeline import ingest_paths
from ingest.synthetic.codes import body_of, uscc

TODAY = "2026-11-23"
ABOVE, BELOW = (uscc("91", "411300", body_of("MA", place)) for place in (1, 2))
_BODY = "41130219800101001"
OWNER = {
    "holder_kind": "PERSON",
    "holder_name": "合成某",
    "holder_id_no": _BODY + citizen_id_check_digit(_BODY),
}


def _entity(code: str, **more: Any) -> dict[str, Any]:
    return {
        "uscc": code, "name": f"合成{code[-3:]}", "subject_type": "法人", "legal_form": "有限责任公司",
        "status": "存续", "effective_on": "2015-01-01", **more,
    }  # fmt: skip


def _hand_in(store: Store, folder: Path, name: str, **tables: list[dict[str, Any]]) -> None:
    package = folder / name
    package.mkdir()
    for table, rows in tables.items():
        with (package / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    assert ingest_paths(store, load_or_create_keys(folder / "keys"), [package]).total("quarantined") == 0


@pytest.fixture
def held(store: Store, tmp_path: Path) -> Store:
    """One person holds a company, which holds another."""
    holdings = [
        {"uscc": ABOVE, **OWNER, "holder_code": "", "equity_pct": "60", "valid_from": "2015-01-01"},
        {
            "uscc": BELOW, **dict.fromkeys(OWNER, ""), "holder_kind": "ORG", "holder_code": ABOVE,
            "equity_pct": "60", "valid_from": "2015-01-01",
        },
    ]  # fmt: skip
    _hand_in(store, tmp_path, "first", entities=[_entity(ABOVE), _entity(BELOW)], holdings=holdings)
    assert derive(store, today=TODAY).control["pairs"] == 3
    return store


@pytest.mark.parametrize(
    ("changed", "pairs"),
    [({"legal_form": "有限合伙企业"}, 1), ({"subject_type": "机关", "legal_form": ""}, 1)],
    ids=["partnership", "organ"],
)
def test_control_follows_what_a_company_has_become(
    held: Store, tmp_path: Path, changed: dict[str, Any], pairs: int
) -> None:
    now = _entity(ABOVE, **changed) | {"effective_on": "2026-01-01"}
    _hand_in(held, tmp_path, "second", entities=[now])
    report = derive(held, today=TODAY)
    assert report.control["closed"] > 0 and report.control["pairs"] == pairs
    whole = derive(held, today=TODAY, full=True).control
    assert (whole["opened"], whole["closed"]) == (0, 0)


def test_a_new_name_alone_changes_no_control(held: Store, tmp_path: Path) -> None:
    renamed = _entity(ABOVE, name="合成新名") | {"effective_on": "2026-01-01"}
    _hand_in(held, tmp_path, "second", entities=[renamed])
    assert derive(held, today=TODAY).control == {}
