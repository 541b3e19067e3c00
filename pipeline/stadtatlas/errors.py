"""The errors that are the user's to mend: their message is all that is printed."""

from __future__ import annotations


class StadtatlasError(Exception):
    """Nothing was done; the message says what, where, and what to do."""
