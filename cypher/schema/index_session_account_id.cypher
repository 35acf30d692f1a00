// name:    schema/index_session_account_id
// summary: Session nodes are found by account_id.
// params:
// returns:
CREATE INDEX index_session_account_id IF NOT EXISTS
FOR (node:Session) ON (node.account_id)
