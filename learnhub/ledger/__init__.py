"""Append-only records of everything that will ever be counted, tamper-evident and readable as of any date."""
