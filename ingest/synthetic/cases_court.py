"""Planted cases of the courts: L01, which reaches no officer, and L02, which lives by its papers."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.synthetic.background import between
from ingest.synthetic.block import Block
from ingest.synthetic.days import iso, ordinal, shift, years_on
from ingest.synthetic.endings import dispute, release
from ingest.synthetic.model import Answer, Ground, Org, Person
from ingest.synthetic.vocabulary import COURTS, Authority

LIMIT = "L02_spending_limit"


def court_of(b: Block) -> Authority:
    """A court of the city."""
    return COURTS[b.below(len(COURTS))]


def _debtor(b: Block, order_on: str) -> tuple[Org, Person, Person]:
    """A company with a representative and a majority holder, both there before `order_on`."""
    established = iso(max(b.now - 3650, ordinal(order_on) - 400 - b.below(1500)))
    org = b.org(established=established)
    rep, owner = b.person(), b.person()
    b.post(org, rep, "LEGAL_REP", established)
    b.stake(org, owner, 80)
    b.stake(org, b.person(), 20)
    return org, rep, owner


def _limit(b: Block, org: Org, order_on: str) -> Ground:
    later = shift(order_on, 3) if b.chance(0.3) else ""
    return b.order("限制消费", org, court_of(b), decided=order_on, situation="SPENDING", measure_from=later)


def answer_limit(
    b: Block,
    ground: Ground,
    org: Org,
    controllers: Iterable[Person],
    *,
    named: Iterable[Person] = (),
) -> None:
    """Who answers under a spending limit: holders on the day, successors, controllers.

    All of them are leads, but for those whom the order names.
    """
    day = ground.start
    confirmed = set(named)
    filed = {
        post.person
        for post in org.posts
        if post.control_state in ("FILED", "CONFIRMED")
        and post.start <= day
        and (not post.end or post.end > day)
    }
    seen: set[tuple[Person, str]] = set()

    def say(person: Person, role: str, rule: str, why: str, known: str) -> None:
        if (person, role) in seen:
            return
        seen.add((person, role))
        base = "CONFIRMED" if person in confirmed and role == "LEGAL_REP" else "LEAD"
        b.expect(ground, person, role, f"{LIMIT}.{rule}@1", base, why, law_day=day, known_from=known)

    for post in org.posts:
        if post.role not in ("LEGAL_REP", "PRINCIPAL"):
            continue
        rule = post.role.lower()
        if post.start <= day and (not post.end or post.end > day):
            say(post.person, post.role, rule, "HELD_ON_ORDER_DAY", "")
        elif post.start > day:
            say(post.person, post.role, rule, "SUCCESSOR", post.start)
        elif post.person in filed:
            say(post.person, post.role, f"former_{rule}", "FORMER_WITH_FILED_CONTROL", "")
    for post in org.posts:
        if post.role in ("LEGAL_REP", "PRINCIPAL") and (post.person, post.role) not in seen:
            seen.add((post.person, post.role))
            b.deny(ground, post.person, post.role, "FORMER_WITHOUT_CONTROL")
    for person in (*controllers, *(p.person for p in org.posts if p.person in filed)):
        say(person, "ACTUAL_CONTROLLER", "actual_controller", "CONTROL_ON_ORDER_DAY", "")


def limit_plain(b: Block) -> None:
    """The order names nobody: everybody it may concern is a lead; a release ends it for all."""
    order_on = b.day(120, 2500)
    org, _, owner = _debtor(b, order_on)
    if b.chance(0.3):
        b.post(org, b.person(), "PRINCIPAL", org.established)
    supervisor = b.person()
    b.post(org, supervisor, "SUPERVISOR", org.established)
    ground = _limit(b, org, order_on)
    answer_limit(b, ground, org, [owner])
    b.deny(ground, supervisor, "LEGAL_REP", "ROLE_NOT_IN_RULE")
    if b.chance(0.35):
        release(b, ground)


def limit_named(b: Block) -> None:
    """The order names the representative; he leaves, a successor comes: he stays, the other is a lead."""
    order_on = b.day(400, 2200)
    org, rep, owner = _debtor(b, order_on)
    ground = _limit(b, org, order_on)
    b.document(ground, rep, "LEGAL_REP")
    if b.chance(0.5):
        left = between(b, shift(order_on, 30), iso(b.now - 60))
        org.posts[0].end = left
        b.post(org, b.person(), "LEGAL_REP", left)
    answer_limit(b, ground, org, [owner], named=[rep])
    if b.chance(0.3):
        release(b, ground, not_before=org.posts[-1].start)
    elif b.chance(0.15):
        dispute(b, ground, ("", "DISMISSED", "UPHELD")[b.below(3)], years=9)
        spare_the_late(b.answers, ground)


def spare_the_late(answers: Iterable[Answer], ground: Ground) -> None:
    """Who took office when the order had been overturned already is not reached by it."""
    for one in answers:
        if one.ground is ground and ground.overturned and one.known_from >= one.withdrawal()[0]:
            one.expected, one.why = False, "CAME_AFTER_THE_END"


def limit_former(b: Block) -> None:
    """The representative left before the order: without filed control nothing, with it a lead."""
    order_on = b.day(200, 2000)
    org, former, owner = _debtor(b, order_on)
    left = shift(order_on, -40)
    org.posts[0].end = left
    b.post(org, b.person(), "LEGAL_REP", left)
    if b.variant("limit_former", 2) == 0:
        b.post(org, former, "DECLARED_CONTROLLER", org.established, control_state="FILED")
    ground = _limit(b, org, order_on)
    answer_limit(b, ground, org, [owner])


def limit_debt_direct(b: Block) -> None:
    """The court's paper names somebody directly responsible for the debt."""
    order_on = b.day(200, 2000)
    org, _, owner = _debtor(b, order_on)
    ground = _limit(b, org, order_on)
    person = b.person()
    b.document(ground, person, "DEBT_DIRECT")
    answer_limit(b, ground, org, [owner])
    b.expect(
        ground,
        person,
        "DEBT_DIRECT",
        f"{LIMIT}.debt_direct@1",
        "CONFIRMED",
        "NAMED_BY_COURT",
        law_day=order_on,
    )


def exit_ban(b: Block) -> None:
    """An exit ban is a measure of its own and reaches only whom the court names."""
    order_on = b.day(200, 1700)
    org, rep, owner = _debtor(b, order_on)
    ground = b.order("限制出境", org, court_of(b), decided=order_on, situation="EXIT_BAN")
    if b.variant("exit_ban", 2) == 0:
        b.document(ground, rep, "LEGAL_REP")
        rule = "L02_exit_ban.legal_rep@1"
        b.expect(ground, rep, "LEGAL_REP", rule, "CONFIRMED", "NAMED_BY_COURT", law_day=order_on)
    else:
        b.deny(ground, rep, "LEGAL_REP", "DOCUMENT_ONLY")
    b.deny(ground, owner, "ACTUAL_CONTROLLER", "NONE_RULE")


def defaulter_company(b: Block) -> None:
    """A company on the court's list: its officers and controllers must not be put on it."""
    order_on = b.day(60, 2400)
    org, rep, owner = _debtor(b, order_on)
    situation = ("S1", "S2_S6")[b.below(2)]
    ground = b.order("失信被执行人", org, court_of(b), decided=order_on, situation=situation)
    b.deny(ground, rep, "LEGAL_REP", "NONE_RULE")
    b.deny(ground, owner, "ACTUAL_CONTROLLER", "NONE_RULE")
    if b.chance(0.3):
        release(b, ground)


def defaulter_person(b: Block) -> None:
    """A person himself on the court's list: two years, or while he refuses."""
    order_on = b.day(60, 2400)
    person = b.person()
    refuses = b.variant("defaulter_person", 2) == 0
    until = years_on(order_on, 3) if not refuses and b.chance(0.3) else ""
    ground = b.order(
        "失信被执行人",
        person,
        court_of(b),
        decided=order_on,
        situation="S1" if refuses else "S2_S6",
        until=until,
    )
    rule = "L01_court_defaulter.self_refusal@1" if refuses else "L01_court_defaulter.self_conduct@1"
    b.expect(ground, person, "SELF", rule, "CONFIRMED", "OWN_ENTRY", law_day=order_on, own_end=until)
    if b.chance(0.3):
        release(b, ground, years=90 if refuses else 2)
    if b.chance(0.4):
        _own_firm(b, person, ground)


def _own_firm(b: Block, person: Person, ground: Ground) -> None:
    """The person's own company; the listing of the person does not touch his colleagues."""
    if not b.room:
        return
    org = b.org()
    colleague = b.person()
    b.post(org, person, "LEGAL_REP", org.established)
    b.post(org, colleague, "DIRECTOR", org.established)
    b.stake(org, person, 100)
    b.deny(ground, colleague, "SELF", "ONLY_THE_PERSON_HIMSELF")


def limit_person(b: Block) -> None:
    """A person under a spending limit of his own."""
    order_on = b.day(60, 2400)
    person = b.person()
    ground = b.order("限制消费", person, court_of(b), decided=order_on, situation="SPENDING")
    b.expect(ground, person, "SELF", f"{LIMIT}.self@1", "CONFIRMED", "OWN_ENTRY", law_day=order_on)
    if b.chance(0.3):
        release(b, ground)


def limit_on_family(b: Block, org: Org, settled: str, controllers: Iterable[Person]) -> None:
    """A spending limit on a company inside a group, when its ownership had long been settled."""
    first = max(ordinal(settled) + 30, b.now - 2400)
    if first >= b.now - 60:
        return
    order_on = iso(first + b.below(b.now - 60 - first))
    ground = b.order("限制消费", org, court_of(b), decided=order_on, situation="SPENDING")
    answer_limit(b, ground, org, controllers)
