// name:    schema/index_objection_objection_id
// summary: Objection nodes are found by objection_id.
// params:
// returns:
CREATE INDEX index_objection_objection_id IF NOT EXISTS
FOR (node:Objection) ON (node.objection_id)
