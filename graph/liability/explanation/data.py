"""What an explanation is made from: a finding, and what only the store knows about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.liability.catalogue import Catalogue, load_catalogue


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One row that was handed in and names a fact: who handed it in, in which file and line."""

    fact_id: str
    source: str
    table: str = ""
    file: str = ""
    line: int | None = None
    produced_at: str = ""


@dataclass(frozen=True)
class ExplanationData:
    """A finding, with the names and the state that only the store knows.

    Parameters
    ----------
    finding
        Properties of the Finding node.
    state
        Its state on the day asked.
    names, codes
        By internal id.
    masked
        The person's masked number, or empty.
    ground
        Properties of the decision that it rests on; empty when it is no longer current.
    documents
        Papers that name the person for this decision.
    sources
        Rows handed in for the facts that it rests on.
    catalogue
        The edition of measures that counts.
    told
        How the person was told in his case: number and day of the notice, its service, and the term set.
    """

    finding: dict[str, Any]
    state: str
    as_of: str
    masked: str
    names: dict[str, str]
    codes: dict[str, str]
    ground: dict[str, Any] = field(default_factory=dict)
    documents: tuple[dict[str, Any], ...] = ()
    sources: tuple[SourceLine, ...] = ()
    catalogue: Catalogue = field(default_factory=load_catalogue)
    told: dict[str, Any] = field(default_factory=dict)

    def fact(self, name: str) -> str:
        """A value of the decision as text, empty when it is not known."""
        value = self.ground.get(name)
        return "" if value is None else str(value)

    @property
    def authority(self) -> str:
        """Name of the deciding authority, else its code, else empty."""
        named = self.fact("authority") or self.fact("court") or self.fact("status_authority")
        return named or self.authority_code

    @property
    def authority_code(self) -> str:
        """Code of the deciding authority, empty when it is not known."""
        given = self.fact("authority_code") or self.fact("status_authority_code")
        return given or str(self.finding.get("authority_code") or "")

    @property
    def doc_no(self) -> str:
        """Number of the decision, empty when it is not known."""
        return self.fact("doc_no") or self.fact("case_no") or self.fact("status_doc")

    @property
    def own_decision(self) -> dict[str, Any] | None:
        """The decision on the person, where it is another one than that on the organisation."""
        for one in reversed(self.documents):
            by_officer = one.get("decided_by") == "OFFICER"
            if by_officer or (one.get("doc_no") and self.doc_no and one["doc_no"] != self.doc_no):
                return dict(one)
        return None

    @property
    def is_undecided(self) -> bool:
        """Whether nobody has decided on the person yet: that on the organisation is not one on him."""
        return self.finding["base_state"] in ("LEAD", "PROPOSED") and self.finding["role"] != "SELF"

    def sources_of(self, fact_id: str) -> tuple[SourceLine, ...]:
        """Rows handed in for one fact."""
        return tuple(one for one in self.sources if one.fact_id == fact_id)
