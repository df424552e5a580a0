"""Figures drawn as SVG: pure functions of words and numbers."""
