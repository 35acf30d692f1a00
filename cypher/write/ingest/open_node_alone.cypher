// name:    write/ingest/open_node_alone
// summary: New current versions of facts that are nodes and have no subject of their own.
// slots:   label: fact_node
// params:  rows: list; seq: int; open_seq: int
// returns: opened: int
UNWIND $rows AS row
CREATE (fact:{{label}})
SET fact += row.properties, fact.seq_from = $seq, fact.seq_to = $open_seq
RETURN count(fact) AS opened
