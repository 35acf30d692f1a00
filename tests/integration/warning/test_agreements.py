"""Control that changes by agreement: it is a change of whatever the parties hold, and of what lies below."""

from __future__ import annotations

from typing import Any

import pytest

from graph.risk.warning import Signal

A, B, C = "91411300MA00000077", "91411302MA3X00010W", "1141130000598765XE"
PERSONS = {"甲某某": "41130219800101001X", "乙某某": "411381197512311245", "丙某某": "411302198203040022"}
FIRST, LAST = "2026-06-01", "2026-06-30"


def holding(company: str, holder: str, percent: str) -> dict[str, Any]:
    return {
        "uscc": company, "holder_kind": "PERSON", "holder_name": holder, "equity_pct": percent,
        "holder_id_type": "01", "holder_id_no": PERSONS[holder], "valid_from": "2020-01-01",
    }  # fmt: skip


def agreed(kind: str, giver: str, taker: str, start: str, end: str = "") -> dict[str, Any]:
    ends = {}
    for side, name in (("from", giver), ("to", taker)):
        ends |= {f"{side}_name": name, f"{side}_id_type": "01", f"{side}_id_no": PERSONS[name]}
    return {"kind": kind, **ends, "valid_from": start, "valid_to": end}


def changed(register: Any) -> list[tuple[str, str, bool]]:
    found = register.events(Signal.CONTROLLER_CHANGES, FIRST, LAST)
    return [(one.day, one.entity, "relations.csv" in origin_of(register, one.origin)) for one in found]


def origin_of(register: Any, origin: str) -> str:
    store = register.store
    return str(store.read("read/subject/sources", ids=[origin], seq=store.head_seq())[0]["rows"][0]["file"])


@pytest.fixture
def held(register: Any) -> Any:
    """A is held by three, none of whom has most of it; B by A; C by one person for most of it."""
    register.firms(A, B, C)
    below = {
        "uscc": B, "holder_kind": "ORG", "holder_code": A, "holder_name": "甲", "equity_pct": "80",
        "valid_from": "2020-01-01",
    }  # fmt: skip
    register.take(
        holdings=[
            holding(A, "甲某某", "40"),
            holding(A, "乙某某", "35"),
            holding(A, "丙某某", "25"),
            holding(C, "丙某某", "100"),
            below,
        ]
    )
    return register


def test_an_agreement_to_act_in_concert_changes_what_its_parties_hold(held: Any) -> None:
    held.take(relations=[agreed("ACTS_IN_CONCERT", "乙某某", "甲某某", "2026-06-10")])
    assert sorted(changed(held)) == sorted(("2026-06-10", held.id(code), True) for code in (A, B))


@pytest.mark.parametrize("kind", ["VOTES_FOR", "NOMINEE_FOR"])
def test_votes_that_are_lent_or_given_back_change_what_the_giver_holds(held: Any, kind: str) -> None:
    held.take(relations=[agreed(kind, "丙某某", "乙某某", "2024-01-01", "2026-06-15")])
    found = changed(held)
    # B rests on A, in which the lent votes were most of all: 60 of 100.
    assert sorted(found) == sorted(("2026-06-15", held.id(code), True) for code in (A, B, C))
