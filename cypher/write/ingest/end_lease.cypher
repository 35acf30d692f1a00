// name:    write/ingest/end_lease
// summary: Give a lease back, if it is still ours.
// params:  name: str; holder: str; now: str
// returns: ended: int
MATCH (lease:Lease {name: $name})
WHERE lease.holder = $holder
SET lease.expires_at = $now
RETURN count(lease) AS ended
