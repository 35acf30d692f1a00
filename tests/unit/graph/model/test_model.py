"""The declared model holds together, and what is generated from it is current."""

import pytest

from graph.errors import ModelError
from graph.model import EDGE_TYPES, NODE_TYPES, fulltext_indexes, slot_values, traversable_edge_types
from graph.model.codelists import codelist, codelist_names
from graph.model.generate import schema_files, stale_files
from graph.model.kinds import EdgeType, Field, FieldKind, NodeType
from graph.model.tables import TABLES


def test_generated_files_are_current() -> None:
    assert stale_files() == []


def test_no_generated_constraint_needs_an_enterprise_edition() -> None:
    for text in schema_files().values():
        assert "NODE KEY" not in text
        assert "IS NOT NULL" not in text
        assert "RELATIONSHIP KEY" not in text
        assert "IS ::" not in text


@pytest.mark.parametrize("name", codelist_names())
def test_every_code_list_loads_and_finds_its_values(name: str) -> None:
    listed = codelist(name)
    assert listed.values
    for value in listed.values:
        assert listed.find(value.code) is value
        assert listed.find(value.zh) is value


def test_every_code_list_field_names_a_code_list() -> None:
    for table in TABLES.values():
        for field in table.fields:
            if field.codelist:
                assert codelist(field.codelist).values


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_no_header_means_two_columns_of_one_table(table) -> None:  # type: ignore[no-untyped-def]
    seen: dict[str, str] = {}
    for field in table.fields:
        for header in field.headers:
            assert seen.setdefault(header.lower(), field.name) == field.name


def test_edges_join_declared_labels() -> None:
    for edge in EDGE_TYPES.values():
        assert set(edge.sources) <= set(NODE_TYPES)
        assert set(edge.targets) <= set(NODE_TYPES)


def test_position_roles_name_declared_edges() -> None:
    for value in codelist("position_roles").values:
        assert value.attributes["edge_type"] in EDGE_TYPES


def test_the_whitelist_holds_no_derived_edge_and_no_employment() -> None:
    allowed = traversable_edge_types()
    assert "HOLDS" in allowed
    assert not {"CONTROLS", "LIABLE_FOR", "EMPLOYED_BY", "IDENTIFIED_BY", "RESTS_ON"} & set(allowed)


def test_a_derived_edge_cannot_be_declared_traversable() -> None:
    with pytest.raises(ModelError):
        EdgeType("X_OF", "x", "A x B", ("Person",), ("Entity",), derived=True, traversable=True)


def test_an_index_on_an_undeclared_property_is_refused() -> None:
    with pytest.raises(ModelError):
        NodeType("Thing", "物", "A thing", (), unique=("thing_id",))


def test_a_field_without_a_code_list_is_refused() -> None:
    with pytest.raises(ModelError):
        Field("kind", "种类", FieldKind.CODELIST, "A kind")


def test_full_text_properties_have_no_range_index() -> None:
    for label, prop in fulltext_indexes():
        assert prop not in NODE_TYPES[label].indexed
        assert prop not in NODE_TYPES[label].unique


def test_an_unknown_slot_kind_is_refused() -> None:
    with pytest.raises(ModelError):
        slot_values("anything")
