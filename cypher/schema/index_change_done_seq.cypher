// name:    schema/index_change_done_seq
// summary: Change nodes are found by done_seq.
// params:
// returns:
CREATE INDEX index_change_done_seq IF NOT EXISTS
FOR (node:Change) ON (node.done_seq)
