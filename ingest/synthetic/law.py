"""The few rules the generator plants cases for, as it knows them: mode, term, time in force.

Typed in by hand from the legal table, not read from the engine's rule files.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Rule(NamedTuple):
    """One rule: what it does to the person, for how many years (None: while the ground lasts), since when."""

    mode: str
    years: int | None
    since: str
    until: str = "9999-12-31"


_L03 = Rule("LISTED_SELF", 3, "2022-01-01")
_L04 = Rule("LISTED_SELF", 3, "2023-10-01")
_L05 = Rule("INFO_LABEL", 3, "2022-02-01")
_L02 = Rule("MEASURE_ONLY", None, "2015-07-22")
_EXIT = Rule("MEASURE_ONLY", None, "2021-01-01")

RULES: Final[dict[str, Rule]] = {
    "L01_court_defaulter.self_refusal@1": Rule("LISTED_SELF", None, "2017-05-01"),
    "L01_court_defaulter.self_conduct@1": Rule("LISTED_SELF", 2, "2017-05-01"),
    "L02_spending_limit.self@1": _L02,
    "L02_spending_limit.legal_rep@1": _L02,
    "L02_spending_limit.principal@1": _L02,
    "L02_spending_limit.former_legal_rep@1": Rule("MEASURE_ONLY", None, "2019-12-16"),
    "L02_spending_limit.debt_direct@1": _L02,
    "L02_spending_limit.actual_controller@1": _L02,
    "L02_exit_ban.legal_rep@1": _EXIT,
    "L03_wage_arrears.legal_rep@1": _L03,
    "L03_wage_arrears.principal@1": _L03,
    "L03_wage_arrears.direct_manager@1": _L03,
    "L03_wage_arrears.direct_other@1": _L03,
    "L03_wage_arrears.self_subcontract@1": _L03,
    "L04_work_safety.major_accident_principal@1": _L04,
    "L04_work_safety.major_accident_direct_other@1": _L04,
    "L04_work_safety.two_larger_accidents_principal@1": _L04,
    "L04_work_safety.multiplied_fine_principal@1": _L04,
    "L04_work_safety.concealment_direct_manager@1": _L04,
    "L04_work_safety.flight_principal@1": _L04,
    "L04_work_safety.no_licence_principal@1": _L04,
    "L04_work_safety.false_report_direct_other@1": _L04,
    "L04_work_safety.defied_penalty_principal@1": _L04,
    "L04_work_safety.other_serious_principal@1": _L04,
    "L05_major_tax.legal_rep@1": _L05,
    "L05_major_tax.principal@1": _L05,
    "L05_major_tax.actual_responsible@1": _L05,
    "L05_major_tax.self@1": Rule("LISTED_SELF", 3, "2022-02-01"),
    # No longer than the entry that it follows from, three years in the cases planted here.
    "L23_civil_servant.self@1": Rule("BAN", 3, "2019-06-01"),
    "L16_licence_revoked.legal_rep_2018@1": Rule("BAN", 3, "2018-10-26", "2024-06-30"),
    "L16_licence_revoked.legal_rep@1": Rule("BAN", 3, "2024-07-01"),
    "L16_licence_revoked.legal_rep_registry@1": Rule("BAN", 3, "2022-03-01"),
}


def in_force(rule: str, day: str) -> bool:
    """Whether `rule` was in force on `day` (both ends included)."""
    return RULES[rule].since <= day <= RULES[rule].until
