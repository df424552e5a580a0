"""Truth over time: probable duplicates, merges and their undoing, corrections, voids, confirmations."""
