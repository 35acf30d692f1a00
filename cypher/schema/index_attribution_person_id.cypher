// name:    schema/index_attribution_person_id
// summary: Attribution nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_attribution_person_id IF NOT EXISTS
FOR (node:Attribution) ON (node.person_id)
