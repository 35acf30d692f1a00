"""The mistakes of the platform in figures: who counts, for how many days, in which order they are listed."""

from __future__ import annotations

from collections.abc import Generator
from types import SimpleNamespace
from typing import Any

from api.services.oversight import OVERREACH, WITHDRAWN, overseen_plan, oversight_plan
from graph.store.asking import Ask


def fallen(number: int, because: str, stood: str, fell: str, **more: Any) -> dict[str, Any]:
    """A finding that stood from one day and fell on another, at noon in Shanghai."""
    finding = {
        "finding_id": f"L{number}", "rule": "L03.rep@1", "authority_code": "A1", "entity_id": "",
        "person_id": f"p{number}", "person_name": f"某{number}", "base_state": "PROPOSED",
        "valid_from": "2026-01-01", "withdrawn_at": fell, "withdrawn_because": because, **more,
    }  # fmt: skip
    at = [f"{day}T04:00:00+00:00" if day else None for day in (stood, fell)]
    return {"finding": finding, "stood_at": at[0], "fell_at": at[1], "confirmed": int(number == 1)}


ROWS = [
    fallen(1, "OBJECTION_UPHELD", "2026-02-01", "2026-02-11", withdrawn_at="2026-02-10"),
    fallen(2, "REPAIRED", "2026-02-01", "2026-03-03", withdrawn_at="2026-03-01"),
    fallen(3, "ANNULLED", "2025-12-01", "2026-01-31", rule="L10.rep@1"),
    fallen(4, "", "2026-02-01", "2026-02-03", base_state="DISMISSED", withdrawn_at=""),
    fallen(5, "FACT_CORRECTED", "", "2026-02-03"),
]  # fmt: skip
TOLD = [
    {"known_at": "2026-02-11T04:00:00+00:00", "at": "2026-02-11T04:00:08+00:00", "cause_day": "2026-02-10",
     "acknowledged_at": "2026-02-12"},
    {"known_at": "2026-03-03", "at": "2026-03-03T04:00:00+00:00", "cause_day": "2026-03-03",
     "acknowledged_at": ""},
]  # fmt: skip


def answered(plan: Generator[Ask, Any, Any]) -> Any:
    """Run a plan on the rows above."""
    told: Any = None
    try:
        while True:
            asked = plan.send(told)
            if asked.query == "read/receipts/told_between":
                told = [{"rows": TOLD}]
            elif asked.query == "read/oversight/fallen":
                causes = asked.params["causes"]
                dismissed = [one for one in ROWS if one["finding"]["base_state"] == "DISMISSED"]
                told = [
                    {
                        "rows": [
                            one
                            for one in ROWS
                            if not causes or one["finding"]["withdrawn_because"] in causes or one in dismissed
                        ]
                    }
                ]
            else:
                told = [
                    {
                        name: []
                        for name in ("person", "name", "entity", "scheme", "value", "valid_from", "valid_to")
                    }
                ]
    except StopIteration as done:
        return done.value


DESK: Any = SimpleNamespace(data_version=lambda seq: f"{seq}/r/c/k")


def test_errors_count_with_the_days_on_which_they_stood_and_worked() -> None:
    found = answered(oversight_plan(DESK, "2026-12-31", 9, "2026-01-01"))
    wrong = found["overreach"]
    assert (wrong["findings"], wrong["confirmed"]) == (3, 1)
    # Ten days, two, and thirty from the day on which it began to work; one that never stood is no error.
    assert wrong["wrong_days"] == 10 + 2 + 30
    assert {one["key"] for one in wrong["causes"]} == {"OBJECTION_UPHELD", "DISMISSED", "ANNULLED"}
    assert [(one["rule"], one["findings"]) for one in wrong["groups"]] == [("L03.rep@1", 2), ("L10.rep@1", 1)]
    speed = found["withdrawals"]
    assert (speed["findings"], speed["median_days"], speed["worst_days"]) == (3, 1, 2)
    told = found["receipts"]
    assert (told["written"], told["acknowledged"], told["median_seconds"]) == (2, 1, 8.0)
    assert (told["median_days"], told["worst_days"]) == (0.5, 1)
    assert found["complete"]


def test_the_list_behind_a_figure_has_the_longest_first_and_only_what_may_be_seen() -> None:
    def listed(kind: str, **more: Any) -> list[tuple[str, int, int | None]]:
        asked = {"rule": "", "authority": "", "allowed": lambda *_: True, "most": 9, **more}
        rows = answered(overseen_plan(DESK, "2026-12-31", 9, "2026-01-01", kind, **asked))["rows"]
        return [(one["finding_id"], one["wrong_days"], one["days"]) for one in rows]

    assert listed(OVERREACH) == [("L3", 30, 0), ("L1", 10, 1), ("L4", 2, None)]
    assert listed(OVERREACH, rule="L10.rep@1") == [("L3", 30, 0)]
    assert [one[0] for one in listed(WITHDRAWN)] == ["L2", "L1", "L3"]
    assert listed(WITHDRAWN, allowed=lambda finding, state: state == "DISMISSED") == []
    assert answered(oversight_plan(DESK, "2026-12-31", 9, "2026-02-12"))["overreach"]["findings"] == 0
