"""Terms in working days: how they are counted, when they move, and who may not be called late meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.clock import Calendar
from graph.clock.working_days import YearTable
from graph.errors import UsageError
from graph.registers.accountability.book import CASE, STEP, new_record, open_records, open_steps, records
from graph.registers.accountability.contract import ARREARS_CASE, PERSON_CASE, Request
from graph.registers.accountability.machine import OPENING, machine_of
from graph.registers.accountability.service import refuse_unheard
from graph.registers.accountability.steps import Standing, check_service
from graph.registers.accountability.terms import Term, recount_terms, term_after, term_of

KNOWN = Calendar({2027: YearTable(2027, "通知", "2026-11-30", frozenset([date(2027, 1, 1)]), frozenset())})
#: Tuesday 29 December and five working days: New Year's Day is worked until somebody says that it is not.
PROVISIONAL, KNOWN_END = ("2027-01-05", True), ("2027-01-06", False)
TABLE = "years: {2027: {source: 通知, published_on: 2026-11-30, holidays: [2027-01-01]}}"


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes the table of 2027 known; before, it is not."""
    monkeypatch.delenv("CREDITGRAPH_CALENDAR", raising=False)

    def known(table: str = TABLE) -> None:
        file = tmp_path / f"calendar{len(list(tmp_path.iterdir()))}.yaml"
        file.write_text(table, encoding="utf-8")
        monkeypatch.setenv("CREDITGRAPH_CALENDAR", str(file))

    return known


def step_of(case_id: str, number: int = 1, step: str = "notify", **more: Any) -> dict[str, Any]:
    return {
        "case_id": case_id, "number": number, "step": step, "doc_on": "2026-12-29",
        "at": "2026-12-29T08:00:00+00:00",
        "due_on": PROVISIONAL[0], "due_provisional": True, "term_from": "2026-12-29", "term_days": 5,
        "served_on": "2026-12-29",
        "request_key": f"{case_id}|{number}", **more,
    }  # fmt: skip


def case_of(memory: Any, steps: int = 1, **more: Any) -> str:
    """A case that was notified on 29 December, before 2027 was announced."""
    given = {"kind": PERSON_CASE, "number": steps, "due_step": "hear", "due_on": PROVISIONAL[0],
             "due_provisional": True, **more}  # fmt: skip
    case = new_record("k", {}, "2026-12-28", **given)
    open_records(memory, CASE, [case])
    open_steps(memory, [step_of(case["record_id"])])
    return str(case["record_id"])


def pages(memory: Any) -> None:
    """Let the store answer the page of open cases, and take note of the edition."""

    def page(params: dict[str, Any]) -> list[dict[str, Any]]:
        rows = sorted(
            (one for one in memory.kept[CASE] if one["seq_to"] > memory.seq and one["standing"] == "OPEN"),
            key=lambda one: str(one["record_id"]),
        )
        return [{"rows": [one for one in rows if one["record_id"] > params["after"]][: params["limit"]]}]

    memory.facts = {"read/cases/page": page, "write/meta/put_value": []}


def due(memory: Any, case_id: str) -> list[tuple[str, bool]]:
    found = [
        *records(memory.run, CASE, "record_id", [case_id]),
        *records(memory.run, STEP, "case_id", [case_id]),
    ]
    return [(one["due_on"], one["due_provisional"]) for one in found]


def test_a_term_into_an_unknown_year_is_provisional_and_moves_when_the_year_is_known() -> None:
    term = term_after(machine_of(PERSON_CASE), "notify", "2026-12-29")
    assert term == Term("hear", "2026-12-29", 5)
    assert term.end(Calendar()) == PROVISIONAL
    assert term.end(KNOWN) == KNOWN_END
    worked = YearTable(
        2027, "通知", "2026-12-01", frozenset([date(2027, 1, 1)]), frozenset([date(2027, 1, 2)])
    )
    assert term.end(Calendar({2027: worked})) == ("2027-01-05", False)


def test_where_no_time_is_set_there_is_no_last_day() -> None:
    assert term_after(machine_of(PERSON_CASE), "archive", "2026-12-29").end(KNOWN) == ("", False)
    assert term_after(machine_of(ARREARS_CASE), "finish", "2026-12-29") == Term("", "", 0)


def test_the_term_is_the_one_that_was_set_even_where_the_steps_of_today_say_another() -> None:
    case = {"kind": PERSON_CASE, "due_step": "hear", "opened_on": "2026-12-28"}
    assert term_of(case, step_of("k1", term_days=7)) == Term("hear", "2026-12-29", 7)


@pytest.mark.parametrize(
    ("kind", "step", "expected"),
    [
        (PERSON_CASE, {"step": "notify"}, Term("hear", "2026-12-29", 5)),
        (PERSON_CASE, {"step": OPENING, "doc_on": ""}, Term("notify", "2026-12-28", 10)),
        (ARREARS_CASE, {"step": "find"}, Term("notify_persons", "2026-12-29", 10)),
        # Half past midnight in Shanghai is the day after in UTC's eyes.
        (PERSON_CASE, {"step": "report", "doc_on": "", "at": "2026-12-29T16:30:00+00:00"},
         Term("archive", "2026-12-30", 10)),
    ],
)  # fmt: skip
def test_the_term_of_a_step_that_did_not_write_it_down(
    kind: str, step: dict[str, str], expected: Term
) -> None:
    case = {"kind": kind, "due_step": expected.step, "opened_on": "2026-12-28"}
    older = {name: value for name, value in step_of("k1").items() if not name.startswith("term_")}
    assert term_of(case, older | step) == expected


def test_open_cases_are_moved_once_and_what_is_over_stays(memory: Any, publish: Any) -> None:
    moving, ended = case_of(memory), case_of(memory, standing="ENDED")
    later = case_of(memory, steps=2, due_on="2026-12-31", due_provisional=False)
    open_steps(memory, [step_of(later, 2, "hear", due_on="2026-12-31", due_provisional=False, term_days=2)])
    pages(memory)
    assert recount_terms(memory) == 0
    publish()
    assert recount_terms(memory, batch=1) == 1
    assert due(memory, moving) == [KNOWN_END, KNOWN_END]
    assert due(memory, ended) == [PROVISIONAL, PROVISIONAL]
    # It has gone on: the time for the answer is history, and the next one does not reach the year.
    assert due(memory, later) == [("2026-12-31", False), PROVISIONAL, ("2026-12-31", False)]
    versions = len(memory.kept[CASE]), len(memory.kept[STEP])
    assert recount_terms(memory) == 0
    assert (len(memory.kept[CASE]), len(memory.kept[STEP])) == versions


def test_a_table_that_changes_nothing_on_the_way_makes_the_day_certain_and_a_corrected_one_moves_it(
    memory: Any, publish: Any
) -> None:
    case_id = case_of(memory)
    pages(memory)
    publish("years: {2027: {source: 误, published_on: 2026-11-29, holidays: [2027-05-01]}}")
    assert recount_terms(memory) == 1
    assert due(memory, case_id) == [("2027-01-05", False)] * 2
    publish()
    assert recount_terms(memory) == 1
    assert due(memory, case_id) == [KNOWN_END] * 2


@pytest.mark.parametrize(
    ("day", "why"),
    [("2027-01-05", r"期限到 2027-01-05（暂定）才届满"), ("2027-01-06", "不能确定已经届满"),
     ("2027-03-01", "不能确定已经届满")],
)  # fmt: skip
def test_nobody_is_late_while_the_last_day_is_provisional(publish: Any, day: str, why: str) -> None:
    del publish
    standing = Standing({"kind": PERSON_CASE, "due_step": "hear"}, [step_of("k1")])
    request = Request("hear", "r1", 1, doc_on=day, heard="NO_ANSWER")
    with pytest.raises(UsageError, match=why):
        refuse_unheard(standing, request, day)
    # Who answered or gave it up has been heard, whatever the day.
    refuse_unheard(standing, Request("hear", "r1", 1, doc_on=day, heard="WAIVED"), day)


def test_the_time_runs_from_the_day_of_service_and_not_before_it_is_known(publish: Any) -> None:
    """The notice bears 29 December and reached him on 5 January; his five working days end on 12 January."""
    publish()
    for unserved in (
        step_of("k1", served_on="", term_from="", due_on="", due_provisional=False),
        step_of("k1", served_on=None),  # written before days of service were: counted from the paper's day
    ):
        standing = Standing({"kind": PERSON_CASE, "due_step": "hear"}, [unserved])
        late = Request("hear", "r", 1, doc_on="2027-03-01", heard="NO_ANSWER")
        with pytest.raises(UsageError, match="尚未起算"):
            refuse_unheard(standing, late, "2027-03-01")
        refuse_unheard(standing, replace(late, heard="WAIVED"), "2027-03-01")
        early = replace(late, served_on="2027-01-05", doc_on="2027-01-12")
        with pytest.raises(UsageError, match=r"期限到 2027-01-12 才届满"):
            refuse_unheard(standing, early, "2027-01-12")
        refuse_unheard(standing, replace(early, doc_on="2027-01-13"), "2027-01-13")


@pytest.mark.parametrize(
    ("step", "served_on", "why"),
    [
        ("notify", "2026-12-28", "送达日期不对"),
        ("notify", "2027-01-08", "送达日期不对"),
        ("hear", "2026-12-28", "送达日期不对"),
        ("hear", "2026-12-31", "登记的送达日期是 2026-12-30"),
        ("confirm", "2026-12-30", "没有需要送达的文书"),
    ],
)
def test_a_day_of_service_that_cannot_be_is_refused(step: str, served_on: str, why: str) -> None:
    taken = [] if step == "notify" else [step_of("k1", served_on="2026-12-30")]
    standing = Standing({"kind": PERSON_CASE, "due_step": step}, taken)
    request = Request(step, "r", 1, doc_on="2026-12-29", served_on=served_on)
    with pytest.raises(UsageError, match=why):
        check_service(machine_of(PERSON_CASE), request, standing, "2027-01-07")
    check_service(machine_of(PERSON_CASE), replace(request, served_on=""), standing, "2027-01-07")


def test_the_year_counts_from_the_moment_at_which_it_is_known(publish: Any) -> None:
    publish()
    standing = Standing({"kind": PERSON_CASE, "due_step": "hear"}, [step_of("k1")])
    with pytest.raises(UsageError, match=r"期限到 2027-01-06 才届满"):
        refuse_unheard(
            standing, Request("hear", "r", 1, doc_on="2027-01-06", heard="NO_ANSWER"), "2027-01-06"
        )
    # A paper of an earlier day does not help, nor does one of a day to come.
    with pytest.raises(UsageError, match="才届满"):
        refuse_unheard(
            standing, Request("hear", "r", 1, doc_on="2027-01-06", heard="NO_ANSWER"), "2027-01-07"
        )
    refuse_unheard(standing, Request("hear", "r", 1, doc_on="2027-01-07", heard="NO_ANSWER"), "2027-01-07")
