"""One block of the city: everything in it is drawn from its own random source and stays in it.

Blocks make the city deterministic, its memory flat and its answers local: no company of one block
holds, runs or answers for one of another. Only the agents, the state-assets body and the deciding
authorities are shared, and none of these can change who controls or answers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Final

from ingest.synthetic.codes import body_of, person_number, uscc
from ingest.synthetic.days import iso, ordinal
from ingest.synthetic.law import RULES, in_force
from ingest.synthetic.model import UNITS, Agreement, Answer, Ground, Org, Person, Post, Stake
from ingest.synthetic.tables import COLUMNS
from ingest.synthetic.vocabulary import (
    COMPANY_FIRST,
    COMPANY_SECOND,
    GIVEN,
    PLACES,
    SHOPS,
    STATE_ASSETS,
    STREETS,
    SURNAMES,
    TRADES,
    Authority,
)

BLOCK_ENTITIES: Final = 500
PERSONS_PER_BLOCK: Final = 4000
#: A block has a hundred serials for a district and day: of a few hundred firms few say a thing on one day.
_SERIALS: Final = 100
BLOCKS_PER_AGENT: Final = 20
_AGENT_SERIALS: Final = 3_000_000 * 10
_SUFFIX: Final = {
    "有限责任公司": "有限公司",
    "股份有限公司": "股份有限公司",
    "国有独资公司": "集团有限公司",
    "非公司企业法人": "厂",
    "农民专业合作社": "专业合作社",
    "普通合伙企业": "（普通合伙）",
    "有限合伙企业": "（有限合伙）",
    "个人独资企业": "经营部",
    "分支机构": "有限公司分公司",
}
_KIND: Final = {
    "个体工商户": "92",
    "农民专业合作社": "93",
    "机关法人": "11",
    "事业单位法人": "12",
    "社会组织法人": "51",
}
_SUBJECT: Final = {
    "个体工商户": "个体工商户",
    "普通合伙企业": "非法人组织",
    "有限合伙企业": "非法人组织",
    "个人独资企业": "非法人组织",
    "分支机构": "非法人组织",
    "机关法人": "机关",
    "事业单位法人": "事业单位",
    "社会组织法人": "社会组织",
}


@dataclass(slots=True)
class Agent:
    """A registration agent: one person in the offices of hundreds of firms, at one address."""

    person: Person
    address: str
    members: list[Org] = field(default_factory=list)


class Block:
    """Builds up to `capacity` organisations and everything that is said about them."""

    def __init__(
        self, *, seed: int, index: int, capacity: int, today: str, agent: Agent, clean: bool = False
    ) -> None:
        self.seed = seed
        self.index = index
        self.clean = clean
        self.capacity = capacity
        self.today = today
        self.now = ordinal(today)
        self.agent = agent
        self.rng = Random(f"{seed}:{index}")  # noqa: S311 - reproducible, nothing secret
        self.orgs: list[Org] = []
        self.rows: dict[str, list[list[str]]] = {name: [] for name in COLUMNS}
        self.answers: list[Answer] = []
        self.grounds: list[Ground] = []
        self.signals: list[tuple[str, str, int]] = []
        self.patterns: list[tuple[str, list[str]]] = []
        self.watched: set[str] = set()
        self.ordinary_people: list[Person] = []
        self.related: list[tuple[str, str, str]] = []
        self.safe_ranges: set[int] = set()
        self.court_candidates: list[Org] = []
        self.agreements: list[Agreement] = []
        self.state_assets = Org(
            STATE_ASSETS.code, STATE_ASSETS.name, "机关法人", "机关", 13, 12, "2003-05-01", 0
        )
        self._persons = 0
        self._turns: dict[str, int] = {}
        self._numbers = 0
        self._serials: Counter[str] = Counter()

    @property
    def room(self) -> int:
        """How many organisations still fit."""
        return self.capacity - len(self.orgs)

    def number(self) -> int:
        """A number not used before in this block."""
        self._numbers += 1
        return self._numbers

    def national_code(self, district: str, day: str) -> str:
        """A code by the national form: district 6, day 8, and a serial of 6 that no other block gives."""
        beginning = district + day.replace("-", "")
        self._serials[beginning] += 1
        return f"{beginning}{self.index * _SERIALS + self._serials[beginning]:06d}"

    def chance(self, share: float) -> bool:
        """True with probability `share`."""
        return self.rng.random() < share

    def variant(self, name: str, count: int) -> int:
        """Which variant of a case: in the first block each in its turn, elsewhere by chance."""
        turn = self._turns.get(name, 0)
        self._turns[name] = turn + 1
        return turn if self.index == 0 and turn < count else self.below(count)

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1 (one draw: faster than randrange)."""
        return int(self.rng.random() * limit)

    def day(self, first: int, last: int) -> str:
        """A day so many days before today, from `first` back to `last`."""
        return iso(self.now - last + self.below(last - first + 1))

    # -- people and organisations -------------------------------------------------------------

    def person_name(self) -> str:
        """A name; common surnames come often, so that namesakes are many."""
        draw = self.rng.random
        surname = SURNAMES[int(draw() * draw() * len(SURNAMES))]
        given = GIVEN[int(draw() * draw() * len(GIVEN))]
        return surname + given + (GIVEN[int(draw() * len(GIVEN))] if draw() < 0.72 else "")

    def person(self, *, numbered: bool = True, name: str = "") -> Person:
        """A new person; without a number nobody can know who else he is."""
        name = name or self.person_name()
        if not numbered:
            return Person(name, "")
        serial = self.index * PERSONS_PER_BLOCK + self._persons
        self._persons += 1
        return Person(name, person_number(serial))

    def org(self, form: str = "有限责任公司", *, established: str = "", place: int = -1) -> Org:
        """A new organisation of the given legal form."""
        draw = self.rng.random
        place = int(draw() * draw() * len(PLACES)) if place < 0 else place
        trade = int(draw() * len(TRADES))
        where = PLACES[place]
        serial = self.index * BLOCK_ENTITIES + len(self.orgs)
        code = uscc(_KIND.get(form, "91"), where.code, body_of("NY", serial))
        capital = (1, 5, 10, 10, 50, 50, 100, 100, 200, 500, 1000, 5000)[int(draw() * 12)] * 10_000
        org = Org(
            code,
            self._org_name(form, place, trade),
            form,
            _SUBJECT.get(form, "法人"),
            place,
            trade,
            established or self.day(200, 3650),
            capital,
        )
        # Nobody shares an address by chance: the room is the organisation's own.
        org.address = (
            f"南阳市{where.name}{STREETS[int(draw() * 10)]}{int(draw() * 900) + 1}号{serial % 9973 + 1}室"
        )
        self.orgs.append(org)
        return org

    def _org_name(self, form: str, place: int, trade: int) -> str:
        draw = self.rng.random
        where = PLACES[place].name
        if form == "个体工商户":
            return where + self.person_name() + SHOPS[int(draw() * 10)]
        if form == "机关法人":
            return f"{where}国有资产事务中心"
        if form == "事业单位法人":
            return f"南阳市{where}第{int(draw() * 40) + 1}中学"
        mark = (
            COMPANY_FIRST[int(draw() * len(COMPANY_FIRST))]
            + COMPANY_SECOND[int(draw() * len(COMPANY_SECOND))]
        )
        if draw() < 0.4:
            mark += COMPANY_SECOND[int(draw() * len(COMPANY_SECOND))]
        if form == "社会组织法人":
            return f"南阳市{where}{mark}商会"
        words = TRADES[trade].words
        return f"南阳{where}{mark}{words[int(draw() * len(words))]}{_SUFFIX[form]}"

    def post(
        self, org: Org, person: Person, role: str, start: str, end: str = "", control_state: str = ""
    ) -> Post:
        """An office in `org`."""
        one = Post(person, role, start, end, control_state)
        org.posts.append(one)
        return one

    def stake(
        self, org: Org, holder: Person | Org, percent: float, *, start: str = "", kind: str = ""
    ) -> Stake:
        """A share of the votes; `percent` has at most four decimals."""
        one = Stake(holder, round(percent * UNITS), start or org.established, kind=kind)
        org.stakes.append(one)
        return one

    # -- grounds ------------------------------------------------------------------------------

    def listing(
        self,
        list_type: str,
        org: Org | None,
        authority: Authority,
        *,
        decided: str,
        window: tuple[str, str] = ("", ""),
        situation: str = "",
        person: Person | None = None,
        facts: dict[str, str] | None = None,
    ) -> Ground:
        """An entry in a list, of an organisation or of a person himself."""
        number = self.number()
        listing_id = f"{list_type}-{self.index:05d}-{number:04d}"
        doc_no = f"宛{list_type}〔{decided[:4]}〕{self.index}-{number}号"
        row = {
            "listing_id": listing_id,
            "list_type": list_type,
            "list_scope": "国家",
            "situation": situation,
            "uscc": org.uscc if org else "",
            "violation_from": window[0],
            "violation_to": window[1],
            "decided_on": decided,
            "authority": authority.name,
            "authority_code": authority.code,
            "doc_no": doc_no,
            "reason": "依法列入",
            "region_code": PLACES[org.place].code if org else "411300",
            "henan35_elected": "0",
        }
        if person:
            row |= {"name": person.name, "id_type": "01", "id_no": person.id_no}
        row |= facts or {}
        ground = Ground(
            "LISTING", listing_id, list_type, org.uscc if org else "", decided, authority.code, doc_no, row
        )
        self.grounds.append(ground)
        return ground

    def order(
        self,
        kind: str,
        subject: Org | Person,
        court: Authority,
        *,
        decided: str,
        situation: str,
        measure_from: str = "",
        until: str = "",
    ) -> Ground:
        """A court's record on an organisation or a person."""
        case_no = f"({decided[:4]})豫13执{self.index * 1000 + self.number()}号"
        is_org = isinstance(subject, Org)
        key = subject.uscc if isinstance(subject, Org) else subject.id_no
        row = {
            "court": court.name,
            "case_no": case_no,
            "subject_kind": "ENTITY" if is_org else "PERSON",
            "subject_code": key if is_org else "",
            "subject_name": subject.name,
            "id_type": "" if is_org else "01",
            "id_no": "" if is_org else key,
            "kind": kind,
            "situation": situation,
            "authority_code": court.code,
            "amount_cny": str((self.below(900) + 5) * 10_000),
            "decided_on": decided,
            "measure_from": measure_from,
            "until": until,
        }
        start = measure_from if kind != "失信被执行人" and measure_from else decided
        ground = Ground(
            "COURT_ORDER",
            f"{court.name}|{case_no}|{key}|{kind}",
            "L01" if kind == "失信被执行人" else "L02",
            key if is_org else "",
            start,
            court.code,
            case_no,
            row,
        )
        self.grounds.append(ground)
        return ground

    def document(
        self,
        ground: Ground,
        person: Person,
        role: str,
        *,
        authority_code: str = "",
        id_no: str | None = None,
        fault_doc: str = "",
    ) -> None:
        """A decision that names a person as responsible for `ground`."""
        number = person.id_no if id_no is None else id_no
        row = {
            "ground_kind": ground.kind,
            "ground_id": ground.ground_id,
            "name": person.name,
            "id_type": "01" if number else "",
            "id_no": number,
            "role": role,
            "decided_on": ground.row.get("decided_on", ground.start),
            "doc_no": ground.doc_no,
            "authority_code": authority_code or ground.authority_code,
            "fault_doc": fault_doc,
        }
        self.put("liable_persons", row)

    def put(self, table: str, row: dict[str, str]) -> None:
        """Add a row given by column names."""
        self.rows[table].append([row.get(name, "") for name in COLUMNS[table]])

    # -- answers ------------------------------------------------------------------------------

    def expect(
        self,
        ground: Ground,
        person: Person,
        role: str,
        rule: str,
        base: str,
        why: str,
        *,
        law_day: str,
        known_from: str = "",
        own_end: str = "",
    ) -> Answer:
        """State that `person` is found under `rule` (or, no such rule being in force, is not)."""
        law = RULES[rule]
        if not in_force(rule, law_day):
            return self.deny(ground, person, role, "NO_RULE_IN_FORCE")
        answer = Answer(
            ground, person, role, law.mode, rule, base, law.years, why, known_from or ground.start, own_end
        )
        answer.entry_by_document = base == "CONFIRMED" and law.mode == "LISTED_SELF" and role != "SELF"
        answer.runs_on_after_repair = law.mode == "BAN"
        self.answers.append(answer)
        return answer

    def expect_own_entry(self, ground: Ground, person: Person, rule: str, law_day: str) -> None:
        """State that the listing is his own entry, and keeps him from the civil service meanwhile."""
        entry = self.expect(ground, person, "SELF", rule, "CONFIRMED", "OWN_ENTRY", law_day=law_day)
        if entry.expected:
            rule = "L23_civil_servant.self@1"
            barred = self.expect(ground, person, "SELF", rule, "CONFIRMED", "OWN_ENTRY", law_day=self.today)
            barred.runs_on_after_repair = False
            barred.years = entry.years  # no longer than the entry that it follows from

    def deny(self, ground: Ground, person: Person, role: str, why: str) -> Answer:
        """State that `person` must not be found in `role` for `ground`."""
        answer = Answer(ground, person, role, "", "", "", None, why, ground.start, expected=False)
        self.answers.append(answer)
        return answer


def make_agent(seed: int, group: int) -> Agent:
    """The registration agent that serves one group of blocks."""
    rng = Random(f"{seed}:agent:{group}")  # noqa: S311 - reproducible, nothing secret
    name = rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN)
    place = PLACES[group % 2]
    address = f"南阳市{place.name}商务大厦{rng.randrange(1, 30)}层（集群注册）"
    return Agent(Person(name, person_number(_AGENT_SERIALS + group)), address)
