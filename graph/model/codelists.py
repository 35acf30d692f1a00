"""Code lists, each declared once in ``codelists/<plural>.csv``.

Columns: ``code, zh, aliases`` (separated by ``|``), then whatever attributes a list needs.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from graph.errors import ModelError


@dataclass(frozen=True)
class CodeValue:
    """One value of a code list."""

    code: str
    zh: str
    aliases: tuple[str, ...]
    attributes: dict[str, str]


@dataclass(frozen=True)
class CodeList:
    """A closed list of values, found by code, Chinese name or alias."""

    name: str
    values: tuple[CodeValue, ...]
    lookup: dict[str, CodeValue]

    def find(self, text: str) -> CodeValue | None:
        """The value that `text` names, or None."""
        return self.lookup.get(text) or self.lookup.get(text.upper())

    def zh(self, code: str) -> str:
        """The Chinese name of `code`; the code itself where it is unknown."""
        value = self.lookup.get(code)
        return value.zh if value else code

    def codes(self) -> tuple[str, ...]:
        """All codes, in declared order."""
        return tuple(value.code for value in self.values)


@cache
def codelist(name: str) -> CodeList:
    """Load one code list.

    Raises
    ------
    ModelError
        The list is missing, or one text names two of its values.
    """
    source = resources.files("graph.model").joinpath("codelists", f"{name}.csv")
    if not source.is_file():
        raise ModelError(f"没有代码表 {name}")
    values: list[CodeValue] = []
    lookup: dict[str, CodeValue] = {}
    for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines()):
        aliases = tuple(part for part in (row.pop("aliases", "") or "").split("|") if part)
        value = CodeValue(code=row.pop("code"), zh=row.pop("zh"), aliases=aliases, attributes=dict(row))
        values.append(value)
        for text in {value.code, value.zh, *aliases}:
            if lookup.setdefault(text, value) is not value:
                raise ModelError(f"代码表 {name} 中“{text}”指向两个值")
    return CodeList(name, tuple(values), lookup)


def codelist_names() -> tuple[str, ...]:
    """Names of all declared code lists."""
    folder = resources.files("graph.model").joinpath("codelists")
    return tuple(sorted(item.name[:-4] for item in folder.iterdir() if item.name.endswith(".csv")))
