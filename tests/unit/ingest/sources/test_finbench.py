"""FinBench ids as codes, files as packages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from graph.errors import PackageError
from graph.identity.codes import classify_code
from graph.identity.numbers import read_number
from ingest.sources.finbench import company_code, convert_finbench, person_document
from ingest.sources.finbench.codes import PERSON_DOCUMENT_TYPE

DATA = Path(__file__).resolve().parents[5] / "shared" / "data" / "finbench-sf0.01"
FILES = {
    "Company.csv": "companyId|companyName|isBlocked|createTime\n7|Upton Ltd|false|2020-01-01 12:38:32.171\n",
    "Person.csv": "personId|personName|isBlocked|createTime\n7|Bertrand|false|2020-01-01 18:14:47.133\n",
    "PersonInvestCompany.csv": "investorId|companyId|ratio|createTime\n7|7|0.51|2020-04-14 23:59:59.999\n",
    "CompanyInvestCompany.csv": "investorId|companyId|ratio|createTime\n8|7|4.9e-7|2020-06-03 00:00:00.0\n",
    "CompanyGuaranteeCompany.csv": "fromId|toId|createTime\n7|8|2020-04-27 01:56:54.258\n",
    "PersonGuaranteePerson.csv": "fromId|toId|createTime\n7|9|2020-06-28 06:11:02.339\n",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "finbench"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("number", [0, 1, 598, 1099511628597, 30786325579555])
def test_an_id_becomes_a_code_that_passes_the_check_digits_and_always_the_same(number: int) -> None:
    code = classify_code(company_code(number))
    assert code.valid and code.flags == ()
    assert read_number(PERSON_DOCUMENT_TYPE, person_document(number)).valid


def test_different_ids_have_different_codes() -> None:
    numbers = [bucket << 40 | position for bucket in range(29) for position in range(0, 8000, 13)]
    assert len({company_code(number) for number in numbers}) == len(numbers)


def test_an_id_that_does_not_fit_is_refused() -> None:
    with pytest.raises(PackageError):
        company_code(31 << 40)
    with pytest.raises(PackageError):
        person_document(10**14)


def test_a_snapshot_becomes_entities_holdings_and_relations(source: Path, tmp_path: Path) -> None:
    (package,) = convert_finbench(source, tmp_path / "out")
    assert json.loads((package / "manifest.json").read_text(encoding="utf-8"))["synthetic"] is True
    (entity,) = rows(package / "entities.csv")
    assert (entity["uscc"], entity["name"]) == (company_code(7), "Upton Ltd")
    by_person, by_company = rows(package / "holdings.csv")
    assert by_person["holder_id_no"] == person_document(7) and by_person["holder_name"] == "Bertrand"
    assert (by_person["equity_pct"], by_person["valid_from"]) == ("51.00", "2020-04-14")
    assert (by_company["holder_code"], by_company["equity_pct"]) == (company_code(8), "0.00004900")
    first, second = rows(package / "relations.csv")
    assert (first["from_uscc"], first["to_uscc"]) == (company_code(7), company_code(8))
    assert (second["from_id_no"], second["to_id_no"]) == (person_document(7), person_document(9))


def test_additions_with_times_in_milliseconds_become_a_second_package(source: Path, tmp_path: Path) -> None:
    later = source / "incremental"
    later.mkdir()
    heads = {
        "AddPersonWrite1": "personId|personName",
        "AddCompanyWrite2": "companyId|companyName|createTime",
        "AddPersonInvestCompanyWrite8": "createTime|dependencyTime|investorId|companyId|ratio",
        "AddCompanyInvestCompanyWrite9": "createTime|dependencyTime|investorId|companyId|ratio",
        "AddPersonGuaranteePersonWrite10": "createTime|dependencyTime|fromId|toId|relation",
        "AddCompanyGuaranteeCompanyWrite11": "createTime|dependencyTime|fromId|toId|relation",
    }
    for name, head in heads.items():
        more = "1669692564322|1631934030212|99|7|0.1\n" if "PersonInvest" in name else ""
        (later / f"{name}.csv").write_text(f"{head}\n{more}", encoding="utf-8")
    packages = convert_finbench(source, tmp_path / "out")
    assert [one.name for one in packages] == ["snapshot", "additions"]
    (holding,) = rows(packages[1] / "holdings.csv")
    assert (holding["valid_from"], holding["holder_name"]) == ("2022-11-29", "")
    assert not (packages[1] / "entities.csv").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Company.csv", None),
        ("Person.csv", "id,name\n"),
        ("PersonInvestCompany.csv", "investorId|companyId|ratio|createTime\n7|7|much|2020-04-14 00:00:00\n"),
        ("PersonInvestCompany.csv", "investorId|companyId|ratio|createTime\n7|7|0.5\n"),
        ("CompanyGuaranteeCompany.csv", "fromId|toId|createTime\nx|8|2020-04-27 01:56:54.258\n"),
        ("PersonGuaranteePerson.csv", "fromId|toId|createTime\n7|8|yesterday\n"),
    ],
)
def test_what_is_not_finbench_is_refused(source: Path, tmp_path: Path, name: str, text: str | None) -> None:
    (source / name).unlink()
    if text is not None:
        (source / name).write_text(text, encoding="utf-8")
    with pytest.raises(PackageError):
        convert_finbench(source, tmp_path / "out")


@pytest.mark.skipif(not DATA.is_dir(), reason="the third-party data are not beside the project")
def test_every_investment_and_guarantee_of_the_real_files_arrives_once(tmp_path: Path) -> None:
    packages = convert_finbench(DATA, tmp_path)
    made = [row for package in packages for row in rows(package / "holdings.csv")]
    wanted = []
    for name in ("PersonInvestCompany", "CompanyInvestCompany", "AddPersonInvestCompanyWrite8"):
        wanted += _pairs(name, "Person" in name)
    wanted += _pairs("AddCompanyInvestCompanyWrite9", False)
    shown = [
        (one["holder_id_no"] or one["holder_code"], one["uscc"], round(float(one["equity_pct"]), 9))
        for one in made
    ]
    assert sorted(shown) == sorted(wanted) and len(set(shown)) == len(shown)
    relations = [row for package in packages for row in rows(package / "relations.csv")]
    lines = [
        (DATA / name).read_text(encoding="utf-8").count("\n") - 1
        for name in ("CompanyGuaranteeCompany.csv", "PersonGuaranteePerson.csv")
    ]
    assert len(rows(packages[0] / "relations.csv")) == sum(lines) < len(relations)


def _pairs(name: str, by_person: bool) -> list[tuple[str, str, float]]:
    path = next(one for one in DATA.rglob(f"{name}.csv"))
    lines = [line.split("|") for line in path.read_text(encoding="utf-8").splitlines()]
    at = {column: lines[0].index(column) for column in ("investorId", "companyId", "ratio")}
    code = person_document if by_person else company_code
    return [
        (
            code(int(line[at["investorId"]])),
            company_code(int(line[at["companyId"]])),
            round(100 * float(line[at["ratio"]]), 9),
        )
        for line in lines[1:]
    ]
