// name:    read/answers/sealed_numbers
// summary: Encrypted numbers of persons, page by page.
// params:  after: str; limit: int
// returns: rows: list
MATCH (person:Person)
WHERE person.person_id > $after
WITH person ORDER BY person.person_id LIMIT $limit
OPTIONAL MATCH (person)-[:HAS_NUMBER]->(number:PersonNumber)
RETURN collect({id: person.person_id, unverified_key: person.unverified_key, id_type: number.id_type,
  ciphertext: number.ciphertext, nonce: number.nonce, wrapped_key: number.wrapped_key}) AS rows
