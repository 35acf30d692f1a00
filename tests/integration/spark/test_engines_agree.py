"""One city, two engines, the same answers: control, integrated ownership, liability."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from graph.derivation import derive
from graph.engines import LOCAL, Engine
from graph.identity.numbers import IdentityKeys
from graph.ownership.compute import HoldingColumns
from graph.ownership.holdings import HOLDING_COLUMNS, HoldingRow, Mark, PartyLink
from graph.ownership.policy import DEFAULT_POLICY, Loops
from graph.spark.engine import SparkEngine
from graph.spark.families import families
from graph.spark.ownership import OwnershipFrames, ownership_frame
from graph.spark.pieces import in_pieces
from graph.spark.session import PANDAS_WARNING
from graph.store import Store
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city

pytestmark = [
    pytest.mark.slow,
    pytest.mark.integration,
    pytest.mark.filterwarnings(f"ignore:{PANDAS_WARNING}:FutureWarning"),
]


def person(holder: str, company: str, percent: float | None, **more: Any) -> HoldingRow:
    return HoldingRow(holder, company, "PERSON", True, percent, **more)


def firm(holder: str, company: str, percent: float | None, **more: Any) -> HoldingRow:
    return HoldingRow(holder, company, "ORG", False, percent, **more)


def columns_of(rows: list[HoldingRow], links: list[PartyLink], marks: dict[str, int]) -> HoldingColumns:
    return HoldingColumns(
        {name: [getattr(row, name) for row in rows] for name in HOLDING_COLUMNS}, links, marks
    )


def by_hand() -> HoldingColumns:
    """A pyramid, joint control, a ring, a half, a proxy, a partnership, an organ on top, too many votes."""
    rows = [
        person("p1", "a", 60.0), firm("a", "b", 51.0), firm("b", "c", 50.000001),
        person("p2", "d", 80.0), firm("d", "e", 30.0), person("p2", "e", 25.0), person("p3", "e", 45.0),
        person("p4", "r1", 51.0), firm("r1", "r2", 60.0), firm("r2", "r1", 49.0),
        person("p5", "h", 50.0), person("p6", "h", 50.0),
        person("p7", "v", 30.0), person("p8", "v", 30.0), person("p9", "v", 40.0),
        firm("gp", "lp", 1.0), person("p10", "lp", 99.0), person("p11", "gp", 100.0),
        HoldingRow("organ", "s", "STATE", False, 100.0),
        person("p12", "over", 70.0), person("p13", "over", 60.0),
    ]  # fmt: skip
    links = [
        PartyLink("VOTES_FOR", "p7", "p8", True, True),
        PartyLink("EXECUTIVE_PARTNER_OF", "gp", "lp"),
    ]
    return columns_of(rows, links, {"lp": int(Mark.PARTNERSHIP), "organ": int(Mark.ORGAN)})


def test_control_by_hand_is_what_each_engine_finds(engine: Engine) -> None:
    found = engine.control(by_hand(), DEFAULT_POLICY)
    assert {(one.controller, one.controlled, one.kind) for one in found.rows} == {
        ("p1", "a", "DIRECT"), ("p1", "b", "INDIRECT"), ("p1", "c", "INDIRECT"),
        ("a", "b", "DIRECT"), ("a", "c", "INDIRECT"), ("b", "c", "DIRECT"),
        ("p2", "d", "DIRECT"), ("p2", "e", "JOINT"),
        ("p4", "r1", "DIRECT"), ("p4", "r2", "INDIRECT"), ("r1", "r2", "DIRECT"),
        ("p8", "v", "DIRECT"),
        ("gp", "lp", "DIRECT"), ("p11", "gp", "DIRECT"), ("p11", "lp", "INDIRECT"),
        ("organ", "s", "DIRECT"),
        ("p12", "over", "DIRECT"), ("p13", "over", "DIRECT"),
    }  # fmt: skip
    assert found.over_the_whole == ("over",)
    via = {(one.controller, one.controlled): one.via for one in found.rows}
    assert via["p2", "e"] == ("d", "p2")


def random_families(seed: int, number: int) -> HoldingColumns:
    """Many small families with rings, ranges, agreements and organs, and one large one."""
    random = Random(seed)
    rows: list[HoldingRow] = []
    links: list[PartyLink] = []
    marks: dict[str, int] = {}
    for family in range(number):
        size = 60 if family == 0 else random.randint(1, 7)
        firms = [f"c{family}-{at}" for at in range(size)]
        people = [f"p{family}-{at}" for at in range(3)]
        for company in firms:
            for holder in random.sample([*firms, *people], random.randint(1, 3)):
                percent = random.choice([5.0, 20.0, 33.3, 50.0, 51.0, 60.0, None])
                make = person if holder.startswith("p") else firm
                rows.append(make(holder, company, percent, treasury=random.random() < 0.05))
        if random.random() < 0.3:
            links.append(PartyLink("ACTS_IN_CONCERT", people[0], people[1], True, True))
        if random.random() < 0.2:
            links.append(PartyLink("VOTES_FOR", people[2], random.choice(firms), True, False))
        if random.random() < 0.2:
            marks[firms[-1]] = int(Mark.ORGAN)
    return columns_of(rows, links, marks)


def shares(engine: Engine, columns: HoldingColumns, **more: Any) -> dict[tuple[str, str], float | None]:
    asked = {"min_pct": 0.0, "loops": Loops.GEOMETRIC, "upper": False, **more}
    rows = list(engine.shares(columns, **asked))
    assert len({(one.owner, one.owned) for one in rows}) == len(rows)
    return {(one.owner, one.owned): one.integrated_pct for one in rows}


def test_shares_by_hand_are_what_each_engine_finds(engine: Engine) -> None:
    found = shares(engine, by_hand())
    assert found["p1", "c"] == pytest.approx(60 * 0.51 * 0.50000001)
    assert found["p2", "e"] == pytest.approx(25 + 80 * 0.3)
    ring = 1 / (1 - 0.6 * 0.49)
    assert found["p4", "r2"] == pytest.approx(51 * 0.6 * ring)
    assert found["r1", "r2"] == pytest.approx(60 * ring)
    assert shares(engine, by_hand(), loops=Loops.OWNER_ONCE)["r1", "r2"] == pytest.approx(60)
    assert set(shares(engine, by_hand(), min_pct=99.0)) == {("p10", "lp"), ("p11", "gp"), ("organ", "s")}
    held = columns_of([person("p", "a", None, equity_min_pct=40.0, equity_max_pct=70.0)], [], {})
    assert shares(engine, held) == {("p", "a"): 40.0}
    assert shares(engine, held, upper=True) == {("p", "a"): 70.0}


@pytest.mark.parametrize("seed", [20, 21])
def test_random_families_give_the_same_pairs_and_shares(engine: Engine, seed: int) -> None:
    columns = random_families(seed, 150)
    here, there = LOCAL.control(columns, DEFAULT_POLICY), engine.control(columns, DEFAULT_POLICY)
    assert len(here.rows) > 300
    assert sorted(here.rows) == sorted(there.rows)
    assert sorted(here.over_the_whole) == sorted(there.over_the_whole)
    assert sorted(here.unclear) == sorted(there.unclear)
    for more in ({}, {"upper": True}, {"loops": Loops.OWNER_ONCE}):
        local, spread = shares(LOCAL, columns, **more), shares(engine, columns, **more)
        assert spread.keys() == local.keys()
        unknown = {pair for pair, share in local.items() if share is None}
        assert unknown == {pair for pair, share in spread.items() if share is None}
        known = sorted(local.keys() - unknown)
        np.testing.assert_allclose([spread[one] for one in known], [local[one] for one in known], rtol=1e-9)


def one_large_family() -> HoldingColumns:
    """One investor in fifty companies that hold nothing, its own firms in two of them; an organ on top."""
    rows = [person("p", f"leaf{at:02d}", 5.0 + at) for at in range(50)]
    rows += [
        firm("f", "leaf20", 40.0),
        firm("g", "leaf21", 40.0),
        person("p", "f", 90.0),
        firm("f", "g", 60.0),
    ]
    rows += [HoldingRow("organ", "leaf00", "STATE", False, 51.0), firm("organ", "leaf01", 94.0)]
    rows += [person("q", "organ", 100.0), person("q", "leaf02", 94.0), person("q", "leaf03", 93.0)]
    links = [PartyLink("VOTES_FOR", "q", "r", True, True), PartyLink("VOTES_FOR", "q", "s", True, True)]
    links += [PartyLink("EXECUTIVE_PARTNER_OF", "g", "fund")]
    return columns_of(rows, links, {"fund": int(Mark.PARTNERSHIP)})


def test_a_family_too_large_for_a_partition_is_cut_below_its_core(spark: SparkEngine) -> None:
    columns = one_large_family()
    frames = OwnershipFrames.of(spark.session, columns.columns, columns.links, columns.marks)
    rows = in_pieces(frames.holdings, frames.links, frames.marks, most=10).toArrow().to_pylist()
    held: dict[int, set[str]] = {}
    for row in rows:
        if row["what"] == "HOLDING" and row["own"]:
            held.setdefault(row["piece"], set()).add(row["company"])
    assert len(held) > 3
    assert sum(map(len, held.values())) == len(set().union(*held.values())) == 53
    assert {"f", "g", "organ"} <= held[1]
    here = LOCAL.control(columns, DEFAULT_POLICY)
    there = replace(spark, most=10).control(columns, DEFAULT_POLICY)
    assert sorted(here.rows) == sorted(there.rows)
    assert ("p", "leaf20", "JOINT") in {(one.controller, one.controlled, one.kind) for one in there.rows}
    assert ("organ", "leaf01") in {(one.controller, one.controlled) for one in there.rows}
    assert not {one.controlled for one in there.rows if one.controller == "q"} & {"organ", "leaf01"}
    assert there.unclear == here.unclear == ("q",)
    assert sorted(there.over_the_whole) == sorted(here.over_the_whole)


def test_a_family_is_one_however_the_partitions_cut_it(spark: SparkEngine) -> None:
    chain = [(f"n{at:03d}", f"n{at + 1:03d}") for at in range(120)]
    apart = [("x1", "x2"), ("x3", "x2")]
    frame = spark.session.createDataFrame([*reversed(chain), *apart], "a string, b string")
    found = {one["party"]: one["family"] for one in families(frame).toArrow().to_pylist()}
    assert len(found) == 124
    assert len({found[f"n{at:03d}"] for at in range(121)}) == 1
    assert len({found[one] for one in ("x1", "x2", "x3")}) == 1
    assert len(set(found.values())) == 2


def test_holdings_kept_as_parquet_are_read_without_the_store(spark: SparkEngine, tmp_path: Path) -> None:
    columns = by_hand()
    frames = OwnershipFrames.of(spark.session, columns.columns, columns.links, columns.marks)
    frames.write(str(tmp_path / "day"))
    again = OwnershipFrames.read(spark.session, str(tmp_path / "day"))
    first, second = (ownership_frame(one).toArrow().to_pylist() for one in (frames, again))
    assert sorted(first, key=str) == sorted(second, key=str)


def test_a_city_derived_by_one_engine_is_unchanged_by_the_other(
    store: Store, spark: SparkEngine, tmp_path: Path
) -> None:
    keys = IdentityKeys.generate()
    generate_city(tmp_path / "city", entities=300, seed=3, today="2026-11-23")
    ingest_paths(store, keys, [tmp_path / "city"])
    first = derive(store, today="2026-11-23", engine=spark)
    assert first.control["opened"] > 50
    assert first.findings["new"] > 20
    again = derive(store, today="2026-11-23", full=True)
    assert (again.control["opened"], again.control["closed"]) == (0, 0)
    assert again.findings == {"same": first.findings["new"]}
    assert again.outcomes == first.outcomes
