"""Courses and their published versions, search, and the pages that everybody can read."""
