"""What a receipt names as the cause after an objection was decided, and that the page has words for it."""

from __future__ import annotations

import pytest

from dashboard.views.oversight import _CAUSES
from graph.answers import standing
from graph.answers.receipts import _stands

FINDING = {
    "finding_id": "L", "version_id": "v", "base_state": "CONFIRMED", "valid_from": "2024-06-01",
    "valid_to": "2027-06-01", "withdrawn_at": "", "withdrawn_because": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("results", "cause"),
    [
        (["DISMISSED"], "OBJECTION_DISMISSED"),
        (["CORRECTED"], "OBJECTION_CORRECTED"),
        (["CORRECTED", "DISMISSED"], "OBJECTION_DISMISSED"),
        (["DISMISSED", "CORRECTED"], "OBJECTION_CORRECTED"),
        ([], "DECIDED_OTHERWISE"),
    ],
)
def test_the_decision_made_last_is_the_cause(results: list[str], cause: str) -> None:
    disputes = [
        ["2026-11-01", f"2026-11-1{place}", result, f"O-{place}", "2026-11-20T00:00:00"]
        for place, result in enumerate(results)
    ]
    row = {"finding": FINDING, "known_at": "2026-11-20T00:00:00", "disputes": disputes}
    assert _stands(row, "2026-11-23", {}).cause == cause


def test_the_page_has_words_for_every_cause() -> None:
    own = (standing.OBJECTION, standing.TERM_OVER, standing.RESTORED, standing.CORRECTED, standing.OTHERWISE)
    assert all(_CAUSES.get(one) for one in own)
