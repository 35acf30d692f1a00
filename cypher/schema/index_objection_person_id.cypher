// name:    schema/index_objection_person_id
// summary: Objection nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_objection_person_id IF NOT EXISTS
FOR (node:Objection) ON (node.person_id)
