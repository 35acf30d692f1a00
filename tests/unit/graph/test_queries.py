"""The loader: what it takes, and what it refuses by file and field."""

from __future__ import annotations

import pytest

from graph import queries
from graph.errors import QueryDefinitionError
from graph.query_text import fill_slots, graph_names, is_bounded, mask, params_in, returned_aliases

GOOD = """// name:    read/area/question
// summary: What is asked,
//          in two lines.
// params:  entity_id: str; limit: int 1..1000
// returns: a: str; b: list[map]
// result:  graph.results.Row
MATCH (entity:Entity {entity_id: $entity_id})
RETURN entity.a AS a, collect({x: 1}) AS b
LIMIT $limit;
"""


def test_a_complete_file_is_read() -> None:
    query = queries.parse("read/area/question", GOOD)
    assert query.summary == "What is asked, in two lines."
    assert dict(query.params) == {"entity_id": "str", "limit": "int 1..1000"}
    assert list(query.returns) == ["a", "b"]
    assert query.mode == "read"
    assert query.result == "graph.results.Row"
    assert query.text.startswith("MATCH") and query.text.endswith("LIMIT $limit")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("// params:  entity_id: str; limit: int 1..1000\n", "", "params"),
        ("read/area/question", "read/area/other", "name"),
        ("limit: int 1..1000", "limit: int; other: str", "params"),
        ("// result:", "// resutl:", "resutl"),
        ("entity_id: str;", "entity_id;", "params"),
        ("(entity:Entity", "(entity:{{label}}", "slots"),
        ("What is asked,\n//          in two lines.", "", "summary"),
    ],
)
def test_a_wrong_header_names_file_and_field(old: str, new: str, field: str) -> None:
    with pytest.raises(QueryDefinitionError) as caught:
        queries.parse("read/area/question", GOOD.replace(old, new))
    assert caught.value.where == f"cypher/read/area/question.cypher，{field}"


def test_an_unknown_name_and_an_unknown_folder_are_refused() -> None:
    with pytest.raises(QueryDefinitionError):
        queries.get("read/no/such_question")
    with pytest.raises(QueryDefinitionError):
        queries.parse("other/area/question", GOOD.replace("read/", "other/"))


def test_a_slot_takes_members_of_the_whitelist_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    content = GOOD.replace(
        "// result:  graph.results.Row", "// slots:   label: node_label; types: edge_type*"
    )
    query = queries.parse(
        "read/area/question", content.replace("(entity:Entity", "()-[:{{types}}]->(entity:{{label}}")
    )
    monkeypatch.setattr(queries, "_load", lambda name: query)
    allowed = {"node_label": {"Entity"}, "edge_type": {"HOLDS", "VOTES_FOR"}}
    monkeypatch.setattr(queries, "allowed_slot_values", lambda kind: allowed[kind.rstrip("*")])
    queries._get.cache_clear()
    filled = queries.get("read/area/question", label="Entity", types=["VOTES_FOR", "HOLDS"])
    assert "()-[:HOLDS|VOTES_FOR]->(entity:Entity {" in filled.text
    assert not filled.slots
    for label in ("Person", "Entity) DETACH DELETE (n", "Entity|Entity", ""):
        with pytest.raises(QueryDefinitionError):
            queries.get("read/area/question", label=label, types="HOLDS")
    with pytest.raises(QueryDefinitionError):
        queries.get("read/area/question", label="Entity")
    queries._get.cache_clear()


def test_an_unfilled_slot_is_never_sent() -> None:
    query = queries.parse(
        "read/area/question",
        GOOD.replace("// result:  graph.results.Row", "// slots: label: node_label").replace(
            ":Entity", ":{{label}}"
        ),
    )
    with pytest.raises(QueryDefinitionError):
        _ = query.cypher


def test_slots_stand_beside_map_braces() -> None:
    assert fill_slots("({{{key}}: row.id})", {"key": "entity_id"}) == "({entity_id: row.id})"


def test_strings_and_comments_mean_nothing() -> None:
    text = "MATCH (n:Entity) // $no (:Comment)\nWHERE n.a = '$no :Text' AND n.b = $yes RETURN n.c AS c"
    assert len(mask(text)) == len(text)
    assert params_in(text) == {"yes"}
    assert graph_names(text) == {"Entity"}


def test_the_last_outer_return_gives_the_columns() -> None:
    text = """MATCH (n:Entity) CALL (n) { MATCH (n)-[r:HOLDS|VOTES_FOR]->(m) RETURN m LIMIT 1 }
    RETURN DISTINCT n.a AS first, collect({x: m.y, z: [1, 2]}) AS second, m ORDER BY first LIMIT 5"""
    assert returned_aliases(text) == ("first", "second", "m")
    assert graph_names(text) == {"Entity", "HOLDS", "VOTES_FOR"}
    assert is_bounded(text)
    assert not is_bounded(text.replace("LIMIT 5", ""))
    assert is_bounded("MATCH (n) RETURN collect(n.a) AS a, count(*) AS b")
