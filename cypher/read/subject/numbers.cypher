// name:    read/subject/numbers
// summary: A person's sealed numbers.
// params:  person_id: str
// returns: rows: list
MATCH (person:Person {person_id: $person_id})-[:HAS_NUMBER]->(number:PersonNumber)
RETURN collect({id_type: number.id_type, ciphertext: number.ciphertext, nonce: number.nonce,
  wrapped_key: number.wrapped_key}) AS rows
