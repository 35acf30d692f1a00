// name:    schema/index_attribution_target_ref
// summary: Attribution nodes are found by target_ref.
// params:
// returns:
CREATE INDEX index_attribution_target_ref IF NOT EXISTS
FOR (node:Attribution) ON (node.target_ref)
