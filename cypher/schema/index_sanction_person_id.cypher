// name:    schema/index_sanction_person_id
// summary: Sanction nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_sanction_person_id IF NOT EXISTS
FOR (node:Sanction) ON (node.person_id)
