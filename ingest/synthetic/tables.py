"""Which columns the generator writes to which table, in order, and how each file is encoded."""

from __future__ import annotations

from typing import Final, NamedTuple


def _columns(names: str) -> tuple[str, ...]:
    return tuple(names.split())


COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "entities": _columns(
        "uscc name subject_type legal_form status status_on status_reason status_authority"
        " status_authority_code status_doc violation_from violation_to established_on ended_on region_code"
        " district_ext industry_code address phone registered_capital_cny personnel_size sme_class"
        " state_capital_class listed supervisor_code effective_on"
    ),
    "entity_changes": ("uscc", "field", "changed_on", "old_value", "new_value", "source_doc"),
    "identifiers": ("uscc_old", "uscc_new", "kind", "flag", "decided_on", "authority", "doc_no"),
    "positions": _columns(
        "uscc role name id_type id_no valid_from valid_to source_doc control_state filed_by holder_code"
    ),
    "holdings": _columns(
        "uscc holder_kind holder_code holder_code_type holder_name holder_id_type holder_id_no equity_pct"
        " equity_min_pct equity_max_pct vote_pct share_class treasury valid_from valid_to source_doc"
    ),
    "relations": _columns(
        "kind from_uscc from_name from_id_no to_uscc to_name to_id_no valid_from valid_to amount_cny"
        " source_doc"
    ),
    "filings": ("uscc", "kind", "agent_code", "agent_name", "agent_id_no", "filed_on", "source_doc"),
    "tender_bids": _columns(
        "tender_id tender_name uscc consortium_no consortium_role bid_on result authority authority_code"
        " source_doc"
    ),
    "person_status": ("id_no", "status", "since", "source_doc"),
    "penalties_org": _columns(
        "CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_FRDB CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK CF_JDRQ"
        " CF_YXQ CF_GSJZQ CF_CFJG CF_CFJGDM CF_SJLY CF_SJLYDM BZ procedure slight_remedied severity sector"
        " violation_from violation_to served_on annulled_on annul_doc serious drug_case preparer"
    ),
    "penalties_person": _columns(
        "CF_XDR_MC CF_XDR_LB CF_XDR_ZJLX CF_XDR_ZJHM CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK"
        " CF_JDRQ CF_YXQ CF_CFJG CF_CFJGDM CF_SJLY CF_SJLYDM BZ procedure slight_remedied severity"
        " sector violation_from violation_to annulled_on annul_doc accident"
    ),
    "judgments": _columns(
        "court case_no subject_kind subject_code subject_name id_type id_no kind situation authority_code"
        " amount_cny decided_on measure_from until ended_on end_reason obligation larger_debt"
    ),
    "listings": _columns(
        "listing_id list_type list_scope situation uscc name id_type id_no violation_from violation_to"
        " notice_on decided_on served_on authority authority_code doc_no reason basis_article severity"
        " amount_cny region_code henan35_elected henan35_doc_no actual_responsible_by_judgment rep_involved"
        " removed_on removal_kind removal_doc"
    ),
    "liable_persons": _columns(
        "ground_kind ground_id name id_type id_no role mode decided_on doc_no authority_code from until"
        " at_violation fault_doc"
    ),
    "tax_grades": _columns(
        "uscc scheme period grade direct_grade decided_on authority authority_code doc_no"
    ),
    "arrears": _columns(
        "arrears_id arrears_kind debtor_code amount_cny paid_on notice_on malicious_doc violation_from"
        " violation_to authority authority_code doc_no"
    ),
    "repairs": _columns(
        "repair_id target_kind target_key applied_on accepted_on decided_on result doc_no authority_code"
    ),
    "objections": _columns(
        "objection_id target_kind target_key raised_on raised_by ground decided_on result doc_no"
    ),
    "complaints": _columns(
        "complaint_id uscc kind channel category received_on accepted_on decided_on result authority"
        " authority_code"
    ),
    "commitments": _columns(
        "code subject_name subject_category subject_code type reason made_on until fulfilment unperformed"
        " assessed_on assessor acceptor acceptor_code publicity"
    ),
}

ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "controls": _columns(
        "controller_kind controller controller_name controlled voting_pct kind state controller_id_no"
    ),
    "liabilities": _columns(
        "ground_kind ground_id list_type uscc person_name id_no role mode state valid_from valid_to rule"
        " withdrawn_at withdrawn_because expected why"
    ),
    "quarantine": ("file", "line", "rule"),
    "withdrawals": _columns(
        "ground_kind ground_id list_type uscc id_no role mode rule state valid_to withdrawn_at"
        " withdrawn_because"
    ),
    "asof": _columns("day ground_kind ground_id uscc id_no role mode rule state valid_from valid_to"),
    "patterns": ("kind", "members"),
    "related": ("kind", "uscc", "since"),
    "warnings": ("signal", "uscc", "number"),
    "dirt": ("file", "line", "kind", "outcome"),
}


class FileForm(NamedTuple):
    """How one table's file is written: departments' files differ, and so do these."""

    encoding: str = "utf-8"
    headers: dict[str, str] | None = None


FORMS: Final[dict[str, FileForm]] = {
    "positions": FileForm("utf-8-sig"),
    "penalties_org": FileForm("gb18030"),
    "judgments": FileForm("gb18030"),
    "person_status": FileForm(
        "utf-8-sig", {"id_no": "证件号码", "status": "状态", "since": "起始日", "source_doc": "依据文件"}
    ),
}
