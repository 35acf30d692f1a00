"""From FinBench files to two packages: what was there, and what was added later.

Nothing ends in FinBench, so both are deltas and may come in either order. The file of additions names
parties that the snapshot lacks: a company of them has no row in ``entities`` and becomes a stub known by
its code, a person is known by its document.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from graph.errors import PackageError
from ingest.sources.finbench.codes import PERSON_DOCUMENT_TYPE, company_code, person_document

Row = Mapping[str, str]
Made = dict[str, str]
_ENTITY: Final = ("uscc", "name", "subject_type", "status", "established_on")
_HOLDING: Final = (
    "uscc", "holder_kind", "holder_code", "holder_name", "holder_id_type", "holder_id_no", "equity_pct",
    "valid_from",
)  # fmt: skip
_RELATION: Final = (
    "kind", "from_uscc", "from_name", "from_id_type", "from_id_no", "to_uscc", "to_name", "to_id_type",
    "to_id_no", "valid_from",
)  # fmt: skip
_PERSON: Final = ("personId", "personName")
_COMPANY: Final = ("companyId", "companyName", "createTime")
_INVEST: Final = ("investorId", "companyId", "ratio", "createTime")
_GUARANTEE: Final = ("fromId", "toId", "createTime")
_SOURCE: Final = {"name": "LDBC FinBench", "code": "FINBENCH"}


@dataclass(frozen=True)
class _Part:
    """One package: the files that it is made of, by what they hold."""

    name: str
    produced_at: str
    note: str
    companies: str
    person_stakes: str
    company_stakes: str
    company_guarantees: str
    person_guarantees: str


_PARTS: Final = (
    _Part(
        "snapshot", "2022-11-29", "FinBench snapshot", "Company.csv", "PersonInvestCompany.csv",
        "CompanyInvestCompany.csv", "CompanyGuaranteeCompany.csv", "PersonGuaranteePerson.csv",
    ),
    _Part(
        "additions", "2023-01-01", "FinBench timed additions", "incremental/AddCompanyWrite2.csv",
        "incremental/AddPersonInvestCompanyWrite8.csv", "incremental/AddCompanyInvestCompanyWrite9.csv",
        "incremental/AddCompanyGuaranteeCompanyWrite11.csv",
        "incremental/AddPersonGuaranteePersonWrite10.csv",
    ),
)  # fmt: skip


def convert_finbench(source: Path, target: Path) -> list[Path]:
    """Write a FinBench folder as exchange packages.

    Parameters
    ----------
    source
        Folder with ``Company.csv``, ``Person.csv``, … and, where there are any, ``incremental/``.
    target
        Folder that gets one folder a package; what is in them under the same names is replaced.

    Returns
    -------
    list of Path
        ``snapshot`` and, where there are additions, ``additions``.

    Raises
    ------
    PackageError
        A file is missing or is not FinBench's.
    """
    persons = {row["personId"]: row["personName"] for row in _rows(source / "Person.csv", _PERSON)}
    parts: tuple[_Part, ...] = _PARTS[:1]
    if (source / "incremental").is_dir():
        parts = _PARTS
        later = _rows(source / "incremental/AddPersonWrite1.csv", _PERSON)
        persons |= {row["personId"]: row["personName"] for row in later}
    return [_write_part(source, target / part.name, part, persons) for part in parts]


def _write_part(source: Path, folder: Path, part: _Part, persons: Mapping[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    companies = _rows(source / part.companies, _COMPANY)
    _write(folder / "entities.csv", _ENTITY, map(_entity, companies))
    _write(folder / "holdings.csv", _HOLDING, _holdings(source, part, persons))
    _write(folder / "relations.csv", _RELATION, _guarantees(source, part, persons))
    manifest = {
        "source": _SOURCE,
        "produced_at": part.produced_at,
        "mode": "delta",
        "synthetic": True,
        "note": part.note,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return folder


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of a pipe-separated file that has these columns.

    Raises
    ------
    PackageError
        It has not, or a row has another number of cells.
    """
    if not path.is_file():
        raise PackageError("缺少 FinBench 文件", where=str(path), todo="核对源文件夹，补齐文件")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE)
        missing = sorted(set(columns) - set(reader.fieldnames or ()))
        if missing:
            raise PackageError(f"缺少栏目 {'、'.join(missing)}", where=path.name, todo="核对源文件")
        for row in reader:
            if None in row or None in row.values():
                raise PackageError(
                    f"第 {reader.line_num} 行的栏数不对", where=path.name, todo="重新下载源文件"
                )
            yield row


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Made]) -> None:
    """Write a table; one without rows is left out, because a file that holds nothing is refused."""
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        path.unlink(missing_ok=True)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(waiting)


def _day(text: str) -> str:
    """The day of ``2020-04-14 14:17:46.418`` or of milliseconds since 1970; FinBench times are UTC."""
    try:
        moment = (
            datetime.fromtimestamp(int(text) / 1000, UTC) if text.isdigit() else datetime.fromisoformat(text)
        )
    except (ValueError, OverflowError, OSError) as error:
        raise PackageError(f"时间无法读取：{text[:40]}", where="createTime", todo="核对源文件") from error
    return moment.date().isoformat()


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise PackageError(f"编号无法读取：{text[:40]}", where="FinBench", todo="核对源文件")
    return int(text)


def _percent(ratio: str) -> str:
    try:
        return format(Decimal(ratio) * 100, "f")
    except InvalidOperation as error:
        raise PackageError(f"比例无法读取：{ratio[:40]}", where="ratio", todo="核对源文件") from error


def _entity(row: Row) -> Made:
    return {
        "uscc": company_code(_number(row["companyId"])),
        "name": row["companyName"],
        "subject_type": "法人",
        "status": "存续",
        "established_on": _day(row["createTime"]),
    }


def _holdings(source: Path, part: _Part, persons: Mapping[str, str]) -> Iterator[Made]:
    for row in _rows(source / part.person_stakes, _INVEST):
        yield {"holder_kind": "PERSON", **_person("holder", row["investorId"], persons), **_stake(row)}
    for row in _rows(source / part.company_stakes, _INVEST):
        yield {"holder_kind": "ORG", "holder_code": company_code(_number(row["investorId"])), **_stake(row)}


def _stake(row: Row) -> Made:
    return {
        "uscc": company_code(_number(row["companyId"])),
        "equity_pct": _percent(row["ratio"]),
        "valid_from": _day(row["createTime"]),
    }


def _person(end: str, number: str, persons: Mapping[str, str]) -> Made:
    return {
        f"{end}_name": persons.get(number, ""),
        f"{end}_id_type": PERSON_DOCUMENT_TYPE,
        f"{end}_id_no": person_document(_number(number)),
    }


def _guarantees(source: Path, part: _Part, persons: Mapping[str, str]) -> Iterator[Made]:
    def company(end: str, number: str) -> Made:
        return {f"{end}_uscc": company_code(_number(number))}

    def person(end: str, number: str) -> Made:
        return _person(end, number, persons)

    files: tuple[tuple[str, Callable[[str, str], Made]], ...] = (
        (part.company_guarantees, company),
        (part.person_guarantees, person),
    )
    for name, party in files:
        for row in _rows(source / name, _GUARANTEE):
            day = {"kind": "GUARANTEES", "valid_from": _day(row["createTime"])}
            yield {**day, **party("from", row["fromId"]), **party("to", row["toId"])}
