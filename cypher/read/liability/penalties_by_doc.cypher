// name:    read/liability/penalties_by_doc
// summary: Penalties whose decision a revoked licence cites; they may supply its days and articles.
// params:  docs: list[str]; seq: int
// returns: rows: list
UNWIND $docs AS doc
MATCH (penalty:Penalty {doc_no: doc})
USING INDEX SEEK penalty:Penalty(doc_no)
WHERE penalty.seq_from <= $seq AND penalty.seq_to > $seq
RETURN collect({fact_id: penalty.fact_id, record_key: penalty.record_key, ground_ref: penalty.ground_ref, doc_no: doc,
  entity_id: penalty.entity_id, violation_from: penalty.violation_from, violation_to: penalty.violation_to,
  authority_code: penalty.authority_code, decided_on: penalty.decided_on, basis: penalty.basis,
  serious: penalty.serious, annulled_on: penalty.annulled_on}) AS rows
