"""Commands of learning: enrolling, progress, attempts, certificates."""
