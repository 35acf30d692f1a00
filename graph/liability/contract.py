"""What an evaluation gets and gives: plain data, no store.

One `GroundContext` holds everything that the findings of one ground can rest on; the same data give
the same findings, whether one ground is derived or all of them (A13).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class GroundFacts:
    """The current version of a decision that may make persons liable.

    Parameters
    ----------
    ground_kind
        LISTING, COURT_ORDER, PENALTY, REVOCATION, TAX_GRADE or ARREARS.
    list_type
        ``L01`` …; of a court record and a revocation it follows from their kind.
    situation
        Code of the rule table's situations, empty when not given.
    subject_kind
        ENTITY or PERSON: whom the decision names.
    fields
        Conditions of ``ground.when`` by field name; what is not given is absent.
    violation_from, violation_to
        Closed window; empty when unknown.
    until_day
        End that the document itself states, empty when none.
    cites
        Ids of other facts on which the decision itself stands: whoever overturns one of them overturns it.
    """

    fact_id: str
    fact_type: str
    ground_kind: str
    ground_ref: str
    ground_id: str
    list_type: str
    situation: str = ""
    subject_kind: str = "ENTITY"
    entity_id: str = ""
    person_id: str = ""
    person_name: str = ""
    person_verified: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    violation_from: str = ""
    violation_to: str = ""
    decided_on: str = ""
    measure_from: str = ""
    published_on: str = ""
    authority_code: str = ""
    doc_no: str = ""
    until_day: str = ""
    removed_on: str = ""
    removal_kind: str = ""
    ended_on: str = ""
    end_reason: str = ""
    henan35_elected: bool = False
    source: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityKind:
    """What the entity is on the day that matters: whether its kind has a legal representative."""

    entity_id: str
    name: str = ""
    code: str = ""
    subject_type: str = ""
    legal_form: str = ""
    state_capital_class: str = ""
    has_legal_rep: bool | None = None


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held, as a register or a filing says it.

    Parameters
    ----------
    role
        Liable role: LEGAL_REP, PRINCIPAL or ACTUAL_CONTROLLER (declared).
    edge_type
        Relationship type that holds it.
    verified
        The person is known by a document number.
    valid_from
        Empty when the start is unknown.
    known_held_to
        When the end is inferred from a snapshot: last hand-in that still had the row; else empty.
    control_state
        Of a declared controller: SUSPECTED, FILED or CONFIRMED.
    """

    role: str
    edge_type: str
    person_id: str
    person_name: str
    verified: bool
    valid_from: str
    valid_to: str
    fact_id: str
    source: str = ""
    known_held_to: str = ""
    control_state: str = ""


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A document of an authority that names a person for this ground (liable_persons, or a row of bans).

    Parameters
    ----------
    from_ban
        A row of the table of bans: the document for the BAN rule of the article that it cites.
    scope
        What exactly a ban bars, as its row says.
    articles
        Articles that the document cites, as ``law:article``.
    capacity
        As what it names him within the role, in the law's words (编制主持人); empty when it does not say.
    by_officer
        An officer of the ground's authority decided it in a case, about one rule; not a document handed in.
    dismisses
        The officer decided that the person does not answer.
    rule_id
        The rule that an officer's decision is about.
    """

    fact_id: str
    person_id: str
    person_name: str
    verified: bool
    role: str
    mode: str = ""
    decided_on: str = ""
    doc_no: str = ""
    authority_code: str = ""
    from_day: str = ""
    until_day: str = ""
    at_violation: bool | None = None
    fault_doc: str = ""
    source: str = ""
    from_ban: bool = False
    scope: str = ""
    articles: tuple[str, ...] = ()
    capacity: str = ""
    by_officer: bool = False
    dismisses: bool = False
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class LaterFirm:
    """Another firm that a person named for the ground runs: where a rule reaches firms founded afterwards.

    Parameters
    ----------
    since, until
        Days between which the person holds the office there; half-open.
    established_on
        The day on which the firm was registered, empty when unknown.
    """

    person_id: str
    entity_id: str
    role: str
    since: str
    until: str
    established_on: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class ComputedControl:
    """A natural person who, as computed, controls the entity on `day`."""

    person_id: str
    person_name: str
    verified: bool
    day: str
    voting_pct: float
    fact_ids: tuple[str, ...] = ()
    path: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StatusSpan:
    """Death or incapacity of a person."""

    person_id: str
    status: str
    since: str


@dataclass(frozen=True, slots=True)
class ObjectionSpan:
    """An objection against the ground or one of the facts."""

    objection_id: str
    fact_id: str
    raised_on: str
    decided_on: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class RepairDecision:
    """A decided repair of the ground."""

    repair_id: str
    result: str
    decided_on: str
    fact_id: str = ""


@dataclass(frozen=True)
class GroundContext:
    """Everything that the findings of one ground can rest on."""

    ground: GroundFacts
    entity: EntityKind | None = None
    tenures: tuple[Tenure, ...] = ()
    named: tuple[NamedPerson, ...] = ()
    computed: tuple[ComputedControl, ...] = ()
    statuses: tuple[StatusSpan, ...] = ()
    objections: tuple[ObjectionSpan, ...] = ()
    repairs: tuple[RepairDecision, ...] = ()
    later: tuple[LaterFirm, ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """One step from the person to the ground, with its fact."""

    source: str
    target: str
    type: str
    valid_from: str
    valid_to: str
    fact_id: str
    note: str = ""


@dataclass(frozen=True)
class FindingDraft:
    """Who answers for the ground, by which rule, since when and until when."""

    ground_ref: str
    ground_kind: str
    ground_id: str
    list_type: str
    entity_id: str
    person_id: str
    person_name: str
    role: str
    mode: str
    rule: str
    base_state: str
    reason: str
    valid_from: str
    valid_to: str
    withdrawn_at: str = ""
    withdrawn_because: str = ""
    measures: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    basis: tuple[dict[str, Any], ...] = ()
    basis_unverified: bool = False
    rests_on: tuple[str, ...] = ()
    path: tuple[Hop, ...] = ()
    authority_code: str = ""

    @property
    def finding_key(self) -> tuple[str, ...]:
        """What makes it the same finding across versions; a lead to a later firm is one for each firm."""
        key = (self.ground_ref, self.person_id, self.role, self.mode, self.rule)
        return (*key, self.entity_id) if self.mode == "DERIVED_ENTITY" else key


@dataclass(frozen=True, slots=True)
class Outcome:
    """Why somebody was not hit, or not as far: NO_RULE_IN_FORCE, VETOED, AUTHORITY_MISMATCH …"""

    code: str
    rule: str = ""
    role: str = ""
    person_id: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Evaluation:
    """What one ground yields."""

    findings: tuple[FindingDraft, ...]
    outcomes: tuple[Outcome, ...] = ()
