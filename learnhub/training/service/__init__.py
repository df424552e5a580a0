"""Commands of trainings: plan them, keep their lists, record who was there."""
