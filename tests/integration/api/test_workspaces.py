"""Workspaces over HTTP: each kind has its form, what an item names is read from the store, nothing breaks."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from pypdf import PdfReader

from api.auth.principal import Role
from api.services import workspaces
from graph.registers.clues import Actor
from graph.registers.records import records_of
from graph.registers.workspaces import add_item, register

SEEN = Role.INVESTIGATOR
ABSENT = "91411322NY00002M4F"
ODD: list[tuple[str, Any]] = [
    ("PATH", {"hops": ["x"]}),
    ("PATH", {"hops": 5}),
    ("PATH", {"paths": [3, {"hops": [{"from": 1, "type": ["x"], "pct": "x"}]}]}),
    ("VIEW", {"view": "x"}),
    ("VIEW", {"view": {"code": 5}, "positions": 3}),
    ("VIEW", {"view": {}, "positions": {"a": "b", "c": [1]}}),
    ("PARTY", {"code": ["x"], "origin": 3}),
    ("NOTE", {"words": {"x": 1}}),
    ("EVIDENCE", {"words": 3, "origin": ["x"]}),
]


def asked(world: Any, method: str, path: str, **more: Any) -> Any:
    answer = world.ask(SEEN, method, path, **more)
    assert answer.status_code < 300, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def space(world: Any) -> str:
    """An open workspace of the investigator."""
    found = asked(world, "POST", "/workspaces", json={"title": "核查", "purpose": "核查关联"})
    return str(found["workspace_id"])


@pytest.fixture(scope="module")
def chain(world: Any) -> dict[str, Any]:
    """What the API answers about two parties with a chain of two relations between them."""
    listed = asked(world, "GET", "/findings", params={"state": ["CONFIRMED", "PROPOSED"], "limit": 200})
    for code in dict.fromkeys(one["entity"] for one in listed["rows"] if one["entity"]):
        near = {one["id"] for one in asked(world, "GET", f"/network/{code}")["neighbours"]}
        for first in sorted(near):
            further = {one["id"] for one in asked(world, "GET", f"/network/{first}")["neighbours"]}
            if beyond := further - near - {code}:
                found: dict[str, Any] = asked(world, "POST", "/paths", json={"from": code, "to": min(beyond)})
                return found
    raise AssertionError("no chain of two relations in the city")


def put(world: Any, space: str, kind: str, body: Any) -> Any:
    given = {"kind": kind, "title": "内容", "body": body}
    return world.ask(SEEN, "POST", f"/workspaces/{space}/items", json=given)


def printed(world: Any, space: str) -> str:
    """The dossier's text without spaces: lines break at them."""
    answer = world.ask(SEEN, "GET", f"/workspaces/{space}/dossier.pdf")
    assert answer.status_code == 200, answer.text
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def kept_as(world: Any, space: str, kind: str, body: Any) -> Any:
    """The item that is made."""
    answer = put(world, space, kind, body)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(("kind", "body"), ODD)
def test_a_body_without_the_form_of_its_kind_is_refused(world: Any, space: str, kind: str, body: Any) -> None:
    answer = put(world, space, kind, body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["where"].startswith(f"body.{kind}.body")


def test_an_odd_body_that_is_stored_breaks_neither_page_nor_files(world: Any, space: str) -> None:
    account = asked(world, "GET", f"/workspaces/{space}")["members"][0]["account_id"]
    by = Actor(f"account:{account}", "INVESTIGATOR", account)
    for kind, body in ODD:
        add_item(world.store, space, kind=kind, title="旧内容", body=body, actor=by)
    add_item(world.store, space, kind="NOTE", title="大", body={"words": "x", "n": float("inf")}, actor=by)
    items = asked(world, "GET", f"/workspaces/{space}")["items"]
    odd = [one for one in items if one["title"] == "旧内容"]
    assert len(odd) == len(ODD)
    assert all(one["body"]["odd"] for one in odd)
    for form in ("pdf", "zip"):
        answer = world.ask(SEEN, "GET", f"/workspaces/{space}/dossier.{form}")
        assert answer.status_code == 200, (form, answer.text)


def test_a_party_is_kept_under_the_name_of_the_store_or_refused(
    world: Any, space: str, chain: dict[str, Any]
) -> None:
    kept = kept_as(world, space, "PARTY", {"code": chain["from"], "name": "别的名字", "origin": "人工"})
    body = kept["body"]
    said = {"code": chain["from"], "name": chain["from_name"], "origin": "人工"}
    assert {name: body[name] for name in said} == said
    (source,) = body["sources"]
    assert body["as_of"] and body["data_version"] and source["file"].endswith(".csv") and source["line"] >= 1
    assert source["produced_on"] <= body["as_of"]
    assert f"来源{source['source']}{source['file']}第{source['line']}行" in printed(world, space)
    listed = asked(world, "GET", "/findings", params={"state": ["CONFIRMED"], "limit": 1})["rows"][0]
    person = kept_as(world, space, "PARTY", {"code": listed["person"]})["body"]
    files = [one["file"] for one in person["sources"]]
    assert files and files[0].endswith(".csv"), "of a person, the newest that he holds"
    unknown = put(world, space, "PARTY", {"code": ABSENT})
    assert (unknown.status_code, unknown.json()["where"]) == (404, ABSENT)
    assert put(world, space, "PARTY", {"code": "甲公司"}).status_code == 422
    assert put(world, space, "VIEW", {"view": {"code": ABSENT}}).status_code == 404


def test_a_number_of_a_person_is_refused_and_not_told_again(world: Any, space: str) -> None:
    answer = put(world, space, "PARTY", {"code": "41130219800101001X"})
    assert answer.status_code == 422
    assert "19800101" not in answer.text


def test_a_chain_is_kept_as_found_with_day_version_and_sources(
    world: Any, space: str, chain: dict[str, Any]
) -> None:
    body = {"as_of": chain["bounds"]["as_of"], "data_version": chain["data_version"], "paths": chain["paths"]}
    kept = kept_as(world, space, "PATH", body)["body"]
    assert (kept["as_of"], kept["data_version"]) == (body["as_of"], body["data_version"])
    assert len(kept["paths"]) == len(chain["paths"])
    for one, found in zip(kept["paths"], chain["paths"], strict=True):
        for hop, asked_hop in zip(one["hops"], found["hops"], strict=True):
            assert {name: hop[name] for name in asked_hop} == asked_hop
            assert hop["file"].endswith(".csv")
            assert hop["line"] >= 1
    text = printed(world, space)
    first = kept["paths"][0]["hops"][0]
    assert first["from"] in text
    assert f"{first['file']}第{first['line']}行" in text
    assert first["type"] not in text


def test_a_chain_that_the_store_does_not_hold_is_refused(
    world: Any, space: str, chain: dict[str, Any]
) -> None:
    hops = chain["paths"][0]["hops"]
    first = hops[0]
    wrong = "HOLDS" if first["type"] != "HOLDS" else "GUARANTEES"
    refused = {
        "another type": [{**first, "type": wrong, "fact_id": ""}],
        "another fact": [{**first, "fact_id": "f0"}],
        "no such type": [{**first, "type": "CONTROLS"}],
        "turned round": [{**first, "forward": not first["forward"]}],
        "broken": [hops[0], hops[0]],
        "nothing": [],
    }
    for why, given in refused.items():
        assert put(world, space, "PATH", {"hops": given}).status_code == 422, why
    unknown = put(world, space, "PATH", {"hops": [{**first, "from": ABSENT}]})
    assert (unknown.status_code, unknown.json()["where"]) == (404, ABSENT)
    assert put(world, space, "PATH", {"hops": [first], "as_of": "1990-01-01"}).status_code == 422
    later = put(world, space, "PATH", {"hops": [first], "data_version": "999999999"})
    assert (later.status_code, later.json()["where"]) == (422, "data_version")
    assert put(world, space, "PATH", {"hops": [first]}).status_code == 200


def test_parties_of_other_districts_are_not_named(world: Any, chain: dict[str, Any]) -> None:
    token = world.account("workspace-elsewhere", SEEN, districts=("999900",))
    opened = world.by(token, "POST", "/workspaces", json={"title": "别处", "purpose": "核查"}).json()
    path = f"/workspaces/{opened['workspace_id']}/items"
    person = asked(world, "GET", "/findings", params={"state": ["CONFIRMED"], "limit": 1})["rows"][0]
    for kind, body in (
        ("PARTY", {"code": person["person"]}),
        ("PARTY", {"code": chain["from"]}),
        ("VIEW", {"view": {"code": chain["from"]}}),
        ("PATH", {"paths": chain["paths"]}),
    ):
        answer = world.by(token, "POST", path, json={"kind": kind, "title": "内容", "body": body})
        assert answer.status_code == 403, (kind, answer.text)
        assert chain["from_name"] not in answer.text


def test_a_saved_view_is_no_way_around_the_districts(world: Any) -> None:
    here, there = (
        asked(
            world,
            "POST",
            "/questions/run",
            json={
                "form": {
                    "start": {"by": "REGION", "values": [region]},
                    "steps": [{"relation": "LEGAL_REP_OF", "direction": "IN"}],
                }
            },
        )["rows"]
        for region in ("411302", "411303")
    )
    token = world.account("views-1302", SEEN, districts=("411302",))
    opened = world.by(token, "POST", "/workspaces", json={"title": "视图", "purpose": "核查"}).json()
    path = f"/workspaces/{opened['workspace_id']}/items"
    centre, own = (one["id"] for one in here[0]["ends"])
    firm = there[0]["ends"][0]
    stranger = next(
        one["ends"][1]
        for one in there
        if world.by(token, "GET", f"/persons/{one['ends'][1]['id']}").status_code == 403
    )
    for party in (firm, stranger):
        for held in (
            {"parties": [own, party["id"]]},
            {"positions": {party["id"]: [1, 2]}},
        ):
            given = {"kind": "VIEW", "title": "内容", "body": {"view": {"code": centre}, **held}}
            answer = world.by(token, "POST", path, json=given)
            assert (answer.status_code, answer.json()["where"]) == (403, "parties"), answer.text
            assert party["name"] not in answer.text
    given = {
        "kind": "VIEW",
        "title": "内容",
        "body": {"view": {"code": centre}, "parties": [centre, own]},
    }
    assert world.by(token, "POST", path, json=given).status_code == 200


@pytest.mark.parametrize("form", ["pdf", "zip"])
def test_whoever_takes_a_dossier_along_is_noted_at_each_person_in_it(world: Any, form: str) -> None:
    opened = asked(world, "POST", "/workspaces", json={"title": f"导出{form}", "purpose": "核查"})
    space = opened["workspace_id"]
    found = asked(world, "GET", "/findings", params={"state": ["CONFIRMED"], "limit": 1})["rows"][0]
    kept_as(world, space, "PARTY", {"code": found["person"]})
    answer = world.ask(SEEN, "GET", f"/workspaces/{space}/dossier.{form}")
    assert answer.status_code == 200, answer.text
    trail = world.ask(Role.AUDITOR, "GET", "/audit/reads", params={"subject": found["person"]}).json()["rows"]
    assert any(one["action"] == "EXPORT_WORKSPACE" and space in one["subjects"] for one in trail), trail


def test_an_item_never_becomes_one_of_another_kind(world: Any, space: str) -> None:
    made = kept_as(world, space, "NOTE", {"words": "看法"})
    given = {"kind": "EVIDENCE", "title": "内容", "body": {"words": "x"}, "item_id": made["item_id"]}
    answer = world.ask(SEEN, "POST", f"/workspaces/{space}/items", json={**given, "version": 1})
    assert (answer.status_code, answer.json()["where"]) == (422, "kind")


def test_evidence_points_at_a_finding_or_a_record_with_its_source(
    world: Any, space: str, chain: dict[str, Any]
) -> None:
    listed = asked(world, "GET", "/findings", params={"state": ["CONFIRMED"], "limit": 1})["rows"][0]
    ref = {"kind": "FINDING", "id": listed["finding_id"]}
    kept = kept_as(world, space, "EVIDENCE", {"words": "见认定", "ref": ref})["body"]
    assert kept["words"] == "见认定"
    assert listed["entity_name"] in kept["ref"]["about"]
    assert listed["person_name"] not in kept["ref"]["about"], "not every member may see every finding"
    # What an officer or the registry's own judgement adds stands in no file.
    assert any(one["file"].endswith(".csv") and one["line"] for one in kept["ref"]["sources"])
    detail = asked(world, "GET", f"/entities/{chain['from']}")
    record = next(one for one in detail["records"] if one["source"]["file"])
    ref = {
        "kind": "RECORD", "id": record["fact_id"], "subject": chain["from"], "as_of": detail["as_of"],
        "data_version": detail["data_version"],
    }  # fmt: skip
    kept = kept_as(world, space, "EVIDENCE", {"ref": ref})["body"]["ref"]
    assert {name: kept[name] for name in ref} == ref
    assert record["kind_zh"] in kept["about"]
    file, line = record["source"]["file"], record["source"]["line"]
    assert [(one["file"], one["line"]) for one in kept["sources"]] == [(file, line)]
    text = printed(world, space)
    assert f"{file}第{line}行" in text
    for wrong, status in (
        ({**ref, "id": "f0"}, 404),
        ({**ref, "subject": ABSENT}, 404),
        ({"kind": "FINDING", "id": "L0"}, 404),
        ({**ref, "kind": "NEWS"}, 422),
        ({**ref, "data_version": "1"}, 404),
    ):
        answer = put(world, space, "EVIDENCE", {"ref": wrong})
        assert answer.status_code == status, (wrong, answer.text)


def test_a_finding_that_one_may_not_see_is_no_evidence(world: Any) -> None:
    listed = asked(world, "GET", "/findings", params={"state": ["CONFIRMED"], "limit": 1})["rows"][0]
    token = world.account("evidence-elsewhere", SEEN, districts=("999900",))
    opened = world.by(token, "POST", "/workspaces", json={"title": "别处", "purpose": "核查"}).json()
    given = {
        "kind": "EVIDENCE",
        "title": "x",
        "body": {"ref": {"kind": "FINDING", "id": listed["finding_id"]}},
    }
    answer = world.by(token, "POST", f"/workspaces/{opened['workspace_id']}/items", json=given)
    assert (answer.status_code, answer.json()["where"]) == (404, listed["finding_id"])


def test_a_view_keeps_its_day_and_commit_and_lists_what_it_holds(
    world: Any, space: str, chain: dict[str, Any]
) -> None:
    code, path = chain["from"], chain["paths"][0]["hops"]
    parties = list(dict.fromkeys(hop[end] for hop in path for end in ("from", "to")))
    body = {"view": {"code": code}, "positions": {one: [1, 2] for one in parties} | {f"{code}~HOLDS": [0, 0]}}
    kept = kept_as(world, space, "VIEW", body)
    day, commit = chain["bounds"]["as_of"], kept["body"]["view"]["known"]
    assert kept["body"]["view"]["day"] == day, "of today too"
    assert int(commit) >= int(chain["data_version"].split("/")[0])
    assert kept["body"]["data_version"].startswith(f"{commit}/")
    assert kept["body"]["parties"] == parties
    raw = world.ask(SEEN, "GET", f"/workspaces/{space}/dossier.zip").content
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        items = json.loads(archive.read("workspace.json"))["items"]
    content = next(one["content"] for one in items if one["item_id"] == kept["item_id"])
    assert [one["code"] for one in content["parties"]] == parties
    assert all(one["name"] for one in content["parties"])
    told = {one["fact_id"]: one for one in content["relations"]}
    for hop in path:
        assert told[hop["fact_id"]]["pct"] == hop["pct"]
        assert told[hop["fact_id"]]["file"]
    assert {(one["from"], one["to"]) for one in content["relations"]} <= {
        (first, last) for first in parties for last in parties
    }
    hidden = {"view": {"code": code, "hide": path[0]["type"]}, "parties": parties}
    without = kept_as(world, space, "VIEW", hidden)
    raw = world.ask(SEEN, "GET", f"/workspaces/{space}/dossier.zip").content
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        items = json.loads(archive.read("workspace.json"))["items"]
    content = next(one["content"] for one in items if one["item_id"] == without["item_id"])
    assert path[0]["type"] not in {one["type"] for one in content["relations"]}
    before = put(world, space, "VIEW", {"view": {"code": code, "day": "1990-01-01"}, "parties": parties})
    assert before.json()["body"]["view"]["day"] == "1990-01-01"
    text = printed(world, space)
    assert chain["from_name"] in text
    assert f"{day}登记的关系，按第{commit}次提交所知" in text
    assert "这些主体之间当日没有登记的关系" in text
    early = put(world, space, "VIEW", {"view": {"code": code, "known": "1"}})
    assert early.status_code == 404, "nobody knew it then"
    assert put(world, space, "VIEW", {"view": {"code": code}, "parties": [ABSENT]}).status_code == 404


def test_a_big_workspace_is_listed_without_what_does_not_fit_and_read_item_by_item(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = asked(world, "POST", "/workspaces", json={"title": "很大的工作区", "purpose": "核查"})[
        "workspace_id"
    ]
    for words in ("甲" * 900, "乙" * 900, "丙"):
        kept_as(world, space, "NOTE", {"words": words})
    assert all(one["whole"] for one in asked(world, "GET", f"/workspaces/{space}")["items"])
    monkeypatch.setattr(workspaces, "_MOST_GIVEN", 1_200)
    first, second, third = asked(world, "GET", f"/workspaces/{space}")["items"]
    assert (first["whole"], second["whole"], third["whole"]) == (True, False, True)
    assert (second["body"], third["body"]["words"]) == ({}, "丙")
    alone = asked(world, "GET", f"/workspaces/{space}/items/{second['item_id']}")
    assert (alone["whole"], alone["body"]["words"]) == (True, "乙" * 900)
    assert "乙" * 900 in printed(world, space), "the dossier holds everything"
    other = asked(world, "POST", "/workspaces", json={"title": "另一个", "purpose": "核查"})["workspace_id"]
    there = world.ask(SEEN, "GET", f"/workspaces/{other}/items/{second['item_id']}")
    assert there.status_code == 404


def test_what_a_workspace_holds_together_is_bounded_and_counted_without_reading_it(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = asked(world, "POST", "/workspaces", json={"title": "有上限的", "purpose": "核查"})["workspace_id"]
    kept = kept_as(world, space, "NOTE", {"words": "甲" * 500})
    monkeypatch.setattr(register, "MOST_BULK", 1_000)
    refused = put(world, space, "NOTE", {"words": "乙" * 500})
    assert refused.status_code == 422
    assert "1,000 个字符" in refused.json()["detail"] and "另开工作区" in refused.json()["todo"]
    given = {
        "kind": "NOTE", "title": "内容", "item_id": kept["item_id"], "version": 1,
        "body": {"words": "甲" * 1_200},
    }  # fmt: skip
    path = f"/workspaces/{space}/items"
    assert world.ask(SEEN, "POST", path, json=given).status_code == 422, "nor does a new version go beyond"
    given["body"] = {"words": "甲" * 100}
    assert world.ask(SEEN, "POST", path, json=given).status_code == 200, "but it may shrink"
    assert put(world, space, "NOTE", {"words": "乙" * 500}).status_code == 200
    monkeypatch.setattr(register, "_MOST_ITEMS", 2)
    monkeypatch.setattr(f"{register.__name__}.records_of", only_members(records_of))
    assert "已达 2 项" in put(world, space, "NOTE", {"words": "丙"}).json()["detail"]


def only_members(read: Any) -> Any:
    """Reading of members only: whoever reads bodies to count them fails."""

    def reading(reader: Any, label: str, parent_id: str) -> Any:
        assert label == "WorkspaceMember"
        return read(reader, label, parent_id)

    return reading
