"""Control and integrated ownership in memory, against one sparse sweep over the same edges."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import networkx as nx
import numpy as np
import pyarrow.csv as arrow_csv
import scipy.sparse as sparse

from benchmarks.timing import Comparison, interleave, seconds
from graph.ownership.agreements import CONCERT, DELEGATING, OFFICE
from graph.ownership.closure import control_pairs
from graph.ownership.compute import HoldingColumns
from graph.ownership.holdings import Holdings, Mark, PartyLink
from graph.ownership.integrated import OwnershipMatrix
from graph.ownership.policy import UNITS_PER_PERCENT
from graph.ownership.read import nominee_accounts, partnership_forms
from ingest.synthetic import generate_city

DAY: Final = "2026-11-23"
_SMALL: Final = 10_000
_ABSENT: Final = -1.0


def city_columns(folder: Path, entities: int) -> HoldingColumns:
    """The holdings of a synthetic city on one day, as the store would give them; rows in order of the file.

    Offices, agreements and marks are with them: whoever has such is followed one at a time.

    Dirty rows, whose percentage is no number, stay out. A city that stands in the folder is taken as it is.
    """
    if not (folder / "holdings.csv").exists():
        generate_city(folder, entities=entities, seed=1, today=DAY)
    text = _texts(folder / "holdings.csv")
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
    return HoldingColumns(columns, list(_links(folder)), _marks(folder))


def _texts(path: Path) -> Callable[[str], list[str]]:
    """The columns of a file by name, as text."""
    options = arrow_csv.ConvertOptions(strings_can_be_null=False)
    table = arrow_csv.read_csv(path, convert_options=options)
    rows, size = table.to_pydict(), table.num_rows
    return lambda name: [str(one or "") for one in rows.get(name, [""] * size)]


def _links(folder: Path) -> Iterator[PartyLink]:
    """Executive partners and agreements that hold on the day."""
    text = _texts(folder / "relations.csv")
    columns = ("kind", "from_uscc", "from_name", "from_id_no", "to_uscc", "to_name", "to_id_no", "valid_to")
    for kind, *ends, end in zip(*(text(name) for name in columns), strict=True):
        if kind in (CONCERT, *DELEGATING) and (not end or end > DAY):
            yield PartyLink(kind, _party(*ends[:3]), _party(*ends[3:]), not ends[0], not ends[3])
    text = _texts(folder / "positions.csv")
    asked = ("role", "holder_code", "name", "id_no", "uscc", "valid_to")
    for role, code, name, number, firm, end in zip(*(text(one) for one in asked), strict=True):
        if role == "EXECUTIVE_PARTNER" and (not end or end > DAY):
            yield PartyLink(OFFICE, _party(code, name, number), firm, not code)


def _party(code: str, name: str, number: str) -> str:
    return code or f"{name}|{number}"


def _marks(folder: Path) -> dict[str, int]:
    """What the closure must know of an entity, as `read/ownership/marks_range` has it."""
    text = _texts(folder / "entities.csv")
    names = ("uscc", "subject_type", "state_capital_class", "legal_form", "listed", "name")
    found = {}
    for code, kind, capital, form, listed, name in zip(*(text(one) for one in names), strict=True):
        mark = Mark.ORGAN * ("机关" in (kind, capital)) | Mark.PARTNERSHIP * (form in partnership_forms())
        mark |= Mark.LISTED * (listed in ("1", "True")) | Mark.ACCOUNT * (name in nominee_accounts())
        if mark:
            found[code] = int(mark)
    return found


def twice(columns: HoldingColumns) -> HoldingColumns:
    """Two such cities, each with parties of its own: about a company with two holdings for each entity."""
    again: Callable[[str], str] = lambda one: f"{one}#"  # noqa: E731
    held = {
        name: [*values, *(map(again, values) if name in ("holder", "company") else values)]
        for name, values in columns.columns.items()
    }
    links = [one._replace(from_id=again(one.from_id), to_id=again(one.to_id)) for one in columns.links]
    marks = {**columns.marks, **{again(one): mark for one, mark in columns.marks.items()}}
    return HoldingColumns(held, [*columns.links, *links], marks)


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
        whole = twice(city_columns(city or Path(scratch) / "whole", entities)).holdings()
        tenth = twice(city_columns(Path(scratch) / "tenth", entities // 10)).holdings()
        small = city_columns(Path(scratch) / "small", min(_SMALL, entities)).holdings()
    facts = {
        "entities": 2 * entities,
        "held": len(np.unique(whole.company)),
        "holdings": len(whole.holder),
        "links": len(whole.links),
        "parties": len(whole.ids),
    }
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
    ends = holdings.holder.tolist(), holdings.company.tolist(), (holdings.low / UNITS_PER_PERCENT).tolist()
    return control_with_networkx(zip(*ends, strict=True))


def control_with_networkx(held: Iterable[tuple[Hashable, Hashable, float]]) -> int:
    """The usual script: for each holder add up votes until nothing is added; how many pairs there are."""
    graph: nx.DiGraph[Hashable] = nx.DiGraph()
    for holder, company, votes in held:
        graph.add_edge(
            holder, company, votes=votes + graph.get_edge_data(holder, company, {}).get("votes", 0.0)
        )
    pairs = 0
    for root in list(graph):
        counted: dict[Hashable, float] = {}
        inside, waiting = {root}, [root]
        while waiting:
            for _, company, given in graph.out_edges(waiting.pop(), data=True):
                counted[company] = counted.get(company, 0.0) + given["votes"]
                if counted[company] > 50 and company not in inside:
                    inside.add(company)
                    waiting.append(company)
                    pairs += 1
    return pairs
