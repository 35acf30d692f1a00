"""Parameters of the hints: versioned data, read from ``parameters.yaml``, refused when they make no sense."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from graph.errors import ModelError, NotFoundError
from graph.model import traversable_edge_types

HOPS: Final = 3


@dataclass(frozen=True)
class HintParameters:
    """One edition.

    Parameters
    ----------
    edition, since
        Its name, and the day from which it is used.
    decay
        What each hop after the first leaves.
    relations
        By relation type what it carries over, 0..1.
    """

    edition: str
    since: str
    note: str
    decay: float
    hub_degree: int
    relations: dict[str, float]
    listing: float
    court: float
    penalty: dict[str, float]
    light_lists: dict[str, float]
    penalty_days: int
    half_life_days: int
    least: float

    def __post_init__(self) -> None:
        unknown = set(self.relations) - set(traversable_edge_types())
        shares = [
            self.decay, self.listing, self.court, self.least,
            *self.relations.values(), *self.penalty.values(), *self.light_lists.values(),
        ]  # fmt: skip
        if unknown or not all(0 <= one <= 1 for one in shares):
            raise ModelError(f"关联提示参数 {self.edition} 有误：{sorted(unknown) or '比例应在 0 到 1 之间'}")
        if self.hub_degree < 2 or self.half_life_days < 1 or self.penalty_days < 1:
            raise ModelError(f"关联提示参数 {self.edition} 的天数或枢纽界限有误")

    def seed(self, link: str, list_type: str, severity: str, age_days: int) -> float:
        """What one decision in force weighs."""
        if link == "LISTED_BY":
            return self.light_lists.get(list_type, self.listing)
        if link == "BOUND_BY":
            return self.court
        if age_days > self.penalty_days:
            return 0.0
        weight = self.penalty.get(severity, self.penalty[""])
        return float(weight * 0.5 ** (age_days / self.half_life_days))


@cache
def editions() -> tuple[HintParameters, ...]:
    """All editions, the newest last."""
    source = resources.files("graph.risk.hints").joinpath("parameters.yaml")
    content: dict[str, list[dict[str, Any]]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    found = tuple(HintParameters(**one) for one in content["editions"])
    names = [one.edition for one in found]
    if len(names) != len(set(names)) or [one.since for one in found] != sorted(one.since for one in found):
        raise ModelError("关联提示参数的版本重复或次序不对")
    return found


def parameters(edition: str | None = None) -> HintParameters:
    """One edition, the newest by default.

    Raises
    ------
    NotFoundError
        There is no such edition.
    """
    for one in reversed(editions()):
        if edition in (None, one.edition):
            return one
    raise NotFoundError("没有这个版本的关联提示参数", where=str(edition), todo="见 parameters.yaml")
