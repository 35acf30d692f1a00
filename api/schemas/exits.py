"""What the API answers about the way out of what stands against a subject."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.answers import Answer, SubjectOut

Because = Literal["TERM", "LIFE", "WHILE_GROUND", "NOTHING"]


class StandingOut(Answer):
    """One finding or own record that stands."""

    id: str
    of: Literal["FINDING", "OWN"]
    ground_kind: str
    ground_id: str
    list_type: str
    entity: str
    entity_name: str
    role: str
    mode: str
    state: str
    since: str
    latest: str | None = Field(description="最迟从这一天起不再适用；空为没有届满之日")
    latest_because: Because
    rule: str
    basis: list[str]
    measures: list[str]
    ended_by: list[str] = Field(description="可以使其结束的做法，见 acts 的 key")


class LatestOut(Answer):
    """When everything is over if nobody does anything."""

    day: str | None
    because: Because


class SmallestOut(Answer):
    """The smallest set of acts that ends all that acts can end."""

    acts: list[str]
    size: int
    exact: bool = Field(description="已证明不能更少")
    at_least: int
    earliest: str | None
    ends: list[str]
    ends_all: bool
    left: list[str] = Field(description="只能等期满的")
    free_from: str | None


class ApplicationOut(Answer):
    """The newest repair that was applied for."""

    repair_id: str
    applied_on: str
    accepted_on: str
    decided_on: str
    result: str


class ActOut(Answer):
    """One act: what it ends, who does it where, from which day, with which papers."""

    key: str
    act: str
    name: str
    in_smallest: bool
    ends: list[str]
    who: str
    where: str
    authority: str
    authority_code: str
    doc_no: str
    severity: str | None
    earliest: str | None
    earliest_because: str
    possible_now: bool | None
    documents: list[str]
    also: list[str]
    clock: str
    basis: str
    verified: bool
    application: ApplicationOut | None


class UnlawfulOut(Answer):
    """What ends everything of a ground, but only where the decision was wrong."""

    name: str
    text: str
    basis: str
    grounds: list[str]


class FutileOut(Answer):
    """What will not help, with its rule."""

    id: str
    text: str
    rule: str
    basis: str
    about: list[str]


class NotYetOut(Answer):
    """A lead or a proposal: nothing to end yet."""

    id: str
    of: Literal["FINDING"]
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
    rule: str
    reason: str
    reason_zh: str


class OtherOut(Answer):
    """A person who answers for the organisation: what ends with its record, what runs on."""

    finding_id: str
    person: str
    person_name: str
    role: str
    mode: str
    list_type: str
    ground_id: str
    state: str
    rule: str
    latest: str | None
    latest_because: Because
    ended_by: list[str]


class WhyNotOut(Answer):
    """Why a rule does not reach somebody, or not as far."""

    code: str = Field(examples=["NO_RULE_IN_FORCE"])
    text: str
    rule: str
    role: str
    role_text: str


class DecisionOut(Answer):
    """One decision, and what the rules answer; nobody is named."""

    ground_kind: str
    ground_id: str
    list_type: str
    situation: str
    decided_on: str
    authority_code: str
    answer: Literal["FOUND", "NO_RULE_IN_FORCE", "SITUATION_UNKNOWN", "VETOED", "NOBODY_SHOWN", "NO_RULE"]
    text: str
    why: list[WhyNotOut]


class GroundsOut(Answer):
    """Each decision on an entity, with the rules' answer."""

    subject: SubjectOut
    as_of: str
    known_at: str
    data_version: str
    complete: bool = Field(description="假表示决定过多，没有全部列出")
    decisions: list[DecisionOut]


class LinesOut(Answer):
    """One heading in words."""

    heading: str
    items: list[str]


class ExitOut(Answer):
    """Why, until when, the smallest set of acts, what does not help."""

    subject: SubjectOut
    as_of: str
    known_at: str
    data_version: str
    edition: str
    complete: bool
    standing: bool
    why: list[StandingOut]
    latest: LatestOut
    smallest: SmallestOut
    acts: list[ActOut]
    only_if_unlawful: UnlawfulOut
    will_not_help: list[FutileOut]
    not_yet: list[NotYetOut]
    others: list[OtherOut]
    sections: list[LinesOut]
