// name:    read/answers/own_records
// summary: A subject's own entries in lists, or its own court records, with objections to them.
// slots:   label: fact_node; link: fact_link; subject: party; id: id_property
// params:  subject: str; seq: int
// returns: rows: list
MATCH (subject:{{subject}} { {{id}}: $subject})-[:{{link}}]->(fact:{{label}})
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq
OPTIONAL MATCH (fact_ground:Ground {ground_key: fact.fact_id})<-[:CONTESTS]-(objection:Objection)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
WITH fact, collect([objection.raised_on, coalesce(objection.decided_on, '')]) AS disputes
RETURN collect({fact: properties(fact), disputes: disputes}) AS rows
