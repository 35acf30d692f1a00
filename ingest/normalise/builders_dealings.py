"""From a row's values to a draft fact: filings of registrations, and bids."""

from __future__ import annotations

from collections.abc import Callable

from ingest.load.drafts import Ref
from ingest.normalise.built import Built
from ingest.normalise.reading import ReadRow
from ingest.values import text_key


def filings(row: ReadRow) -> Built:
    """Who filed a registration: an agency or a person."""
    org = row.needed_org("uscc")
    agent: Ref | None = row.org("agent_code") or row.person("agent_name", "agent_id_type", "agent_id_no")
    if agent is None:
        raise row.refuse("缺少代办机构或代办人", "补填代办机构代码或代办人姓名", "agent_code")
    day = row.text("filed_on")
    return Built("FILED_FOR", (row.text("kind"), day), agent, org, org, valid_from=day)


def tender_bids(row: ReadRow) -> Built:
    """A bid; the consortium is known by the tender and its own number."""
    org = row.needed_org("uscc")
    tender, number = text_key(row.text("tender_id")), text_key(row.text("consortium_no"))
    built = Built("TenderBid", (tender,), org, valid_from=row.text("bid_on"))
    built.more["consortium_key"] = f"{tender}|{number}" if number else ""
    return built


DEALING_BUILDERS: dict[str, Callable[[ReadRow], Built]] = {
    one.__name__: one for one in (filings, tender_bids)
}
