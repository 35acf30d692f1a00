"""Items of a workspace as they are handed in: each kind has its form, and nothing else is taken."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, RootModel, model_validator

from api.schemas.system import Ask, Code, Day
from api.services.relations import DEEPEST

Title = Annotated[str, Field(max_length=120)]
Words = Annotated[str, Field(max_length=8000)]
Origin = Annotated[str, Field(max_length=400, description="文件、网址或记录编号")]
DataVersion = Annotated[
    str,
    Field(max_length=200, pattern=r"^(\d{1,15}(/.*)?)?$", description="所见答复的 data_version；缺省为最新"),
]
Coordinate = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]
MOST_POSITIONS = 400
MOST_CHAINS = 100
_CODE = "91410100MA00000000"


class NoteBody(Ask):
    """What somebody thinks or saw."""

    words: Words = ""
    origin: Origin = ""


class PartyBody(Ask):
    """Somebody who is looked into; the name is the store's."""

    code: Code = Field(description="统一社会信用代码或人员编号；须在库中")
    name: str = Field(default="", max_length=200, description="以库中名称为准，所填不采用")
    origin: Origin = ""


class HopIn(Ask):
    """One relation of a chain, as an answer gave it; names, share and source are read anew."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: Code = Field(alias="from")
    from_name: str = Field(default="", max_length=200)
    to: Code
    to_name: str = Field(default="", max_length=200)
    type: Annotated[str, Field(max_length=40, pattern=r"^[A-Z_]+$")]
    forward: bool = True
    valid_from: Annotated[str, Field(max_length=10)] = ""
    source: Annotated[str, Field(max_length=400)] = ""
    fact_id: Annotated[str, Field(max_length=64)] = ""
    pct: float | None = Field(default=None, allow_inf_nan=False)
    max_pct: float | None = Field(default=None, allow_inf_nan=False)


class ChainIn(Ask):
    """One chain of relations."""

    length: int | None = None
    strength: float | None = Field(default=None, allow_inf_nan=False)
    hops: list[HopIn] = Field(min_length=1, max_length=10)


class PathBody(Ask):
    """Chains as they were found, of a day and a version of the data: each relation must be in the store."""

    as_of: Day | None = Field(default=None, description="按哪一天的情况；缺省为今天")
    data_version: DataVersion = ""
    paths: list[ChainIn] = Field(min_length=1, max_length=MOST_CHAINS)
    origin: Origin = ""

    @model_validator(mode="before")
    @classmethod
    def _one_chain(cls, given: Any) -> Any:
        """The hops of a single chain may stand alone."""
        if isinstance(given, dict) and "hops" in given and "paths" not in given:
            rest = {name: one for name, one in given.items() if name != "hops"}
            return {**rest, "paths": [{"hops": given["hops"]}]}
        return given


class ViewIn(Ask):
    """What a network view shows: the parameters of its address."""

    code: Code
    day: Day | Literal[""] = ""
    open: Annotated[str, Field(max_length=20_000)] = ""
    hide: Annotated[str, Field(max_length=2_000)] = ""
    lit: Annotated[str, Field(max_length=64)] = ""
    pct: Annotated[str, Field(max_length=20, pattern=r"^[0-9.]*$")] = ""
    depth: Annotated[str, Field(pattern=rf"^[1-{DEEPEST}]?$")] = ""
    known: Annotated[str, Field(pattern=r"^[0-9]{0,15}$", description="所见的提交号；缺省为最新")] = ""


class ViewBody(Ask):
    """A network view with the places of its subjects."""

    view: ViewIn
    positions: dict[
        Annotated[str, Field(min_length=1, max_length=120)],
        Annotated[list[Coordinate], Field(min_length=2, max_length=2)],
    ] = Field(default_factory=dict, max_length=MOST_POSITIONS, description="各主体的 x, y")
    parties: list[Code] = Field(
        default_factory=list, max_length=MOST_POSITIONS, description="图中的主体；缺省为有位置的主体"
    )
    origin: Origin = ""


class FindingRef(Ask):
    """A finding as it stood on a day, as known at a commit."""

    kind: Literal["FINDING"]
    id: Annotated[str, Field(min_length=1, max_length=64, description="认定编号")]
    as_of: Day | None = None
    data_version: DataVersion = ""


class RecordRef(Ask):
    """A record under a subject, as it stood on a day, as known at a commit."""

    kind: Literal["RECORD"]
    id: Annotated[str, Field(min_length=1, max_length=64, description="记录的 fact_id")]
    subject: Code = Field(description="记录所属主体：统一社会信用代码或人员编号")
    as_of: Day | None = None
    data_version: DataVersion = ""


class EvidenceBody(Ask):
    """Something that shows something: in free words, or a finding or record that the store holds."""

    words: Words = ""
    origin: Origin = ""
    ref: Annotated[FindingRef | RecordRef, Field(discriminator="kind")] | None = Field(
        default=None, description="所指的认定或记录；须在库中，内容和来源由服务读取"
    )


class _Item(Ask):
    """A new item; with an id and the version that one saw, a new version of it."""

    item_id: Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9]*$")] = ""
    version: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    title: Title


class NoteItem(_Item):
    """A note."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "NOTE", "title": "走访记录", "body": {"words": "住所无人办公"}}]
        },
    )

    kind: Literal["NOTE"]
    body: NoteBody


class PartyItem(_Item):
    """A subject."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "PARTY", "title": "中心单位", "body": {"code": _CODE}}]},
    )

    kind: Literal["PARTY"]
    body: PartyBody


class ViewItem(_Item):
    """A saved view."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "VIEW",
                    "title": "关联网络",
                    "body": {"view": {"code": _CODE, "day": "2026-01-01"}, "positions": {_CODE: [0, 0]}},
                }
            ]
        },
    )

    kind: Literal["VIEW"]
    body: ViewBody


class PathItem(_Item):
    """Chains between subjects."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "PATH",
                    "title": "两家单位的联系",
                    "body": {
                        "as_of": "2026-01-01",
                        "paths": [
                            {"hops": [{"from": _CODE, "to": "91410100MA00000019", "type": "HOLDS"}]},
                        ],
                    },
                }
            ]
        },
    )

    kind: Literal["PATH"]
    body: PathBody


class EvidenceItem(_Item):
    """A piece of evidence."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "EVIDENCE", "title": "照片", "body": {"words": "见附件", "origin": "现场"}}]
        },
    )

    kind: Literal["EVIDENCE"]
    body: EvidenceBody


class ItemAsk(
    RootModel[
        Annotated[
            NoteItem | PartyItem | ViewItem | PathItem | EvidenceItem,
            Field(discriminator="kind", description="按种类填写"),
        ]
    ]
):
    """A new item, or a new version of one, in the form of its kind."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"kind": "NOTE", "title": "走访记录", "body": {"words": "住所无人办公"}}]
        }
    )
