from __future__ import annotations

import pytest

from graph.liability.states import effective_state, is_live


@pytest.mark.parametrize(
    ("day", "withdrawn_at", "suspensions", "state"),
    [
        ("2024-06-01", "", [], "PROPOSED"),
        ("2026-12-31", "", [], "PROPOSED"),
        ("2027-01-01", "", [], "EXPIRED"),
        ("2025-01-01", "2025-01-01", [], "WITHDRAWN"),
        ("2024-12-31", "2025-01-01", [], "PROPOSED"),
        ("2028-01-01", "2025-01-01", [], "WITHDRAWN"),
        ("2024-07-01", "", [("2024-07-01", "")], "SUSPENDED"),
        ("2024-08-01", "", [("2024-07-01", "2024-08-01")], "PROPOSED"),
        ("2024-07-31", "", [("2020-01-01", "2020-02-01"), ("2024-07-01", "2024-08-01")], "SUSPENDED"),
        ("2027-02-01", "", [("2024-07-01", "")], "EXPIRED"),
        ("2025-02-01", "2025-01-01", [("2024-07-01", "")], "WITHDRAWN"),
    ],
)
def test_withdrawal_hides_expiry_and_expiry_hides_a_dispute(
    day: str, withdrawn_at: str, suspensions: list[tuple[str, str]], state: str
) -> None:
    found = effective_state(
        base_state="PROPOSED",
        valid_from="2024-01-01",
        valid_to="2027-01-01",
        withdrawn_at=withdrawn_at,
        suspensions=suspensions,
        day=day,
    )
    assert found == state


def test_what_is_over_or_dismissed_is_not_alive() -> None:
    alive = {"LEAD", "PROPOSED", "CONFIRMED", "SUSPENDED"}
    assert {one for one in [*alive, "WITHDRAWN", "EXPIRED", "DISMISSED"] if is_live(one)} == alive
