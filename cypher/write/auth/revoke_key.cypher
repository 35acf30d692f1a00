// name:    write/auth/revoke_key
// summary: Revoke a department key; the first revocation stands.
// params:  key_id: str; now: str
// returns: revoked: int
MATCH (key:DepartmentKey {key_id: $key_id})
WHERE key.revoked_at = ''
SET key.revoked_at = $now
RETURN count(key) AS revoked
