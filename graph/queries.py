"""Every Cypher question, loaded from its own file in ``cypher/``.

A file's path is its name; its header declares what it does, takes and returns, and is checked when the
file is first read. Labels and relationship types, which Cypher does not take as parameters, are spliced
through slots whose values must be members of the model's whitelists: nothing else ever enters a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final, LiteralString

from graph.errors import QueryDefinitionError
from graph.query_text import fill_slots, params_in, slots_in, split_top_level

MODES: Final = ("read", "write", "derive", "schema")
_REQUIRED: Final = ("name", "summary", "params", "returns")
_OPTIONAL: Final = ("slots", "result")
_HEADER_LINE: Final = re.compile(r"^//\s?(?:(\w+):)?\s*(.*?)\s*$")
_DECLARED: Final = re.compile(r"^([a-z_]\w*)\s*:\s*(\S.*)$")
_EMPTY: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Query:
    """One question to the graph.

    Parameters
    ----------
    name
        Path of its file below ``cypher/``, without the ending.
    text
        What is sent to the engine.
    params, returns
        Declared names and types; a type may carry bounds (``int 1..1000``).
    result
        Dotted name of the dataclass that holds a row, or empty.
    mode
        First folder of the name: read, write, derive or schema.
    slots
        Open slots and their kinds; empty once they are filled.
    """

    name: str
    text: str
    summary: str
    params: Mapping[str, str] = field(hash=False)
    returns: Mapping[str, str] = field(hash=False)
    result: str
    mode: str
    slots: Mapping[str, str] = field(hash=False)

    @property
    def cypher(self) -> LiteralString:
        """The text as the driver's type wants it.

        The only such place in the project: every text comes from a file of ours, every slot from a whitelist.
        """
        if self.slots:
            raise QueryDefinitionError("查询还有未填的占位", where=f"{self.name}：{'、'.join(self.slots)}")
        return self.text  # pyright: ignore[reportReturnType]


def get(name: str, **slots: str | Iterable[str]) -> Query:
    """The query of that name, its slots filled.

    Parameters
    ----------
    name
        For example ``read/commit/head``.
    **slots
        Values of the file's slots. A slot whose kind ends in ``*`` also takes several values, which
        are joined as alternatives.

    Raises
    ------
    QueryDefinitionError
        There is no such file, its header is wrong, or a slot's value is not in the whitelist.
    """
    frozen = tuple(
        (slot, value if isinstance(value, str) else "|".join(sorted(value)))
        for slot, value in sorted(slots.items())
    )
    return _get(name, frozen)


def get_unfilled(name: str) -> Query:
    """The query of that name as its file has it, slots open: for checks of the files."""
    return _load(name)


def names(prefix: str = "") -> tuple[str, ...]:
    """Names of all queries that begin with `prefix`, sorted."""
    return tuple(one for one in _all_names() if one.startswith(prefix))


def allowed_slot_values(kind: str) -> frozenset[str]:
    """What the model allows in a slot of that kind."""
    from graph.model import slot_values

    return slot_values(kind.removesuffix("*"))


@cache
def _get(name: str, slots: tuple[tuple[str, str], ...]) -> Query:
    query = _load(name)
    given = dict(slots)
    if set(given) != set(query.slots):
        raise QueryDefinitionError(
            f"占位不符：需要 {sorted(query.slots) or '无'}，给出 {sorted(given) or '无'}", where=name
        )
    if not given:
        return query
    for slot, value in given.items():
        _check_slot(name, slot, query.slots[slot], value)
    return Query(
        name=query.name,
        text=fill_slots(query.text, given),
        summary=query.summary,
        params=query.params,
        returns=query.returns,
        result=query.result,
        mode=query.mode,
        slots=_EMPTY,
    )


def _check_slot(name: str, slot: str, kind: str, value: str) -> None:
    values = value.split("|") if kind.endswith("*") else [value]
    allowed = allowed_slot_values(kind)
    if not all(one in allowed for one in values):
        raise QueryDefinitionError("占位的值不在模型的白名单内", where=f"{name}，占位 {slot}（{kind}）")


def _root() -> Traversable:
    return resources.files("cypher")


@cache
def _all_names() -> tuple[str, ...]:
    found: list[str] = []

    def walk(folder: Traversable, path: str) -> None:
        for item in folder.iterdir():
            if item.is_dir():
                walk(item, f"{path}{item.name}/")
            elif item.name.endswith(".cypher"):
                found.append(f"{path}{item.name.removesuffix('.cypher')}")

    walk(_root(), "")
    return tuple(sorted(found))


@cache
def _load(name: str) -> Query:
    if name not in _all_names():
        raise QueryDefinitionError("没有这个查询文件", where=f"cypher/{name}.cypher")
    source = _root().joinpath(*f"{name}.cypher".split("/"))
    return parse(name, source.read_text(encoding="utf-8"))


def parse(name: str, content: str) -> Query:
    """Read one file's content; `name` is what its path says.

    Raises
    ------
    QueryDefinitionError
        Names the file and the header field that is wrong.
    """
    header, text = _split_header(name, content)
    for wanted in _REQUIRED:
        if wanted not in header:
            _fail(name, wanted, "文件头缺少该项")
    if header["name"] != name:
        _fail(name, "name", "与文件路径不一致")
    if not header["summary"]:
        _fail(name, "summary", "没有内容")
    mode = name.partition("/")[0]
    if mode not in MODES:
        _fail(name, "name", f"首级目录应为 {'、'.join(MODES)} 之一")
    if not text:
        _fail(name, "text", "没有查询语句")
    params = _declared(name, "params", header["params"])
    slots = _declared(name, "slots", header.get("slots", ""))
    if set(params) != params_in(text):
        _fail(name, "params", f"声明 {sorted(params)}，语句使用 {sorted(params_in(text))}")
    if set(slots) != slots_in(text):
        _fail(name, "slots", f"声明 {sorted(slots)}，语句使用 {sorted(slots_in(text))}")
    return Query(
        name=name,
        text=text,
        summary=header["summary"],
        params=params,
        returns=_declared(name, "returns", header["returns"]),
        result=header.get("result", ""),
        mode=mode,
        slots=slots,
    )


def _split_header(name: str, content: str) -> tuple[dict[str, str], str]:
    header: dict[str, str] = {}
    last = ""
    lines = content.splitlines()
    body = next((at for at, line in enumerate(lines) if not _HEADER_LINE.match(line)), len(lines))
    for line in lines[:body]:
        found = _HEADER_LINE.match(line)
        assert found is not None
        key, value = found.group(1), found.group(2)
        if key in _REQUIRED or key in _OPTIONAL:
            if key in header:
                _fail(name, key, "重复出现")
            header[key], last = value, key
        elif last and key is None:
            header[last] = f"{header[last]} {value}".strip()
        else:
            _fail(name, key or line, "未知的文件头项")
    return header, "\n".join(lines[body:]).strip().rstrip(";")


def _declared(name: str, key: str, value: str) -> Mapping[str, str]:
    declared: dict[str, str] = {}
    for part in split_top_level(value, ";"):
        found = _DECLARED.match(part)
        if found is None:
            _fail(name, key, f"应写作“名称: 类型”：{part}")
        elif found.group(1) in declared:
            _fail(name, key, f"重复声明 {found.group(1)}")
        else:
            declared[found.group(1)] = found.group(2).strip()
    return MappingProxyType(declared)


def _fail(name: str, field_name: str, what: str) -> None:
    raise QueryDefinitionError(
        f"查询文件头有误：{what}",
        where=f"cypher/{name}.cypher，{field_name}",
        todo="按 CONTRIBUTING 的“增加查询”一节改正文件头",
    )
