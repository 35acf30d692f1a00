// name:    read/auth/keys
// summary: Department keys by their public part, after the last one seen.
// params:  after: str; limit: int 1..1000
// returns: key: map
MATCH (key:DepartmentKey)
WHERE key.key_id > $after
RETURN properties(key) AS key
ORDER BY key.key_id
LIMIT $limit
