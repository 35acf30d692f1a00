"""The words in which patterns are declared: what one asks, with which parameters, and what it is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph import queries
from graph.errors import ModelError, UsageError

_NAME: Final = re.compile(r"^[a-z][a-z0-9_]*$")
Value = int | float | tuple[str, ...]


@dataclass(frozen=True)
class Parameter:
    """One number or list that a run may set.

    Parameters
    ----------
    low, high
        Bounds of a number, both allowed.
    allowed
        The values that a list may hold; a list parameter has no bounds.
    """

    name: str
    zh: str
    default: Value
    low: float = 0
    high: float = 0
    allowed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            raise ModelError(f"参数名不合规范：{self.name}")
        self.checked(self.default)

    def checked(self, given: Any) -> Value:
        """The value in the parameter's own type.

        Raises
        ------
        UsageError
            It is out of bounds, or not a value that is allowed.
        """
        if isinstance(self.default, tuple):
            values = [given] if isinstance(given, str) else given
            if not isinstance(values, list | tuple) or any(one not in self.allowed for one in values):
                raise self._refused(f"应取自 {'、'.join(self.allowed)}")
            return tuple(sorted(set(values)))
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise self._refused("应为数字")
        # First the bounds: infinity is no whole number either, and cannot be made one.
        if not self.low <= given <= self.high:
            raise self._refused(f"应在 {self.low:g} 到 {self.high:g} 之间")
        if isinstance(self.default, int) and given != int(given):
            raise self._refused("应为整数")
        return int(given) if isinstance(self.default, int) else float(given)

    def _refused(self, why: str) -> UsageError:
        return UsageError(f"参数“{self.zh}”的值不合要求：{why}", where=self.name, todo="按说明填写参数")


@dataclass(frozen=True)
class Pattern:
    """One entry of the library.

    Parameters
    ----------
    name, version
        What stored runs are kept under; the version goes up when what it finds changes.
    asks
        The Cypher files that it runs, in order.
    algorithm
        Empty where the Cypher answers by itself; else why an algorithm works on what it read.
    parameters
        What a run may set; the one named `support` is the least number of parties or relations.
    explanation
        What is found, in plain Chinese.
    no_meaning
        What a match does not mean; every pattern is a hint about entities and never a decision (A10).
    truth
        Kinds of planted cases (``answers/patterns.csv``) that it must find.
    """

    name: str
    zh: str
    version: int
    asks: tuple[str, ...]
    algorithm: str
    parameters: tuple[Parameter, ...]
    support: str
    explanation: str
    no_meaning: str
    truth: tuple[str, ...]

    def __post_init__(self) -> None:
        names = [one.name for one in self.parameters]
        if not _NAME.match(self.name) or len(names) != len(set(names)):
            raise ModelError(f"模式声明有误：{self.name}")
        if self.support not in names:
            raise ModelError(f"模式 {self.name} 没有声明最小支持数 {self.support}")
        if not (self.explanation and self.no_meaning and self.truth):
            raise ModelError(f"模式 {self.name} 缺少说明或真值")
        missing = [one for one in self.asks if one not in queries.names()]
        if missing or not self.asks:
            raise ModelError(f"模式 {self.name} 引用了不存在的查询：{missing}")

    def values(self, given: Mapping[str, Any] | None = None) -> dict[str, Value]:
        """All parameters, those given checked and the others by default.

        Raises
        ------
        UsageError
            One is unknown, or its value is not allowed.
        """
        given = given or {}
        known = {one.name: one for one in self.parameters}
        unknown = [one for one in given if one not in known]
        if unknown:
            raise UsageError(
                f"没有这些参数：{'、'.join(unknown)}",
                where=self.name,
                todo=f"可用的参数：{'、'.join(known)}",
            )
        return {
            name: one.checked(given[name]) if name in given else one.default for name, one in known.items()
        }

    def to_json(self) -> dict[str, Any]:
        """As the page and the API show it, with the text of its queries."""
        return {
            "name": self.name,
            "title": self.zh,
            "version": self.version,
            "explanation": self.explanation,
            "no_meaning": self.no_meaning,
            "algorithm": self.algorithm,
            "support": self.support,
            "parameters": [
                {
                    "name": one.name,
                    "title": one.zh,
                    "default": list(one.default) if isinstance(one.default, tuple) else one.default,
                    "low": one.low,
                    "high": one.high,
                    "allowed": list(one.allowed),
                }
                for one in self.parameters
            ],
            "queries": [
                {"name": name, "summary": queries.get_unfilled(name).summary, "text": _shown(name)}
                for name in self.asks
            ],
        }


def _shown(name: str) -> str:
    return queries.get_unfilled(name).text
