"""One writing for signs that differ between keyboards: dashes, apostrophes."""

from __future__ import annotations

ONE_SIGN = str.maketrans(dict.fromkeys("‐‑‒–—−˗➖﹘﹣－", "-") | dict.fromkeys("’‘ʼ＇`´", "'"))
"""Every dash and minus as ``-``, every apostrophe as ``'``; for ``str.translate``."""
