"""A run's records in the formats of other tools: one list of tables, one traversal, a writer a format."""
