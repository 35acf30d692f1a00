// name:    schema/index_warning_subscription_record_id
// summary: WarningSubscription nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_warning_subscription_record_id IF NOT EXISTS
FOR (node:WarningSubscription) ON (node.record_id)
