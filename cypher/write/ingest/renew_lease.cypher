// name:    write/ingest/renew_lease
// summary: Renew a lease, if it is still ours.
// params:  name: str; holder: str; expires_at: str
// returns: renewed: int
MATCH (lease:Lease {name: $name})
WHERE lease.holder = $holder
SET lease.expires_at = $expires_at
RETURN count(lease) AS renewed
