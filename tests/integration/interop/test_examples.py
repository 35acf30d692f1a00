"""Subgraphs in other tools: the examples run as they stand, and each form says the same."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from api.services.desk import open_desk
from api.services.subgraph import subgraph
from graph.identity.keys import load_or_create_keys
from graph.interop.networkx_graph import to_networkx
from graph.store import open_store
from graph.store.embedded import stop_server
from graph.store.testing import EngineServer, empty
from ingest.pipeline import ingest_paths

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[3]
A, B, C = "91411300MA00000077", "91411302MA3X00010W", "91320100748204660Q"
PERSON = "41130219800101001X"


def _write(folder: Path, table: str, rows: list[dict[str, Any]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)


def _package(folder: Path) -> Path:
    folder.mkdir(parents=True)
    manifest = {"source": {"name": "测试", "code": "T1"}, "synthetic": True, "today": "2026-11-23"}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    firms = [{"uscc": code, "name": f"虚构{name}有限公司", "legal_form": "有限责任公司"} for code, name in
             ((A, "甲"), (B, "乙"), (C, "丙"))]  # fmt: skip
    _write(folder, "entities", firms)
    held = {"holder_kind": "ORG", "valid_from": "2020-01-01"}
    _write(
        folder,
        "holdings",
        [
            {**held, "uscc": B, "holder_code": A, "equity_pct": "60"},
            {**held, "uscc": C, "holder_code": B, "equity_pct": "25.5"},
            *({"uscc": A, "holder_kind": "PERSON", "holder_name": "虚构某", "holder_id_no": PERSON,
               "equity_pct": share, "share_class": class_, "valid_from": "2020-01-01"}
              for class_, share in (("普通股", "70"), ("优先股", "30"))),
        ],
    )  # fmt: skip
    rep = {"uscc": A, "role": "LEGAL_REP", "name": "虚构某", "id_no": PERSON, "valid_from": "2020-01-01"}
    _write(folder, "positions", [rep])
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An installation with three firms and a person in its embedded store."""
    made = tmp_path_factory.mktemp("interop")
    with open_store(f"embedded://{made / 'store'}") as store:
        store.apply_schema()
        ingest_paths(store, load_or_create_keys(made / "keys"), [_package(made / "package")])
    yield made
    stop_server(made / "store")


def _run(home: Path, *args: str, **env: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CREDITGRAPH_STORE")}
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(
        [sys.executable, *args], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
        env={**kept, "CREDITGRAPH_HOME": str(home), "PYTHONPATH": path, **env},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_networkx_has_every_party_and_relation_with_what_it_says(home: Path) -> None:
    with open_store(f"embedded://{home / 'store'}") as store:
        desk = open_desk(store, load_or_create_keys(home / "keys"))
        found = subgraph(desk, [A], depth=2)
        graph = to_networkx(found)
        shallow = subgraph(desk, [A], depth=1)
    assert {graph.nodes[one]["code"] for one in graph if graph.nodes[one]["kind"] == "ENTITY"} == {A, B, C}
    held = {
        (graph.nodes[one]["code"], graph.nodes[two]["code"]): given["equity_pct"]
        for one, two, given in graph.edges(data=True)
        if given["type"] == "HOLDS" and graph.nodes[one]["kind"] == "ENTITY"
    }
    assert held == {(A, B): 60.0, (B, C): 25.5}
    assert sorted(given["type"] for *_, given in graph.edges(data=True)).count("LEGAL_REP_OF") == 1
    assert found.complete
    assert C not in {one.code for one in shallow.parties}
    assert PERSON not in json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False)


def test_the_networkx_example_answers(home: Path) -> None:
    said = json.loads(_run(home, "examples/to_networkx.py", A))
    assert (said["parties"], said["relations"], said["complete"]) == (4, 5, True)
    assert said["bridges"][0] in ("虚构甲有限公司", "虚构乙有限公司")


def test_every_file_form_holds_the_same(home: Path, tmp_path: Path) -> None:
    for form, target in (("csv", "csv"), ("parquet", "parquet"), ("graphml", "around.graphml")):
        _run(home, "-m", "creditgraph.cli.main", "export", "subgraph", A, "-o", str(tmp_path / target),
             "--form", form)  # fmt: skip
    assert json.loads(_run(home, "examples/read_files.py", str(tmp_path))) == {
        "graphml": [4, 5],
        "parquet": [4, 5],
        "csv": [4, 5],
    }
    rows = list(csv.DictReader((tmp_path / "csv" / "ties.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["equity_pct"] for row in rows if row["type"] == "HOLDS"} == {"60.0", "25.5", "70.0", "30.0"}


@pytest.mark.parametrize("engine_server", ["neo4j"], indirect=True)
def test_the_py2neo_example_copies_into_a_neo4j_of_ones_own(home: Path, engine_server: EngineServer) -> None:
    credentials = engine_server.credentials
    assert credentials is not None
    with engine_server.open() as target:
        empty(target)
        for _ in range(2):  # a second time nothing is added
            said = _run(home, "examples/to_py2neo.py", A, engine_server.url, credentials.user,
                        TARGET_PASSWORD=credentials.password)  # fmt: skip
            assert "4 个主体、5 条关系" in said
        nodes = target._run_schema("MATCH (one:Entity|Person) RETURN count(one) AS many")
        ties = target._run_schema("MATCH ()-[tie]->() RETURN count(tie) AS many")
        codes = target._run_schema("MATCH (one:Entity) RETURN one.code AS code ORDER BY code")
        held = target._run_schema("MATCH ()-[tie:HOLDS]->() RETURN tie.equity_pct AS pct ORDER BY pct")
        empty(target)
    assert [row["code"] for row in codes] == sorted([A, B, C])
    assert [row["pct"] for row in held] == [25.5, 30.0, 60.0, 70.0], "two share classes are two holdings"
    assert (nodes[0]["many"], ties[0]["many"]) == (4, 5)
