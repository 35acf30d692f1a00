// name:    read/identity/named_roles
// summary: Whom papers on these decisions name, in which role and of which unit.
// slots:   label: fact_node
// params:  refs: list[str]; seq: int
// returns: rows: list
UNWIND $refs AS ref
MATCH (fact:{{label}} {ground_ref: ref})
USING INDEX SEEK fact:{{label}}(ground_ref)
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq AND fact.entity_id IS NOT NULL
MATCH (named:Attribution {target_ref: ref})
USING INDEX SEEK named:Attribution(target_ref)
WHERE named.seq_from <= $seq AND named.seq_to > $seq
RETURN collect({person_id: named.person_id, entity_id: fact.entity_id, role: named.role}) AS rows
