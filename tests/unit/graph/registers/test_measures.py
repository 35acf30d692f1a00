"""How long a measure lasts: no longer than its finding, nor than the catalogue lets it; no engine."""

from __future__ import annotations

from typing import Any

import pytest

from graph.days import OPEN_SEQ
from graph.errors import AnswerRefusedError
from graph.liability.catalogue import Catalogue, load_catalogue
from graph.registers.accountability import sanctions
from graph.registers.accountability.book import SANCTION
from graph.registers.accountability.contract import Imposed, Request
from graph.registers.accountability.follow import follow_day, follow_findings

FINDING = {
    "finding_id": "f1", "ground_kind": "LISTING", "ground_ref": "LISTING:w-1", "ground_id": "W-1",
    "authority_code": "1141130000598765XE", "entity_id": "e1", "person_id": "p1", "person_name": "甲",
    "list_type": "L03", "role": "LEGAL_REP", "mode": "LISTED_SELF", "base_state": "CONFIRMED",
    "valid_from": "2024-06-01", "valid_to": "2027-06-01", "withdrawn_at": "", "withdrawn_because": "",
    "path": "[]", "measures": ["M01"],
}  # fmt: skip


def _book(years: int | None) -> Catalogue:
    # Read anew: a copy would keep what the shared one has worked out of its own measures.
    read = load_catalogue().model_dump()
    measures = [{**one, "max_term_years": years} for one in read["measures"]]
    return Catalogue.model_validate({**read, "measures": measures})


def _impose(memory: Any, doc_on: str, years: int | None, **change: str) -> None:
    request = Request("enforce", "r", 1, doc_no="宛执1号", doc_on=doc_on, measures=(Imposed("M01"),))
    finding = {**FINDING, **change}
    case = {**finding, "record_id": "k1"}
    memory.write(lambda tx: sanctions.impose(tx, case, finding, request, _book(years)), by="t", why="t")


def _derive(memory: Any, today: str, **change: str) -> None:
    finding = {**FINDING, **change}
    memory.write(lambda tx: follow_findings(tx, [finding], ["f1"], {}, today), by="t", why="t")


def _now(memory: Any) -> list[tuple[str, str]]:
    rows = [one for one in memory.kept[SANCTION] if one["seq_to"] == OPEN_SEQ]
    return [(one["ends_on"], one["standing"]) for one in rows]


@pytest.mark.parametrize(
    ("years", "ends_on"), [(None, "2027-06-01"), (1, "2025-07-01"), (2, "2026-07-01"), (3, "2027-06-01")]
)
def test_a_measure_ends_with_its_finding_or_after_its_longest_term(
    memory: Any, years: int | None, ends_on: str
) -> None:
    _impose(memory, "2024-07-01", years)
    assert _now(memory) == [(ends_on, "OPEN")]
    memory.write(lambda tx: follow_day(tx, ends_on), by="t", why="t")
    assert _now(memory) == [(ends_on, "ENDED")]


def test_a_finding_that_lasts_longer_does_not_lengthen_it(memory: Any) -> None:
    _impose(memory, "2024-07-01", 1)
    _derive(memory, "2024-08-01", valid_to="2029-06-01")
    assert _now(memory) == [("2025-07-01", "OPEN")]
    _derive(memory, "2024-08-02", valid_to="2025-01-01")
    assert _now(memory) == [("2025-01-01", "OPEN")]
    _derive(memory, "2024-08-03")
    assert _now(memory) == [("2025-07-01", "OPEN")]


def test_it_does_not_begin_anew_when_it_is_imposed_again(memory: Any) -> None:
    _impose(memory, "2024-07-01", 1)
    _derive(memory, "2024-09-01", withdrawn_at="2024-09-01", withdrawn_because="ANNULLED")
    _derive(memory, "2025-01-01")
    _impose(memory, "2025-02-01", 1)
    assert _now(memory) == [("2024-09-01", "ENDED"), ("2025-07-01", "OPEN")]
    with pytest.raises(AnswerRefusedError, match="最长期限"):
        _impose(memory, "2025-07-01", 1)
