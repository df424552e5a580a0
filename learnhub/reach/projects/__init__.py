"""Donor projects: what a donor pays for, with the donor's own indicators and targets."""
