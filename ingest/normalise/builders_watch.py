"""From a row's values to a draft fact: complaints and commitments."""

from __future__ import annotations

from collections.abc import Callable

from graph.days import OPEN_DAY, add_days
from ingest.load.drafts import Ref
from ingest.normalise.built import Built
from ingest.normalise.reading import ReadRow
from ingest.values import text_key


def complaints(row: ReadRow) -> Built:
    """A complaint against an organisation; who complained and in which words is not kept."""
    return Built(
        "Complaint",
        ("!", text_key(row.text("complaint_id"))),
        row.needed_org("uscc"),
        valid_from=row.text("received_on"),
    )


def commitments(row: ReadRow) -> Built:
    """A commitment of an organisation, or of a natural person by number."""
    org = row.org("subject_code")
    subject: Ref | None = org
    if org is None or row.text("subject_category") == "自然人":
        subject = row.person("subject_name", "id_type", "id_no")
    if subject is None:
        raise row.refuse("缺少承诺人", "补填承诺人代码或证件号码", "subject_code")
    until = row.text("until")
    return Built(
        "Commitment",
        ("!", text_key(row.text("code"))),
        subject,
        valid_from=row.text("made_on"),
        valid_to=add_days(until, 1) if until else OPEN_DAY,
    )


WATCH_BUILDERS: dict[str, Callable[[ReadRow], Built]] = {
    one.__name__: one for one in (complaints, commitments)
}
