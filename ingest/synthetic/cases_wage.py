"""Planted cases of L03, arrears of wages: who answers, and who must not."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.synthetic.background import between
from ingest.synthetic.block import Block
from ingest.synthetic.days import iso, ordinal, shift
from ingest.synthetic.endings import befall, die, dispute, remove
from ingest.synthetic.model import Ground, Org, Person
from ingest.synthetic.vocabulary import ENVIRONMENT, HUMAN_RESOURCES

REP = "L03_wage_arrears.legal_rep@1"
HEAD = "L03_wage_arrears.principal@1"


@dataclass(slots=True)
class Case:
    """A company with a representative before, during and after a violation, and two holders."""

    org: Org
    before: Person
    rep: Person
    after: Person | None
    owner: Person
    window: tuple[str, str]
    decided: str


def violation(b: Block, since: str, *, length: int = 180) -> tuple[tuple[str, str], str]:
    """A violation that ended on or after `since`, and the day of the decision on it."""
    low = max(ordinal(since), b.now - 1750)
    high = max(low, b.now - 160)
    last = low + b.below(high - low + 1)
    first = last - 10 - b.below(length)
    decided = min(last + 25 + b.below(90), b.now - 1)
    return (iso(first), iso(last)), iso(max(decided, last + 1))


def company_case(b: Block, since: str, *, sharp: bool = False) -> Case:
    """A company with changing representatives around a violation; `sharp` puts the changes on its edges."""
    window, decided = violation(b, since)
    first = ordinal(window[0])
    established = iso(max(b.now - 3650, first - 500 - b.below(1200)))
    org = b.org("有限责任公司", established=established)
    before, rep, owner = b.person(), b.person(), b.person()
    b.stake(org, owner, 65)
    b.stake(org, b.person(), 35)
    came = window[0] if sharp else iso(first - 30 - b.below(200))
    b.post(org, before, "LEGAL_REP", established, came)
    after: Person | None = None
    if sharp or b.chance(0.4):
        left = shift(window[1], 1) if sharp else between(b, shift(window[1], 1), decided)
        after = b.person()
        b.post(org, rep, "LEGAL_REP", came, left)
        b.post(org, after, "LEGAL_REP", left)
    else:
        b.post(org, rep, "LEGAL_REP", came)
    b.post(org, b.person(), "SUPERVISOR", established)
    return Case(org, before, rep, after, owner, window, decided)


def deny_bystanders(b: Block, case: Case, ground: Ground) -> None:
    """Those around the case who must not be found."""
    b.deny(ground, case.before, "LEGAL_REP", "LEFT_BEFORE_VIOLATION")
    if case.after:
        b.deny(ground, case.after, "LEGAL_REP", "APPOINTED_AFTER_VIOLATION")
    b.deny(ground, case.owner, "ACTUAL_CONTROLLER", "CONTROLLER_NOT_IN_RULE")
    b.deny(ground, case.owner, "SHAREHOLDER", "SHAREHOLDER")


def _list(b: Block, case: Case, elected_doc: str = "") -> Ground:
    facts = {"basis_article": "保障农民工工资支付条例48", "severity": "严重"}
    if elected_doc:
        facts |= {"henan35_elected": "1", "henan35_doc_no": elected_doc}
    return b.listing(
        "L03",
        case.org,
        HUMAN_RESOURCES,
        decided=case.decided,
        window=case.window,
        facts=facts,
    )


def wage_plain(b: Block) -> None:
    """The representative at the violation is proposed; whatever befalls the listing befalls him."""
    case = company_case(b, "2022-01-05", sharp=b.chance(0.3))
    ground = _list(b, case)
    b.expect(ground, case.rep, "LEGAL_REP", REP, "PROPOSED", "REP_AT_VIOLATION", law_day=case.window[1])
    deny_bystanders(b, case, ground)
    befall(b, ground)


def wage_named(b: Block) -> None:
    """The decision names the representative and a site manager."""
    case = company_case(b, "2022-01-05")
    ground = _list(b, case)
    manager = b.person()
    b.document(ground, case.rep, "LEGAL_REP")
    b.document(ground, manager, "DIRECT_OTHER")
    law_day = case.window[1]
    b.expect(ground, case.rep, "LEGAL_REP", REP, "CONFIRMED", "NAMED_BY_DECISION", law_day=law_day)
    rule = "L03_wage_arrears.direct_other@1"
    b.expect(ground, manager, "DIRECT_OTHER", rule, "CONFIRMED", "NAMED_BY_DECISION", law_day=law_day)
    deny_bystanders(b, case, ground)
    befall(b, ground)


def wage_manager(b: Block) -> None:
    """The decision names the responsible manager; the representative stays proposed."""
    case = company_case(b, "2022-01-05")
    ground = _list(b, case)
    manager = b.person()
    b.post(case.org, manager, "MANAGER", case.org.established)
    b.document(ground, manager, "DIRECT_MANAGER")
    rule = "L03_wage_arrears.direct_manager@1"
    law_day = case.window[1]
    b.expect(ground, manager, "DIRECT_MANAGER", rule, "CONFIRMED", "NAMED_BY_DECISION", law_day=law_day)
    b.expect(ground, case.rep, "LEGAL_REP", REP, "PROPOSED", "REP_AT_VIOLATION", law_day=law_day)
    befall(b, ground)


def wage_wrong_authority(b: Block) -> None:
    """Another department's paper names the representative: it confirms nothing."""
    case = company_case(b, "2022-01-05")
    ground = _list(b, case)
    b.document(ground, case.rep, "LEGAL_REP", authority_code=ENVIRONMENT.code)
    b.expect(ground, case.rep, "LEGAL_REP", REP, "PROPOSED", "WRONG_AUTHORITY", law_day=case.window[1])
    deny_bystanders(b, case, ground)


def wage_without_number(b: Block) -> None:
    """The paper names the representative without his number: identity is not certain."""
    case = company_case(b, "2022-01-05")
    ground = _list(b, case)
    b.document(ground, case.rep, "LEGAL_REP", id_no="")
    b.expect(
        ground, case.rep, "LEGAL_REP", REP, "PROPOSED", "DOCUMENT_WITHOUT_NUMBER", law_day=case.window[1]
    )


def wage_two_reps(b: Block) -> None:
    """The office changed hands during the violation: both held it."""
    window, decided = violation(b, "2022-02-01")
    org = b.org(established=iso(max(b.now - 3650, ordinal(window[0]) - 900)))
    first, second = b.person(), b.person()
    change = shift(window[0], 5)
    b.post(org, first, "LEGAL_REP", org.established, change)
    b.post(org, second, "LEGAL_REP", change)
    b.stake(org, b.person(), 100)
    ground = b.listing("L03", org, HUMAN_RESOURCES, decided=decided, window=window)
    for rep in (first, second):
        b.expect(ground, rep, "LEGAL_REP", REP, "PROPOSED", "BOTH_IN_WINDOW", law_day=window[1])
    befall(b, ground)


def wage_unknown_days(b: Block) -> None:
    """No violation days: both possible holders are leads, nothing more."""
    window, decided = violation(b, "2022-02-01")
    org = b.org(established=iso(max(b.now - 3650, ordinal(window[0]) - 900)))
    first, second = b.person(), b.person()
    change = shift(decided, -60)
    b.post(org, first, "LEGAL_REP", org.established, change)
    b.post(org, second, "LEGAL_REP", change)
    ground = b.listing("L03", org, HUMAN_RESOURCES, decided=decided)
    for rep in (first, second):
        b.expect(ground, rep, "LEGAL_REP", REP, "LEAD", "ANCHOR_UNCERTAIN", law_day=decided)


def wage_one_day_known(b: Block) -> None:
    """Only the first day is known: its holder is proposed, a later one a lead."""
    window, decided = violation(b, "2022-06-01")
    org = b.org(established=iso(max(b.now - 3650, ordinal(window[0]) - 900)))
    first, second = b.person(), b.person()
    change = shift(decided, -12)
    b.post(org, first, "LEGAL_REP", org.established, change)
    b.post(org, second, "LEGAL_REP", change)
    ground = b.listing("L03", org, HUMAN_RESOURCES, decided=decided, window=(window[1], ""))
    b.expect(ground, first, "LEGAL_REP", REP, "PROPOSED", "HELD_ON_KNOWN_DAY", law_day=window[1])
    b.expect(ground, second, "LEGAL_REP", REP, "LEAD", "ANCHOR_UNCERTAIN", law_day=window[1])


def wage_before_rule(b: Block) -> None:
    """The violation ended before the rule was in force."""
    if b.today < "2022-06-01":
        return
    org = b.org(established=min("2019-03-01", b.day(2900, 3600)))
    rep = b.person()
    b.post(org, rep, "LEGAL_REP", org.established)
    ground = b.listing("L03", org, HUMAN_RESOURCES, decided="2022-03-10", window=("2021-06-01", "2021-12-31"))
    b.expect(ground, rep, "LEGAL_REP", REP, "PROPOSED", "REP_AT_VIOLATION", law_day="2021-12-31")


def wage_principal(b: Block) -> None:
    """A form of business without a representative: its head or operator answers instead."""
    window, decided = violation(b, "2022-01-05")
    form = ("个体工商户", "普通合伙企业", "个人独资企业", "分支机构")[b.variant("wage_principal", 4)]
    org = b.org(form, established=iso(max(b.now - 3650, ordinal(window[0]) - 700)))
    head = b.person()
    role = "EXECUTIVE_PARTNER" if form == "普通合伙企业" else "PRINCIPAL"
    b.post(org, head, role, org.established)
    ground = b.listing("L03", org, HUMAN_RESOURCES, decided=decided, window=window)
    b.expect(ground, head, "PRINCIPAL", HEAD, "PROPOSED", "HEAD_WHERE_NO_REP", law_day=window[1])
    befall(b, ground)


def wage_rep_unknown(b: Block) -> None:
    """A company must have a representative; that his name is missing does not reach the head."""
    window, decided = violation(b, "2022-01-05")
    org = b.org(established=iso(max(b.now - 3650, ordinal(window[0]) - 700)))
    head = b.person()
    b.post(org, head, "PRINCIPAL", org.established)
    ground = b.listing("L03", org, HUMAN_RESOURCES, decided=decided, window=window)
    b.deny(ground, head, "PRINCIPAL", "REP_MERELY_UNKNOWN")


def wage_elected(b: Block) -> None:
    """河南条例35条 was elected; it adds no controller to this closed list."""
    case = company_case(b, "2022-01-05")
    ground = _list(b, case, f"宛人社35〔{b.index}〕{b.number()}号")
    b.expect(ground, case.rep, "LEGAL_REP", REP, "PROPOSED", "REP_AT_VIOLATION", law_day=case.window[1])
    b.deny(ground, case.owner, "ACTUAL_CONTROLLER", "NONE_VETOES_L24")


def wage_removed(b: Block) -> None:
    """Every way out of the list once."""
    for kind in ("REPAIRED", "EXPIRED", "REVOKED", "ANNULLED"):
        case = company_case(b, "2022-01-05")
        ground = _list(b, case)
        named = b.chance(0.5)
        if named:
            b.document(ground, case.rep, "LEGAL_REP")
        base = "CONFIRMED" if named else "PROPOSED"
        b.expect(ground, case.rep, "LEGAL_REP", REP, base, f"REMOVED_{kind}", law_day=case.window[1])
        remove(b, ground, kind)


def wage_disputed(b: Block) -> None:
    """Every way an objection goes once."""
    for result in ("", "DISMISSED", "UPHELD"):
        case = company_case(b, "2022-01-05")
        ground = _list(b, case)
        b.document(ground, case.rep, "LEGAL_REP")
        b.expect(
            ground, case.rep, "LEGAL_REP", REP, "CONFIRMED", f"OBJECTION_{result}", law_day=case.window[1]
        )
        dispute(b, ground, result, by=case.rep.name)


def wage_death(b: Block) -> None:
    """The representative dies: what was said of him ends that day."""
    case = company_case(b, "2022-01-05")
    ground = _list(b, case)
    answer = b.expect(
        ground, case.rep, "LEGAL_REP", REP, "PROPOSED", "REP_AT_VIOLATION", law_day=case.window[1]
    )
    die(b, answer)


def wage_namesake(b: Block) -> None:
    """Another person of the same name, with another number and with none, in other companies."""
    case = company_case(b, "2022-01-05")
    ground = _list(b, case)
    b.expect(ground, case.rep, "LEGAL_REP", REP, "PROPOSED", "REP_AT_VIOLATION", law_day=case.window[1])
    other = b.org()
    namesake = b.person(name=case.rep.name)
    b.post(other, namesake, "LEGAL_REP", other.established)
    b.post(other, Person(case.rep.name, ""), "SUPERVISOR", other.established)
    b.stake(other, namesake, 100)
    b.deny(ground, namesake, "LEGAL_REP", "NAMESAKE")
    b.patterns.append(("NAMESAKES", [f"person:{case.rep.id_no}", f"person:{namesake.id_no}"]))


def wage_unknown_tenure(b: Block) -> None:
    """Since when the representative holds office is not known: a lead only."""
    window, decided = violation(b, "2022-02-01")
    org = b.org(established=iso(max(b.now - 3650, ordinal(window[0]) - 900)))
    rep = b.person()
    b.post(org, rep, "LEGAL_REP", "")
    ground = b.listing("L03", org, HUMAN_RESOURCES, decided=decided, window=window)
    b.expect(ground, rep, "LEGAL_REP", REP, "LEAD", "ANCHOR_UNCERTAIN", law_day=window[1])


def wage_unnumbered_rep(b: Block) -> None:
    """The register has no number of the representative: his identity stays open."""
    window, decided = violation(b, "2022-02-01")
    org = b.org(established=iso(max(b.now - 3650, ordinal(window[0]) - 900)))
    rep = b.person(numbered=False)
    b.post(org, rep, "LEGAL_REP", org.established)
    ground = b.listing("L03", org, HUMAN_RESOURCES, decided=decided, window=window)
    b.expect(ground, rep, "LEGAL_REP", REP, "LEAD", "IDENTITY_OPEN", law_day=window[1])


def wage_subcontractor(b: Block) -> None:
    """A person himself listed for illegal subcontracting."""
    window, decided = violation(b, "2022-02-01")
    person = b.person()
    ground = b.listing(
        "L03",
        None,
        HUMAN_RESOURCES,
        decided=decided,
        window=window,
        situation="ILLEGAL_SUBCONTRACT",
        person=person,
    )
    rule = "L03_wage_arrears.self_subcontract@1"
    b.expect_own_entry(ground, person, rule, window[1])
