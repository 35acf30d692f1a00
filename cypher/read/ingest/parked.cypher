// name:    read/ingest/parked
// summary: Decisions on organisations that are known by their code only: parked until the register has them.
// slots:   label: fact_node; link: fact_link
// params:  seq: int; limit: int
// returns: total: int; ground_ids: list[str]
MATCH (fact:{{label}})<-[:{{link}}]-(entity:Entity)
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq
  AND NOT EXISTS { MATCH (entity)-[:HAS_STATE]->(state:EntityState) WHERE state.seq_from <= $seq AND state.seq_to > $seq }
WITH fact.ground_id AS ground_id ORDER BY ground_id
WITH collect(ground_id) AS found
RETURN size(found) AS total, found[0..$limit] AS ground_ids
LIMIT 1
