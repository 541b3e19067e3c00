"""Compare runs: what changed in the world of the records, from which cause; patch one run into the other."""
