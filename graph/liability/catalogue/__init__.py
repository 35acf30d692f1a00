"""Measures that may be imposed at all, as an annex file with an edition: default deny."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import AnswerRefusedError, RuleDefinitionError
from graph.liability.once_only import OnceOnlyLoader

ANNEX_FILE: Final = Path(__file__).parent / "annex.yaml"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MeasureBasis(_Data):
    """One provision that a measure rests on."""

    instrument: str = Field(min_length=2)
    article: str = Field(min_length=1)
    evidence: Literal["P", "E", "GK"]


class Measure(_Data):
    """One item: what it bars, for whom, on what basis and who carries it out.

    Parameters
    ----------
    kind
        A takes rights or adds duties, B is administration without either, C is left to other bodies.
    purposes
        What a check may ask for that this measure bars.
    requires_listing
        It may rest on an entry in a list only.
    max_term_years
        Longest term, None where the law of the ground says it.
    """

    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]{1,15}$")
    kind: Literal["A", "B", "C"]
    name: str = Field(min_length=2)
    target_scope: tuple[Literal["ORG", "PERSON_ROLE"], ...] = Field(min_length=1)
    purposes: tuple[str, ...]
    basis: tuple[MeasureBasis, ...] = Field(min_length=1)
    department: str = Field(min_length=2)
    requires_listing: bool
    max_term_years: int | None = Field(default=None, gt=0)


class Catalogue(_Data):
    """One edition of the annex."""

    edition: str = Field(pattern=r"^[0-9][0-9A-Za-z.\-]*$")
    name: str = Field(min_length=2)
    items_in_official_list: int = Field(gt=0)
    purposes: dict[str, str] = Field(min_length=1)
    measures: tuple[Measure, ...] = Field(min_length=1)

    @cached_property
    def by_code(self) -> dict[str, Measure]:
        """Measures by code."""
        return {one.code: one for one in self.measures}

    @property
    def names(self) -> dict[str, str]:
        """Names of measures by code."""
        return {one.code: one.name for one in self.measures}

    @cached_property
    def version(self) -> str:
        """Names it exactly: the edition, and a digest of every word of it."""
        return f"{self.edition}+{hashlib.sha256(self.as_text().encode()).hexdigest()[:8]}"

    def as_text(self) -> str:
        """The annex as JSON, in one form."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)

    def find(self, code: str) -> Measure | None:
        """The measure with this code, or None."""
        return self.by_code.get(code)


def _refuse(path: Path, place: str, what: str, todo: str = "改正该字段") -> RuleDefinitionError:
    return RuleDefinitionError(what, where=f"{path.name}#{place}", todo=todo)


def _nonsense(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """(field, what) of an annex that says two things at once or names what it does not have."""
    seen: set[str] = set()
    for one in catalogue.measures:
        if one.code in seen:
            yield f"{one.code}.code", "措施代码重复"
        seen.add(one.code)
        for field, given in (("purposes", one.purposes), ("target_scope", one.target_scope)):
            if len(set(given)) != len(given):
                yield f"{one.code}.{field}", "同一取值重复"
        for purpose in one.purposes:
            if purpose not in catalogue.purposes:
                yield f"{one.code}.purposes", f"用途“{purpose}”未在本清单列明"
    if len(catalogue.measures) > catalogue.items_in_official_list:
        yield "items_in_official_list", "措施多于清单自称的项数"


def _place(content: Any, loc: tuple[int | str, ...]) -> str:
    """A field's place, a measure by its code where it has one."""
    parts = list(loc)
    if len(parts) > 1 and parts[0] == "measures" and isinstance(parts[1], int):
        row = content["measures"][parts[1]]
        if isinstance(row, dict) and row.get("code"):
            parts = [row["code"], *parts[2:]]
    return ".".join(str(one) for one in parts)


@cache
def load_catalogue(path: Path = ANNEX_FILE) -> Catalogue:
    """Load and check one annex file.

    Raises
    ------
    RuleDefinitionError
        The first thing that is wrong, naming file and field.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=OnceOnlyLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise _refuse(path, "", "措施清单无法读取", "核对文件位置、YAML 语法和 UTF-8 编码") from error
    try:
        catalogue = Catalogue.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        what = f"措施清单字段不合要求：{first['msg']}"
        raise _refuse(path, _place(content, first["loc"]), what) from error
    for field, what in _nonsense(catalogue):
        raise _refuse(path, field, what)
    return catalogue


def measure_of(code: str, catalogue: Catalogue | None = None) -> Measure:
    """The measure with this code.

    Raises
    ------
    AnswerRefusedError
        The catalogue does not have it: what is not in it may not be imposed.
    """
    book = catalogue or load_catalogue()
    found = book.find(code)
    if found is None:
        raise AnswerRefusedError(
            f"措施 {code} 不在失信惩戒措施清单内，不得采取",
            where=f"清单 {book.edition}",
            todo="改用清单内的措施",
        )
    return found


def require_covered(
    code: str,
    covered: Collection[str],
    *,
    listed: bool,
    target: Literal["ORG", "PERSON_ROLE"],
    catalogue: Catalogue | None = None,
) -> Measure:
    """The measure, when it may be imposed on this kind of subject on this one ground.

    Parameters
    ----------
    covered
        Measures that the confirmed finding on the ground (or the list itself) gives.
    listed
        The ground is an entry in a list.

    Raises
    ------
    AnswerRefusedError
        It is outside the catalogue, not given by the ground, not for this subject or needs a listing.
    """
    found = measure_of(code, catalogue)
    where = f"措施 {code}"
    if code not in covered:
        raise AnswerRefusedError("该依据没有规定这项措施", where=where, todo="只能采取依据所规定的措施")
    if target not in found.target_scope:
        raise AnswerRefusedError("这项措施不适用于该类主体", where=where, todo="核对清单中的适用对象")
    if found.requires_listing and not listed:
        raise AnswerRefusedError("这项措施须以列入名单为依据", where=where, todo="改以名单列入决定为依据")
    return found
