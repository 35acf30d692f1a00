// name:    read/ingest/persons_by_company_name
// summary: Which persons are known by name only, within a company.
// params:  keys: list[str]
// returns: keys: list[str]; person_ids: list[str]
UNWIND $keys AS key
MATCH (person:Person {unverified_key: key})
USING INDEX SEEK person:Person(unverified_key)
RETURN collect(key) AS keys, collect(person.person_id) AS person_ids
