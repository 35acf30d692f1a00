// name:    read/ingest/lease
// summary: Who holds a lease.
// params:  name: str
// returns: holder: str; host: str; pid: int; started_at: str; expires_at: str
MATCH (lease:Lease {name: $name})
RETURN lease.holder AS holder, lease.host AS host, lease.pid AS pid,
  lease.started_at AS started_at, lease.expires_at AS expires_at
LIMIT 1
