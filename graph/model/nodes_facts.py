"""Node labels whose nodes are versions of a fact; their properties follow the tables' columns."""

from __future__ import annotations

from graph.model.kinds import Field, FieldKind, NodeType, Property, Table
from graph.model.properties import (
    DECISION_REF,
    FACT_PROPERTIES,
    GROUND_PROPERTIES,
    OFFICER_PROPERTIES,
    TARGET_PROPERTIES,
    text,
)
from graph.model.tables import TABLES

_TYPES = {
    FieldKind.DAY: "day",
    FieldKind.DAY_OR_LIFE: "day",
    FieldKind.PERCENT: "float",
    FieldKind.AMOUNT_CNY: "float",
    FieldKind.AMOUNT_WAN: "float",
    FieldKind.INTEGER: "int",
    FieldKind.BOOLEAN: "bool",
    FieldKind.CODELIST_MANY: "list[str]",
}


def column_property(one: Field) -> Property:
    """The property in which a table's column is kept."""
    return Property(one.property_name, _TYPES.get(one.kind, "str"), one.zh, one.description)


def column_properties(*tables: Table, without: tuple[str, ...] = ()) -> tuple[Property, ...]:
    """Properties of the kept columns of `tables`, each name once."""
    found: dict[str, Property] = {}
    for table in tables:
        for one in table.fields:
            if one.property_name and one.property_name not in without:
                found.setdefault(one.property_name, column_property(one))
    return tuple(found.values())


def _fact_node(
    label: str,
    zh: str,
    description: str,
    *extra: Property,
    tables: tuple[str, ...],
    indexed: tuple[str, ...] = (),
    fulltext: str = "",
) -> NodeType:
    own = tuple(one.name for one in (*FACT_PROPERTIES, *extra))
    columns = column_properties(*(TABLES[name] for name in tables), without=own)
    return NodeType(
        label,
        zh,
        description,
        (*FACT_PROPERTIES, *extra, *columns),
        unique=("fact_id", "current_key"),
        indexed=("record_key", *indexed),
        fulltext=fulltext,
        fact=True,
    )


_ENTITY_ID = text("entity_id", "主体编号", "The entity concerned, or empty")
_PERSON_ID = text("person_id", "人员编号", "The person concerned, or empty")

FACT_NODES: tuple[NodeType, ...] = (
    _fact_node(
        "EntityState",
        "主体分期属性",
        "An entity's attributes from effective_on on; a revoked licence is a ground",
        _ENTITY_ID,
        *GROUND_PROPERTIES,
        DECISION_REF,
        text("search_name", "检索名称", "Name folded for search"),
        tables=("entities",),
        indexed=("entity_id", "ground_ref", "decision_ref", "region_code", "established_on"),
        fulltext="search_name",
    ),
    _fact_node(
        "EntityChange",
        "变更记录",
        "A registered change",
        _ENTITY_ID,
        tables=("entity_changes",),
        indexed=("entity_id",),
    ),
    _fact_node(
        "CodeChange",
        "代码变更",
        "A code replaced, split, merged or deleted",
        _ENTITY_ID,
        tables=("identifiers",),
    ),
    _fact_node(
        "PersonStatus",
        "自然人状态",
        "Death or incapacity of a person",
        _PERSON_ID,
        tables=("person_status",),
        indexed=("person_id",),
    ),
    _fact_node(
        "Penalty",
        "行政处罚",
        "An administrative penalty",
        _ENTITY_ID,
        _PERSON_ID,
        *GROUND_PROPERTIES,
        DECISION_REF,
        tables=("penalties_org", "penalties_person"),
        indexed=("ground_ref", "decision_ref", "entity_id", "person_id", "doc_no", "decided_on"),
    ),
    _fact_node(
        "CourtRecord",
        "司法文书",
        "A court record; some kinds are L01 and L02",
        _ENTITY_ID,
        _PERSON_ID,
        *GROUND_PROPERTIES,
        tables=("judgments",),
        indexed=("ground_ref", "entity_id", "person_id"),
    ),
    _fact_node(
        "Listing",
        "名单列入",
        "An entry in a list",
        _ENTITY_ID,
        _PERSON_ID,
        *GROUND_PROPERTIES,
        DECISION_REF,
        tables=("listings",),
        indexed=("ground_ref", "decision_ref", "entity_id", "person_id", "list_type", "decided_on"),
    ),
    _fact_node(
        "TaxGrade",
        "纳税信用等级",
        "A grade of a tax authority; a D may be the ground of leads to it",
        _ENTITY_ID,
        *GROUND_PROPERTIES,
        tables=("tax_grades",),
        indexed=("ground_ref", "entity_id"),
    ),
    _fact_node(
        "Arrears",
        "拖欠账款",
        "Taxes, small firms' bills or wages that are owed",
        _ENTITY_ID,
        *GROUND_PROPERTIES,
        tables=("arrears",),
        indexed=("ground_ref", "entity_id"),
    ),
    _fact_node(
        "Ban",
        "禁入",
        "A decision that bars; of a person it is a document for the ground that its number or article names",
        _ENTITY_ID,
        _PERSON_ID,
        *TARGET_PROPERTIES,
        tables=("bans",),
        indexed=("target_ref", "entity_id", "person_id"),
    ),
    _fact_node(
        "Evaluation",
        "评价",
        "A grade by another scheme",
        _ENTITY_ID,
        tables=("evaluations",),
        indexed=("entity_id",),
    ),
    _fact_node(
        "Licence",
        "行政许可",
        "An administrative licence",
        _ENTITY_ID,
        _PERSON_ID,
        tables=("licences_org", "licences_person"),
        indexed=("entity_id", "person_id"),
    ),
    _fact_node(
        "AdminAct",
        "其他行政行为",
        "Another administrative act on an organisation",
        _ENTITY_ID,
        tables=("admin_acts",),
        indexed=("entity_id",),
    ),
    _fact_node(
        "TenderBid",
        "投标",
        "A bid in a tender; bids with the same consortium_key were made together",
        _ENTITY_ID,
        text("consortium_key", "联合体键", "Tender and consortium; empty for a single bidder"),
        tables=("tender_bids",),
        indexed=("entity_id", "consortium_key"),
    ),
    _fact_node(
        "Attribution",
        "责任人认定",
        "A decision of an authority that names a responsible person",
        _PERSON_ID,
        *TARGET_PROPERTIES,
        *OFFICER_PROPERTIES,
        tables=("liable_persons",),
        indexed=("target_ref", "person_id"),
    ),
    _fact_node(
        "Complaint",
        "投诉举报",
        "A complaint or report of the public against an organisation",
        _ENTITY_ID,
        tables=("complaints",),
        indexed=("entity_id", "received_on"),
    ),
    _fact_node(
        "Commitment",
        "信用承诺",
        "A commitment, and whether it was kept",
        _ENTITY_ID,
        _PERSON_ID,
        tables=("commitments",),
        indexed=("entity_id", "person_id", "assessed_on"),
    ),
    _fact_node(
        "RepairCase",
        "信用修复",
        "A repair of a record",
        *TARGET_PROPERTIES,
        tables=("repairs",),
        indexed=("target_ref",),
    ),
    _fact_node(
        "Objection",
        "异议",
        "An objection against a record, a fact or a role in the register; an open one suspends",
        _ENTITY_ID,
        _PERSON_ID,
        *TARGET_PROPERTIES,
        tables=("objections",),
        indexed=("target_ref", "target_fact_id", "entity_id", "person_id", "objection_id"),
    ),
)
