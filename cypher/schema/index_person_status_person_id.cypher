// name:    schema/index_person_status_person_id
// summary: PersonStatus nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_person_status_person_id IF NOT EXISTS
FOR (node:PersonStatus) ON (node.person_id)
