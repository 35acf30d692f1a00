"""Which penalties a group's roll-up counts, and whom it names."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.masking import SHOWN
from api.services import group_risk
from api.services.group_risk import _counts, _exposed, _guarantees
from api.services.parties import Parties
from graph.ownership.parties import PartyLabels
from graph.risk.standing import Standing

SINCE = "2025-06-01"


@pytest.mark.parametrize(
    ("decided_on", "standing", "counts"),
    [
        ("2025-06-02", Standing.IN_FORCE, True),
        ("2025-06-02", Standing.ENDED, True),
        ("2025-06-01", Standing.IN_FORCE, False),
        ("2026-01-01", Standing.REPAIRED, False),
        ("2026-01-01", Standing.UNDONE, False),
    ],
)
def test_penalties_of_the_window_count_unless_they_fell(
    decided_on: str, standing: Standing, counts: bool
) -> None:
    row = {"link": "PENALISED_BY", "kind": "", "decided_on": decided_on, "standing": standing}
    assert _counts(row, SINCE) is counts
    assert not _counts({**row, "link": "LISTED_BY"}, SINCE)


def test_a_guarantee_for_a_hidden_firm_does_not_say_in_which_list_it_stands() -> None:
    labels = PartyLabels({"a": "91A", "b": "91B", "c": "91C"}, {"a": "甲", "b": "乙", "c": "丙"})
    parties = Parties(labels, frozenset({"c"}), SHOWN)
    given = {"valid_from": "2020-01-01", "origin": "SAMR"}
    guarantees = [{"source": "a", "target": one, **given} for one in ("b", "c", "d")]
    listed = [{"party": one, "list_type": "L08", "decided_on": "2026-01-01"} for one in ("b", "c")]
    found = {one["debtor"]["id"]: one for one in _exposed(parties, guarantees, listed, {"a"})}
    assert found.keys() == {"91B", ""}
    open_, hidden = found["91B"], found[""]
    assert open_["decided_on"] == "2026-01-01" and open_["list_type_zh"]
    assert (hidden["decided_on"], hidden["list_type_zh"]) == ("", "")
    assert _exposed(parties, guarantees, listed, set()) == []


class _Desk:
    """A store in which one member gives so many guarantees."""

    def __init__(self, number: int) -> None:
        self.store, self.number, self.asked = self, number, 0

    def read_columns(self, query: str, *, entity_ids: list[str], cap: int, **_: Any) -> dict[str, list[str]]:
        assert query == "read/warning/guarantees_given"
        self.asked += 1
        given = [f"d{one}" for one in range(min(cap, self.number))] if "a" in entity_ids else []
        same = dict.fromkeys(("fact_id", "valid_from", "origin"), given)
        return {"source": ["a"] * len(given), "target": given, **same}


@pytest.mark.parametrize(("number", "whole"), [(3, True), (4, False)])
def test_guarantees_that_were_not_all_read_are_not_called_all(
    number: int, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_risk, "_MOST_GUARANTEES", 3)
    monkeypatch.setattr(group_risk, "_GIVERS", 1)
    desk: Any = _Desk(number)
    rows, all_given = _guarantees(desk, ["b", "a"], "2026-01-01", 9)
    assert (len(rows), all_given, desk.asked) == (number, whole, 2)
