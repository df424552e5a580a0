"""Work to be done later: enqueued in the caller's transaction, done at least once, kept when it fails."""
