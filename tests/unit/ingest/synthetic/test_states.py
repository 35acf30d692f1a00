"""The state of an expected finding on a day, at its edges."""

from __future__ import annotations

from ingest.synthetic.model import Answer, Dispute, Ground, Person


def _answer(years: int | None = 3, base: str = "PROPOSED") -> Answer:
    ground = Ground("LISTING", "L03-1", "L03", "X", "2023-03-01", "A", "D")
    return Answer(ground, Person("甲", "1"), "LEGAL_REP", "LISTED_SELF", "R@1", base, years, "", "2023-03-01")


def test_a_term_ends_on_its_last_day_exclusive() -> None:
    answer = _answer()
    assert answer.term() == ("2023-03-01", "2026-03-01")
    assert answer.state_on("2026-02-28") == "PROPOSED"
    assert answer.state_on("2026-03-01") == "EXPIRED"


def test_without_a_term_the_end_is_open() -> None:
    assert _answer(None).term()[1] == "9999-12-31"


def test_a_removal_because_the_term_is_over_expires_and_never_prolongs() -> None:
    answer = _answer()
    answer.ground.removal, answer.ground.removed_on = "EXPIRED", "2026-02-20"
    assert answer.term()[1] == "2026-02-20"
    assert answer.state_on("2026-02-20") == "EXPIRED"
    answer.ground.removed_on = "2026-03-11"
    assert answer.term()[1] == "2026-03-01"


def test_a_repair_withdraws_but_a_ban_runs_on() -> None:
    answer = _answer()
    answer.ground.removal, answer.ground.removed_on = "REPAIRED", "2024-01-01"
    assert answer.state_on("2023-12-31") == "PROPOSED"
    assert answer.withdrawal() == ("2024-01-01", "REPAIRED")
    assert answer.state_on("2024-01-01") == "WITHDRAWN"
    answer.runs_on_after_repair = True
    assert answer.state_on("2024-01-01") == "PROPOSED"


def test_an_annulment_ends_a_ban_too() -> None:
    answer = _answer()
    answer.runs_on_after_repair = True
    answer.ground.removal, answer.ground.removed_on = "ANNULLED", "2024-01-01"
    assert answer.state_on("2024-01-01") == "WITHDRAWN"


def test_an_objection_suspends_while_open_and_its_result_decides() -> None:
    answer = _answer(base="CONFIRMED")
    one = Dispute("2023-06-01")
    answer.ground.disputes.append(one)
    assert answer.state_on("2023-05-31") == "CONFIRMED"
    assert answer.state_on("2024-06-01") == "SUSPENDED"
    one.decided, one.result = "2023-06-20", "DISMISSED"
    assert answer.state_on("2023-06-19") == "SUSPENDED"
    assert answer.state_on("2023-06-20") == "CONFIRMED"
    one.result = "UPHELD"
    assert answer.state_on("2023-06-20") == "WITHDRAWN"
    assert answer.withdrawal()[1] == "OBJECTION_UPHELD"


def test_death_stops_everything() -> None:
    answer = _answer()
    answer.stopped_on, answer.stopped_because = "2023-09-09", "DEATH"
    assert answer.state_on("2023-09-08") == "PROPOSED"
    assert answer.state_on("2023-09-09") == "WITHDRAWN"
