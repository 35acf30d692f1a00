"""Read current decisions and what stands around them, at one commit: a fixed number of reads for a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph import queries
from graph.liability.facts import Beside, Row
from graph.same_person import SamePersons
from graph.store import Store

Decision = tuple[str, dict[str, Any]]
"""Label and properties of one current decision."""
Groups = Mapping[str, Sequence[Row]]
GROUND_LABELS: Final = ("Listing", "CourtRecord", "EntityState", "Penalty", "TaxGrade", "Arrears")
NUMBERED_LABELS: Final = ("Penalty", "EntityState", "Listing")
"""Grounds whose decision a ban may bear the number of."""
LABEL_OF_KIND: Final = {
    "LISTING": "Listing",
    "COURT_ORDER": "CourtRecord",
    "REVOCATION": "EntityState",
    "PENALTY": "Penalty",
    "TAX_GRADE": "TaxGrade",
    "ARREARS": "Arrears",
}


def grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Rows by the value of one property."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


@dataclass(frozen=True)
class Surroundings:
    """What is known around a batch of decisions.

    Parameters
    ----------
    tenures, states, grades
        By entity.
    named, repairs
        By the record that they are about.
    penalties
        By the number of their decision.
    """

    tenures: Groups = field(default_factory=dict)
    states: Groups = field(default_factory=dict)
    grades: Groups = field(default_factory=dict)
    named: Groups = field(default_factory=dict)
    repairs: Groups = field(default_factory=dict)
    penalties: Groups = field(default_factory=dict)

    def beside(self, row: Row, persons: Mapping[str, Row] | None = None, bans: Sequence[Row] = ()) -> Beside:
        """What of it says something of one decision."""
        entity_id = row.get("entity_id") or ""
        return Beside(
            persons or {},
            self.penalties.get(row.get("status_doc") or "", ()),
            bans,
            self.states.get(entity_id, ()),
            self.grades.get(entity_id, ()),
        )


class DecisionReader:
    """Reads at one commit number."""

    def __init__(self, store: Store, seq: int) -> None:
        self.store = store
        self.seq = seq
        self.same = SamePersons(store, seq)

    def rows(self, name: str, **params: Any) -> list[dict[str, Any]]:
        """The rows that a query collects; persons in them are those as whom they count."""
        rows = list(self.store.read(name, seq=self.seq, **params)[0]["rows"])
        self.same.rename(rows)
        return rows

    def labelled(self, name: str, label: str, **params: Any) -> list[dict[str, Any]]:
        """The same for one label."""
        rows = list(self.store.read(queries.get(name, label=label), seq=self.seq, **params)[0]["rows"])
        self.same.rename(rows)
        return rows

    def refs(self, name: str, label: str = "", **params: Any) -> set[str]:
        """The keys of records that a query collects."""
        query = queries.get(name, label=label) if label else queries.get(name)
        return set(self.store.read(query, seq=self.seq, **params)[0]["refs"])

    def decisions(self, refs: Iterable[str]) -> list[Decision]:
        """Those of `refs` that are current decisions, each once."""
        by_label: dict[str, list[str]] = defaultdict(list)
        for ref in refs:
            if label := LABEL_OF_KIND.get(ref.split(":", 1)[0]):
                by_label[label].append(ref)
        found: list[Decision] = []
        for label in GROUND_LABELS:
            if by_label[label]:
                rows = self.labelled("read/liability/grounds", label, refs=by_label[label])
                found += [(label, row) for row in self._first(rows)]
        return found

    @staticmethod
    def _first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """One row for each ref: a revocation stands in every later state, the first one decides."""
        kept: dict[str, dict[str, Any]] = {}
        for row in sorted(rows, key=lambda one: (one.get("valid_from") or "", one["record_key"])):
            kept.setdefault(row["ground_ref"], row)
        return list(kept.values())

    def around(self, decisions: Sequence[Decision]) -> Surroundings:
        """What is known around decisions."""
        entity_ids = sorted({row["entity_id"] for _, row in decisions if row.get("entity_id")})
        graded = sorted({row["entity_id"] for label, row in decisions if label == "TaxGrade"})
        refs = [row["ground_ref"] for _, row in decisions]
        docs = sorted({row.get("status_doc") or "" for label, row in decisions if label == "EntityState"})
        docs = [one for one in docs if one]
        return Surroundings(
            grouped(self.rows("read/liability/tenures", ids=entity_ids), "entity_id"),
            grouped(self.rows("read/liability/entity_states", ids=entity_ids), "entity_id"),
            grouped(self.rows("read/liability/tax_grades", ids=graded), "entity_id") if graded else {},
            grouped(self.labelled("read/liability/facts_about", "Attribution", refs=refs), "target_ref"),
            grouped(self.labelled("read/liability/facts_about", "RepairCase", refs=refs), "target_ref"),
            grouped(self.rows("read/liability/penalties_by_doc", docs=docs), "doc_no") if docs else {},
        )
