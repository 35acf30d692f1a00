"""What the API answers, as types: the same names as in its OpenAPI document.

They are plain dictionaries, so nothing of the platform has to be installed to use them; a test holds them to
the document.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict


class Session(TypedDict):
    """A session: send the token as ``Authorization: Bearer``."""

    token: str
    expires_at: str
    must_change: bool


class Me(TypedDict):
    """Who is signed in, and what he may do."""

    name: str
    role: str
    role_zh: str
    authorities: list[str]
    districts: list[str]
    must_change: bool
    permissions: list[str]
    today: str
    purpose: str
    sign_in: list[str]


class Freshness(TypedDict):
    """When a source last handed in."""

    source: str
    produced_at: str
    taken_at: str


class Ready(TypedDict):
    """Whether questions can be answered, and how fresh the answers are."""

    status: Literal["ready", "behind"]
    seq: int
    worker_running: bool
    pending_changes: int
    oldest_pending_seconds: float
    last_pass_day: str
    waiting_messages: int
    dead_messages: int
    sources: list[Freshness]


class Subject(TypedDict):
    """Who it is about."""

    kind: Literal["ENTITY", "PERSON"]
    code: str
    name: str


Hop = TypedDict("Hop", {"from": str, "to": str, "type": str, "valid_from": str, "source": str})


class Liability(TypedDict):
    """One finding, in the state of the day."""

    finding_id: str
    ground_kind: str
    ground_id: str
    list_type: str
    entity: str
    entity_name: str
    person: str
    person_name: str
    role: str
    mode: str
    state: str
    valid_from: str
    valid_to: str
    rule: str
    basis: list[str]
    basis_unverified: bool
    measures: list[str]
    scope: list[str]
    reason: str
    withdrawn_at: str
    withdrawn_because: str
    path: list[Hop]


class OwnEntry(TypedDict):
    """The subject's own listing or court record."""

    ground_kind: str
    ground_id: str
    list_type: str
    measures: list[str]
    purposes: list[str]
    verified: bool
    disputed: bool
    valid_from: str
    valid_to: str


class Check(TypedDict):
    """The answer to a check; ``decision`` is None without a purpose, or while it cannot be given."""

    subject: Subject
    as_of: str
    known_at: str
    data_version: str
    purpose: str | None
    measure: str | None
    decision: Literal["RESTRICT", "CAUTION", "PASS"] | None
    complete: bool
    reasons: list[str]
    liabilities: list[Liability]
    own: list[OwnEntry]


class ScreenRow(TypedDict):
    """One line of a screening."""

    line: int
    input: str
    status: Literal["HIT", "CLEAR", "CANDIDATES", "UNKNOWN", "MALFORMED"]
    subject: str
    name: str
    decision: str
    findings: int
    reason: str


class Screening(TypedDict):
    """A whole screening, all lines at one commit."""

    as_of: str
    data_version: str
    rows: list[ScreenRow]


class EntityHit(TypedDict):
    """An entity that a search found."""

    code: str
    name: str
    former_name: str
    region_code: str
    status: str
    records: int | None


class PersonHit(TypedDict):
    """A person that a search found."""

    person_id: str
    name: str
    id_masked: str | None
    verified: bool
    entities: list[dict[str, str]]


class Found(TypedDict):
    """What a search found."""

    entities: list[EntityHit]
    persons: list[PersonHit]
    complete: bool
    data_version: str


class Source(TypedDict):
    """Where a fact comes from."""

    source: str
    table: str
    file: str
    line: int
    produced_at: str


class Record(TypedDict):
    """One record under a subject."""

    fact_id: str
    label: str
    kind_zh: str
    valid_from: str
    valid_to: str
    live: bool
    disputed: bool
    fields: dict[str, Any]
    source: Source
    recorded_as: str


class Tie(TypedDict):
    """One relation of a subject, past ones too."""

    type: str
    type_zh: str
    outward: bool
    other: str
    other_name: str
    other_kind: Literal["ENTITY", "PERSON"]
    valid_from: str
    valid_to: str
    live: bool
    fields: dict[str, Any]
    source: Source
    recorded_as: str


class Detail(TypedDict):
    """Everything on a subject that the asker may see."""

    subject: Subject
    also: list[Subject]
    as_of: str
    data_version: str
    records: list[Record]
    ties: list[Tie]
    complete: bool


class Judgement(TypedDict):
    """One judgement on whether a person is another."""

    link_id: str
    absorbed: str
    surviving: str
    stands: bool
    reason: str
    document: str
    judged_by: str
    judged_at: str
    ended_by: str
    ended_because: str


class Judgements(TypedDict):
    """Every judgement on one person, the newest first."""

    person_id: str
    rows: list[Judgement]
    data_version: str


class Control(TypedDict):
    """Who controls an entity."""

    entity: str
    name: str
    as_of: str
    result: Literal["CONTROLLED", "NO_CONTROLLER", "NOT_DERIVABLE"]
    controllers: list[dict[str, Any]]
    likely: list[dict[str, Any]]
    declared: list[dict[str, Any]]
    differences: dict[str, list[str]]
    bounds: dict[str, Any]
    data_version: str


class Section(TypedDict):
    """One heading of an explanation."""

    heading: str
    text: str


class Explanation(TypedDict):
    """A finding in words."""

    finding_id: str
    person: str
    entity: str
    as_of: str
    state: str
    rule: str
    sections: list[Section]
    data_version: str


class Lines(TypedDict):
    """One heading of the way out in words."""

    heading: str
    items: list[str]


class Smallest(TypedDict):
    """The smallest set of acts that ends all that acts can end."""

    acts: list[str]
    size: int
    exact: bool
    at_least: int
    earliest: str | None
    ends: list[str]
    ends_all: bool
    left: list[str]
    free_from: str | None


class Exit(TypedDict):
    """Why, until when, the smallest set of acts, and what does not help."""

    subject: Subject
    as_of: str
    known_at: str
    data_version: str
    edition: str
    complete: bool
    standing: bool
    why: list[dict[str, Any]]
    latest: dict[str, Any]
    smallest: Smallest
    acts: list[dict[str, Any]]
    only_if_unlawful: dict[str, Any]
    will_not_help: list[dict[str, Any]]
    not_yet: list[dict[str, Any]]
    others: list[dict[str, Any]]
    sections: list[Lines]


class Count(TypedDict):
    """One bar of a statistic."""

    key: str
    label: str
    number: int


class Statistics(TypedDict):
    """The leaders' figures, all at one commit and day."""

    as_of: str
    data_version: str
    entities: int | None
    persons: int | None
    live_listings: int
    findings_by_state: list[Count]
    withdrawn_this_month: int
    median_days_to_withdraw: float | None
    listings_by_type: list[Count]
    listings_by_district: list[Count]
    listings_by_month: list[Count]


class Page(TypedDict):
    """A page of rows; ``cursor`` is None on the last."""

    rows: list[dict[str, Any]]
    cursor: str | None


class Quality(TypedDict):
    """What was kept out, and what each package brought."""

    quarantined: list[dict[str, Any]]
    returned: int
    conflicts: int
    runs: list[dict[str, Any]] | None
    data_version: str


class FirstPassword(TypedDict):
    """A first password: told once."""

    account_id: str
    login: str
    first_password: str


class IssuedKey(TypedDict):
    """A department key at its birth: told once."""

    key_id: str
    key: str
    expires_at: str


#: Which schema of the OpenAPI document each type stands for.
SCHEMAS: dict[str, Any] = {
    "SignedInOut": Session, "MeOut": Me, "SourceFreshnessOut": Freshness, "ReadyOut": Ready,
    "SubjectOut": Subject, "HopOut": Hop, "LiabilityOut": Liability, "OwnEntryOut": OwnEntry,
    "CheckOut": Check, "ScreenRowOut": ScreenRow, "ScreenOut": Screening, "EntityHitOut": EntityHit,
    "PersonHitOut": PersonHit, "SearchOut": Found, "SourceOut": Source, "RecordOut": Record, "TieOut": Tie,
    "DetailOut": Detail, "JudgementOut": Judgement, "JudgementsOut": Judgements, "ControlOut": Control,
    "SectionOut": Section, "ExplanationOut": Explanation, "CountOut": Count, "StatisticsOut": Statistics,
    "LinesOut": Lines, "SmallestOut": Smallest, "ExitOut": Exit,
    "QualityOut": Quality, "FirstPasswordOut": FirstPassword, "IssuedKeyOut": IssuedKey,
}  # fmt: skip
