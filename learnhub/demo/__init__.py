"""A simulated network for the demonstration."""
