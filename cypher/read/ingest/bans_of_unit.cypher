// name:    read/ingest/bans_of_unit
// summary: Keys of current bans that name an organisation, as barred or as the unit concerned.
// params:  entity_id: str; seq: int
// returns: keys: list[str]
MATCH (ban:Ban {entity_id: $entity_id})
USING INDEX SEEK ban:Ban(entity_id)
WHERE ban.seq_from <= $seq AND ban.seq_to > $seq
RETURN collect(ban.record_key) AS keys
