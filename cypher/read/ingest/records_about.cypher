// name:    read/ingest/records_about
// summary: Keys of current facts of one label that are about these records.
// slots:   label: fact_node
// params:  refs: list[str]; seq: int
// returns: keys: list[str]
UNWIND $refs AS ref
MATCH (fact:{{label}} {target_ref: ref})
USING INDEX SEEK fact:{{label}}(target_ref)
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq
RETURN collect(fact.record_key) AS keys
