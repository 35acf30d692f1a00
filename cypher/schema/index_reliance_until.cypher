// name:    schema/index_reliance_until
// summary: Reliance nodes are found by until.
// params:
// returns:
CREATE INDEX index_reliance_until IF NOT EXISTS
FOR (node:Reliance) ON (node.until)
