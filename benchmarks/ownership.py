"""Control and integrated ownership in memory, against one sparse sweep over the same edges."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import networkx as nx
import numpy as np
import pyarrow.csv as arrow_csv
import scipy.sparse as sparse

from benchmarks.timing import Comparison, interleave, seconds
from graph.ownership.closure import control_pairs
from graph.ownership.compute import HoldingColumns
from graph.ownership.holdings import Holdings
from graph.ownership.integrated import OwnershipMatrix
from ingest.synthetic import generate_city

DAY: Final = "2026-11-23"
_SMALL: Final = 10_000
_ABSENT: Final = -1.0


def city_columns(folder: Path, entities: int) -> HoldingColumns:
    """The holdings of a synthetic city on one day, as the store would give them; rows in order of the file.

    Dirty rows, whose percentage is no number, stay out. A city that stands in the folder is taken as it is.
    """
    if not (folder / "holdings.csv").exists():
        generate_city(folder, entities=entities, seed=1, today=DAY)
    table = arrow_csv.read_csv(
        folder / "holdings.csv", convert_options=arrow_csv.ConvertOptions(strings_can_be_null=False)
    )
    rows = table.to_pydict()
    size = table.num_rows
    text: Callable[[str], list[str]] = lambda name: [str(one or "") for one in rows.get(name, [""] * size)]  # noqa: E731
    kept = [
        at
        for at, (begin, end, code) in enumerate(
            zip(text("valid_from"), text("valid_to"), text("uscc"), strict=True)
        )
        if len(code) == 18 and begin <= DAY and (not end or end > DAY)
    ]
    holder = [
        code or f"{name}|{number}"
        for code, name, number in zip(
            text("holder_code"), text("holder_name"), text("holder_id_no"), strict=True
        )
    ]
    kinds = text("holder_kind")
    percents = {name: text(name) for name in ("equity_pct", "equity_min_pct", "equity_max_pct", "vote_pct")}
    columns: dict[str, list[Any]] = {
        "holder": [holder[at] for at in kept],
        "company": _at(text("uscc"), kept),
        "holder_kind": [kinds[at] for at in kept],
        "is_person": [kinds[at] == "PERSON" for at in kept],
        "treasury": [one in ("1", "True") for one in _at(text("treasury"), kept)],
    }
    for name, values in percents.items():
        columns[name] = [_number(values[at]) for at in kept]
    return HoldingColumns(columns, [], {})


def _at(values: Sequence[str], which: Sequence[int]) -> list[str]:
    return [values[one] for one in which]


def _number(text: str) -> float:
    try:
        return float(text.rstrip("%") or _ABSENT)
    except ValueError:
        return _ABSENT


def _sweep(holdings: Holdings) -> Callable[[], object]:
    """One multiplication of the matrix of the same edges with a vector."""
    size = len(holdings.ids)
    values = np.where(holdings.equity > 0, holdings.equity, 0.0) / 100
    matrix = sparse.coo_array((values, (holdings.company, holdings.holder)), shape=(size, size)).tocsr()
    vector = np.ones(size)
    return lambda: matrix @ vector


def run(*, entities: int, rounds: int, city: Path | None = None) -> list[Comparison]:
    """Closure and one root's ownership at that size; growth from a tenth of it; slower ways beside."""
    with TemporaryDirectory() as scratch:
        whole = city_columns(city or Path(scratch) / "whole", entities).holdings()
        tenth = city_columns(Path(scratch) / "tenth", entities // 10).holdings()
        small = city_columns(Path(scratch) / "small", min(_SMALL, entities)).holdings()
    facts = {"entities": entities, "holdings": len(whole.holder), "parties": len(whole.ids)}
    beside = {"networkx_seconds_at_10000": seconds(lambda: _with_networkx(small)),
              "closure_seconds_at_10000": seconds(lambda: control_pairs(small))}  # fmt: skip
    return [
        _closure(whole, rounds, {**facts, **beside}),
        _one_root(whole, rounds, facts),
        _growth(whole, tenth, rounds, facts),
    ]


def _closure(holdings: Holdings, rounds: int, notes: dict[str, Any]) -> Comparison:
    sweep = _sweep(holdings)
    control_pairs(holdings), sweep()
    measured, yardstick = interleave(lambda: control_pairs(holdings), sweep, rounds=rounds)
    notes = {**notes, "pairs": len(control_pairs(holdings))}
    return Comparison(
        "control",
        "closure of all in memory",
        "one CSR sweep of the same edges",
        30.0,
        measured,
        yardstick,
        notes,
    )


def _one_root(holdings: Holdings, rounds: int, notes: dict[str, Any]) -> Comparison:
    """The owner of the most companies: the root with the most to do."""
    sweep, matrix = _sweep(holdings), OwnershipMatrix(holdings)
    root = int(np.bincount(holdings.holder, minlength=len(holdings.ids)).argmax())
    measured, yardstick = interleave(lambda: matrix.owned_by(root), sweep, rounds=rounds)
    notes = {
        **notes,
        "owned": len(matrix.owned_by(root)[0]),
        "matrix_seconds": seconds(lambda: OwnershipMatrix(holdings)),
    }
    return Comparison(
        "ownership",
        "integrated ownership of one root",
        "one CSR sweep of the same edges",
        20.0,
        measured,
        yardstick,
        notes,
    )


def _growth(whole: Holdings, tenth: Holdings, rounds: int, notes: dict[str, Any]) -> Comparison:
    measured, yardstick = interleave(
        lambda: control_pairs(whole), lambda: control_pairs(tenth), rounds=rounds
    )
    notes = {**notes, "median_seconds": statistics.median(measured)}
    return Comparison(
        "growth", "closure at ten times the size", "closure at a tenth", 12.0, measured, yardstick, notes
    )


def _with_networkx(holdings: Holdings) -> int:
    """The usual script: for each holder add up votes until nothing is added."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    for holder, company, low in zip(
        holdings.holder.tolist(), holdings.company.tolist(), holdings.low.tolist(), strict=True
    ):
        graph.add_edge(
            holder, company, votes=low / 1e12 + graph.get_edge_data(holder, company, {}).get("votes", 0.0)
        )
    pairs = 0
    for root in list(graph):
        votes: dict[int, float] = {}
        inside, waiting = {root}, [root]
        while waiting:
            for _, company, given in graph.out_edges(waiting.pop(), data=True):
                votes[company] = votes.get(company, 0.0) + given["votes"]
                if votes[company] > 50 and company not in inside:
                    inside.add(company)
                    waiting.append(company)
                    pairs += 1
    return pairs
