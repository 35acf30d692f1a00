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
_L10 = Rule("BAN", 5, "2015-10-01")
_L12 = Rule("BAN", 5, "2021-09-01")
_L24 = Rule("INFO_LABEL", None, "2020-05-01")
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
    # No longer than the entry that it follows from.
    "L23_civil_servant.self@1": Rule("BAN", 3, "2019-06-01"),
    "L16_licence_revoked.legal_rep_2018@1": Rule("BAN", 3, "2018-10-26", "2024-06-30"),
    "L16_licence_revoked.legal_rep@1": Rule("BAN", 3, "2024-07-01"),
    "L16_licence_revoked.legal_rep_registry@1": Rule("BAN", 3, "2022-03-01"),
    "L06_tax_grade_d.direct_other@1": Rule("DERIVED_ENTITY", None, "2025-07-01"),
    "L07_tax_arrears.legal_rep@1": Rule("INFO_LABEL", None, "2026-03-01"),
    "L07_tax_arrears_2005.legal_rep@1": Rule("INFO_LABEL", None, "2005-01-01", "2026-02-28"),
    "L08_abnormal_3y_2014.legal_rep@1": Rule("BAN", 3, "2014-10-01", "2024-04-30"),
    "L08_info_fraud_2024.legal_rep@1": Rule("BAN", 3, "2024-05-01"),
    "L08_serious_illegal.self@1": Rule("LISTED_SELF", 3, "2021-09-01"),
    "L10_food_revoked.legal_rep@1": _L10,
    "L10_food_revoked.direct_manager@1": _L10,
    "L10_food_revoked.self@1": _L10,
    "L11_drug_118.direct_manager@1": Rule("BAN", None, "2019-12-01"),
    "L11_drug_118.legal_rep@1": Rule("BAN", None, "2019-12-01"),
    "L12_safety_closure.principal@1": _L12,
    "L12_safety_ban.principal_dismissed@1": _L12,
    "L12_safety_agency.direct_other@1": _L12,
    "L13_eia_law.author_tech@1": Rule("BAN", 5, "2018-12-29", "2026-08-14"),
    "L17_defaulter_office.self@1": Rule("BAN", None, "2024-07-01"),
    "L18_false_registration.reg_direct@1": Rule("BAN", 3, "2022-03-01"),
    "L20_finance.self@1": Rule("LISTED_SELF", None, "2026-10-01"),
    "L21_sme_arrears.soe_legal_rep@1": Rule("LEAD", None, "2025-06-01"),
    "L24_henan35.label_legal_rep@1": _L24,
    "L24_henan35.label_actual_controller@1": _L24,
    "L24_henan35.measure_legal_rep@1": Rule("MEASURE_ONLY", None, "2020-05-01"),
    "L24_henan35.measure_actual_controller@1": Rule("MEASURE_ONLY", None, "2020-05-01"),
    "L25_eco_monitoring.direct_manager@1": Rule("BAN", 5, "2026-08-15"),
}


def in_force(rule: str, day: str) -> bool:
    """Whether `rule` was in force on `day` (both ends included)."""
    return RULES[rule].since <= day <= RULES[rule].until
