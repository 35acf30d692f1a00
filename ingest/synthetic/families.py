"""Companies that hold each other: chains, groups, state firms, rings, and the hard cases of control."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ingest.synthetic.background import between, hold, simple_company, staff
from ingest.synthetic.block import Block
from ingest.synthetic.codes import body_of, uscc
from ingest.synthetic.model import FOREIGN, Agreement, Org, Person

_MAJORITIES: Final = (51, 55, 60, 66.67, 70, 75, 80, 90, 100)


def _company(b: Block, established: str = "", form: str = "有限责任公司") -> Org:
    org = b.org(form, established=established or b.day(1200, 3600))
    staff(b, org, None)
    return org


def _rest(b: Block, org: Org) -> None:
    """Give what is left of the shares to one more person."""
    left = 1_000_000 - sum(stake.units for stake in org.stakes)
    if left > 0:
        b.stake(org, b.person(), left / 10_000)


def _mark(b: Block, kind: str, *members: Org | Person) -> None:
    b.patterns.append(
        (kind, [one.uscc if isinstance(one, Org) else f"person:{one.id_no}" for one in members])
    )


def chain(b: Block) -> None:
    """A person above a chain of two to five companies: direct at the top, indirect below."""
    owner = b.person()
    above: Org | Person = owner
    members: list[Org] = []
    established = b.day(2500, 3600)
    for _ in range(2 + b.below(4)):
        org = _company(b, established)
        hold(b, org, (_MAJORITIES[b.below(len(_MAJORITIES))],), above)
        _rest(b, org)
        members.append(org)
        above = org
        established = between(b, established, b.day(1300, 1400))
    b.court_candidates.extend(members)
    if b.chance(0.3):
        last = members[-1]
        b.post(last, owner, "DECLARED_CONTROLLER", last.established, control_state="CONFIRMED")
    _mark(b, "CHAIN", owner, *members)


def group(b: Block) -> None:
    """A parent with several subsidiaries, some only by half."""
    owner = b.person()
    parent = _company(b, b.day(2500, 3600))
    hold(b, parent, (70, 30), owner)
    members = [parent]
    for _ in range(3 + b.below(6)):
        child = _company(b, between(b, parent.established, b.day(1300, 1400)))
        percent = (100, 100, 60, 51, 50, 40, 30)[b.below(7)]
        b.stake(child, parent, percent)
        _rest(b, child)
        members.append(child)
    b.court_candidates.extend(members[1:])
    _mark(b, "GROUP", owner, *members)


def state_group(b: Block) -> None:
    """A state-assets body above a wholly state-owned group above mixed firms."""
    if b.chance(0.5):
        top = b.state_assets
    else:
        top = b.org("机关法人", established="2004-06-01")
        b.post(top, b.person(), "LEGAL_REP", top.established)
        top.state_class = "机关"
    parent = _company(b, b.day(2800, 3600), "国有独资公司")
    parent.state_class, parent.supervisor = "国有独资", top.uscc
    b.stake(parent, top, 100, kind="STATE")
    members = [top, parent]
    for percent in (100, 51, 35)[: 2 + b.below(2)]:
        child = _company(b, between(b, parent.established, b.day(1300, 1400)))
        child.state_class = "国有控股" if percent > 50 else "国有参股"
        b.stake(child, parent, percent)
        _rest(b, child)
        members.append(child)
    b.court_candidates.append(members[-1])
    _mark(b, "STATE_TOP", *members)


def joint(b: Block) -> None:
    """A person with 30 % of his own and 25 % through a company of his: together a majority."""
    owner = b.person()
    vehicle, target = _company(b, b.day(2500, 3000)), _company(b, b.day(1400, 2400))
    hold(b, vehicle, (80, 20), owner)
    b.stake(target, owner, 30)
    b.stake(target, vehicle, 25)
    _rest(b, target)
    b.court_candidates.append(target)
    _mark(b, "JOINT", owner, vehicle, target)


def indirect_pair(b: Block) -> None:
    """Two companies of one owner hold 26 % each of a third: control without a share of his own."""
    owner = b.person()
    first, second = _company(b, b.day(2500, 3000)), _company(b, b.day(2500, 3000))
    target = _company(b, b.day(1400, 2400))
    for vehicle in (first, second):
        hold(b, vehicle, (60, 40), owner)
        b.stake(target, vehicle, 26)
    _rest(b, target)
    b.court_candidates.append(target)
    _mark(b, "INDIRECT", owner, first, second, target)


def exactly_half(b: Block) -> None:
    """Half is not more than half: alone, and through a company."""
    owner = b.person()
    vehicle, target = _company(b, b.day(2500, 3000)), _company(b, b.day(1400, 2400))
    hold(b, vehicle, (100,), owner)
    b.stake(target, vehicle, 25)
    b.stake(target, owner, 25)
    _rest(b, target)
    other = _company(b, b.day(1400, 2400))
    hold(b, other, (50, 50), owner)
    _mark(b, "EXACTLY_HALF", owner, vehicle, target, other)


def float_noise(b: Block) -> None:
    """Shares whose floating sum is not their sum: 50 in all is no control, 50.0001 is."""
    owner = b.person()
    vehicles = [_company(b, b.day(2500, 3000)) for _ in range(3)]
    for vehicle in vehicles:
        hold(b, vehicle, (100,), owner)
    even, over = _company(b, b.day(1400, 2400)), _company(b, b.day(1400, 2400))
    for target, shares in ((even, (16.7, 16.6, 16.7)), (over, (16.7, 16.6, 16.7001))):
        for vehicle, percent in zip(vehicles, shares, strict=True):
            b.stake(target, vehicle, percent)
        _rest(b, target)
    _mark(b, "FLOAT_NOISE", owner, *vehicles, even, over)


def ring(b: Block) -> None:
    """Three companies in a ring of majorities, nobody above: each controls the others."""
    day = b.day(2000, 3000)
    members = [_company(b, day) for _ in range(3)]
    for position, org in enumerate(members):
        b.stake(org, members[position - 1], (60, 55, 51)[position])
        _rest(b, org)
    _mark(b, "RING", *members)


def cross_holding(b: Block) -> None:
    """Two companies hold a third of each other; with it their owner has a majority of both."""
    owner = b.person()
    day = b.day(2000, 3000)
    first, second = _company(b, day), _company(b, day)
    b.stake(first, owner, 51)
    b.stake(first, second, 30)
    b.stake(second, first, 30)
    b.stake(second, owner, 25)
    _rest(b, first)
    _rest(b, second)
    _mark(b, "CROSS_HOLDING", owner, first, second)


def dual_class(b: Block) -> None:
    """Votes differ from equity: the founder with 30 % of the capital has 60 % of the votes."""
    org = _company(b, b.day(1400, 2800), "股份有限公司")
    founder, fund = b.person(), b.person()
    b.stake(org, founder, 60).equity = "30"
    b.stake(org, fund, 40).equity = "70"
    b.court_candidates.append(org)
    _mark(b, "DUAL_CLASS", founder, org)


def treasury(b: Block) -> None:
    """A company holding its own shares, which do not vote."""
    org = _company(b, b.day(1400, 2800), "股份有限公司")
    for _ in range(3):
        b.stake(org, b.person(), 30)
    b.stake(org, org, 10).treasury = True
    _mark(b, "TREASURY", org)


def foreign_holder(b: Block) -> None:
    """A foreign company and unnamed small holders beside a local majority."""
    org = _company(b, b.day(1400, 2800))
    owner = b.person()
    b.stake(org, owner, 55)
    number = b.number()
    abroad = Org(f"HK{b.index:05d}{number:03d}", f"宛裕国际{number}有限公司", FOREIGN, "", 0, 0, "", 0)
    b.stake(org, abroad, 35)
    b.stake(org, Person("其他股东", ""), 10, kind="OTHER")
    _mark(b, "FOREIGN_HOLDER", org)


def changed_hands(b: Block) -> None:
    """A majority sold: the former holder controls nothing any more."""
    org = _company(b, b.day(2400, 3000))
    former, current = b.person(), b.person()
    sold = b.day(300, 900)
    b.stake(org, former, 80).end = sold
    b.stake(org, current, 80, start=sold)
    b.stake(org, b.person(), 20)
    _mark(b, "CHANGED_HANDS", former, current, org)


def nominee(b: Block) -> None:
    """A share held for somebody else: a small one decides nothing, a majority is his who is behind it."""
    org = simple_company(b)
    holding = _company(b, b.day(1400, 2800))
    front, behind = b.person(), b.person()
    shown, other = (30, 40) if b.index % 2 else (55, 15)
    b.stake(holding, front, shown)
    b.stake(holding, b.person(), other)
    _rest(b, holding)
    b.post(holding, behind, "DECLARED_CONTROLLER", holding.established, control_state="SUSPECTED")
    _agree(b, "NOMINEE_FOR", front, behind, holding.established)
    _relate(b, "KIN_OF", front, behind, holding.established)
    _mark(b, "NOMINEE", front, behind, holding)
    _guarantee(b, org, holding)


def concert(b: Block) -> None:
    """Two holders act in concert and a third lends one his vote: less than half, half, or more in all.

    Where it is more, each of the two controls as a part of the group; where the lent votes and his own are
    more than half, the one controls by himself.
    """
    org = _company(b, b.day(1400, 2800))
    first, second, third = b.person(), b.person(), b.person()
    shares = ((25, 20, 10, 25, 20), (30, 10, 25, 20, 15), (20, 15, 15, 25, 25), (15, 10, 10, 35, 30))
    holders = (first, second, third, b.person(), b.person())
    for holder, percent in zip(holders, shares[b.index % len(shares)], strict=True):
        b.stake(org, holder, percent)
    _agree(b, "ACTS_IN_CONCERT", first, second, org.established)
    _agree(b, "VOTES_FOR", third, first, org.established)
    _mark(b, "CONCERT", first, second, third, org)


def guarantee_circle(b: Block) -> None:
    """Three companies that guarantee each other in a circle."""
    members = [simple_company(b) for _ in range(3)]
    for position, org in enumerate(members):
        _guarantee(b, members[position - 1], org)
    _mark(b, "GUARANTEE_CIRCLE", *members)


def code_replaced(b: Block) -> None:
    """A company whose earlier code is still used for one of its offices."""
    org = simple_company(b)
    old = uscc("91", "411300", body_of("NX", b.index * 500 + b.number()))
    b.put(
        "identifiers",
        {
            "uscc_old": old,
            "uscc_new": org.uscc,
            "kind": "REPLACED",
            "flag": "0",
            "decided_on": between(b, org.established),
            "authority": "南阳市市场监督管理局",
            "doc_no": f"宛市监码〔{b.index}〕{b.number()}号",
        },
    )
    director = b.person()
    b.put(
        "positions",
        {
            "uscc": old,
            "role": "DIRECTOR",
            "name": director.name,
            "id_type": "01",
            "id_no": director.id_no,
            "valid_from": org.established,
        },
    )
    _mark(b, "CODE_REPLACED", org)


def _relate(b: Block, kind: str, source: Person, target: Person, start: str) -> None:
    b.put(
        "relations",
        {
            "kind": kind,
            "from_name": source.name,
            "from_id_no": source.id_no,
            "to_name": target.name,
            "to_id_no": target.id_no,
            "valid_from": start,
            "source_doc": "（2023）豫13民终1号" if kind == "KIN_OF" else "协议备案",
        },
    )


def _agree(b: Block, kind: str, first: Person, second: Person, start: str) -> None:
    """An agreement on votes."""
    b.agreements.append(Agreement(kind, first, second))
    _relate(b, kind, first, second, start)


def _guarantee(b: Block, source: Org, target: Org) -> None:
    b.put(
        "relations",
        {
            "kind": "GUARANTEES",
            "from_uscc": source.uscc,
            "from_name": source.name,
            "to_uscc": target.uscc,
            "to_name": target.name,
            "valid_from": max(source.established, target.established),
            "amount_cny": str((b.below(500) + 10) * 10_000),
        },
    )


# Weight among the planted families, organisations needed at most, recipe.
FAMILIES: Final[tuple[tuple[int, int, Callable[[Block], None]], ...]] = (
    (30, 5, chain),
    (18, 10, group),
    (8, 6, state_group),
    (8, 2, joint),
    (6, 3, indirect_pair),
    (3, 4, exactly_half),
    (1, 5, float_noise),
    (1, 3, ring),
    (2, 2, cross_holding),
    (2, 1, dual_class),
    (1, 1, treasury),
    (2, 1, foreign_holder),
    (6, 1, changed_hands),
    (4, 2, nominee),
    (4, 1, concert),
    (6, 3, guarantee_circle),
    (4, 1, code_replaced),
)
