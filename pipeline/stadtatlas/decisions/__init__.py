"""What people decided about values, records and findings: read from a file, applied to every run, appended by `review`."""
