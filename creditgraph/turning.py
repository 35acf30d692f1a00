"""What a new day turns though nothing was handed in.

The state of a finding on a day (term over, listing ended, measure begun, withdrawn) is worked out by whoever
reads it. Derivation itself looks at the present day in three places only: successors who have taken office,
a recovery that ends an incapacity, and rules chosen by the day of the act. Stored control is of the day too.
"""

from __future__ import annotations

from collections import defaultdict

from graph.days import add_days
from graph.derivation import Touched
from graph.liability.rulebook import RuleSet
from graph.ownership.read import entity_ranges
from graph.store import Store

_LAST_ID = "\U0010ffff"


def turned(store: Store, after: str, today: str) -> dict[str, Touched]:
    """By day, after `after` up to `today`: what has to be derived anew then.

    Parameters
    ----------
    after
        The day up to which everything is derived.
    """
    seq = store.head_seq()
    span = {"after": after, "today": today, "seq": seq}
    found: dict[str, Touched] = defaultdict(Touched)
    for first, last in entity_ranges(store):
        columns = store.read_columns("read/worker/beginning_tenures", first=first, last=last, **span)
        for entity_id, day in zip(columns["entity_id"], columns["day"], strict=True):
            found[day].entities.add(entity_id)
    columns = store.read_columns("read/worker/beginning_statuses", first="", last=_LAST_ID, **span)
    for person_id, day in zip(columns["person_id"], columns["day"], strict=True):
        found[day].persons.add(person_id)
    return dict(found)


def edition_days(ruleset: RuleSet, after: str, today: str) -> set[str]:
    """Days after `after` up to `today` on which a rule chosen by the day of the act begins or has ended."""
    days: set[str] = set()
    for rule in ruleset.rules:
        if rule.version_by == "PROCESSING":
            days.add(rule.in_force_from)
            if rule.in_force_to is not None:
                days.add(add_days(rule.in_force_to, 1))
    return {day for day in days if after < day <= today}
