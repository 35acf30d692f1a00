// name:    write/ingest/open_node
// summary: New current versions of facts that are nodes, each under its subject.
// slots:   label: fact_node; link: fact_link; subject: party; subject_key: id_property
// params:  rows: list; seq: int; open_seq: int
// returns: opened: int
UNWIND $rows AS row
MATCH (subject:{{subject}} { {{subject_key}}: row.from_id})
USING INDEX SEEK subject:{{subject}}({{subject_key}})
CREATE (fact:{{label}})
SET fact += row.properties, fact.seq_from = $seq, fact.seq_to = $open_seq
CREATE (subject)-[:{{link}}]->(fact)
RETURN count(fact) AS opened
