// name:    write/ingest/take_lease
// summary: Take or renew a lease.
// params:  name: str; holder: str; host: str; pid: int; started_at: str; expires_at: str
// returns: holder: str
MERGE (lease:Lease {name: $name})
SET lease.holder = $holder, lease.host = $host, lease.pid = $pid,
  lease.started_at = $started_at, lease.expires_at = $expires_at
RETURN lease.holder AS holder
