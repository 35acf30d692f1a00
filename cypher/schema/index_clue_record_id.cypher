// name:    schema/index_clue_record_id
// summary: Clue nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_clue_record_id IF NOT EXISTS
FOR (node:Clue) ON (node.record_id)
