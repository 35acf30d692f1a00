// name:    read/subject/records
// summary: Every current record under a subject: states, changes, penalties, listings, court records.
// slots:   label: party; key: id_property
// params:  id: str; seq: int; limit: int
// returns: rows: list
MATCH (party:{{label}} {{{key}}: $id})
MATCH (party)-[:HAS_STATE|HAS_CHANGE|HAS_CODE_CHANGE|HAS_STATUS|PENALISED_BY|BOUND_BY|LISTED_BY|NAMED_BY]->(fact)
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq
WITH fact ORDER BY fact.valid_from DESC, fact.record_key LIMIT $limit
OPTIONAL MATCH (ground:Ground {ground_key: fact.fact_id})<-[:CONTESTS]-(objection:Objection)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
WITH fact, collect([objection.raised_on,
  CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on THEN ''
    ELSE coalesce(objection.decided_on, '') END,
  coalesce(objection.result, '')]) AS disputes
ORDER BY fact.valid_from DESC, fact.record_key
RETURN collect({label: head(labels(fact)), fact: properties(fact), disputes: disputes}) AS rows
