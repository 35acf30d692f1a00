// name:    schema/index_sanction_case_id
// summary: Sanction nodes are found by case_id.
// params:
// returns:
CREATE INDEX index_sanction_case_id IF NOT EXISTS
FOR (node:Sanction) ON (node.case_id)
