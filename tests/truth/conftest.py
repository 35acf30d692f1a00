"""Truth cases: small graphs in the exchange tables' own columns, and what must and must not be found.

One file is a list of cases; `shared` only holds YAML anchors. A person is written by an alias (`person: A`),
which becomes a name and a number with its check digit; `no_id: true` leaves the number out. The same cases
run through files and both engines elsewhere; `pure_only` marks the few that a table would not take,
`store_only` those that stop at the door. `checks` asks the check service about a person or a company;
An objection with `target_kind: FACT` contests a paper or an office by its place: `N-0` is the first of
`liable_persons`, `T-0` of `positions`. `covers` names further legal cases (required.csv)
that the graph proves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.days import OPEN_DAY, add_months
from graph.identity.numbers import citizen_id_check_digit
from graph.liability.citations import cited_articles
from graph.liability.contract import (
    ComputedControl,
    EntityKind,
    Evaluation,
    GroundContext,
    GroundFacts,
    LaterFirm,
    NamedPerson,
    ObjectionSpan,
    RepairDecision,
    StatusSpan,
    Tenure,
)
from graph.liability.evaluate import evaluate
from graph.liability.rulebook import load_rules
from graph.liability.states import effective_state
from graph.model.codelists import codelist

Case = dict[str, Any]
_EDGES = {
    "LEGAL_REP": ("LEGAL_REP_OF", "LEGAL_REP"),
    "PRINCIPAL": ("PRINCIPAL_OF", "PRINCIPAL"),
    "EXECUTIVE_PARTNER": ("EXECUTIVE_PARTNER_OF", "PRINCIPAL"),
    "DECLARED_CONTROLLER": ("DECLARED_CONTROLLER_OF", "ACTUAL_CONTROLLER"),
}
_TABLES = (
    "entities", "positions", "holdings", "listings", "judgments", "liable_persons", "repairs", "objections",
    "person_status", "penalties_org", "penalties_person", "bans", "tax_grades", "arrears",
)  # fmt: skip


# What the register must hold for a debtor to be of a class.
_DEBTORS = {
    "SOE_LARGE": {"state_capital_class": "国有控股", "sme_class": "大"},
    "PRIVATE_LARGE": {"state_capital_class": "无", "sme_class": "大"},
    "GOV": {"subject_type": "机关", "state_capital_class": "机关"},
    "INSTITUTION": {"subject_type": "事业单位"},
}


def person_number(alias: str) -> str:
    """A number of nobody, the same for an alias everywhere."""
    body = f"41130219800101{ord(alias[0]):03d}"
    return body + citizen_id_check_digit(body)


def person_name(alias: str) -> str:
    """A name for an alias."""
    return "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹"[ord(alias[0]) - ord("A")] + "测试"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if one != ""}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def read_cases(folder: Path) -> Iterator[Case]:
    """All cases of a folder, days as ISO text, empty cells left out."""
    for path in sorted(folder.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            yield {**_plain(case), "file": path.stem}


def exchange_tables(case: Case) -> dict[str, list[dict[str, Any]]]:
    """The case as rows of an exchange package: aliases become names and numbers."""
    found = {table: [_exchange_row(row) for row in case[table]] for table in _TABLES if case.get(table)}
    for owed in found.get("arrears", []):
        known = _DEBTORS.get(owed.pop("debtor_class", ""), {})
        for firm in found.get("entities", []):
            if firm["uscc"] == owed["debtor_code"]:
                firm.update(known)
    return found


def _exchange_row(row: dict[str, Any]) -> dict[str, Any]:
    out = {name: value for name, value in row.items() if name not in ("person", "no_id")}
    if "person" not in row:
        return out
    holder = "holder_" if "holder_kind" in row else "subject_" if "penalty_kinds" in row else ""
    out[f"{holder}name" if "court" not in row else "subject_name"] = person_name(row["person"])
    if not row.get("no_id"):
        kind, number = ("id_type", "id_no")
        out |= {f"{holder}{kind}": "01", f"{holder}{number}": person_number(row["person"])}
    return out


class PureRunner:
    """Evaluates a case in memory, without a store."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.today: str = case["today"]

    def _rows(self, table: str) -> list[dict[str, Any]]:
        return list(self.case.get(table, []))

    def contexts(self) -> Iterator[GroundContext]:
        """One context for each decision of the case."""
        for row in self._rows("listings"):
            yield self._context(self._listing(row), row.get("uscc", ""))
        for row in self._rows("judgments"):
            yield self._context(self._court_record(row), row.get("subject_code", ""))
        for row in self._rows("entities"):
            status = codelist("entity_statuses").find(row.get("status", ""))
            if status is not None and status.attributes["revocation_kind"]:
                yield self._context(self._revocation(row, status.attributes["revocation_kind"]), row["uscc"])
        for table in ("penalties_org", "penalties_person"):
            for row in self._rows(table):
                yield self._context(self._penalty(row), row.get("subject_code", ""))
        for row in self._rows("tax_grades"):
            yield self._context(self._tax_grade(row), row["uscc"])
        for row in self._rows("arrears"):
            yield self._context(self._arrears(row), row["debtor_code"])

    def _subject(self, row: dict[str, Any], entity: str) -> dict[str, Any]:
        if "person" not in row:
            return {"subject_kind": "ENTITY", "entity_id": entity}
        return {
            "subject_kind": "PERSON",
            "person_id": self._person(row, entity),
            "person_name": person_name(row["person"]),
            "person_verified": not row.get("no_id"),
        }

    @staticmethod
    def _person(row: dict[str, Any], entity: str) -> str:
        alias = str(row["person"])
        return f"{alias}?{entity}" if row.get("no_id") else alias

    @staticmethod
    def _texts(row: dict[str, Any], *names: str) -> dict[str, Any]:
        return {name: row.get(name, "") for name in names}

    def _listing(self, row: dict[str, Any]) -> GroundFacts:
        months = row.get("term_months")
        over = {"ended_on": add_months(row["decided_on"], months), "end_reason": "期满"} if months else {}
        return GroundFacts(
            fact_id=f"F-{row['listing_id']}", fact_type="Listing", ground_kind="LISTING",
            ground_ref=f"LISTING:{row['listing_id']}", ground_id=row["listing_id"],
            list_type=row["list_type"],
            fields=dict(row), henan35_elected=bool(row.get("henan35_elected")), **over,
            **self._subject(row, row.get("uscc", "")),
            **self._texts(
                row, "situation", "violation_from", "violation_to", "decided_on", "measure_from",
                "authority_code", "doc_no", "removed_on", "removal_kind",
            ),
        )  # fmt: skip

    def _court_record(self, row: dict[str, Any]) -> GroundFacts:
        subject = row.get("subject_code") or self._person(row, "")
        ground_id = f"{row['court']}|{row['case_no']}|{subject}|{row['kind']}"
        usual = {"限制消费": "SPENDING", "限制出境": "EXIT_BAN"}.get(row["kind"], "")
        kind = codelist("court_kinds").find(row["kind"])
        assert kind is not None
        return GroundFacts(
            fact_id=f"F-{ground_id}", fact_type="CourtRecord", ground_kind="COURT_ORDER",
            ground_ref=f"COURT_ORDER:{ground_id}", ground_id=ground_id, fields=dict(row),
            list_type=kind.attributes["list_type"], situation=row.get("situation", usual),
            doc_no=row["case_no"],
            until_day=row.get("until", ""), **self._subject(row, row.get("subject_code", "")),
            **self._texts(
                row, "violation_from", "violation_to", "decided_on", "measure_from", "ended_on", "end_reason",
                "authority_code",
            ),
        )  # fmt: skip

    def _penalty(self, row: dict[str, Any]) -> GroundFacts:
        subject = row.get("subject_code") or self._person(row, "")
        ground_id = f"{row['authority_code']}|{row['doc_no']}|{subject}"
        fields = {**row, "basis_articles": cited_articles(row.get("basis", ""))}
        fields["penalty_kinds"] = row.get("penalty_kinds", "").split("、")
        return GroundFacts(
            fact_id=f"F-{ground_id}", fact_type="Penalty", ground_kind="PENALTY", list_type="",
            ground_ref=f"PENALTY:{ground_id}", ground_id=ground_id, fields=fields,
            until_day="" if "subject_code" in row else row.get("ban_until", ""),
            removed_on=row.get("annulled_on", ""),
            removal_kind="ANNULLED" if row.get("annulled_on") else "",
            **self._subject(row, row.get("subject_code", "")),
            **self._texts(row, "violation_from", "violation_to", "decided_on", "authority_code", "doc_no"),
        )  # fmt: skip

    def _tax_grade(self, row: dict[str, Any]) -> GroundFacts:
        ground_id = f"{row['uscc']}|{row['scheme']}|{row['period']}"
        return GroundFacts(
            fact_id=f"F-{ground_id}", fact_type="TaxGrade", ground_kind="TAX_GRADE", list_type="L06",
            ground_ref=f"TAX_GRADE:{ground_id}", ground_id=ground_id, entity_id=row["uscc"],
            situation=row.get("situation", "GRADE_D"), fields=dict(row),
            removed_on=row.get("annulled_on", ""), removal_kind="ANNULLED" if "annulled_on" in row else "",
            **self._texts(row, "decided_on", "authority_code", "doc_no", "ended_on", "end_reason"),
        )  # fmt: skip

    def _arrears(self, row: dict[str, Any]) -> GroundFacts:
        paid, tax = row.get("paid_on", ""), row["arrears_kind"] == "TAX"
        return GroundFacts(
            fact_id=f"F-{row['arrears_id']}", fact_type="Arrears", ground_kind="ARREARS",
            list_type="L07" if tax else "L21", ground_ref=f"ARREARS:{row['arrears_id']}",
            ground_id=row["arrears_id"], entity_id=row["debtor_code"], fields=dict(row),
            violation_from=row.get("violation_from", ""), violation_to=row.get("violation_to", ""),
            decided_on=row["notice_on"], ended_on=paid, end_reason="履行" if paid else "",
            **self._texts(row, "authority_code", "doc_no"),
        )  # fmt: skip

    def _revocation(self, row: dict[str, Any], kind: str) -> GroundFacts:
        ground_id = f"{row['uscc']}|{row['status_on']}|{row['status']}"
        form = codelist("legal_forms").find(row.get("legal_form", ""))
        fields = {"kind": kind, "reason": row.get("status_reason")}
        if form is not None:
            fields["entity_form"] = form.attributes["entity_form"]
        doc = row.get("status_doc")
        same = next((one for one in self._rows("penalties_org") if doc and one["doc_no"] == doc), {})
        fields |= {"basis_articles": cited_articles(same.get("basis", "")), "serious": same.get("serious")}
        return GroundFacts(
            fact_id=f"F-{ground_id}", fact_type="EntityState", ground_kind="REVOCATION", list_type="L16",
            ground_ref=f"REVOCATION:{ground_id}", ground_id=ground_id, entity_id=row["uscc"],
            situation="CANCELLED" if kind == "撤销登记" else "REVOKED", fields=fields,
            decided_on=row["status_on"], authority_code=row.get("status_authority_code", ""),
            removed_on=same.get("annulled_on", ""), removal_kind="ANNULLED" if "annulled_on" in same else "",
            doc_no=row.get("status_doc", ""), **self._texts(row, "violation_from", "violation_to"),
        )  # fmt: skip

    def _context(self, ground: GroundFacts, entity: str) -> GroundContext:
        mine = {"target_kind": ground.ground_kind, "target_key": ground.ground_id}
        about = [row for row in self._rows("repairs") if mine.items() <= row.items()]
        objections = [row for row in self._rows("objections") if mine.items() <= row.items()]
        papers = [row for row in self._rows("objections") if row.get("target_kind") == "FACT"]
        return GroundContext(
            ground,
            entity=self._kind(ground.entity_id),
            tenures=tuple(self._tenures(ground.entity_id)) if ground.entity_id else (),
            named=(*self._named(ground, entity), *self._bans(ground, entity)),
            later=tuple(self._later()) if ground.ground_kind == "TAX_GRADE" else (),
            computed=tuple(self._computed()),
            statuses=tuple(
                StatusSpan(self._person(row, ""), row["status"], row.get("since", ""))
                for row in self._rows("person_status")
            ),
            objections=tuple(
                ObjectionSpan(
                    row["objection_id"], row.get("fact_id", ground.fact_id), row["raised_on"],
                    row.get("decided_on", ""), row.get("result", ""),
                )
                for row in (*objections, *papers)
            ),
            repairs=tuple(
                RepairDecision(row["repair_id"], row["result"], row["decided_on"]) for row in about
            ),
        )  # fmt: skip

    def _kind(self, entity: str) -> EntityKind | None:
        row = next((row for row in self._rows("entities") if row["uscc"] == entity), None)
        if row is None:
            return None
        form = codelist("legal_forms").find(row.get("legal_form", ""))
        known = form is not None and form.attributes["has_legal_rep"]
        return EntityKind(entity, row["name"], has_legal_rep=known == "1" if known else None)

    def _tenures(self, entity: str) -> Iterator[Tenure]:
        for number, row in enumerate(self._rows("positions")):
            if row["uscc"] != entity or row["role"] not in _EDGES:
                continue
            edge, role = _EDGES[row["role"]]
            yield Tenure(
                role, edge, self._person(row, entity), person_name(row["person"]), not row.get("no_id"),
                row.get("valid_from", ""), row.get("valid_to", OPEN_DAY), f"T-{number}",
                control_state=row.get("control_state", ""),
            )  # fmt: skip

    def _named(self, ground: GroundFacts, entity: str) -> Iterator[NamedPerson]:
        for number, row in enumerate(self._rows("liable_persons")):
            if (row["ground_kind"], row["ground_id"]) != (ground.ground_kind, ground.ground_id):
                continue
            at_violation = row.get("at_violation")
            yield NamedPerson(
                f"N-{number}", self._person(row, entity), person_name(row["person"]), not row.get("no_id"),
                row["role"], from_day=row.get("from", ""), until_day=row.get("until", ""),
                at_violation=None if at_violation is None else bool(at_violation),
                by_officer=bool(row.get("by_officer")), dismisses=bool(row.get("dismisses")),
                rule_id=row.get("rule_id", ""),
                **self._texts(
                    row, "mode", "decided_on", "doc_no", "authority_code", "fault_doc", "capacity"
                ),
            )  # fmt: skip

    def _bans(self, ground: GroundFacts, entity: str) -> Iterator[NamedPerson]:
        """Rows of the table of bans that the ground's own decision carries."""
        for number, row in enumerate(self._rows("bans")):
            if (row["doc_no"], row["authority_code"]) != (ground.doc_no, ground.authority_code):
                continue
            yield NamedPerson(
                f"B-{number}", self._person(row, entity), person_name(row["person"]), not row.get("no_id"),
                row.get("role", ""), decided_on=row["from"], from_day=row["from"],
                until_day=row.get("until", ""), from_ban=True,
                articles=cited_articles(row["basis_article"]),
                **self._texts(row, "scope", "doc_no", "authority_code"),
            )  # fmt: skip

    def _later(self) -> Iterator[LaterFirm]:
        """Every office in a firm, with the day on which the firm was founded."""
        founded = {row["uscc"]: row.get("established_on", "") for row in self._rows("entities")}
        for number, row in enumerate(self._rows("positions")):
            yield LaterFirm(
                self._person(row, row["uscc"]), row["uscc"], _EDGES[row["role"]][1],
                row.get("valid_from", ""), row.get("valid_to", OPEN_DAY), founded.get(row["uscc"], ""),
                f"T-{number}",
            )  # fmt: skip

    def _computed(self) -> Iterator[ComputedControl]:
        for number, row in enumerate(self._rows("computed_control")):
            yield ComputedControl(
                self._person(row, ""), person_name(row["person"]), True, row["day"], row["voting_pct"],
                (f"H-{number}",),
            )  # fmt: skip

    def run(self) -> tuple[list[dict[str, Any]], set[str]]:
        """What is found, as `expected` writes it, and the outcomes' codes."""
        found: list[dict[str, Any]] = []
        outcomes: set[str] = set()
        for context in self.contexts():
            evaluation = evaluate(context, load_rules(), self.today)
            outcomes |= {one.code for one in evaluation.outcomes}
            for one in evaluation.findings:
                spans = [
                    (each.raised_on, each.decided_on)
                    for each in context.objections
                    if each.fact_id in one.rests_on
                ]
                state = effective_state(
                    base_state=one.base_state, valid_from=one.valid_from, valid_to=one.valid_to,
                    withdrawn_at=one.withdrawn_at, suspensions=spans, day=self.today,
                )  # fmt: skip
                found.append(
                    {
                        "person": one.person_id.split("?")[0], "role": one.role, "mode": one.mode,
                        "state": state, "rule": one.rule, "valid_from": one.valid_from,
                        "valid_to": one.valid_to, "reason": one.reason, "withdrawn_at": one.withdrawn_at,
                        "withdrawn_because": one.withdrawn_because, "ground": one.ground_id,
                        "basis_unverified": one.basis_unverified,
                    }
                )  # fmt: skip
        return found, outcomes


@pytest.fixture(scope="session")
def pure_run() -> Callable[[Case], tuple[list[dict[str, Any]], set[str]]]:
    """Runs a case in memory: findings and outcome codes."""
    return lambda case: PureRunner(case).run()


@pytest.fixture(scope="session")
def truth_cases() -> Callable[[], Iterator[Case]]:
    """All cases."""
    return lambda: read_cases(Path(__file__).parent)


@pytest.fixture(scope="session")
def evaluated_cases() -> Callable[[], Iterator[tuple[Case, list[tuple[GroundContext, Evaluation]]]]]:
    """Every case with what each of its decisions yields in memory."""

    def cases() -> Iterator[tuple[Case, list[tuple[GroundContext, Evaluation]]]]:
        for case in read_cases(Path(__file__).parent):
            if not case.get("store_only"):
                contexts = list(PureRunner(case).contexts())
                yield case, [(one, evaluate(one, load_rules(), case["today"])) for one in contexts]

    return cases


@pytest.fixture(scope="session")
def as_tables() -> Callable[[Case], dict[str, list[dict[str, Any]]]]:
    """The case as rows of an exchange package."""
    return exchange_tables


@pytest.fixture(scope="session")
def name_of() -> Callable[[str], str]:
    """The name that an alias has in a package."""
    return person_name


@pytest.fixture(scope="session")
def number_of() -> Callable[[str], str]:
    """The number that an alias has in a package."""
    return person_number


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hand every truth case to the tests that ask for one."""
    if "truth_case" in metafunc.fixturenames:
        elsewhere = "pure_only" if "store" in metafunc.fixturenames else "store_only"
        cases = [one for one in read_cases(Path(__file__).parent) if not one.get(elsewhere)]
        names = [f"{one['file']}-{one['case']}-{one.get('variant', one.get('title', ''))}" for one in cases]
        metafunc.parametrize("truth_case", cases, ids=names)
