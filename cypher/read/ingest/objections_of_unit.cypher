// name:    read/ingest/objections_of_unit
// summary: Keys of current objections to a role at an organisation.
// params:  entity_id: str; seq: int
// returns: keys: list[str]
MATCH (objection:Objection {entity_id: $entity_id})
USING INDEX SEEK objection:Objection(entity_id)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
RETURN collect(objection.record_key) AS keys
