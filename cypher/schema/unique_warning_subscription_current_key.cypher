// name:    schema/unique_warning_subscription_current_key
// summary: No two WarningSubscription nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_warning_subscription_current_key IF NOT EXISTS
FOR (node:WarningSubscription) REQUIRE node.current_key IS UNIQUE
