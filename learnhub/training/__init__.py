"""Trainings in person, live and hybrid: plans, who is on the list, who was there."""
