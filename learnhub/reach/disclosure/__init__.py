"""Disclosure control: which figures may be shown to whom, so that no small count can be worked out."""
