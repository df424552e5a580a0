"""One writing for signs that differ between keyboards: dashes, apostrophes, strokes of fractions."""

from __future__ import annotations

ONE_SIGN = str.maketrans(
    dict.fromkeys("‐‑‒–—−˗➖﹘﹣－", "-") | dict.fromkeys("’‘ʼ＇`´", "'") | dict.fromkeys("⁄∕", "/")
)
"""Every dash and minus as ``-``, every apostrophe as ``'``, every stroke as ``/``; for ``str.translate``."""
