// name:    schema/index_reliance_due_seq
// summary: Reliance nodes are found by due_seq.
// params:
// returns:
CREATE INDEX index_reliance_due_seq IF NOT EXISTS
FOR (node:Reliance) ON (node.due_seq)
