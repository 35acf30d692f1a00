"""Planted bursts that need firms of their own: what early warning has to find by its other signals.

They take the last places of the first block and draw from a random source of their own, so that nothing
before them changes. `answers/warnings.csv` names each with the number of events in the signal's window.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Final

from ingest.synthetic.block import Block
from ingest.synthetic.cases_patterns import plain_company
from ingest.synthetic.days import shift
from ingest.synthetic.model import Org
from ingest.synthetic.vocabulary import MARKET

#: A smaller block has other cases to show first.
LEAST_BLOCK: Final = 400
_CLUSTER: Final = 9
#: At one address so many registrations within thirty days are the first that stand out (``signals.yaml``).
_CLUSTER_FROM: Final = 6
#: Organisations that all of it takes.
ROOM: Final = _CLUSTER + 3


def room_for(b: Block) -> int:
    """How many places to keep free at the end of a block."""
    return ROOM if b.index == 0 and not b.clean and b.capacity >= LEAST_BLOCK else 0


def plant_warning_cases(b: Block) -> None:
    """All of them."""
    usual, b.rng = b.rng, Random(f"{b.seed}:{b.index}:warning")  # noqa: S311 - reproducible, nothing secret
    first = len(b.orgs)
    try:
        cluster_registrations(b)
        representative_changes(b)
        controller_changes(b)
        overdue_repairs(b)
    finally:
        b.rng = usual
    b.watched.update(org.uscc for org in b.orgs[first:])


def _told(b: Block, signal: str, org: Org, number: int) -> None:
    b.signals.append((signal, org.uscc, number))


def cluster_registrations(b: Block) -> None:
    """Nine firms founded at one address within three weeks: the sixth and those after it stand out."""
    address = ""
    for place in range(_CLUSTER):
        org = plain_company(b, shift(b.today, 2 * place - 20))
        org.address = address = address or org.address
        if place + 1 >= _CLUSTER_FROM:
            _told(b, "CLUSTER_REGISTRATIONS", org, 1)


def representative_changes(b: Block) -> None:
    """Three legal representatives within ninety days: two changes."""
    org = b.org(established=shift(b.today, -1500))
    days = (org.established, shift(b.today, -60), shift(b.today, -30), "")
    for start, end in pairwise(days):
        b.post(org, b.person(), "LEGAL_REP", start, end)
    b.stake(org, b.person(), 100)
    _told(b, "REPRESENTATIVE_CHANGES", org, 2)


def controller_changes(b: Block) -> None:
    """All shares sold twice within thirty days."""
    org = plain_company(b, shift(b.today, -1500), owner=False)
    days = (org.established, shift(b.today, -20), shift(b.today, -8), "")
    for start, end in pairwise(days):
        b.stake(org, b.person(), 100, start=start).end = end
    _told(b, "CONTROLLER_CHANGES", org, 2)


def overdue_repairs(b: Block) -> None:
    """Two applications for repair on which nobody has decided: their ten working days ended lately."""
    org = plain_company(b, shift(b.today, -1500))
    for applied in (-35, -33):
        decided = shift(b.today, -500 + applied)
        window = shift(decided, -200), shift(decided, -120)
        ground = b.listing("L08", org, MARKET, decided=decided, window=window)
        b.put(
            "repairs",
            {
                "repair_id": f"R-{b.index:05d}-{b.number():04d}",
                "target_kind": ground.kind,
                "target_key": ground.ground_id,
                "applied_on": shift(b.today, applied),
                "accepted_on": shift(b.today, applied + 2),
                "authority_code": ground.authority_code,
            },
        )
    _told(b, "OVERDUE_REPAIRS", org, 2)
