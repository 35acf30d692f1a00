"""The ordinary city: shops, small companies, co-operatives, branches, partnerships."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ingest.synthetic.block import Block
from ingest.synthetic.days import iso, ordinal
from ingest.synthetic.model import Org, Person, Stake

_TWO: Final = ((60, 40), (51, 49), (70, 30), (50, 50), (80, 20), (92, 8), (95, 5), (66.67, 33.33))
_THREE: Final = ((40, 30, 30), (51, 29, 20), (34, 33, 33), (70, 20, 10), (60, 32.5, 7.5), (55.5, 38.25, 6.25))
#: In a clean city an agent serves, and one address has, no more than that.
_FEW: Final = 8
_MANY: Final = ((30, 20, 20, 15, 15), (52, 12, 12, 12, 12), (25, 25, 20, 20, 10))


def between(b: Block, first: str, last: str = "") -> str:
    """A day from `first` up to (not including) `last`, or today."""
    low, high = ordinal(first), ordinal(last) if last else b.now
    return first if high <= low else iso(low + b.below(high - low))


def staff(b: Block, org: Org, owner: Person | None, *, rep: Person | None = None) -> Person:
    """Fill the offices of a company; returns today's legal representative."""
    start = org.established
    if rep is None:
        rep = owner if owner and b.chance(0.7) else b.person(numbered=b.chance(0.975))
        if b.chance(0.2):
            change = between(b, start)
            if change > start:
                b.post(org, b.person(numbered=b.chance(0.97)), "LEGAL_REP", start, change)
                start = change
                if b.chance(0.25):
                    b.put(
                        "entity_changes",
                        {
                            "uscc": org.uscc,
                            "field": "法定代表人",
                            "changed_on": change,
                            "new_value": rep.name,
                        },
                    )
        b.post(org, rep, "LEGAL_REP", start)
    first = b.rng.random()
    if first < 0.06 and not (b.clean and len(b.agent.members) >= _FEW):
        role = ("SUPERVISOR", "FINANCE_HEAD", "DIRECTOR")[int(first * 50)]
        b.post(org, b.agent.person, role, org.established)
        org.address = b.agent.address
        b.agent.members.append(org)
    elif first < 0.7:
        b.post(org, b.person(numbered=b.chance(0.94)), "SUPERVISOR", org.established)
    if b.chance(0.45):
        b.post(org, rep, "DIRECTOR", start)
    if b.chance(0.15):
        b.post(org, b.person(), "MANAGER", org.established)
    if b.chance(0.1):
        b.post(org, b.person(numbered=b.chance(0.9)), "FINANCE_HEAD", org.established)
    return rep


def hold(b: Block, org: Org, shares: tuple[float, ...], first: Person | Org | None = None) -> Person | None:
    """Give the company's shares to new people (the largest to `first`); returns its largest person."""
    largest: Person | None = None
    for position, percent in enumerate(shares):
        holder = first if first is not None and position == 0 else b.person(numbered=b.chance(0.97))
        stake = b.stake(org, holder, percent)
        if position == 0 and isinstance(holder, Person):
            largest = holder
        elif position and 5 < percent < 10 and shares[0] > 50:
            stake.safe_range = True
    return largest


def _transfer(b: Block, org: Org) -> None:
    """One holder bought his share from somebody who has left."""
    stake = org.stakes[b.below(len(org.stakes))]
    sold = between(b, org.established)
    if sold <= org.established or not isinstance(stake.holder, Person):
        return
    org.stakes.insert(0, Stake(b.person(), stake.units, org.established, sold))
    stake.start = sold
    b.put(
        "entity_changes",
        {"uscc": org.uscc, "field": "股东", "changed_on": sold, "new_value": stake.holder.name},
    )


def simple_company(b: Block) -> Org:
    """A company with one to three holders (rarely five), as most are."""
    draw = b.rng.random()
    org = b.org("股份有限公司" if draw > 0.985 else "有限责任公司")
    first = _known_owner(b) if b.chance(0.06) else b.person(numbered=b.chance(0.97))
    if draw < 0.45:
        shares: tuple[float, ...] = (100,)
    elif draw < 0.78:
        shares = _TWO[b.below(len(_TWO))]
    elif draw < 0.97:
        shares = _THREE[b.below(len(_THREE))]
    else:
        shares = _MANY[b.below(len(_MANY))]
    owner = hold(b, org, shares, first)
    staff(b, org, owner)
    if b.chance(0.06):
        _transfer(b, org)
    if b.chance(0.08):
        _leave_register(b, org)
    return org


def _known_owner(b: Block) -> Person:
    """Somebody who already owns a company of this block, if the draw finds one."""
    for _ in range(3):
        if not b.orgs:
            break
        org = b.orgs[b.below(len(b.orgs))]
        if org.form == "有限责任公司" and org.status == "存续" and org.stakes and not org.violation[0]:
            holder = org.stakes[-1].holder
            if isinstance(holder, Person) and holder.id_no and not org.stakes[-1].safe_range:
                return holder
    return b.person()


def _leave_register(b: Block, org: Org) -> None:
    """The company was deregistered; its offices and shares ended with it."""
    gone = between(b, org.established)
    last = max([one.start for one in org.posts] + [one.start for one in org.stakes])
    if gone <= last:
        return
    org.status, org.status_on, org.ended = "注销", gone, gone
    for post in org.posts:
        post.end = post.end or gone
    for stake in org.stakes:
        stake.end = stake.end or gone


def household(b: Block) -> Org:
    """A 个体工商户 and its operator."""
    org = b.org("个体工商户")
    org.capital = 0
    b.post(org, b.person(numbered=b.chance(0.985)), "PRINCIPAL", org.established)
    if b.chance(0.07):
        _leave_register_shop(b, org)
    return org


def _leave_register_shop(b: Block, org: Org) -> None:
    gone = between(b, org.established)
    if gone > org.established:
        org.status, org.status_on, org.ended = "注销", gone, gone
        org.posts[0].end = gone


def cooperative(b: Block) -> Org:
    """A farmers' co-operative of five members, none with a majority."""
    org = b.org("农民专业合作社")
    staff(b, org, hold(b, org, (20, 20, 20, 20, 20)))
    return org


def sole_proprietorship(b: Block) -> Org:
    """A 个人独资企业: its investor holds all of it and heads it."""
    org = b.org("个人独资企业")
    owner = b.person()
    b.stake(org, owner, 100)
    b.post(org, owner, "PRINCIPAL", org.established)
    return org


def partnership(b: Block) -> Org:
    """A partnership whose executive partner is a person or, as mostly, a company."""
    by_company = b.room >= 2 and b.chance(0.6)
    manager = simple_company(b) if by_company else None
    org = b.org("有限合伙企业" if by_company else "普通合伙企业")
    if manager:
        org.established = max(org.established, manager.established)
        b.stake(org, manager, 1, start=org.established)
        post = b.post(org, Person(manager.name, ""), "EXECUTIVE_PARTNER", org.established)
        post.company = manager
        shares: tuple[float, ...] = (33, 33, 33)
    else:
        partner = b.person()
        b.stake(org, partner, 40)
        b.post(org, partner, "EXECUTIVE_PARTNER", org.established)
        shares = (30, 30)
    for percent in shares:
        b.stake(org, b.person(), percent, start=org.established)
    return org


def branches(b: Block) -> Org:
    """A company with one to three branches; a branch has a head and no representative."""
    parent = simple_company(b)
    for _ in range(min(b.room, 1 + b.below(3))):
        branch = b.org("分支机构", established=between(b, parent.established))
        b.post(branch, b.person(), "PRINCIPAL", branch.established)
        b.put(
            "relations",
            {
                "kind": "BRANCH_OF",
                "from_uscc": branch.uscc,
                "from_name": branch.name,
                "to_uscc": parent.uscc,
                "to_name": parent.name,
                "valid_from": branch.established,
            },
        )
    return parent


def public_body(b: Block) -> Org:
    """A school or an association."""
    org = b.org("事业单位法人" if b.chance(0.6) else "社会组织法人")
    b.post(org, b.person(), "LEGAL_REP", org.established)
    return org


# Share of draws, organisations needed, recipe.
RECIPES: Final[tuple[tuple[float, int, Callable[[Block], Org]], ...]] = (
    (0.40, 1, household),
    (0.42, 1, simple_company),
    (0.035, 1, cooperative),
    (0.01, 1, sole_proprietorship),
    (0.015, 2, partnership),
    (0.02, 3, branches),
    (0.01, 1, public_body),
)
