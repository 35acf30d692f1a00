"""Each day of a trend says what the figure of that day says, though something was undone meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from api.services import warning
from api.services.desk import open_desk
from api.services.warning import figures_answer, trend_answer
from graph.risk.warning import Signal, read_events

A, B = "91411300MA00000077", "91411302MA3X00010W"


def penalty(doc: str, decided: str, **more: Any) -> dict[str, Any]:
    return {
        "CF_XDR_MC": "测试", "CF_XDR_SHXYM": A, "CF_XDR_LB": "法人及非法人组织", "CF_WSH": doc,
        "CF_JDRQ": decided, "CF_CFJGDM": "113", "CF_CFLB": "罚款", "procedure": "普通", "severity": "严重",
        **more,
    }  # fmt: skip


def undone(key: str, decided: str, removed: str) -> dict[str, Any]:
    return {
        "listing_id": key, "list_type": "L03", "uscc": A, "decided_on": decided, "severity": "严重",
        "removed_on": removed, "removal_kind": "REVOKED",
    }  # fmt: skip


@pytest.mark.parametrize("signal", ["PENALTIES", "SEVERITY", "LISTINGS", "GUARANTEE_EXPOSURE"])
def test_a_trend_judges_each_day_by_what_stood_on_it(register: Any, signal: str) -> None:
    register.firms(A, B)
    guarantee = {
        "kind": "GUARANTEES", "from_uscc": B, "to_uscc": A, "valid_from": "2024-01-01", "valid_to": "",
        "amount_cny": "100000",
    }  # fmt: skip
    register.take(
        penalties_org=[
            penalty("1", "2026-06-05", annulled_on="2026-06-20"),
            penalty("2", "2026-06-08"),
            penalty("3", "2026-04-01", annulled_on="2026-06-12"),
        ],
        relations=[guarantee],
        listings=[undone("L-1", "2026-06-06", "2026-06-20"), undone("L-2", "2026-04-02", "2026-06-12")],
    )
    desk = open_desk(register.store)
    line = trend_answer(desk, "2026-06-30", signal=signal, days=30)["days"]
    assert len({one["value"] for one in line}) > 1
    for one in line:
        rows = figures_answer(desk, one["day"], scope="CITY", signal=signal)["rows"]
        told = rows[0] if rows else {"on_day": 0, "value": 0, "late": 0, "baseline": one["baseline"]}
        names = ("on_day", "value", "late", "baseline")
        assert [one[name] for name in names] == [told[name] for name in names], one["day"]


def test_a_guarantee_for_a_listing_undone_later_was_exposed_until_then(register: Any) -> None:
    register.firms(A, B)
    register.take(
        relations=[
            {"kind": "GUARANTEES", "from_uscc": B, "to_uscc": A, "valid_from": "2024-01-01", "valid_to": "",
             "amount_cny": "100000"}
        ],
        listings=[undone("L-1", "2026-06-06", "2026-06-20")],
    )  # fmt: skip
    exposed = [
        len(register.events(Signal.GUARANTEE_EXPOSURE, "2026-06-01", day))
        for day in ("2026-06-05", "2026-06-06", "2026-06-19", "2026-06-20")
    ]
    assert exposed == [0, 1, 1, 0]


def test_the_trend_of_another_scope_reads_no_event_again(
    register: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    register.firms(A, B)
    register.take(penalties_org=[penalty("1", "2026-06-05")])
    desk = open_desk(register.store)
    asked: list[str] = []

    def counted(store: Any, signal: Signal, *more: Any, **named: Any) -> Any:
        asked.append(signal.value)
        return read_events(store, signal, *more, **named)

    monkeypatch.setattr(warning, "read_events", counted)

    def last(scope: str, scope_id: str = "", *, day: str = "2026-06-30", signal: str = "PENALTIES") -> int:
        line = trend_answer(desk, day, signal=signal, scope=scope, scope_id=scope_id, days=5)["days"]
        return int(line[-1]["value"])

    assert (last("CITY"), last("ENTITY", A), last("DISTRICT", "411302"), last("ENTITY", B)) == (1, 1, 1, 0)
    assert asked == ["PENALTIES"]
    # Another signal, another day and another commit are read.
    last("CITY", signal="LISTINGS")
    last("CITY", day="2026-06-29")
    register.take(penalties_org=[penalty("2", "2026-06-06")])
    assert last("CITY") == 2
    assert asked == ["PENALTIES", "LISTINGS", "PENALTIES", "PENALTIES"]
    for back in range(12):
        last("CITY", day=f"2026-06-{10 + back}")
    assert len(warning._TRENDS) <= warning._MOST_TRENDS
