"""From a row's values to a draft fact: one builder per table."""

from __future__ import annotations

from collections.abc import Callable

from graph.days import FIRST_DAY, OPEN_DAY, stated_ends
from graph.identity.folding import name_key
from graph.model.codelists import codelist
from ingest.load.drafts import OrgRef, Ref, TargetRef
from ingest.normalise.builders_dealings import DEALING_BUILDERS
from ingest.normalise.builders_grounds import GROUND_BUILDERS
from ingest.normalise.builders_watch import WATCH_BUILDERS
from ingest.normalise.built import Built, decision_ref
from ingest.normalise.reading import ReadRow, RowRefused, text_ref
from ingest.problems import Problem, Rule
from ingest.values import parse_code, parse_day, text_key

LAW_RETURN = "LAW_RETURN"


class LawReturn(Exception):
    """The record goes back to the sender (河南省社会信用条例13)."""


def named_org(company: OrgRef, name: str) -> OrgRef:
    """An organisation given without code: known within one company only, like a person without number."""
    return OrgRef("NAME", f"{company.value}|{name_key(name)}")


def _span(row: ReadRow) -> tuple[str, str]:
    return row.text("valid_from"), row.text("valid_to") or OPEN_DAY


def entities(row: ReadRow) -> Built:
    """An entity's attributes from a day on; a revoked, closed or cancelled one is a ground as well."""
    org = row.needed_org("uscc", row.text("code_type"))
    effective = row.text("effective_on")
    status, status_on = row.text("status"), row.text("status_on")
    built = Built("EntityState", (effective,), org, valid_from=effective or FIRST_DAY)
    value = codelist("entity_statuses").find(status) if status else None
    if value is not None and value.attributes["revocation_kind"] and status_on:
        built.ground = ("REVOCATION", "@", status_on, status)
        built.ground_id = f"{org.value}|{status_on}|{status}"
        built.more["decision_ref"] = decision_ref(row.text("status_authority_code"), row.text("status_doc"))
    built.more["search_name"] = name_key(row.text("name"))
    return built


def entity_changes(row: ReadRow) -> Built:
    """A registered change."""
    org = row.needed_org("uscc")
    day = row.text("changed_on")
    return Built("EntityChange", (row.text("field"), day), org, valid_from=day)


def identifiers(row: ReadRow) -> Built:
    """A code replaced, split, merged, deleted or kept."""
    old = row.needed_org("uscc_old")
    new = row.org("uscc_new")
    built = Built("CodeChange", (old.identifier_key, new.identifier_key if new else ""), new or old)
    if new is not None and row.text("kind") in ("REPLACED", "MERGED"):
        built.alias = (old, new)
    return built


def positions(row: ReadRow) -> Built:
    """An office held."""
    org = row.needed_org("uscc")
    role = codelist("position_roles").find(row.text("role"))
    if role is None:
        raise RowRefused(
            Problem(Rule.UNKNOWN_ROLE, "职务不在代码表中", "按代码表 position_roles 填写", "role")
        )
    holder: Ref | None = row.person("name", "id_type", "id_no")
    if role.code == "EXECUTIVE_PARTNER" and row.text("holder_code"):
        holder = row.org("holder_code")
    if holder is None:
        raise row.refuse("缺少任职人员", "补填姓名或执行事务合伙人代码", "name")
    begin, end = _span(row)
    return Built(role.attributes["edge_type"], (begin,), holder, org, org, valid_from=begin, valid_to=end)


def holdings(row: ReadRow) -> Built:
    """Equity and votes."""
    org = row.needed_org("uscc")
    kind, name = row.text("holder_kind"), row.text("holder_name")
    code_type = row.text("holder_code_type")
    holder: Ref | None
    if kind == "PERSON":
        holder = row.person("holder_name", "holder_id_type", "holder_id_no")
    else:
        holder = row.org("holder_code", code_type)
        if holder is None and name:
            holder = named_org(org, name)
    if holder is None:
        raise row.refuse("缺少股东", "补填股东代码或名称", "holder_name")
    begin, end = _span(row)
    treasury = "1" if row.values.get("treasury") else ""
    # Behind the rest, and only where given: what is known without a class keeps its key.
    key = (begin, treasury, *filter(None, [text_key(row.text("share_class"))]))
    return Built("HOLDS", key, holder, org, org, valid_from=begin, valid_to=end)


def relations(row: ReadRow) -> Built:
    """Guarantees, concert, proxies, nominees, branches, kin."""
    source = row.org("from_uscc") or row.person("from_name", "from_id_type", "from_id_no")
    target = row.org("to_uscc") or row.person("to_name", "to_id_type", "to_id_no")
    if source is None:
        raise row.refuse("缺少关系主体", "补填主体代码或姓名", "from_uscc")
    if target is None:
        raise row.refuse("缺少关系对方", "补填对方代码或姓名", "to_uscc")
    kind = row.text("kind")
    if kind == "BRANCH_OF" and not (isinstance(source, OrgRef) and isinstance(target, OrgRef)):
        raise row.refuse("分支关系的双方须为机构", "补填双方代码", "to_uscc")
    if kind == "KIN_OF" and (isinstance(source, OrgRef) or isinstance(target, OrgRef)):
        raise row.refuse("亲属关系的双方须为自然人", "核对关系种类", "kind")
    begin, end = _span(row)
    scope = next((one for one in (source, target) if isinstance(one, OrgRef)), None)
    return Built(kind, (begin,), source, target, scope, valid_from=begin, valid_to=end)


def person_status(row: ReadRow) -> Built:
    """Death or incapacity."""
    person = row.person("name", "id_type", "id_no")
    if person is None:
        raise row.refuse("缺少证件号码", "补填证件号码", "id_no")
    return Built("PersonStatus", (row.text("status"),), person, valid_from=row.text("since"))


def penalties_person(row: ReadRow) -> Built:
    """A penalty on a natural person, unless the law keeps it off the platform."""
    if row.text("procedure") not in ("普通", "快速") or row.values.get("slight_remedied"):
        raise LawReturn
    person = row.person("subject_name", "subject_id_type", "subject_id_no")
    if person is None:
        raise row.refuse("缺少证件号码", "补填证件号码", "subject_id_no")
    return _penalty(row, person, "@")


def penalties_org(row: ReadRow) -> Built:
    """A penalty on an organisation; any of the six codes may name it."""
    if row.text("subject_class") == "自然人":
        raise LawReturn
    org = row.org("subject_code") or row.org("subject_reg15", "REG15") or row.org("subject_org9", "ORG9")
    if org is None:
        raise row.refuse("缺少行政相对人代码", "补填统一社会信用代码", "subject_code")
    return _penalty(row, org, org.value)


def _penalty(row: ReadRow, subject: Ref, shown: str) -> Built:
    authority, doc_no = row.text("authority_code"), row.text("doc_no")
    return Built(
        "Penalty",
        (authority, text_key(doc_no)),
        subject,
        ground=("PENALTY", authority, text_key(doc_no), "@"),
        ground_id=f"{authority}|{doc_no}|{shown}",
        valid_from=row.text("decided_on"),
        more={"decision_ref": decision_ref(authority, doc_no)},
    )


def judgments(row: ReadRow) -> Built:
    """A court record on an organisation or a person."""
    org = row.org("subject_code")
    subject: Ref | None = org or row.person("subject_name", "id_type", "id_no")
    if subject is None:
        raise row.refuse("缺少对象", "补填对象代码或证件号码", "subject_code")
    court, case_no, kind = row.text("court"), row.text("case_no"), row.text("kind")
    return Built(
        "CourtRecord",
        (text_key(court), text_key(case_no), kind),
        subject,
        ground=("COURT_ORDER", text_key(court), text_key(case_no), "@", kind),
        ground_id=f"{court}|{case_no}|{org.value if org else '@'}|{kind}",
        valid_from=row.text("measure_from") or row.text("decided_on"),
    )


def listings(row: ReadRow) -> Built:
    """An entry in a list: of an organisation, or of a person (then the code is the unit concerned)."""
    org = row.org("uscc")
    person = row.person("name", "id_type", "id_no") if row.text("id_no") else None
    subject: Ref | None = person or org
    if subject is None:
        raise row.refuse("缺少列入对象", "补填统一社会信用代码或证件号码", "uscc")
    listing_id = row.text("listing_id")
    return Built(
        "Listing",
        ("!", text_key(listing_id)),
        subject,
        also=org if person is not None else None,
        scope=org,
        ground=("LISTING", text_key(listing_id)),
        ground_id=listing_id,
        valid_from=row.text("decided_on"),
        valid_to=_end_of_term(row),
        more={"decision_ref": decision_ref(row.text("authority_code"), row.text("doc_no"))},
    )


def _end_of_term(row: ReadRow) -> str:
    """First day after the term that a listing gives itself."""
    decided_on = row.text("decided_on")
    ends = stated_ends(decided_on, row.text("term_months"), row.text("publish_until"))
    return max(decided_on, min(ends)) if ends else OPEN_DAY


def target_ref(kind: str, text: str, row: ReadRow, name: str) -> TargetRef:
    """The record that a key names, with the party inside it looked up."""
    parts = [part.strip() for part in text.split("|")]
    party_at = {"COURT_ORDER": 2, "PENALTY": 2, "REVOCATION": 0, "TAX_GRADE": 0}.get(kind, -1)
    wanted = {"COURT_ORDER": 4, "PENALTY": 3, "REVOCATION": 3, "TAX_GRADE": 3}.get(kind, 1)
    if len(parts) != wanted:
        raise RowRefused(
            Problem(Rule.BAD_CODE_FORMAT, f"依据编号应有 {wanted} 段", "按“依据种类”的格式填写编号", name)
        )
    party = text_ref(parts[party_at], row.keys) if party_at >= 0 else None
    if kind == "COURT_ORDER":
        parts = [text_key(parts[0]), text_key(parts[1]), parts[2], _coded(parts[3], "court_kinds", name)]
    elif kind == "PENALTY":
        parts = [parts[0], text_key(parts[1]), parts[2]]
    elif kind == "REVOCATION":
        day = parse_day(parts[1])
        if isinstance(day, Problem):
            raise RowRefused(day.at(name))
        parts = [parts[0], day or "", _coded(parts[2], "entity_statuses", name)]
    elif kind == "TAX_GRADE":
        parts = [parts[0], text_key(parts[1]), text_key(parts[2])]
    else:
        parts = [text_key(part) for part in parts]
    return TargetRef(kind, tuple(parts), party, party_at)


def _coded(text: str, listed: str, name: str) -> str:
    value = parse_code(text, listed)
    if isinstance(value, Problem):
        raise RowRefused(value.at(name))
    return value or ""


def liable_persons(row: ReadRow) -> Built:
    """A document that names a responsible person."""
    about = target_ref(row.text("ground_kind"), row.text("ground_id"), row, "ground_id")
    person = row.person("name", "id_type", "id_no")
    scope = about.party if isinstance(about.party, OrgRef) else None
    begin = row.text("from") or row.text("decided_on")
    return Built(
        "Attribution", ("@about", row.text("role")), person, scope=scope, about=about, valid_from=begin
    )


def repairs(row: ReadRow) -> Built:
    """A repair of a record."""
    about = target_ref(row.text("target_kind"), row.text("target_key"), row, "target_key")
    return Built("RepairCase", ("!", text_key(row.text("repair_id"))), about=about)


def objections(row: ReadRow) -> Built:
    """An objection against a record, a fact or somebody's role in the register."""
    about, org, person = None, row.org("uscc"), None
    if row.text("target_key"):
        about = target_ref(row.text("target_kind"), row.text("target_key"), row, "target_key")
    elif org is not None or row.text("role"):
        person = row.person("name", "id_type", "id_no")
        if org is None or person is None or not row.text("role"):
            raise row.refuse("异议的任职没有写全", "补填任职单位代码、职务和姓名", "role")
    elif not row.text("fact_id"):
        raise row.refuse("缺少异议对象", "补填对象编号、事实编号，或任职单位、职务和姓名", "target_key")
    built = Built(
        "Objection", ("!", text_key(row.text("objection_id"))), about=about, valid_from=row.text("raised_on")
    )
    if person is not None:
        built.target, built.scope = person, org
    return built


BUILDERS: dict[str, Callable[[ReadRow], Built]] = (
    {
        one.__name__: one
        for one in (
            entities,
            entity_changes,
            identifiers,
            positions,
            holdings,
            relations,
            person_status,
            penalties_org,
            penalties_person,
            judgments,
            listings,
            liable_persons,
            repairs,
            objections,
        )
    }
    | GROUND_BUILDERS
    | WATCH_BUILDERS
    | DEALING_BUILDERS
)
