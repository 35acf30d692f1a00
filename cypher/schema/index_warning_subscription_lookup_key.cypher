// name:    schema/index_warning_subscription_lookup_key
// summary: WarningSubscription nodes are found by lookup_key.
// params:
// returns:
CREATE INDEX index_warning_subscription_lookup_key IF NOT EXISTS
FOR (node:WarningSubscription) ON (node.lookup_key)
