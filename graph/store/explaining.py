"""How an engine would run a query, without running it: for the tests over every Cypher file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import neo4j

from graph import queries
from graph.queries import Query
from graph.store.sync_store import Store

_UNRECOGNISED: Final = "UNRECOGNIZED"
_KEYS: Final = {"Person": "person_id", "Entity": "entity_id", "Identifier": "identifier_key"}
_KEY_KIND: Final = "id_property"
_SAMPLES: Final[Mapping[str, Any]] = {
    "str": "x",
    "int": 1,
    "int?": 1,
    "float": 1.0,
    "bool": False,
    "map": {},
    "list": [{}],
    "list[map]": [{}],
    "list[str]": ["x"],
    "list[int]": [1],
}


@dataclass(frozen=True)
class Plan:
    """What EXPLAIN says.

    Parameters
    ----------
    operators
        Each step as ``operator details``, from the result down.
    unknown
        Notifications about labels, types or properties that the store has never seen.
    """

    operators: tuple[str, ...]
    unknown: tuple[str, ...]

    def scans(self) -> tuple[str, ...]:
        """Steps that read a whole label, a whole type or the whole graph."""
        return tuple(step for step in self.operators if "Scan" in step.split(" ")[0] and "Index" not in step)


def sample_params(query: Query) -> dict[str, Any]:
    """A value of the declared type for each parameter.

    Examples
    --------
    >>> from graph import queries
    >>> sample_params(queries.get("read/commit/seq_before"))
    {'before': 'x'}
    """
    return {name: _SAMPLES[declared.split(" ")[0]] for name, declared in query.params.items()}


def filled(name: str) -> Iterator[Query]:
    """The query with its slots filled: every allowed value of each slot once, the keys fitting the labels."""
    kinds = queries.get_unfilled(name).slots
    if not kinds:
        yield queries.get(name)
        return
    free = [slot for slot, kind in kinds.items() if kind != _KEY_KIND]
    allowed = {slot: sorted(queries.allowed_slot_values(kinds[slot])) for slot in free}
    seen: set[tuple[tuple[str, str], ...]] = set()
    for slot in free or [""]:
        for value in allowed.get(slot, [""]):
            chosen = {one: value if one == slot else allowed[one][0] for one in free}
            for key in (one for one, kind in kinds.items() if kind == _KEY_KIND):
                chosen[key] = _KEYS[_owner(key, chosen)]
            mark = tuple(sorted(chosen.items()))
            if mark not in seen:
                seen.add(mark)
                yield queries.get(name, **chosen)


def _owner(key: str, chosen: Mapping[str, str]) -> str:
    """The label that a slot for a key goes with: named alike (source_key, source), or the only party."""
    parties = {slot: value for slot, value in chosen.items() if value in _KEYS}
    for slot, value in parties.items():
        if key.startswith(slot):
            return value
    return next(iter(parties.values()), "Person")


def explain(store: Store, query: Query) -> Plan:
    """Ask the engine how it would run the query.

    Raises
    ------
    neo4j.exceptions.Neo4jError
        The engine does not accept its text.
    """
    text: Any = f"EXPLAIN {query.cypher}"
    with store._driver.session(
        database=store._database, notifications_min_severity=neo4j.NotificationMinimumSeverity.INFORMATION
    ) as session:
        summary = session.run(text, sample_params(query)).consume()
    unknown = [
        str(one.status_description)
        for one in summary.gql_status_objects
        if one.raw_classification == _UNRECOGNISED
    ]
    return Plan(tuple(_steps(summary.plan or {})), tuple(unknown))


def _steps(plan: Mapping[str, Any]) -> Iterator[str]:
    arguments = plan.get("args", {})
    if plan.get("operatorType", "").startswith("ArcadeDB"):
        lines = arguments.get("string-representation", "").splitlines()
        yield from (line.strip().removeprefix("+ ") for line in lines if line.strip().startswith("+"))
        return
    yield f"{plan.get('operatorType', '').partition('@')[0]} {arguments.get('Details', '')}"
    for child in plan.get("children", []):
        yield from _steps(child)
