"""The values that stages hand to each other. This package imports no stage."""
