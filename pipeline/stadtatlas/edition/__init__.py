"""The edition profile: all that is particular to one edition of a study, as data."""
