"""Reach and impact: what the ledger adds up to, now, at any past moment and for releases, on one path."""
