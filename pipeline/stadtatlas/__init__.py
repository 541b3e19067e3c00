"""stadtatlas turns studies about cities into structured, grounded, reconciled records."""

__version__ = "0.1.0"

EXTRACTION_VERSION = 3
"""Part of every run's id. Raise it whenever the same input gives other records (tests/test_golden.py says when)."""

EXPORTS_VERSION = 1
"""Raise it whenever the same records give other exports: runs that are asked for again then get them anew."""
