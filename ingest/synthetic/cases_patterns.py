"""Planted patterns: what the pattern library must find, each told in ``answers/patterns.csv``.

No plant changes who controls or answers beyond what the answer keys say: the decisions in them are ordinary
penalties and entries under a list that reaches nobody (L08 without situation).
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from itertools import pairwise
from typing import Final

from ingest.synthetic.block import BLOCK_ENTITIES, Block
from ingest.synthetic.cases_revoked import penalty_row
from ingest.synthetic.days import shift
from ingest.synthetic.model import Org, Person
from ingest.synthetic.vocabulary import GIVEN, MARKET, PLACES, TRADES

_PEOPLE_OFFICES: Final = ("DIRECTOR", "MANAGER", "SUPERVISOR")


def plain_company(b: Block, established: str, *, rep: Person | None = None, owner: bool = True) -> Org:
    """A company with one representative and one holder, and nothing else that could be a pattern."""
    org = b.org(established=established)
    b.post(org, rep or b.person(), "LEGAL_REP", established)
    if owner:
        b.stake(org, b.person(), 100)
    return org


def _mark(b: Block, kind: str, *members: Org | Person) -> None:
    b.patterns.append(
        (kind, [one.uscc if isinstance(one, Org) else f"person:{one.id_no}" for one in members])
    )


def _near(b: Block, kind: str, org: Org, since: str) -> None:
    """From `since` on a party beside `org` has a record in force: hints must rank it before the rest."""
    b.related.append((kind, org.uscc, since))


def _penalise(b: Block, org: Org, decided: str) -> None:
    b.put("penalties_org", penalty_row(b, org, decided, {"severity": "严重"}))


def shared_phone(b: Block) -> None:
    """Eight companies that give one telephone."""
    members = [plain_company(b, b.day(400, 3000)) for _ in range(8)]
    phone = f"0377-7{b.index:05d}{b.number() % 100:02d}"
    for org in members:
        org.phone = phone
    _mark(b, "SHARED_PHONE", *members)


def many_represented(b: Block) -> None:
    """One person is legal representative of six companies."""
    person = b.person()
    members = [plain_company(b, b.day(400, 3000), rep=person) for _ in range(6)]
    _mark(b, "MANY_REPRESENTED", person, *members)


def guarantee_chain(b: Block) -> None:
    """Five companies, each guaranteeing for the next."""
    members = [plain_company(b, b.day(1500, 3000)) for _ in range(5)]
    for first, second in pairwise(members):
        b.put(
            "relations",
            {
                "kind": "GUARANTEES",
                "from_uscc": first.uscc,
                "from_name": first.name,
                "to_uscc": second.uscc,
                "to_name": second.name,
                "valid_from": max(first.established, second.established),
                "amount_cny": str((b.below(500) + 10) * 10_000),
            },
        )
    _mark(b, "GUARANTEE_CHAIN", *members)


def rep_changed(b: Block) -> None:
    """The representative gave way two months before the penalty."""
    decided = b.day(20, 600)
    org = b.org(established=shift(decided, -900))
    before, after = b.person(), b.person()
    changed = shift(decided, -60)
    b.post(org, before, "LEGAL_REP", org.established, changed)
    b.post(org, after, "LEGAL_REP", changed)
    b.stake(org, b.person(), 100)
    _penalise(b, org, decided)
    _mark(b, "REP_CHANGED", org, before, after)


def holder_changed(b: Block) -> None:
    """The main holder sold three months before the listing."""
    decided = b.day(20, 600)
    org = plain_company(b, shift(decided, -900), owner=False)
    before, after = b.person(), b.person()
    sold = shift(decided, -90)
    b.stake(org, before, 80).end = sold
    b.stake(org, after, 80, start=sold)
    b.stake(org, b.person(), 20)
    b.listing("L08", org, MARKET, decided=decided, window=(shift(decided, -200), shift(decided, -120)))
    _mark(b, "HOLDER_CHANGED", org, before, after)


def successor_shell(b: Block) -> None:
    """A new company within the year: by turns same people and address, phone and trade name, or all four.

    Where nothing but the trade name is left of the name, the new one is in another district and trade. The
    trade name is one that nobody else has, so that a big city does not hide it; no name costs a draw.
    """
    decided = b.day(420, 900)
    old = plain_company(b, shift(decided, -1200))
    mark = _rare_mark(b)
    old.name = _name(old.place, mark, old.trade, "有限公司")
    b.listing("L08", old, MARKET, decided=decided, window=(shift(decided, -200), shift(decided, -120)))
    turn = b.variant("successor_shell", 3)
    head = old.posts[0].person
    new = plain_company(b, shift(decided, 90 + b.below(200)), rep=head if turn != 1 else None)
    old.phone = f"0377-8{b.index:05d}{b.number() % 100:02d}"
    elsewhere = turn == 1 or (turn == 0 and b.index == 0)
    if not elsewhere:
        new.address = old.address
    if turn != 0:
        new.phone = old.phone
    if elsewhere:
        new.name = _name(
            _other(new.place, old.place, PLACES), mark, _other(new.trade, old.trade, TRADES), "有限责任公司"
        )
    elif turn == 2:
        new.name = old.name.replace("南阳", "新南阳", 1).removesuffix("有限公司") + "有限责任公司"
        _penalise(b, new, b.day(20, 90))
    if turn != 1:
        _near(b, "SUCCESSOR", new, new.established)
    _mark(b, "SUCCESSOR_SHELL", old, new)


def _rare_mark(b: Block) -> str:
    """A trade name of four characters that no other firm has; made of the newest firm's number."""
    letters = sorted(set(GIVEN))
    # A prime factor spreads numbers that follow each other, and keeps them apart.
    left = (b.index * BLOCK_ENTITIES + len(b.orgs)) * 1_000_003 % len(letters) ** 4
    mark = ""
    for _ in range(4):
        left, place = divmod(left, len(letters))
        mark += letters[place]
    return mark


def _name(place: int, mark: str, trade: int, form: str) -> str:
    return f"南阳{PLACES[place].name}{mark}{TRADES[trade].words[0]}{form}"


def _other(own: int, taken: int, among: Sized) -> int:
    """The firm's own district or trade, or the next where the listed one has the same."""
    return own if own != taken else (own + 1) % len(among)


def same_day_filings(b: Block) -> None:
    """An agency registers six companies on one day."""
    agency = plain_company(b, b.day(3000, 3600))
    day = b.day(60, 900)
    members = [plain_company(b, day) for _ in range(6)]
    for org in members:
        b.put("filings", {"uscc": org.uscc, "kind": "设立", "agent_code": agency.uscc, "filed_on": day})
    _mark(b, "SAME_DAY_FILINGS", agency, *members)


def missing_top(b: Block) -> None:
    """Two companies above each other, and nobody recorded above the upper one."""
    upper = plain_company(b, b.day(2500, 3000), owner=False)
    middle = plain_company(b, b.day(1500, 2400), owner=False)
    lower = plain_company(b, b.day(500, 1400), owner=False)
    b.stake(middle, upper, 100)
    b.stake(lower, middle, 70)
    b.stake(lower, b.person(), 30)
    _mark(b, "MISSING_TOP", lower, middle, upper)


def penalised_hub(b: Block) -> None:
    """Five companies with one director; four of them are penalised, one after the other."""
    person = b.person()
    members = [plain_company(b, b.day(1600, 3000)) for _ in range(5)]
    penalised: list[str] = []
    for place, org in enumerate(members):
        b.post(org, person, _PEOPLE_OFFICES[place % 3], org.established)
        if place:
            penalised.append(b.day(180 * place - 160, 180 * place))
            _penalise(b, org, penalised[-1])
    for org in members[:-1]:
        # The last one was penalised first; from then on it is the others' neighbour with a record.
        _near(b, "HUB_MEMBER", org, penalised[-1])
    _mark(b, "PENALISED_HUB", person, *members[1:])


def consortium(b: Block) -> None:
    """A listed company's director is director of a member of a consortium that bids after the listing."""
    decided = b.day(300, 600)
    listed = plain_company(b, shift(decided, -1200))
    b.listing("L08", listed, MARKET, decided=decided, window=(shift(decided, -200), shift(decided, -120)))
    linked, leader = plain_company(b, b.day(1300, 2500)), plain_company(b, b.day(1300, 2500))
    person = b.person()
    b.post(listed, person, "DIRECTOR", listed.established)
    b.post(linked, person, "DIRECTOR", linked.established)
    tender, bid_on = f"NYZB-{b.index:05d}-{b.number():04d}", shift(decided, 100)
    for org, role in ((leader, "牵头"), (linked, "成员")):
        b.put(
            "tender_bids",
            {
                "tender_id": tender,
                "tender_name": "市政道路改造工程",
                "uscc": org.uscc,
                "consortium_no": "1",
                "consortium_role": role,
                "bid_on": bid_on,
                "result": ("中标", "未中标")[b.below(2)],
                "authority": "南阳市公共资源交易中心",
            },
        )
    _near(b, "SHARED_DIRECTOR", linked, decided)
    _mark(b, "TENDER_CONSORTIUM", listed, linked, leader, person)


# Weight among the planted families, organisations needed at most, recipe.
PATTERN_PLANTS: Final[tuple[tuple[int, int, Callable[[Block], None]], ...]] = (
    (2, 8, shared_phone),
    (3, 6, many_represented),
    (3, 5, guarantee_chain),
    (5, 1, rep_changed),
    (5, 1, holder_changed),
    (5, 2, successor_shell),
    (2, 7, same_day_filings),
    (3, 3, missing_top),
    (3, 5, penalised_hub),
    (4, 3, consortium),
)
