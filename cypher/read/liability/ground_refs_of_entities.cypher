// name:    read/liability/ground_refs_of_entities
// summary: Current decisions of one label on these entities.
// slots:   label: fact_node
// params:  ids: list[str]; seq: int
// returns: refs: list[str]
UNWIND $ids AS id
MATCH (fact:{{label}} {entity_id: id})
USING INDEX SEEK fact:{{label}}(entity_id)
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq AND fact.ground_ref IS NOT NULL
RETURN collect(fact.ground_ref) AS refs
