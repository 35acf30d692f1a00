// name:    schema/unique_warning_subscription_version_id
// summary: No two WarningSubscription nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_warning_subscription_version_id IF NOT EXISTS
FOR (node:WarningSubscription) REQUIRE node.version_id IS UNIQUE
