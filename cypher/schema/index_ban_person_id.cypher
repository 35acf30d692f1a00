// name:    schema/index_ban_person_id
// summary: Ban nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_ban_person_id IF NOT EXISTS
FOR (node:Ban) ON (node.person_id)
