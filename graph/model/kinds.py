"""The words in which the domain model is declared: fields, tables, nodes, edges.

Everything else is generated from these declarations: constraints, indexes, the schema page, the
readers' headers, the slots that a Cypher file may use. They refuse to exist when they are wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from graph.errors import ModelError

_SNAKE = re.compile(r"^[a-z][a-z0-9_]*$")
_PASCAL = re.compile(r"^[A-Z][A-Za-z]*$")
_UPPER = re.compile(r"^[A-Z][A-Z_]*$")


class FieldKind(Enum):
    """How a column of the exchange format is read."""

    TEXT = "text"
    NAME = "name"
    DAY = "day"
    DAY_OR_LIFE = "day or 终身"
    PERCENT = "percent 0..100; as equity_pct also a range"
    AMOUNT_CNY = "amount in 元"
    AMOUNT_WAN = "amount in 万元"
    INTEGER = "whole number"
    BOOLEAN = "0 or 1"
    CODELIST = "value of a code list"
    CODELIST_MANY = "values of a code list, separated by ;"
    ORG_CODE = "code of an organisation"
    ORG_CODE_TYPE = "kind of an organisation's code"
    ID_TYPE = "kind of a person's document"
    ID_NUMBER = "number of a person's document"
    GROUND_KEY = "key of a ground"
    PHONE = "telephone number"


@dataclass(frozen=True)
class Field:
    """One column of a table that departments hand in.

    Parameters
    ----------
    name, zh
        The column's name and its Chinese name; both are read as header.
    kind
        How its text is read.
    key
        Part of the row's key when it has no ``record_id``.
    required
        A row without it goes to quarantine.
    codelist
        Name of the code list, for the CODELIST kinds.
    aliases
        Other headers that mean this column (national codes, the 2015 names).
    stored
        Name of the property that holds it, if it is not `name`; empty if it is not kept as such.
    """

    name: str
    zh: str
    kind: FieldKind
    description: str
    key: bool = False
    required: bool = False
    codelist: str = ""
    aliases: tuple[str, ...] = ()
    stored: str | None = None
    max_length: int = 4000

    def __post_init__(self) -> None:
        if not _SNAKE.match(self.name):
            raise ModelError(f"字段名不合规范：{self.name}")
        if self.kind in (FieldKind.CODELIST, FieldKind.CODELIST_MANY) and not self.codelist:
            raise ModelError(f"字段缺少代码表：{self.name}")
        if not self.description:
            raise ModelError(f"字段缺少说明：{self.name}")

    @property
    def property_name(self) -> str:
        """The property that holds this column's value on the fact."""
        return self.name if self.stored is None else self.stored

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that means this column."""
        return (self.name, self.zh, *self.aliases)


@dataclass(frozen=True)
class Table:
    """One table of the exchange package."""

    name: str
    zh: str
    description: str
    fields: tuple[Field, ...]
    ordered_days: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        names = [one.name for one in self.fields]
        if len(names) != len(set(names)):
            raise ModelError(f"表 {self.name} 有重复字段")
        for first, last in self.ordered_days:
            if first not in names or last not in names:
                raise ModelError(f"表 {self.name} 的日期次序引用了未声明的字段")

    def field(self, name: str) -> Field:
        """The declared field of that name."""
        for one in self.fields:
            if one.name == name:
                return one
        raise ModelError(f"表 {self.name} 没有字段 {name}")

    @property
    def key_fields(self) -> tuple[Field, ...]:
        """The bold columns of exchange-format.md."""
        return tuple(one for one in self.fields if one.key)

    def header_map(self) -> dict[str, str]:
        """Header text (any accepted form, lower case) to field name."""
        found: dict[str, str] = {}
        for one in self.fields:
            for header in one.headers:
                found.setdefault(header.lower(), one.name)
        return found


@dataclass(frozen=True)
class Property:
    """One property of a node or an edge."""

    name: str
    type: str
    zh: str
    description: str

    def __post_init__(self) -> None:
        if not _SNAKE.match(self.name):
            raise ModelError(f"属性名不合规范：{self.name}")
        if not self.description:
            raise ModelError(f"属性缺少说明：{self.name}")


@dataclass(frozen=True)
class NodeType:
    """A node label with its properties.

    Parameters
    ----------
    unique
        Properties with a uniqueness constraint.
    indexed
        Properties with a range index.
    fulltext
        The property that is searched as text, or empty.
    fact
        Whether its nodes are versions of a fact (A5).
    """

    label: str
    zh: str
    description: str
    properties: tuple[Property, ...]
    unique: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()
    fulltext: str = ""
    fact: bool = False

    def __post_init__(self) -> None:
        if not _PASCAL.match(self.label):
            raise ModelError(f"节点标签不合规范：{self.label}")
        names = [one.name for one in self.properties]
        for wanted in (*self.unique, *self.indexed, *((self.fulltext,) if self.fulltext else ())):
            if wanted not in names:
                raise ModelError(f"节点 {self.label} 的索引引用了未声明的属性 {wanted}")
        if len(names) != len(set(names)):
            raise ModelError(f"节点 {self.label} 有重复属性")


@dataclass(frozen=True)
class EdgeType:
    """A relationship type; source and target read as a sentence.

    Parameters
    ----------
    traversable
        Whether paths and networks may follow it: the whitelist of A15.
    derived
        Computed by the platform, never handed in.
    fact
        Whether its edges are versions of a fact (A5).
    colour
        Adjacent, controlled or liable (A10), so that no page invents its own grammar.
    """

    type: str
    zh: str
    sentence: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    properties: tuple[Property, ...] = ()
    traversable: bool = False
    derived: bool = False
    fact: bool = True
    colour: str = "ADJACENT"

    def __post_init__(self) -> None:
        if not _UPPER.match(self.type):
            raise ModelError(f"关系类型不合规范：{self.type}")
        if self.derived and self.traversable:
            raise ModelError(f"推导关系不得用于遍历：{self.type}")
