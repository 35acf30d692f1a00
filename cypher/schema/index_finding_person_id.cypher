// name:    schema/index_finding_person_id
// summary: Finding nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_finding_person_id IF NOT EXISTS
FOR (node:Finding) ON (node.person_id)
