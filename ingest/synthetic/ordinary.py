"""Ordinary dealings: what a real city is full of and no pattern may report.

Shared addresses and telephones, filings, bids, guarantees, people of several firms, small cross-holdings and
lists, each below what the pattern library asks for, and some of it just beside: a bid before the listing, a
director who had left, a listing that was repaired, one shared aspect where two are asked for. All of it is
drawn from random sources of its own and falls on firms that no planted case and no answer speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from random import Random
from typing import Final

from ingest.synthetic.block import Block
from ingest.synthetic.cases_revoked import penalty_row
from ingest.synthetic.days import ordinal, shift
from ingest.synthetic.endings import repair
from ingest.synthetic.model import Ground, Org, Person, Post
from ingest.synthetic.noise import changed_before
from ingest.synthetic.tables import COLUMNS
from ingest.synthetic.vocabulary import MARKET, PLACES

#: With fewer firms of which nothing else is told, a block has no room for it.
LEAST_QUIET: Final = 60
#: Nothing recent, so that early warning has nothing to see.
_LATELY: Final = -150
#: Listings that patterns look at are at most three years old.
_OLDEST: Final = -1000
_WORKS: Final = ("市政道路养护", "校舍修缮", "农村饮水管网", "办公设备采购", "园林绿化管护", "信息系统运维")


@contextmanager
def _drawn(b: Block, name: str) -> Iterator[None]:
    """Draw from a source of its own, so that nothing else in the city changes."""
    usual, b.rng = b.rng, Random(f"{b.seed}:{b.index}:{name}")  # noqa: S311 - reproducible, nothing secret
    try:
        yield
    finally:
        b.rng = usual


def quiet_firms(b: Block) -> list[Org]:
    """Living companies that no case, family or list speaks of, and whose people have no other firm."""
    told = {ground.uscc for ground in b.grounds} | {answer.about for answer in b.answers} | b.watched
    told.update(one for _, members in b.patterns for one in members)
    told.update(code for _, code, _ in (*b.related, *b.signals))
    seats = Counter(one for org in b.orgs for one in {id(person) for person in _people(org)})
    firms = [
        org
        for org in b.orgs
        if org.form == "有限责任公司"
        and org.status == "存续"
        and not org.ended
        and org.uscc not in told
        and org.address != b.agent.address
        and all(seats[id(person)] == 1 for person in _people(org))
        and len([post for post in org.posts if post.role == "LEGAL_REP" and not post.end]) == 1
    ]
    b.rng.shuffle(firms)
    return firms


def _people(org: Org) -> list[Person]:
    held = [stake.holder for stake in org.stakes if isinstance(stake.holder, Person)]
    return [*held, *(post.person for post in org.posts)]


# -- before rows are made: what stands in the firms themselves ---------------------------------------------


def settle(b: Block) -> None:
    """Addresses, telephones, people and small shares in common, and listings that lead to nothing."""
    with _drawn(b, "ordinary"):
        firms = quiet_firms(b)
        if len(firms) < LEAST_QUIET:
            return
        beside_listings(b, firms)
        shown = b.index == 0
        _share_address(b, _taken(firms, 9 if shown else 2 + b.below(5)))
        _share_phone(b, _taken(firms, 5 if shown else 2 + b.below(3)))
        if shown or b.chance(0.3):
            _one_person(b, firms, "LEGAL_REP", 4)
        if shown or b.chance(0.3):
            _one_person(b, firms, "SUPERVISOR", 8)
        if shown or b.chance(0.5):
            _small_cross_holding(b, firms)


def _taken(firms: list[Org], number: int) -> list[Org]:
    """The next firms, each used for one thing only."""
    found = firms[-number:]
    del firms[-number:]
    return found


def _share_address(b: Block, members: list[Org]) -> None:
    for org in members:
        org.address = members[0].address


def _share_phone(b: Block, members: list[Org]) -> None:
    phone = f"0377-6{b.index:05d}{b.number() % 100:02d}"
    for org in members:
        org.phone = phone


def _one_person(b: Block, firms: list[Org], role: str, number: int) -> None:
    """One person in an office of several firms, one fewer or more below what stands out."""
    person = b.person()
    for org in _taken(firms, number):
        held = next((post for post in org.posts if post.role == role and not post.end), None)
        if held is None:
            b.post(org, person, role, org.established)
        else:
            held.person = person
    b.ordinary_people.append(person)


def _small_cross_holding(b: Block, firms: list[Org]) -> None:
    """Two firms that hold four percent of each other: no ring of that counts."""
    pair = [one for one in firms if len(one.stakes) == 1 and one.stakes[0].units == 1_000_000][:2]
    if len(pair) < 2:
        return
    start = max(one.established for one in pair)
    for org, other in (pair, reversed(pair)):
        firms.remove(org)
        org.stakes[0].units = 960_000
        b.stake(org, other, 4, start=start)


# -- listings beside which nothing is to be found -------------------------------------------------------


def beside_listings(b: Block, firms: list[Org]) -> None:
    """By turns a bid, a new firm and a departure just beside what a pattern asks for."""
    turn = b.below(len(_BESIDE))
    for case in _BESIDE if b.index == 0 else _BESIDE[turn : turn + 1]:
        case(b, firms)


def _old_firm(b: Block, firms: list[Org], before: str) -> Org | None:
    """A firm founded some time before a day."""
    found = next((one for one in reversed(firms) if one.established < shift(before, -400)), None)
    if found is not None:
        firms.remove(found)
    return found


def _list(b: Block, org: Org, decided: str) -> Ground:
    """An entry in a list that reaches nobody."""
    window = (shift(decided, -200), shift(decided, -120))
    return b.listing("L08", org, MARKET, decided=decided, window=window)


def _repair(b: Block, ground: Ground, on: str) -> None:
    ground.removal, ground.removed_on = "REPAIRED", on
    number = b.number()
    ground.row |= {
        "removed_on": on,
        "removal_kind": "REPAIRED",
        "removal_doc": f"移出〔{on[:4]}〕{b.index}-{number}号",
    }
    repair(b, ground, on, "APPROVED")


def _with_director(b: Block, firms: list[Org]) -> tuple[Org, Org, Org, tuple[Post, Post], str] | None:
    """Two old firms with one director, a third to bid with, and a day for the listing of the first."""
    decided = shift(b.today, _LATELY - 300 - b.below(300))
    found = [_old_firm(b, firms, shift(decided, -200)) for _ in range(3)]
    listed, linked, partner = found
    if listed is None or linked is None or partner is None:
        return None
    person = b.person()
    posts = [b.post(one, person, "DIRECTOR", one.established) for one in (listed, linked)]
    return listed, linked, partner, (posts[0], posts[1]), decided


def bid_before_listing(b: Block, firms: list[Org]) -> None:
    """The consortium bid before the listing; after it the firm bids alone."""
    if found := _with_director(b, firms):
        listed, linked, partner, _, decided = found
        _list(b, listed, decided)
        _consortium(b, [partner, linked], shift(decided, -60))
        bid(b, tender_number(b), linked, shift(decided, 90))
        b.related.append(("SHARED_DIRECTOR", linked.uscc, decided))


def left_before_listing(b: Block, firms: list[Org]) -> None:
    """The director left the firm before it was listed."""
    if found := _with_director(b, firms):
        listed, linked, partner, (held, _), decided = found
        held.end = shift(decided, -90)
        _list(b, listed, decided)
        _consortium(b, [partner, linked], shift(decided, 60))


def repaired_before_bid(b: Block, firms: list[Org]) -> None:
    """The listing was repaired before the consortium bid."""
    if found := _with_director(b, firms):
        listed, linked, partner, _, decided = found
        _repair(b, _list(b, listed, decided), shift(decided, 220))
        _consortium(b, [partner, linked], shift(decided, 280))


def _shell(b: Block, firms: list[Org], days: int) -> tuple[Org, Org, Ground] | None:
    """A firm listed so many days before another was founded; they share no trade name."""
    first, last = shift(b.today, _OLDEST + days), shift(b.today, _LATELY + days)
    new = next((one for one in reversed(firms) if first <= one.established <= min(last, b.today)), None)
    if new is None:
        return None
    firms.remove(new)
    decided = shift(new.established, -days)
    old = _old_firm(b, [one for one in firms if _trade_name(one) != _trade_name(new)], decided)
    if old is None:
        return None
    firms.remove(old)
    return old, new, _list(b, old, decided)


def _trade_name(org: Org) -> str:
    """The first characters of the name after city and district."""
    return org.name.removeprefix("南阳").removeprefix(PLACES[org.place].name)[:2]


def one_aspect(b: Block, firms: list[Org]) -> None:
    """A new firm within the year that has nothing but the telephone of the listed one."""
    if found := _shell(b, firms, 120):
        _share_phone(b, [*found[:2]])


def too_late(b: Block, firms: list[Org]) -> None:
    """Address and telephone of the listed firm, but after more than a year."""
    if found := _shell(b, firms, 420):
        _share_phone(b, [*found[:2]])
        _share_address(b, [*found[:2]])


def repaired_shell(b: Block, firms: list[Org]) -> None:
    """Address and telephone of a listed firm whose listing was repaired."""
    if found := _shell(b, firms, 60):
        old, new, ground = found
        _share_phone(b, [old, new])
        _share_address(b, [old, new])
        on = shift(ground.start, 220)
        if on < b.today:
            _repair(b, ground, on)


_BESIDE: Final = (
    bid_before_listing,
    left_before_listing,
    repaired_before_bid,
    one_aspect,
    too_late,
    repaired_shell,
)


# -- after rows are made: what firms do with each other ---------------------------------------------------


def deal(b: Block) -> None:
    """Filings, bids, guarantees, and penalties around one person that are too few to matter."""
    with _drawn(b, "dealings"):
        firms = quiet_firms(b)
        if len(firms) < LEAST_QUIET // 2:
            return
        _filings(b, firms)
        _tenders(b, firms)
        _guarantees(b, firms)
        for person in b.ordinary_people:
            _two_penalised(b, person)


def _said(b: Block, table: str, *names: str) -> Iterator[tuple[str, ...]]:
    """These columns of what is written in a table."""
    places = [COLUMNS[table].index(name) for name in names]
    return (tuple(row[place] for place in places) for row in b.rows[table])


def _filings(b: Block, firms: list[Org]) -> None:
    """Firms registered by themselves or by one of two agencies, and one day on which one changes many."""
    agencies = firms[:2]
    for org in firms[2:]:
        draw = b.rng.random()
        if draw < 0.15:
            agency = agencies[b.below(2)]
            if agency.established < org.established:
                file(b, org, "设立", org.established, agency)
        elif draw < 0.4:
            rep = next(post.person for post in org.posts if post.role == "LEGAL_REP")
            file(b, org, "设立", org.established, rep)
    day = b.day(-_LATELY, 700)
    for org in [one for one in firms[2:] if one.established < day][:7]:
        file(b, org, "变更", day, agencies[0])


def file(b: Block, org: Org, kind: str, day: str, agent: Org | Person) -> None:
    """A filing for a firm."""
    by = (
        {"agent_code": agent.uscc}
        if isinstance(agent, Org)
        else {"agent_name": agent.name, "agent_id_no": agent.id_no}
    )
    if isinstance(agent, Org) or agent.id_no:
        b.put("filings", {"uscc": org.uscc, "kind": kind, "filed_on": day, **by})


def tender_number(b: Block) -> str:
    """A tender of its own."""
    return f"NYZB-{b.index:05d}-{b.number():04d}"


def bid(b: Block, tender: str, org: Org, day: str, consortium: str = "", role: str = "") -> None:
    """A bid of a firm, alone or in a consortium."""
    b.put(
        "tender_bids",
        {
            "tender_id": tender,
            "tender_name": f"{_WORKS[b.below(len(_WORKS))]}项目",
            "uscc": org.uscc,
            "consortium_no": consortium,
            "consortium_role": role,
            "bid_on": day,
            "result": ("中标", "未中标", "未中标")[b.below(3)],
            "authority": "南阳市公共资源交易中心",
        },
    )


def _consortium(b: Block, members: list[Org], day: str, tender: str = "", number: str = "1") -> None:
    tender = tender or tender_number(b)
    for place, org in enumerate(members):
        bid(b, tender, org, day, number, "成员" if place else "牵头")


def _tenders(b: Block, firms: list[Org]) -> None:
    """Some tenders with firms that bid alone and consortia of two or three."""
    for _ in range(4):
        day, tender = b.day(10, 1000), tender_number(b)
        able = [one for one in firms if one.established < day]
        b.rng.shuffle(able)
        for org in able[:3]:
            bid(b, tender, org, day)
        for number, members in (("1", able[3:5]), ("2", able[5:8])):
            if len(members) > 1:
                _consortium(b, members, day, tender, number)


def _guarantees(b: Block, firms: list[Org]) -> None:
    """Chains of up to three guarantees, one firm that guarantees for several, and a ring that has ended."""
    rows = _said(b, "relations", "kind", "from_uscc", "to_uscc")
    bound = {one for kind, *both in rows if kind == "GUARANTEES" for one in both}
    free = [one for one in firms if one.uscc not in bound]
    for size in (4, 2, 2):
        for first, second in pairwise(_taken(free, size)):
            guarantee(b, first, second)
    star = _taken(free, 5)
    for one in star[1:]:
        guarantee(b, star[0], one)
    ring = _taken(free, 3)
    if len(ring) == 3:
        guarantee(b, ring[0], ring[1])
        guarantee(b, ring[1], ring[2])
        guarantee(b, ring[2], ring[0], ended=True)


def guarantee(b: Block, giver: Org, other: Org, *, ended: bool = False) -> None:
    """One firm guarantees for another, or did."""
    start = max(giver.established, other.established, shift(b.today, -1500 - b.below(300)))
    until = shift(start, max(1, min(365, b.now - ordinal(start))))
    b.put(
        "relations",
        {
            "kind": "GUARANTEES",
            "from_uscc": giver.uscc,
            "from_name": giver.name,
            "to_uscc": other.uscc,
            "to_name": other.name,
            "valid_from": start,
            "valid_to": until if ended else "",
            "amount_cny": str((b.below(300) + 10) * 10_000),
        },
    )


def _two_penalised(b: Block, person: Person) -> None:
    """At most two of the firms around a person have a penalty: fewer than a hub of the penalised has."""
    penalised = {code for (code,) in _said(b, "penalties_org", "CF_XDR_SHXYM")}
    around = [org for org in b.orgs if any(post.person is person for post in org.posts)]
    marked = [one for one in around if one.uscc in penalised]
    for org in [one for one in around if one not in marked][: max(0, 2 - len(marked))]:
        on = shift(b.today, _LATELY - b.below(400))
        if org.established < on and not changed_before(org, on):
            b.put("penalties_org", penalty_row(b, org, on))
