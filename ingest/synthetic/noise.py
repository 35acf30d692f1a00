"""The rest of a city's paper: penalties without consequence, abnormal lists, old codes."""

from __future__ import annotations

from ingest.synthetic.background import between
from ingest.synthetic.block import Block
from ingest.synthetic.cases_revoked import penalty_person_row, penalty_row
from ingest.synthetic.days import shift
from ingest.synthetic.endings import remove
from ingest.synthetic.model import Org
from ingest.synthetic.rows import legacy_code
from ingest.synthetic.vocabulary import MARKET


def decorate(b: Block) -> set[str]:
    """Add what changes no answer; returns document numbers of penalties that must be returned."""
    returned: set[str] = set()
    first = b.index == 0
    for org in b.orgs:
        draw = b.rng.random()
        if draw < 0.06:
            _penalty(b, org)
        elif draw < 0.075:
            _abnormal(b, org)
        elif draw < 0.085:
            _legacy(b, org)
        elif draw < 0.105:
            returned |= _personal(b, "ORDINARY")
        elif draw < 0.115:
            returned |= _personal(b, ("SIMPLE", "SLIGHT", "UNKNOWN")[b.below(3)])
    if first:
        for kind in ("SIMPLE", "SLIGHT", "UNKNOWN"):
            returned |= _personal(b, kind)
    return returned


def _penalty(b: Block, org: Org) -> None:
    decided = between(b, org.established)
    if b.clean and changed_before(org, decided):
        return
    more: dict[str, str] = {}
    if org.form != "个体工商户" and b.chance(0.1):
        more = {"procedure": "简易", "severity": "轻微"}
    elif b.chance(0.05):
        annulled = between(b, decided)
        more = {"annulled_on": annulled, "annul_doc": f"复议撤销〔{annulled[:4]}〕{b.number()}号"}
    b.put("penalties_org", penalty_row(b, org, decided, more))


def _personal(b: Block, kind: str) -> set[str]:
    row = penalty_person_row(b, b.person(), b.day(5, 1200), kind)
    b.put("penalties_person", row)
    return set() if kind == "ORDINARY" else {row["CF_WSH"]}


def changed_before(org: Org, day: str) -> bool:
    """Whether the representative or a holder changed in the half year before a day."""
    ends = [*(post.end for post in org.posts), *(stake.end for stake in org.stakes)]
    return any(shift(day, -181) <= one <= day for one in ends if one)


def _abnormal(b: Block, org: Org) -> None:
    if org.ended:
        return
    decided = between(b, shift(org.established, 100))
    if decided > b.today:
        return
    ground = b.listing(
        "L09",
        org,
        MARKET,
        decided=decided,
        facts={"severity": "轻微", "reason": "通过登记的住所无法联系"},
    )
    if b.chance(0.5):
        remove(b, ground, "REPAIRED")


def _legacy(b: Block, org: Org) -> None:
    """The code was kept, or replaced an older one that nothing else uses."""
    kept = b.chance(0.4)
    b.put(
        "identifiers",
        {
            "uscc_old": org.uscc if kept else legacy_code(b),
            "uscc_new": org.uscc,
            "kind": "KEPT" if kept else "REPLACED",
            "flag": "2" if kept else "0",
            "decided_on": between(b, org.established),
            "authority": MARKET.name,
            "doc_no": f"宛市监码〔{b.index}〕{b.number()}号",
        },
    )
