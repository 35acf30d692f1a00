// name:    schema/index_objection_target_fact_id
// summary: Objection nodes are found by target_fact_id.
// params:
// returns:
CREATE INDEX index_objection_target_fact_id IF NOT EXISTS
FOR (node:Objection) ON (node.target_fact_id)
