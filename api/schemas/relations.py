"""What the API answers about networks and the chains between subjects."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.answers import Answer, HopOut

PartyKind = Literal["ENTITY", "PERSON"]
Blocked = Literal["HUB", "STATE_ORGAN"]


class NetworkBoundsOut(Answer):
    """What was followed."""

    types: list[str]
    hub_degree: int
    min_pct: float


class TypeCountOut(Answer):
    """How many relations of one type and direction a subject has."""

    type: str
    outward: bool
    number: int
    summarised: bool = Field(description="过多：只计数、不列出")


class CutOut(Answer):
    """A type of which not everything is listed, and why."""

    type: str
    reason: Literal["HUB", "PAGE"]
    number: int
    listed: int


class NeighbourOut(Answer):
    """One relation of the subject, and who is at its other end."""

    id: str
    name: str
    kind: PartyKind
    type: str
    outward: bool = Field(description="由所问主体指向对方")
    valid_from: str
    source: str
    pct: float | None = Field(description="持股比例（%）；已知为区间时是下限")
    max_pct: float | None = Field(description="已知为区间时的上限（%）")


class NetworkOut(Answer):
    """Counts by type first, then a page of neighbours; hubs are counted, not listed."""

    subject: str
    name: str
    as_of: str
    complete: bool
    cut: list[CutOut] = Field(description="未列全的关系类型、原因（HUB 或 PAGE）和数量")
    bounds: NetworkBoundsOut
    counts: list[TypeCountOut]
    neighbours: list[NeighbourOut]
    following: dict[str, str] = Field(description="各关系类型下一页的游标")
    data_version: str


class SurroundingsBoundsOut(NetworkBoundsOut):
    """What was followed, and how far."""

    depth: int


class LevelOut(Answer):
    """How many parties are new in a level, and by which types of relation they were met."""

    distance: int
    parties: int
    by_type: dict[str, int]


class PartyOut(Answer):
    """A party, and how far from the subject it is."""

    id: str
    name: str
    kind: PartyKind
    distance: int
    blocked: Literal["", "HUB", "STATE_ORGAN"] = Field(
        description="没有越过它继续查找的原因：关系过多，或是国家机关"
    )


class RelationOut(HopOut):
    """One relation between two parties."""

    pct: float | None = Field(description="持股比例（%）；已知为区间时是下限")
    max_pct: float | None = Field(description="已知为区间时的上限（%）")


class SurroundingsOut(Answer):
    """A page of the parties some levels around a subject, the nearest first, with their relations."""

    subject: str
    name: str
    as_of: str
    complete: bool
    cut: Literal["", "PAGE", "PARTIES", "TIME"]
    bounds: SurroundingsBoundsOut
    levels: list[LevelOut] = Field(description="已读各层的主体数，按关系类型计")
    parties: list[PartyOut]
    relations: list[RelationOut]
    following: str = Field(description="下一页的游标；末页为空")
    data_version: str


class MetHubOut(Answer):
    """A party that the search met and that links nobody."""

    id: str
    name: str
    reason: Blocked
    touched_by_both: bool = Field(description="两端都连到它")


class PathBoundsOut(Answer):
    """Which chains were sought, how far the search went, and what it did not go through."""

    as_of: str
    types: list[str]
    mode: Literal["SHORTEST", "ALL_SHORTEST", "STRONGEST"]
    max_length: int
    max_width: int
    time_limit: float
    hub_degree: int
    max_paths: int
    min_pct: float
    excluded: list[str]
    strengths: str = Field(default="", description="强度表的版本；只在查最强的链时给出")
    searched_length: int
    cut_short: Literal["", "WIDTH", "TIME", "PATHS"]
    hubs_met: int
    hubs: list[MetHubOut]


class PathHopOut(Answer):
    """One relation of a chain, in the direction in which the chain is read."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")
    from_: str = Field(alias="from")
    from_name: str
    to: str
    to_name: str
    type: str
    forward: bool = Field(description="登记的方向与链的方向一致")
    valid_from: str
    source: str
    fact_id: str
    pct: float | None = Field(description="持股比例（%）；已知为区间时是下限")
    max_pct: float | None = Field(description="已知为区间时的上限（%）")


class ChainOut(Answer):
    """One chain of relations."""

    length: int
    strength: float = Field(default=0, description="只在查最强的链时给出")
    hops: list[PathHopOut]


class PairOut(Answer):
    """Chains between two subjects, complete within bounds or cut short."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")
    from_: str = Field(alias="from")
    from_name: str
    to: str
    to_name: str
    complete: bool
    bounds: PathBoundsOut
    paths: list[ChainOut]


class PathOut(PairOut):
    """Chains between two subjects, and what they depend on."""

    data_version: str


class LinksOut(Answer):
    """Chains among several subjects, pair by pair."""

    as_of: str
    complete: bool
    pairs: list[PairOut]
    data_version: str
