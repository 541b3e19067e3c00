"""Text without knowledge of the study: views that map back to their source, German spelling, tolerant matching."""
