// name:    schema/index_warning_subscription_parent_id
// summary: WarningSubscription nodes are found by parent_id.
// params:
// returns:
CREATE INDEX index_warning_subscription_parent_id IF NOT EXISTS
FOR (node:WarningSubscription) ON (node.parent_id)
