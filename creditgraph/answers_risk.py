"""Compare what investigators are shown with a synthetic city's answer keys: patterns, hints, early warning.

Persons are left out: a pattern is compared by the firms in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from creditgraph.answers import Key, Score, read_key, score
from graph.ownership.parties import label_ids
from graph.risk.hints import city_hints
from graph.risk.hints.backtest import Ranking, against
from graph.risk.patterns import PATTERNS, run_pattern
from graph.risk.warning import Scope, Signal, compute_day
from graph.store import Store

#: A firm is founded once, so registrations never reach the higher level of one firm.
_LEAST: Final = {Signal.CLUSTER_REGISTRATIONS: ("WATCH", "ALERT")}


def compare_patterns(store: Store, answers: Path, day: str) -> list[Score]:
    """A score for each pattern: groups of firms that it reports, and those that the key names."""
    planted: dict[str, list[Key]] = defaultdict(list)
    for row in read_key(answers / "patterns.csv"):
        planted[row["kind"]].append(
            tuple(sorted(one for one in row["members"].split(";") if not one.startswith("person:")))
        )
    keys = {name: [key for kind in one.truth for key in planted[kind]] for name, one in PATTERNS.items()}
    return [
        score(one.zh, _groups(store, name, day, keys[name]), keys[name]) for name, one in PATTERNS.items()
    ]


def _groups(store: Store, name: str, day: str, keys: list[Key]) -> Iterator[Key]:
    """Codes of the firms of each match; one that names not all of its firms is completed by the key."""
    matches = run_pattern(store, name, day).matches
    codes = codes_of(store, {one.id for found in matches for one in found.members if not one.is_person})
    for found in matches:
        shown = tuple(sorted(codes[one.id] for one in found.members if not one.is_person))
        persons = sum(one.is_person for one in found.members)
        yield completed(shown, found.size - persons, keys)


def completed(shown: Key, number: int, keys: Iterable[Key]) -> Key:
    """The group of which only some are shown: the one of the key with just so many that has them all.

    Examples
    --------
    >>> completed(("a", "b"), 3, [("a", "b", "c")]), completed(("a", "b"), 4, [("a", "b", "c")])
    (('a', 'b', 'c'), ('a', 'b'))
    """
    if number <= len(shown):
        return shown
    return next((key for key in keys if len(key) == number and set(shown) <= set(key)), shown)


def codes_of(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """Unified codes by internal id."""
    columns = store.read_columns("read/ownership/entity_codes", entity_ids=sorted(ids))
    rows = zip(columns["entity"], columns["scheme"], columns["value"], strict=True)
    return {entity: value for entity, scheme, value in rows if scheme == "USCC"}


def rank_hints(store: Store, answers: Path, day: str) -> Ranking:
    """Whether hints of the day put the planted related parties before everybody else."""
    found = city_hints(store, day)
    wanted = {row["uscc"] for row in read_key(answers / "related.csv") if row["since"] <= day}
    codes = codes_of(store, found.ids)
    return against(found, {one for one in found.ids if codes.get(one) in wanted})


def compare_warnings(store: Store, answers: Path, day: str) -> Score:
    """Firms beyond the alert threshold of a signal that the key speaks of, with their numbers."""
    true = [(row["signal"], row["uscc"], row["number"]) for row in read_key(answers / "warnings.csv")]
    signals = tuple(one for one in Signal if any(one.value == signal for signal, _, _ in true))
    beyond = [
        one
        for one in compute_day(store, day, today=day, signals=signals).figures
        if one.scope is Scope.ENTITY and one.level in _LEAST.get(one.signal, ("ALERT",))
    ]
    codes = label_ids(store, {one.scope_id for one in beyond}, day).codes
    said = ((one.signal.value, codes[one.scope_id], str(one.value)) for one in beyond)
    return score("单位预警信号", said, true)
