// name:    schema/index_objection_target_ref
// summary: Objection nodes are found by target_ref.
// params:
// returns:
CREATE INDEX index_objection_target_ref IF NOT EXISTS
FOR (node:Objection) ON (node.target_ref)
