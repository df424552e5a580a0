"""The benchmark is no package of the product: it is found as `python bench/run.py` finds it."""

from __future__ import annotations

import sys

from learnhub.config import ROOT

sys.path.insert(0, str(ROOT / "bench"))
