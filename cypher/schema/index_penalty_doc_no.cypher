// name:    schema/index_penalty_doc_no
// summary: Penalty nodes are found by doc_no.
// params:
// returns:
CREATE INDEX index_penalty_doc_no IF NOT EXISTS
FOR (node:Penalty) ON (node.doc_no)
