"""Reads of records officers. Every listing takes `own`, the centres of the officer."""
