"""Controllers that were filed or found, beside the computed ones: what agrees and what does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

CONFIRMED: Final = "CONFIRMED"


@dataclass(frozen=True, order=True)
class Declared:
    """One controller of an entity that somebody stated: SUSPECTED, FILED or CONFIRMED, and by whom."""

    id: str
    state: str
    filed_by: str
    valid_from: str
    source: str


@dataclass(frozen=True)
class Comparison:
    """Persons stated and persons computed: in both, only stated, only computed."""

    agreed: tuple[str, ...] = ()
    only_declared: tuple[str, ...] = ()
    only_computed: tuple[str, ...] = ()

    @classmethod
    def of(cls, declared: Iterable[Declared], computed: Iterable[str]) -> Comparison:
        """Compare; without any statement there is nothing to compare.

        Examples
        --------
        >>> one = Declared("p", "FILED", "某局", "2024-01-01", "SAMR")
        >>> Comparison.of([one], ["q"])
        Comparison(agreed=(), only_declared=('p',), only_computed=('q',))
        >>> Comparison.of([], ["q"])
        Comparison(agreed=(), only_declared=(), only_computed=())
        """
        stated, found = {one.id for one in declared}, set(computed)
        if not stated:
            return cls()
        return cls(
            tuple(sorted(stated & found)), tuple(sorted(stated - found)), tuple(sorted(found - stated))
        )

    def to_json(self, codes: Mapping[str, str]) -> dict[str, Any]:
        """As ``control --json`` shows it."""
        return {
            name: [codes.get(one, one) for one in ids]
            for name, ids in (
                ("agreed", self.agreed),
                ("only_declared", self.only_declared),
                ("only_computed", self.only_computed),
            )
        }


def declared_json(
    declared: Iterable[Declared], codes: Mapping[str, str], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The statements as ``control --json`` shows them."""
    return [
        {
            "id": codes.get(one.id, one.id),
            "name": names.get(one.id, ""),
            "state": one.state,
            "filed_by": one.filed_by,
            "valid_from": one.valid_from,
            "source": one.source,
        }
        for one in declared
    ]
