"""Which cases and families are planted, and how often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ingest.synthetic import cases_bans as bans
from ingest.synthetic import cases_court as court
from ingest.synthetic import cases_debts as debts
from ingest.synthetic import cases_general as general
from ingest.synthetic import cases_lists as lists
from ingest.synthetic import cases_revoked as revoked
from ingest.synthetic import cases_wage as wage
from ingest.synthetic.background import RECIPES
from ingest.synthetic.block import Block
from ingest.synthetic.cases_patterns import PATTERN_PLANTS
from ingest.synthetic.families import FAMILIES

Recipe = Callable[[Block], None]

# Weight among the cases, organisations needed at most, recipe.
CASES: Final[tuple[tuple[int, int, Recipe], ...]] = (
    (60, 1, wage.wage_plain),
    (12, 1, wage.wage_named),
    (8, 1, wage.wage_manager),
    (3, 1, wage.wage_wrong_authority),
    (2, 1, wage.wage_without_number),
    (4, 1, wage.wage_two_reps),
    (3, 1, wage.wage_unknown_days),
    (2, 1, wage.wage_one_day_known),
    (2, 1, wage.wage_before_rule),
    (8, 1, wage.wage_principal),
    (2, 1, wage.wage_rep_unknown),
    (3, 1, wage.wage_elected),
    (1, 4, wage.wage_removed),
    (1, 3, wage.wage_disputed),
    (4, 1, wage.wage_death),
    (4, 2, wage.wage_namesake),
    (2, 1, wage.wage_unknown_tenure),
    (3, 1, wage.wage_unnumbered_rep),
    (2, 0, wage.wage_subcontractor),
    (14, 1, lists.safety_principal),
    (4, 1, lists.safety_no_principal),
    (3, 1, lists.safety_concealed),
    (2, 1, lists.safety_agency),
    (3, 1, lists.safety_unverified),
    (1, 0, lists.safety_flight),
    (1, 1, lists.safety_before_rule),
    (16, 1, lists.tax_plain),
    (3, 1, lists.tax_judged),
    (2, 1, lists.tax_shop),
    (2, 1, lists.tax_manager),
    (2, 0, lists.tax_person),
    (14, 1, lists.abnormal),
    (6, 1, lists.serious_illegal),
    (2, 1, lists.procurement),
    (40, 1, court.limit_plain),
    (14, 1, court.limit_named),
    (8, 1, court.limit_former),
    (3, 1, court.limit_debt_direct),
    (4, 1, court.exit_ban),
    (24, 1, court.defaulter_company),
    (26, 1, court.defaulter_person),
    (10, 0, court.limit_person),
    (18, 1, revoked.revoked_plain),
    (3, 1, revoked.revoked_days_from_penalty),
    (4, 1, revoked.closed),
    (4, 1, revoked.cancelled),
    (4, 1, revoked.revoked_other_reason),
    (3, 1, revoked.revoked_shop),
    (8, 1, bans.food_revoked),
    (3, 1, bans.food_fined),
    (2, 0, bans.food_trader),
    (3, 1, bans.drug_fake),
    (3, 1, bans.safety_closed),
    (2, 0, bans.safety_dismissed),
    (2, 1, bans.safety_agency_ban),
    (2, 1, bans.eia_report),
    (2, 1, bans.monitoring_fraud),
    (2, 1, bans.bidding),
    (4, 3, debts.tax_grade),
    (6, 1, debts.tax_notice),
    (3, 1, debts.state_firm_pays_late),
    (4, 0, debts.larger_debt),
    (4, 1, general.abnormal_three_years),
    (3, 1, general.false_publication),
    (2, 0, general.illegal_person),
    (1, 0, general.finance_person),
    (3, 1, general.registered_falsely),
    (3, 1, general.reaches_nobody),
    (5, 1, general.safety_elected),
)
PLANTED: Final = (*FAMILIES, *PATTERN_PLANTS)

# Cases that have variants: shown once for each.
_VARIANTS: Final[tuple[tuple[Recipe, int], ...]] = (
    (wage.wage_principal, 4),
    (lists.safety_principal, 4),
    (lists.safety_unverified, 2),
    (lists.tax_plain, 2),
    (lists.tax_judged, 2),
    (court.limit_former, 2),
    (court.exit_ban, 2),
    (court.defaulter_person, 2),
    (revoked.revoked_plain, 4),
    (bans.food_revoked, 4),
    (debts.tax_notice, 2),
    (debts.state_firm_pays_late, 2),
    (debts.larger_debt, 2),
    (general.abnormal_three_years, 2),
    (general.reaches_nobody, 3),
)

# What a city of any size shows at least once, largest first where it matters for the room.
SHOWCASE: Final[tuple[tuple[int, Callable[[Block], object]], ...]] = (
    *((size, recipe) for _, size, recipe in PLANTED),
    *((size, recipe) for _, size, recipe in CASES),
    *((1, recipe) for recipe, count in _VARIANTS for _ in range(count - 1)),
    *((size, recipe) for _, size, recipe in RECIPES),
)
