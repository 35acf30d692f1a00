// name:    read/liability/objections_to_facts
// summary: Current objections against these facts; one decided as corrected is undecided until the record says something else.
// params:  fact_ids: list[str]; seq: int
// returns: rows: list
UNWIND $fact_ids AS fact_id
MATCH (ground:Ground {ground_key: fact_id})<-[:CONTESTS]-(objection:Objection)
USING INDEX SEEK ground:Ground(ground_key)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
RETURN collect({fact_id: fact_id, objection_id: objection.objection_id, raised_on: objection.raised_on,
  decided_on: CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on THEN ''
    ELSE objection.decided_on END,
  result: objection.result}) AS rows
