// name:    schema/index_penalty_person_id
// summary: Penalty nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_penalty_person_id IF NOT EXISTS
FOR (node:Penalty) ON (node.person_id)
