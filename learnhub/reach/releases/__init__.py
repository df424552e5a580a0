"""Frozen, signed releases: named by a calendar, made whole or not at all, checked by anybody, compared."""
