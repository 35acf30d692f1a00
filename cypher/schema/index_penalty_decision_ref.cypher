// name:    schema/index_penalty_decision_ref
// summary: Penalty nodes are found by decision_ref.
// params:
// returns:
CREATE INDEX index_penalty_decision_ref IF NOT EXISTS
FOR (node:Penalty) ON (node.decision_ref)
