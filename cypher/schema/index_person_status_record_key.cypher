// name:    schema/index_person_status_record_key
// summary: PersonStatus nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_person_status_record_key IF NOT EXISTS
FOR (node:PersonStatus) ON (node.record_key)
