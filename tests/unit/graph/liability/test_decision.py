"""What a check answers."""

from __future__ import annotations

import pytest

from graph.errors import UsageError
from graph.liability.decision import Decision, EffectiveFinding, OwnEntry, decide, own_measures, purposes_of
from graph.liability.rulebook import load_rules

RULES = load_rules()
WORDS = RULES.vocabulary
WAGES = ("M01", "M06", "M07", "M08", "M11")


def finding(
    state: str = "CONFIRMED",
    mode: str = "LISTED_SELF",
    measures: tuple[str, ...] = WAGES,
    scope: tuple[str, ...] = ("CATALOGUE",),
    base_state: str = "",
) -> EffectiveFinding:
    return EffectiveFinding("F1", state, base_state or state, mode, measures, scope)


def ask(
    *found: EffectiveFinding | OwnEntry,
    purpose: str | None = None,
    measure: str | None = None,
    pending: bool = False,
    identity_candidates: bool = False,
) -> Decision:
    return decide(
        findings=[one for one in found if isinstance(one, EffectiveFinding)],
        own=[one for one in found if isinstance(one, OwnEntry)],
        purpose=purpose,
        measure=measure,
        pending=pending,
        ruleset=RULES,
        identity_candidates=identity_candidates,
    )


def test_an_investigators_look_up_gets_no_decision() -> None:
    assert ask(finding()) == Decision(None, True, ())


def test_a_confirmed_entry_restricts_what_its_measures_cover() -> None:
    assert ask(finding(), purpose="PROCUREMENT", measure="M01") == Decision("RESTRICT", True, ("FINDING:F1",))
    assert ask(finding(), measure="M11").decision == "RESTRICT"
    assert ask(finding(), purpose="FUNDS").decision == "RESTRICT"


@pytest.mark.parametrize(("purpose", "measure"), [("EXIT", None), (None, "M04"), ("SPENDING", "M01")])
def test_a_confirmed_entry_does_not_restrict_anything_else(purpose: str | None, measure: str | None) -> None:
    assert ask(finding(), purpose=purpose, measure=measure) == Decision("PASS", True, ())


def test_two_measures_do_not_add_up_to_a_third_thing() -> None:
    """Barred from the market (M01) and from funds (M06): market access is no reason to keep funds back."""
    assert ask(finding(), purpose="FUNDS", measure="M06").decision == "RESTRICT"
    assert ask(finding(), purpose="FUNDS", measure="M01").decision == "PASS"


def test_the_scope_of_a_ban_decides_alone() -> None:
    ban = finding(mode="BAN", measures=("M02",), scope=("COMPANY_DSM",))
    assert ask(ban, purpose="COMPANY_DSM").decision == "RESTRICT"
    assert ask(ban, purpose="COMPANY_DSM", measure="M02").decision == "RESTRICT"
    assert ask(ban, purpose="COMPANY_LEGAL_REP").decision == "PASS"
    assert ask(ban, purpose="REGISTRATION").decision == "PASS"
    assert ask(ban, purpose="COMPANY_DSM", measure="M03").decision == "PASS"


def test_a_ban_without_a_measure_code_still_bars_its_scope() -> None:
    ban = finding(mode="BAN", measures=(), scope=("FOOD_LICENCE",))
    assert ask(ban, purpose="FOOD_LICENCE").decision == "RESTRICT"
    assert ask(ban, purpose="TENDER").decision == "PASS"


def test_a_spending_limit_says_nothing_about_leaving_the_country_or_holding_office() -> None:
    limit = finding(mode="MEASURE_ONLY", measures=("M03",), scope=("SPENDING",))
    assert ask(limit, purpose="SPENDING", measure="M03").decision == "RESTRICT"
    assert ask(limit, measure="M04").decision == "PASS"
    assert ask(limit, measure="M02").decision == "PASS"


@pytest.mark.parametrize("state", ["LEAD", "PROPOSED", "WITHDRAWN", "EXPIRED", "DISMISSED"])
def test_what_nobody_confirmed_or_what_is_over_changes_nothing(state: str) -> None:
    base = "CONFIRMED" if state in ("WITHDRAWN", "EXPIRED") else state
    one = finding(state=state, base_state=base)
    assert ask(one, purpose="PROCUREMENT", measure="M01") == Decision("PASS", True, ())


@pytest.mark.parametrize("mode", ["INFO_LABEL", "LEAD", "DERIVED_ENTITY"])
def test_a_label_changes_nothing_even_with_measures_written_on_it(mode: str) -> None:
    assert ask(finding(mode=mode), purpose="PROCUREMENT").decision == "PASS"


def test_a_dispute_turns_a_restriction_into_caution_and_nothing_else() -> None:
    disputed = finding(state="SUSPENDED", base_state="CONFIRMED")
    assert ask(disputed, purpose="PROCUREMENT") == Decision("CAUTION", True, ("DISPUTED:F1",))
    assert ask(disputed, purpose="EXIT").decision == "PASS"
    assert ask(finding(state="SUSPENDED", base_state="PROPOSED"), purpose="PROCUREMENT").decision == "PASS"


def test_an_own_listing_restricts_where_its_measures_are_verified() -> None:
    assert ask(OwnEntry("G1", "L03", False), purpose="FUNDS", measure="M06") == Decision(
        "RESTRICT", True, ("OWN_ENTRY:G1",)
    )


def test_an_own_listing_is_at_least_caution() -> None:
    expected = Decision("CAUTION", True, ("OWN_ENTRY_WITHOUT_MEASURE:G1",))
    assert ask(OwnEntry("G1", "L03", False), purpose="EXIT") == expected
    assert ask(OwnEntry("G1", "L03", False), purpose="FUNDS", measure="M01") == expected
    assert ask(OwnEntry("G1", "L09", False), purpose="TENDER", measure="M01") == expected, "not verified"
    assert ask(OwnEntry("G1", "L02", False), purpose="TENDER") == expected, "not in the catalogue"
    assert ask(OwnEntry("G1", "L04", False), purpose="FOOD_LICENCE") == expected, "another field"


def test_a_disputed_own_listing_is_caution_only() -> None:
    assert ask(OwnEntry("G1", "L03", True), purpose="FUNDS") == Decision(
        "CAUTION", True, ("DISPUTED_ENTRY:G1",)
    )


def test_purposes_stated_for_a_list_stand_in_place_of_those_of_its_measures() -> None:
    assert own_measures("L14", WORDS) == (("M01",), {"PROCUREMENT"}, True)
    assert ask(OwnEntry("G1", "L14", False), purpose="PROCUREMENT", measure="M01").decision == "RESTRICT"
    assert ask(OwnEntry("G1", "L14", False), purpose="LICENCE", measure="M01").decision == "CAUTION"


def test_the_gravest_answer_wins_and_every_reason_is_given() -> None:
    both = ask(finding(state="SUSPENDED", base_state="CONFIRMED"), finding(), purpose="TENDER")
    assert both == Decision("RESTRICT", True, ("DISPUTED:F1", "FINDING:F1"))


def test_nobody_passes_while_a_change_waits() -> None:
    assert ask(purpose="TENDER", pending=True) == Decision(None, False, ("DERIVATION_PENDING",))
    held = ask(finding(), purpose="TENDER", pending=True)
    assert held == Decision("RESTRICT", False, ("DERIVATION_PENDING", "FINDING:F1"))


def test_a_likeness_is_caution_and_never_a_restriction() -> None:
    assert ask(purpose="TENDER", identity_candidates=True) == Decision(
        "CAUTION", True, ("IDENTITY_CANDIDATES",)
    )
    assert ask(identity_candidates=True) == Decision(None, True, ())


def test_questions_outside_the_catalogue_are_refused_with_what_may_be_asked() -> None:
    with pytest.raises(UsageError) as purpose:
        ask(purpose="HOLIDAY")
    assert "HOLIDAY" in purpose.value.what
    assert "PROCUREMENT" in purpose.value.todo
    with pytest.raises(UsageError) as measure:
        ask(measure="M99")
    assert "M03" in measure.value.todo


def test_a_list_without_measures_in_the_catalogue_has_none() -> None:
    assert own_measures("L02", WORDS) == ((), set(), False)
    assert purposes_of(("M09",), ("CATALOGUE",)) == set()
