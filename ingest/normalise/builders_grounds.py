"""From a row's values to a draft fact: grades, sums owed, bans, licences and other acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph.days import OPEN_DAY
from ingest.load.drafts import Ref, TargetRef
from ingest.normalise.built import Built
from ingest.normalise.reading import ReadRow
from ingest.values import text_key


def tax_grades(row: ReadRow) -> Built:
    """A grade of a tax authority."""
    org = row.needed_org("uscc")
    scheme, period = row.text("scheme"), row.text("period")
    key = (text_key(scheme), text_key(period))
    return Built(
        "TaxGrade",
        key,
        org,
        ground=("TAX_GRADE", "@", *key),
        ground_id=f"{org.value}|{scheme}|{period}",
        valid_from=row.text("decided_on"),
    )


def evaluations(row: ReadRow) -> Built:
    """A grade by another scheme."""
    org = row.needed_org("uscc")
    key = (text_key(row.text("scheme")), text_key(row.text("period")))
    return Built("Evaluation", key, org, valid_from=row.text("decided_on"))


def arrears(row: ReadRow) -> Built:
    """A sum owed; of natural persons to whom it is owed no name is kept."""
    org = row.needed_org("debtor_code")
    creditor = row.org("creditor_code")
    arrears_id = row.text("arrears_id")
    more: dict[str, Any] = {"creditor_code": creditor.value if creditor else ""}
    if row.text("creditor_kind") == "农民工" or row.text("arrears_kind") == "WAGE":
        more["creditor_name"] = ""
    return Built(
        "Arrears",
        ("!", text_key(arrears_id)),
        org,
        ground=("ARREARS", text_key(arrears_id)),
        ground_id=arrears_id,
        valid_from=row.text("due_on") or row.text("notice_on"),
        more=more,
    )


def bans(row: ReadRow) -> Built:
    """A ban of a person (then the code is the unit in whose case he is barred) or of an organisation.

    It is about the decision whose number it bears, whichever of both comes first.
    """
    org = row.org("subject_code")
    person = None
    if row.text("id_no") or (org is None and row.text("name")):
        person = row.person("name", "id_type", "id_no")
    subject: Ref | None = person or org
    if subject is None:
        raise row.refuse("缺少禁入对象", "补填姓名和证件号码，或统一社会信用代码", "name")
    authority, doc_no = row.text("authority_code"), row.text("doc_no")
    about = TargetRef("DECISION", (authority, text_key(doc_no))) if authority and doc_no else None
    return Built(
        "Ban",
        ("!", text_key(row.text("ban_id"))),
        subject,
        org if person is not None else None,
        scope=org,
        about=about,
        valid_from=row.text("from"),
        valid_to=row.text("until") or OPEN_DAY,
    )


def licences_org(row: ReadRow) -> Built:
    """A licence of an organisation; any of its codes may name it."""
    org = row.org("subject_code") or row.org("subject_reg15", "REG15") or row.org("subject_org9", "ORG9")
    if org is None:
        raise row.refuse("缺少行政相对人代码", "补填统一社会信用代码", "subject_code")
    return _licence(row, org)


def licences_person(row: ReadRow) -> Built:
    """A licence of a natural person."""
    person = row.person("subject_name", "subject_id_type", "subject_id_no")
    if person is None:
        raise row.refuse("缺少证件号码", "补填证件号码", "subject_id_no")
    return _licence(row, person)


def _licence(row: ReadRow, subject: Ref) -> Built:
    return Built(
        "Licence",
        (row.text("authority_code"), text_key(row.text("doc_no"))),
        subject,
        valid_from=row.text("valid_from") or row.text("decided_on"),
        valid_to=row.text("valid_to") or OPEN_DAY,
    )


def admin_acts(row: ReadRow) -> Built:
    """Another administrative act on an organisation."""
    org = row.needed_org("subject_code")
    return Built(
        "AdminAct",
        (row.text("authority_code"), text_key(row.text("doc_no"))),
        org,
        valid_from=row.text("decided_on"),
    )


GROUND_BUILDERS: dict[str, Callable[[ReadRow], Built]] = {
    one.__name__: one
    for one in (
        tax_grades,
        evaluations,
        arrears,
        bans,
        licences_org,
        licences_person,
        admin_acts,
    )
}
