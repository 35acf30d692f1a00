"""What a city's second package and acts take away again, on each engine, against its own keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from creditgraph.answers import compare_findings
from creditgraph.later import hand_in_later
from graph.derivation import derive
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city
from ingest.synthetic.later import CAUSES, LATER

ENTITIES = 1500


def exact(scores: Any) -> bool:
    return all(one.precision == one.recall == 1.0 and one.true for one in scores)


def test_corrections_retractions_and_judged_identities_take_exactly_their_own_findings(
    register: Any, tmp_path: Path
) -> None:
    city = tmp_path / "city"
    planted = generate_city(city, entities=ENTITIES, seed=7, today=register.today, later=True).later
    assert set(planted) == set(CAUSES)
    ingest_paths(register.store, register.keys, [city])
    register.derive()
    desk = register.desk()
    assert exact(compare_findings(desk, city / "answers"))
    # The later keys can fail: nothing of what they say has happened yet.
    findings, withdrawn, *_ = compare_findings(desk, city / LATER / "answers")
    assert findings.recall < 1.0 and withdrawn.recall < 1.0 and withdrawn.precision == 1.0

    scores = compare_findings(desk, hand_in_later(desk, city))
    assert exact(scores), [one for one in scores if one.examples]
    fallen = {cause: len(register.findings(withdrawn_because=cause)) for cause in CAUSES}
    assert fallen == planted
    # Everything derived anew says the same, and a second time changes nothing.
    assert derive(register.store, today=register.today, full=True).findings.keys() <= {"same"}
