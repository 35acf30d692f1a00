// name:    schema/index_repair_case_target_ref
// summary: RepairCase nodes are found by target_ref.
// params:
// returns:
CREATE INDEX index_repair_case_target_ref IF NOT EXISTS
FOR (node:RepairCase) ON (node.target_ref)
