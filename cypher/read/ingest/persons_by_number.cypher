// name:    read/ingest/persons_by_number
// summary: Which persons keyed digests of document numbers belong to.
// params:  hmacs: list[str]
// returns: keys: list[str]; person_ids: list[str]
UNWIND $hmacs AS hmac
MATCH (number:PersonNumber {id_hmac: hmac})
USING INDEX SEEK number:PersonNumber(id_hmac)
WITH hmac, number
MATCH (number)<-[:HAS_NUMBER]-(person)
RETURN collect(hmac) AS keys, collect(person.person_id) AS person_ids
