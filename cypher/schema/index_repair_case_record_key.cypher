// name:    schema/index_repair_case_record_key
// summary: RepairCase nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_repair_case_record_key IF NOT EXISTS
FOR (node:RepairCase) ON (node.record_key)
