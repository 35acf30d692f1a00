"""One ground falls and a hundred findings with it, against one raw write transaction of that size.

Timed is what the platform does once the ground's end is known: find what rests on it, evaluate that anew,
withdraw it with cause and day, in numbered transactions. The yardstick closes the same hundred findings and
opens as many in one transaction of the raw driver, and knows beforehand which.
"""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import neo4j

from api.services.desk import Desk
from benchmarks.city import entities_in, entity_codes, load_city
from benchmarks.derivation import raw_session
from benchmarks.timing import Comparison, seconds
from graph import queries
from graph.days import OPEN_SEQ
from graph.derivation import derive
from graph.identity.numbers import citizen_id_check_digit
from graph.store import Store
from graph.store.testing import EngineServer
from ingest.pipeline import ingest_paths

DEPENDENTS: Final = 100
LISTING: Final = "BENCH-0001"
_AUTHORITY: Final = "11411300NA0000012C"
_RESTS: Final = (
    "MATCH (finding:Finding) WHERE finding.ground_id = $id AND finding.seq_to = $open"
    " MATCH (finding)-[:RESTS_ON]->(ground) RETURN properties(finding) AS finding,"
    " collect({fact_id: ground.fact_id, fact_type: ground.fact_type, record_key: ground.record_key,"
    " ground_ref: ground.ground_ref}) AS rests"
)


def _package(folder: Path, code: str, produced_at: str, ended_on: str) -> Path:
    """A listing with a hundred persons named for it; ended, unless `ended_on` is empty."""
    folder.mkdir()
    listing = {
        "listing_id": LISTING, "list_type": "L03", "list_scope": "国家", "uscc": code,
        "violation_from": "2024-02-16", "violation_to": "2024-04-22", "decided_on": "2024-05-25",
        "authority": "合成人社局", "authority_code": _AUTHORITY, "doc_no": "合成〔2024〕1号",
        "severity": "严重",
        "removed_on": ended_on, "removal_kind": "REVOKED" if ended_on else "",
    }  # fmt: skip
    named = []
    for number in range(DEPENDENTS):
        body = f"41138719840729{number:03d}"
        named.append(
            {
                "ground_kind": "LISTING", "ground_id": LISTING, "name": f"合成{number}", "id_type": "01",
                "id_no": body + citizen_id_check_digit(body), "role": "DIRECT_OTHER",
                "decided_on": "2024-05-25", "doc_no": "合成〔2024〕1号", "authority_code": _AUTHORITY,
            }
        )  # fmt: skip
    for name, rows in (("listings", [listing]), ("liable_persons", named)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    source = {"name": "合成", "code": "BENCH"}
    manifest = {"source": source, "produced_at": produced_at, "mode": "delta", "synthetic": True}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _hand_in(store: Store, desk: Desk, package: Path) -> None:
    assert desk.keys is not None
    ingest_paths(store, desk.keys, [package])


def _live(session: neo4j.Session) -> list[dict[str, Any]]:
    found = session.run(_RESTS, {"id": LISTING, "open": OPEN_SEQ})
    return [one.data() for one in found]


def _bare(session: neo4j.Session, before: list[dict[str, Any]], number: int) -> None:
    """Close a hundred findings and open a hundred, known beforehand, in one transaction."""
    opened, rests = [], []
    for one in before:
        version = f"{one['finding']['version_id'][:18]}{number:04d}"
        opened.append({**one["finding"], "version_id": version})
        rests += [{"version_id": version, **ground} for ground in one["rests"]]
    edges = [{**_ids(one), "edge": {"version_id": one["version_id"], "rule": one["rule"]}} for one in opened]
    at = {"seq": opened[0]["seq_from"], "open_seq": OPEN_SEQ}
    with session.begin_transaction() as tx:
        for name, params in (
            ("close_findings", {"versions": [one["finding"]["version_id"] for one in before]}),
            ("open_findings", {"rows": [{"properties": one} for one in opened]}),
            ("link_entities", {"rows": edges}),
            ("rest_on", {"rows": rests}),
        ):
            tx.run(queries.get(f"write/liability/{name}").cypher, {**params, **at}).consume()
        tx.commit()


def _ids(finding: dict[str, Any]) -> dict[str, Any]:
    return {name: finding[name] for name in ("version_id", "person_id", "entity_id")}


def run(
    server: EngineServer, *, entities: int, rounds: int, standing: Path | None = None
) -> list[Comparison]:
    """One listing is listed, withdrawn and listed again, as often as there are rounds.

    Raises
    ------
    RuntimeError
        A round did not withdraw every finding.
    """
    measured, bare = [], []
    with TemporaryDirectory() as scratch, server.open() as store, raw_session(server) as session:
        desk = load_city(store, Path(scratch) / "home", entities, standing)
        code = entity_codes(store, 1)[0]
        begin = datetime.now(UTC)
        for number in range(rounds + 1):  # the first warms up
            at = begin + timedelta(minutes=2 * number)
            now, later = (one.isoformat(timespec="seconds") for one in (at, at + timedelta(minutes=1)))
            listed = _package(Path(scratch) / f"listed{number}", code, now, "")
            ended = _package(Path(scratch) / f"ended{number}", code, later, "2026-11-20")
            _hand_in(store, desk, listed)
            derive(store, today=desk.today)
            before = _live(session)
            if len(before) < DEPENDENTS or any(one["finding"]["withdrawn_at"] for one in before):
                raise RuntimeError(f"{len(before)} findings stand before the withdrawal")
            taken = seconds(lambda: _bare(session, before, number))  # noqa: B023
            _hand_in(store, desk, ended)
            spent = seconds(lambda: derive(store, today=desk.today))
            if not all(one["finding"]["withdrawn_at"] for one in _live(session)):
                raise RuntimeError("a finding still stands")
            if number:
                bare.append(taken)
                measured.append(spent)
        size = entities_in(store)
    notes = {"entities": size, "dependents": len(before), "ms": [round(1000 * one, 1) for one in measured]}
    yardstick = "one raw write transaction of that size"
    return [
        Comparison(
            "withdrawal", "a ground falls, 100 findings withdrawn", yardstick, 5.0, tuple(measured),
            tuple(bare), notes,
        )
    ]  # fmt: skip
