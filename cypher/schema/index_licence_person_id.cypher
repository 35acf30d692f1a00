// name:    schema/index_licence_person_id
// summary: Licence nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_licence_person_id IF NOT EXISTS
FOR (node:Licence) ON (node.person_id)
